"""The real program for the benches: signed in, with an officer's hand that takes no pictures of the pages."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia.*=false")

from PyQt6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PyQt6.QtWidgets import QApplication, QWidget

from vanapp.bootstrap import Program, Start
from vanapp.paths import Paths
from vanapp.services import Services
from vanapp.tour.hand import EffortMeter, Hand

PAINTED_S = 2.0


@dataclass
class QuickHand(Hand):
    """Looks at nothing: drawing a picture of the page is the tour's work, not the program's."""

    key_ms: list[float] = field(default_factory=list)

    def breathe(self, wait_ms: int = 1) -> None:
        loop = QEventLoop()
        QTimer.singleShot(wait_ms, loop.quit)
        loop.exec()

    def look(self, name: str) -> None:
        self.taken.append(name)

    def type(self, text: str) -> None:
        """Each key, and how long until the field with the focus is painted with it."""
        for character in text:
            painted = Painted(self.app.focusWidget())
            began = time.perf_counter()
            super().type(character)
            self.key_ms.append((painted.wait(self) - began) * 1000)
            painted.stop()


class Painted(QObject):
    """Notes when a widget was painted; the paint itself counts."""

    def __init__(self, widget: QWidget | None) -> None:
        super().__init__()
        assert widget is not None, "nothing has the focus"
        self._widget = widget
        self.at = 0.0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        if event is not None and event.type() == QEvent.Type.Paint and not self.at:
            # The filter is asked before the paint: the queue comes after it.
            self.at = time.perf_counter()
            QTimer.singleShot(0, self._after)
        return False

    def wait(self, hand: Hand) -> float:
        end = time.perf_counter() + PAINTED_S
        while not self.at and time.perf_counter() < end:
            hand.breathe()
        return self.at

    def stop(self) -> None:
        self._widget.removeEventFilter(self)

    def _after(self) -> None:
        self.at = time.perf_counter()


class RealProgram:
    """Training mode in `home`, as `./run` opens it."""

    def __init__(self, home: Path) -> None:
        self.app = cast(QApplication, QApplication.instance() or QApplication(["bench"]))
        paths = Paths(home / "data", home / "config", home / "cache").make()
        self.program = Program(self.app, Start(paths))
        self.window = self.program.shell.window
        self.hand = QuickHand(self.app, self.window, home, EffortMeter(self.app))

    def open(self) -> None:
        """Window, sign-in, today's page, line up."""
        self.program.open()
        hand, window = self.hand, self.window
        hand.until(window.isVisible, "the window")
        window.activateWindow()
        hand.until(lambda: window.shown == "sign_in", "the sign-in page")
        hand.rest(0.5)
        hand.press(Qt.Key.Key_F2)
        hand.press(Qt.Key.Key_Return)
        hand.until(lambda: self.program.shell.services is not None, "the vault to open")
        hand.until(lambda: str(self.services.line.state) == "up", "the line to be up")
        hand.rest(1.0)

    @property
    def services(self) -> Services:
        services = self.program.shell.services
        assert services is not None
        return services

    def shown_ms(self, name: str) -> float:
        """From the wish to the screen's paint, everything queued by it included."""
        page = self.window.page(name)
        painted = Painted(page)
        began = time.perf_counter()
        self.window.show_screen(name)
        at = painted.wait(self.hand)
        painted.stop()
        return (at - began) * 1000

    def until_ms(self, true: Callable[[], bool], what: str) -> float:
        began = time.perf_counter()
        self.hand.until(true, what)
        return (time.perf_counter() - began) * 1000

    def close(self) -> None:
        self.program.close()
