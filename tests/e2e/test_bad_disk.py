"""A full disk under the hand, the lock over it, a sealed application, a file that is not as it was left."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QApplication

from tests.e2e.counter import Bureau, Counter, bureau
from tests.e2e.test_bad_line import sealed
from vanapp import training
from vanapp.bootstrap import practice
from vanapp.clock import SystemClock
from vanapp.keys.vault import Vault
from vanapp.paths import Paths
from vanapp.store.database import Database
from vanapp.store.errors import AlreadySealed
from vanapp.store.migrate import migrations
from vanapp.usecases.answer import answer
from vanapp.usecases.errors import NotADraft

ADDRESS = "广东省佛山市禅城区祖庙路33号2座801房"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_a_full_disk_refused_stays_on_the_page_and_is_saved_when_there_is_room(
    counter: Counter, language: str
) -> None:
    counter.speak(language)
    counter.at_particulars()
    counter.paste("phone", "13800138003")
    counter.settle()
    counter.fill_the_disk()
    long_one = ADDRESS * 400  # more than the free end of a page
    counter.paste("address", long_one)
    counter.says("store.disk_full")
    assert counter.kept.answers["phone"] == "13800138003"
    assert counter.kept.answers.get("address", "") == ""
    assert counter.row("address").text() == long_one
    counter.hand.press(Qt.Key.Key_Escape)  # back a page, and further: it is not put down unsaved
    counter.hand.press(Qt.Key.Key_Escape)
    counter.hand.press(Qt.Key.Key_Escape)
    counter.hand.rest(0.1)
    counter.says("store.disk_full")
    assert counter.screen.sitting.application is not None
    counter.free_the_disk()
    counter.until(lambda: counter.kept.answers.get("address", "") == long_one, "it to be written again")
    counter.until(lambda: counter.banner == "", "the sentence to go")
    assert counter.store.audit.verify() > 0


def test_a_card_read_onto_a_full_disk_leaves_nothing_and_is_read_again(counter: Counter) -> None:
    counter.begin()
    counter.until(lambda: counter.desk.card_reader.asked_for_card_ns > 0, "the reader to wait")
    counter.settle()
    counter.fill_the_disk()
    counter.desk.place_card()
    counter.says("store.disk_full")
    assert counter.kept.captures == ()
    assert "name" not in counter.kept.answers
    counter.free_the_disk()
    counter.desk.take_card()
    counter.hand.rest(0.4)
    counter.desk.place_card()
    counter.until(lambda: counter.page == "matter", "the card to be read")
    assert [capture.slot for capture in counter.kept.captures] == ["chip"]


@pytest.mark.parametrize("typed", ["1380", "13800138001"])
def test_the_lock_keeps_page_text_and_focus(counter: Counter, typed: str) -> None:
    counter.at_particulars()
    counter.row("phone").editor.widget().setFocus()
    counter.hand.type(typed[:4])
    counter.settle()
    focused = counter.hand.focused()
    shell = counter.program.shell
    shell.idle.idle.emit()
    assert shell.cover.is_locked
    counter.hand.type("wrong-phrase")
    counter.hand.press(Qt.Key.Key_Return)
    counter.says("keys.wrong_pass_phrase", where=lambda: str(shell.cover._trouble.text()))
    assert shell.cover.is_locked
    counter.hand.type(training.PASS_PHRASE)
    counter.hand.press(Qt.Key.Key_Return)
    counter.until(lambda: not shell.cover.is_locked, "the lock to open")
    assert counter.page == "particulars"
    assert counter.hand.focused() == focused
    counter.hand.type(typed[4:])
    counter.settle()
    assert counter.row("phone").text().replace(" ", "") == typed
    assert counter.kept.answers["phone"] == typed


def test_what_is_sealed_does_not_change(office: Bureau, counter: Counter) -> None:
    id = sealed(counter)
    before = counter.store.applications.get(id)
    with pytest.raises(NotADraft):
        answer(counter.services, id, "phone", "13900000000")
    with pytest.raises(AlreadySealed), counter.store.transaction():
        counter.store.answers.put(id, {"phone": "1"}, "officer", counter.services.clock.now(), None)
    counter.program.shell.office.resume(id)
    counter.until(lambda: counter.page == "finish", "the page of a sealed one")
    counter.hand.press(Qt.Key.Key_F4)
    counter.hand.press(Qt.Key.Key_Escape)
    counter.settle()
    now = counter.store.applications.get(id)
    assert (now.answers, now.captures) == (before.answers, before.captures)


# --- at the sign-in -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def used(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a program that has been used and closed."""
    home = tmp_path_factory.mktemp("used")
    with bureau(qapp, home) as one:
        one.counter.begin("huang")
        one.counter.paste("id_number", "440604199006270046")
        one.counter.until(lambda: one.counter.page == "matter", "something to be kept")
    return home


def folder(home: Path) -> Paths:
    return practice(Paths(home / "data", home / "config", home / "cache"))


def key_of(home: Path) -> bytes:
    return Vault(folder(home).keys, SystemClock()).unlock(training.OFFICER_NUMBER, training.PASS_PHRASE)


def damage(home: Path) -> None:
    path = folder(home).database
    content = bytearray(path.read_bytes())
    content[1000] ^= 0x10
    path.write_bytes(content)


def make_newer(home: Path) -> None:
    database = Database(folder(home).database, key_of(home))
    database.execute("PRAGMA user_version = 99")
    database.close()


def swap(home: Path) -> None:
    """Another van's records, with all that lies beside them."""
    path = folder(home).database
    for old in path.parent.glob(path.name + "*"):
        old.unlink()
    database = Database(path, bytes(range(32)))
    database.execute("CREATE TABLE t (x)")
    database.close()


def spoil_keys(home: Path) -> None:
    folder(home).keys.write_text("{half", "utf-8")


def spoil_enrolment(home: Path) -> None:
    folder(home).enrolment.write_text("{half", "utf-8")


FILES: dict[str, tuple[Callable[[Path], None], str, dict[str, object]]] = {
    "database damaged": (damage, "store.damaged", {}),
    "database newer": (make_newer, "store.newer_file", {"file": 99, "program": migrations()[-1].number}),
    "another van's database": (swap, "store.wrong_key", {}),
    "keys damaged": (spoil_keys, "keys.damaged", {}),
    "enrolment damaged": (spoil_enrolment, "enrol.no_enrolment", {}),
}


@pytest.mark.parametrize("item", FILES)
def test_a_file_that_is_not_as_it_was_is_told_at_the_sign_in_and_left_alone(
    qapp: QApplication, used: Path, tmp_path: Path, item: str
) -> None:
    spoil, code, values = FILES[item]
    home = tmp_path / "home"
    shutil.copytree(used, home)
    spoil(home)
    path = folder(home).database
    before = path.read_bytes()
    one = Counter(qapp, home)
    try:
        one.open()
        for language in ("zh", "en"):
            one.speak(language)
            one.hand.rest(0.1)
            one.ask_to_sign_in()
            one.says(code, where=lambda: one.sign_in_trouble, **values)
        assert one.window.shown == "sign_in"
    finally:
        one.close()
    assert path.read_bytes() == before
