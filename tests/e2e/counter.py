"""The real program at a training counter, for tests that give it bad input: what one does and sees."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QApplication, QLineEdit, QWidget

from tests.e2e.switchboard import Switchboard
from tests.sync.offices import Running, running
from vanapp import problems
from vanapp.bootstrap import Program, Start, practice
from vanapp.paths import Paths
from vanapp.store.errors import DiskFull
from vanapp.tour.hand import EffortMeter, Hand

PATIENCE_S = 15.0
CHEN = "440104199110180318"  # renewal at expiry, has a card
HUANG = "440604199006270046"  # lost her card


class Counter:
    """One officer, signed in. `desk` are the hands of whoever stands there; nothing comes by itself."""

    def __init__(self, app: QApplication, home: Path, *, auto: bool = False) -> None:
        self.paths = Paths(home / "data", home / "config", home / "cache").make()
        self.program = Program(app, Start(self.paths, auto=auto, start_office=False))
        self.app = app
        self.window = self.program.shell.window
        self.hand = Hand(app, self.window, home, EffortMeter(app))

    # --- signing in -------------------------------------------------------------------------------------

    def open(self) -> None:
        self.program.open()
        self.until(self.window.isVisible, "the window")
        self.window.activateWindow()
        self.until(lambda: self.window.shown == "sign_in", "the sign-in page")

    def ask_to_sign_in(self) -> None:
        self.hand.press(Qt.Key.Key_F2)
        self.hand.press(Qt.Key.Key_Return)

    def sign_in(self) -> None:
        self.open()
        self.ask_to_sign_in()
        self.until(lambda: self.program.shell.services is not None, "the vault to open")
        self.until(lambda: self.window.shown == "today", "the day's page")
        self.desk.delay_s = 0.1
        self.desk.auto = False

    @property
    def sign_in_trouble(self) -> str:
        return str(self.window.page("sign_in")._trouble.text())  # type: ignore[attr-defined]

    def close(self) -> None:
        self.speak("zh")  # the translator belongs to the application, which the next test goes on using
        self.window.close()
        self.program.close()
        self.hand.rest(0.05)

    # --- what is there ----------------------------------------------------------------------------------

    @property
    def services(self) -> Any:
        return self.program.shell.services

    @property
    def store(self) -> Any:
        return self.services.store

    @property
    def desk(self) -> Any:
        return self.services.desk

    @property
    def screen(self) -> Any:
        return self.window.page("intake")

    @property
    def page(self) -> str:
        """Id of the intake page in front; "" when nobody is served."""
        return str(self.screen.shown) if self.screen.sitting.application is not None else ""

    @property
    def kept(self) -> Any:
        """The application as it lies on the disk."""
        return self.store.applications.get(self.screen.sitting.id)

    @property
    def banner(self) -> str:
        message = self.window.banner.message
        return message.text if message is not None else ""

    @property
    def judgement(self) -> str:
        """The sentence under the number that is typed."""
        return str(self.screen.findChild(QWidget, "judgement").text())

    def under(self, field: str) -> str:
        """The sentence under a field of the particulars."""
        return str(self.row(field)._hint.text())

    def row(self, field: str) -> Any:
        return self.screen.pages.page("particulars")._rows[field]

    # --- what one does ----------------------------------------------------------------------------------

    def begin(self, who: str = "chen") -> None:
        """The next person: an application of their own on the identity page."""
        self.desk.auto = False
        for kind in ("card", "finger", "camera"):
            self.desk.fault(kind, None)
            self.desk.plug(kind)
        self.desk.choose(who)
        self.desk.take_card()
        self.desk.lift()
        self.desk.stand()
        before = self.screen.sitting.application
        self.window.show_screen("today")
        self.window.tell(None)
        self.program.shell.office.begin(None)
        self.until(
            lambda: self.page == "identity" and self.screen.sitting.application is not before,
            "the next person",
        )
        self.hand.rest(0.02)

    def at_particulars(self, matter: Qt.Key = Qt.Key.Key_5, number: str = HUANG) -> None:
        """Somebody without a card: number typed, matter chosen by its key."""
        self.begin("huang")
        self.paste("id_number", number)
        self.until(lambda: self.page == "matter", "the matter page")
        self.hand.rest(0.05)
        self.hand.press(matter)
        self.press_until("particulars")

    def at(self, page: str, who: str = "chen") -> None:
        """The card is read and the person served up to that page."""
        self.begin(who)
        self.desk.place_card()
        self.until(lambda: self.page == "matter", "the card to be read")
        self.press_until("particulars")
        self.paste("phone", "13800138001")
        self.press_until("portrait")
        if page == "portrait":
            return
        self.desk.sit()
        self.until(lambda: self.page == "fingers", "the portrait to be taken")

    def press_until(self, page: str) -> None:
        self.hand.rest(0.05)
        self.hand.press(Qt.Key.Key_Return)
        self.until(lambda: self.page == page, f"the {page} page")
        self.hand.rest(0.02)

    def paste(self, field: str, text: str) -> None:
        """Put text in a field the way a clipboard or an input method does, in place of what stands there."""
        editor = self.screen.stack.currentWidget().findChild(QWidget, f"field_{field}")
        editor = editor if isinstance(editor, QLineEdit) else self.row(field).editor.widget()
        editor.setFocus()
        editor.selectAll()
        self.hand.compose(text, 1)
        self.hand.rest(0.05)

    def until(self, true: Callable[[], bool], what: str, patience_s: float = PATIENCE_S) -> None:
        self.hand.until(true, what, patience_s)

    def settle(self) -> None:
        """Let what is under way reach the disk."""
        self.hand.rest(0.15)

    # --- sentences --------------------------------------------------------------------------------------

    def says(self, code: str, *, where: Callable[[], str] | None = None, **values: object) -> str:
        """Wait until the officer reads the sentence of this code, and nothing else; both languages exist."""
        seen = where or (lambda: self.banner)
        language = self.program.shell.settings.language
        wanted = sentence(code, language, values)
        self.until(lambda: seen() == wanted, f"{code} to be said")
        return wanted

    def says_unplugged(self) -> None:
        """The page itself says that its instrument is gone and that it waits; the banner need not."""
        wanted = {"zh": "插好", "en": "[Pp]lug (it )?in"}[self.program.shell.settings.language]
        self.until(lambda: re.search(wanted, self.page_words) is not None, "the page to say what to plug in")
        assert self.banner == ""

    @property
    def page_words(self) -> str:
        """Everything that is written on the intake page in front."""
        page = self.screen.stack.currentWidget()
        said = [
            *(
                str(one.text())
                for one in page.findChildren(QWidget)
                if hasattr(one, "text") and one.isVisible()
            ),
            *(one.accessibleDescription() for one in page.findChildren(QWidget) if one.isVisible()),
        ]
        return "\n".join(said)

    def speak(self, language: str) -> None:
        """The officer's language: "zh" or "en"."""
        shell = self.program.shell
        if shell.settings.language != language:
            shell.settings.change(language=language)
            shell.take_effect("language")
            self.hand.rest(0.02)

    # --- the disk ---------------------------------------------------------------------------------------

    def fill_the_disk(self) -> None:
        """The file may not grow by one page, whoever writes, and has no room left inside."""
        database = self.store._database
        pages = database.row("PRAGMA page_count")[0]
        self._limit(pages)
        with suppress(DiskFull):
            while True:
                self.store.audit.add("test", "filler", "x" * 500)
        with suppress(DiskFull):
            while True:
                self.store.audit.add("test", "filler", "")

    def free_the_disk(self) -> None:
        self._limit(1073741823)

    def _limit(self, pages: int) -> None:
        """SQLite's limit belongs to a connection, and every lane has its own."""
        for held in tuple(self.store._database._opened):
            if held.connection is None:
                continue  # its thread (a hand of the post) has just ended
            held.connection.execute(f"PRAGMA max_page_count = {pages}")


def sentence(code: str, language: str, values: Mapping[str, object]) -> str:
    """The code's own words, never its package's general ones: at most two sentences, filled in."""
    own = problems.words_of(code)
    assert own is not None, f"{code} has no words of its own"
    assert re.search("[\u4e00-\u9fff]", own.zh)
    assert not re.search("[\u4e00-\u9fff]", own.en)
    assert code.split(".")[-1] != "error", f"{code} is a general sentence"
    text = own.say(language, values)
    assert "{" not in text, f"{code}: a place in its words is not filled"
    return text


@dataclass(frozen=True)
class Bureau:
    """The program signed in, a training office, and the switchboard between them."""

    counter: Counter
    line: Switchboard
    office: Running


@contextmanager
def bureau(app: QApplication, home: Path) -> Iterator[Bureau]:
    with running(home / "office") as office, Switchboard(office.url) as line:
        enrol(home, {**office.van(), "url": line.url})
        one = Counter(app, home)
        try:
            one.sign_in()
            yield Bureau(one, line, office)
        finally:
            one.close()


def enrol(home: Path, said: Mapping[str, object]) -> None:
    """Which office the practising van speaks to."""
    paths = practice(Paths(home / "data", home / "config", home / "cache")).make()
    paths.enrolment.write_text(json.dumps(said), "utf-8")
