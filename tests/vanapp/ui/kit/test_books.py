"""The books' page over the real store: what an officer does there stands in the books afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication

from tests.vanapp.bed import Van, make_van, ready
from tests.vanapp.ui.intake.rig import HandLanes
from tests.vanapp.usecases.test_ledger import sealed
from tests.vanapp.usecases.test_promises import PROOF, at_the_office
from vanapp.ui.presenters.books import BooksPresenter
from vanapp.ui.screens.books import BooksScreen
from vanapp.ui.verbs import book_verbs
from vanapp.usecases.hold_original import hold_original


@dataclass
class Desk:
    van: Van
    screen: BooksScreen
    presenter: BooksPresenter
    printed: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    resumed: list[Any] = field(default_factory=list)

    def press(self, key: Qt.Key, text: str = "") -> None:
        if text:
            self.screen._text.setText(text)
        assert self.screen.press(key)

    def words(self, tab: str) -> list[str]:
        model = self.screen._models[tab]
        return [model.words(model.index(row)).state for row in range(model.rowCount())]


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication) -> Iterator[Desk]:
    van = make_van(tmp_path)
    verbs = book_verbs(van.services)
    presenter: BooksPresenter
    screen = BooksScreen(
        {
            "fees": lambda row: presenter.fee(row),
            "held": lambda row: presenter.held(row),
            "promises": lambda row: presenter.promise(row),
        }
    )
    made = Desk(van, screen, None)  # type: ignore[arg-type]

    def note(what: str) -> Any:
        return lambda *_: made.printed.append(what)

    presenter = made.presenter = BooksPresenter(
        screen,
        HandLanes(),
        replace(
            verbs,
            prints={"reprint": note("fee"), "label": note("label")},
            print_closing=note("closing"),
        ),
        language=lambda: "zh",
        resume=made.resumed.append,
        done=lambda tone, words: made.told.append(words),
        failed=lambda error: made.told.append(getattr(error, "code", repr(error))),
        changed=lambda: None,
    )
    screen.acted.connect(presenter.act)
    screen.closed.connect(presenter.close)
    screen.change_put.connect(presenter.put_change)
    screen.resize(1200, 700)
    screen.show()
    yield made
    screen.close()
    van.store.close()


def test_a_fee_that_was_owed_is_paid_with_one_key(desk: Desk) -> None:
    application = sealed(desk.van, "later")
    desk.presenter.load()
    assert desk.words("fees") == ["待缴 ¥ 20"]
    desk.press(Qt.Key.Key_F5)
    assert desk.words("fees") == ["已收现金"]
    assert desk.van.store.ledger.account(application.number).owed == 0


def test_a_void_asks_for_its_reason(desk: Desk) -> None:
    sealed(desk.van, "cash")
    desk.presenter.load()
    desk.press(Qt.Key.Key_F8)
    assert desk.told == ["usecases.reason_missing"]
    desk.press(Qt.Key.Key_F8, "收错了人")
    assert desk.words("fees") == ["待缴 ¥ 20"]
    assert desk.screen._text.text() == ""


def test_a_slip_is_printed_again_from_here(desk: Desk) -> None:
    sealed(desk.van, "scan")
    desk.presenter.load()
    desk.press(Qt.Key.Key_F7, "遗失")
    assert desk.printed == ["fee"]


def test_the_day_is_counted_and_closed_by_keys_alone(desk: Desk) -> None:
    sealed(desk.van, "cash")
    desk.presenter.load()
    desk.screen.turn("closing")
    card = desk.screen.closing
    assert card._difference.text() == "少 ¥ 20"
    first = card._fields[10000]
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Return)  # on to 50 yuan
    card._fields[2000].setText("1")
    assert card._difference.text() == "账款相符"
    card.kept.setText("0")
    desk.press(Qt.Key.Key_F10)
    closing = desk.van.store.ledger.last_closing()
    assert closing is not None
    assert (closing.difference, closing.handed_in) == (0, 2000)
    assert desk.printed == ["closing"]
    assert desk.told == [f"已日结 {closing.number}，上交 ¥ 20"]
    assert desk.words("fees") == []
    assert card._fields[2000].text() == ""


def test_what_was_put_in_as_change_counts_at_once(desk: Desk) -> None:
    desk.presenter.load()
    desk.screen.turn("closing")
    card = desk.screen.closing
    card.opened.setText("100.5")
    card.opened.editingFinished.emit()
    assert desk.van.store.ledger.drawer().opened == 10050
    assert card.kept.text() == "100.50"
    assert card._difference.text() == "少 ¥ 100.50"


def test_originals_bar_the_closing_until_they_are_counted_and_leave_when_given_back(desk: Desk) -> None:
    hold_original(desk.van.services, ready(desk.van).id, "old_card")
    desk.presenter.load()
    desk.screen.turn("closing")
    desk.screen.closing.kept.setText("0")
    desk.press(Qt.Key.Key_F10)
    assert desk.told == ["usecases.originals_unseen"]
    desk.press(Qt.Key.Key_F9)
    desk.press(Qt.Key.Key_F10)
    assert desk.van.store.ledger.last_closing() is not None
    desk.screen.turn("held")
    desk.press(Qt.Key.Key_F5, "刘秀兰")
    assert desk.van.store.custody.held() == []
    assert desk.words("held") == []


def test_a_paper_that_came_opens_the_next_version(desk: Desk) -> None:
    application = at_the_office(desk.van)
    desk.presenter.load()
    desk.screen.turn("promises")
    assert desk.words("promises") == ["还有 7 天"]
    desk.press(Qt.Key.Key_F5)
    (fresh,) = desk.resumed
    assert (fresh.corrects, fresh.place) == (application.id, f"material.{PROOF}")


def test_a_paper_handed_in_at_the_station_leaves_the_list(desk: Desk) -> None:
    at_the_office(desk.van)
    desk.van.clock.pass_s(8 * 86400)
    desk.presenter.load()
    desk.screen.turn("promises")
    assert desk.words("promises") == ["过期 1 天"]
    desk.press(Qt.Key.Key_F6)
    assert desk.words("promises") == []
