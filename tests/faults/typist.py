"""An officer at work on the real program, until somebody pulls the plug. Run by test_kill_intake.

Says on stdout, one JSON line each: where the program reopened, and everything that was shown as saved.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from vanapp.bootstrap import Program, Start
from vanapp.paths import find
from vanapp.tour.hand import EffortMeter, Hand

PHONES = ("13800138001", "13912345678", "18688887777")


class Typist:
    def __init__(self, app: QApplication, round_number: int) -> None:
        self.program = Program(app, Start(find(os.environ, Path.home()).make()))
        self.window = self.program.shell.window
        self.hand = Hand(app, self.window, Path(), EffortMeter(app))
        self.round = round_number
        self.saves = 0

    @property
    def screen(self) -> Any:
        return self.window.page("intake")

    @property
    def sitting(self) -> Any:
        return self.screen.sitting

    @property
    def page(self) -> str:
        return str(self.sitting.page) if self.sitting.application is not None else ""

    def open(self) -> None:
        """Sign in; wait until the program shows what it reopened; say it."""
        self.program.open()
        self.hand.until(self.window.isVisible, "the window")
        self.window.activateWindow()
        self.hand.rest(0.1)
        self.hand.press(Qt.Key.Key_F2)
        self.hand.press(Qt.Key.Key_Return)
        self.hand.until(lambda: self.program.shell.services is not None, "the vault to open")
        services = self.program.shell.services
        assert services is not None
        stored = None
        if where := services.store.trips.where(services.session.officer):
            stored = services.store.applications.get(where)
            self.hand.until(lambda: self.window.shown == "intake" and bool(self.page), "the application")
            self.hand.rest(0.2)
        self.screen.saved.connect(self._saved)
        say(
            "reopened",
            page=self.page,
            focus=self.hand.focused(),
            stored_id=stored.id if stored else "",
            stored_page=stored.page if stored else "",
            stored_place=stored.place if stored else "",
            answers=dict(stored.answers) if stored else {},
            slots=[c.slot for c in stored.captures] if stored else [],
            sealed=services.store.outbox.digests(),
            chain=services.store.audit.verify(),
        )

    def work(self) -> None:
        """Person after person, for ever."""
        while True:
            page = self.page
            if page == "":
                self.window.show_screen("today")
                self.hand.rest(0.1)
                self.program.shell.office.begin(None)
                self.hand.until(lambda: self.page != "", "a new application")
            elif page == "matter":
                self._enter(page)
            elif page == "particulars":
                self._retype()
                self._enter(page)
            elif page == "check":
                self._sign()
                self._enter(page)
            elif page == "finish":
                self._finish()
            else:
                self._wait(page)

    def _retype(self) -> None:
        """One of two fields, each round the other one: the phone asked first, the remark nobody asks for."""
        name, text = (
            ("remark", "bring slippers") if self.round % 2 else ("phone", PHONES[self.round % len(PHONES)])
        )
        editor = self.screen.findChild(QWidget, f"field_{name}")
        if not isinstance(editor, QLineEdit | QPlainTextEdit):
            return
        editor.setFocus()
        editor.selectAll()
        for character in text:
            before = self.saves
            self.hand.type(character)
            if self.page != "particulars":
                return
            self.hand.until(lambda before=before: self.saves > before, "the key to be saved")
            shown = editor.text() if isinstance(editor, QLineEdit) else editor.toPlainText()
            typed = shown if name == "remark" else "".join(c for c in shown if c.isdigit())
            say("saved", id=self.sitting.id, place=name, text=typed)

    def _sign(self) -> None:
        pad = self.screen.findChild(QWidget, "signature_pad")
        self.hand.press(Qt.Key.Key_1)
        self.hand.sign(pad)
        self.hand.rest(0.3)

    def _finish(self) -> None:
        application = self.sitting.application
        if application.sealed_at is None:
            self.hand.press(Qt.Key.Key_Return)
            self.hand.until(lambda: self.sitting.application.sealed_at is not None, "the seal")
            say("sealed", id=self.sitting.id)
        self.hand.rest(0.3)
        self.hand.press(Qt.Key.Key_Return)
        self.hand.until(lambda: self.page != "finish", "the next person")

    def _enter(self, page: str) -> None:
        self.hand.press(Qt.Key.Key_Return)
        self._wait(page)

    def _wait(self, page: str) -> None:
        """Cards, faces and fingers come by themselves; a page that waits for Enter gets it."""
        for _ in range(60):
            self.hand.rest(0.1)
            self._say_captures()
            if self.page != page:
                return
        self.hand.press(Qt.Key.Key_Return)

    def _say_captures(self) -> None:
        application = self.sitting.application
        if application is not None:
            slots = [capture.slot for capture in application.captures]
            say("captured", id=application.id, slots=slots)

    def _saved(self, _at: object) -> None:
        self.saves += 1


def say(what: str, **values: object) -> None:
    sys.stdout.write(json.dumps({"what": what, **values}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    typist = Typist(QApplication(sys.argv[:1]), int(sys.argv[1]))
    typist.open()
    typist.work()
