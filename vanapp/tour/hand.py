"""The officer's hand on the keyboard, and the eye that waits, counts and takes pictures."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QEvent, QObject, QPointF, Qt
from PyQt6.QtGui import QInputMethodEvent, QKeyEvent, QPointingDevice, QTabletEvent
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

PATIENCE_S = 30.0
keyboard: Any = QTest  # PyQt's stubs take its functions for methods


class NothingHappened(Exception):
    """The tour waited for something that did not come. `what` names it; no personal data."""

    code = "tour.nothing_happened"

    def __init__(self, what: str, seen: str) -> None:
        super().__init__(f"waited for {what}; saw {seen}")
        self.values = {"what": what, "seen": seen}


class EffortMeter(QObject):
    """Counts what reaches the window as key presses and mouse presses, as the system delivers them."""

    IDLE = frozenset({Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta})

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self.keys = 0
        self.clicks = 0
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        if event is None or watched is None or not watched.isWindowType():
            return False
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self.keys += event.key() not in self.IDLE
        elif event.type() == QEvent.Type.MouseButtonPress:
            self.clicks += 1
        return False


@dataclass
class Hand:
    """Presses keys on the window as a keyboard would, and looks at it."""

    app: QApplication
    window: QWidget
    pictures: Path
    meter: EffortMeter
    taken: list[str] = field(default_factory=list)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        keyboard.keyClick(self.window.windowHandle(), key, modifier)
        self.breathe()

    def type(self, text: str) -> None:
        """ASCII only; Chinese comes through `compose`."""
        for character in text:
            keyboard.keyClick(self.window.windowHandle(), character)
            self.breathe()

    def compose(self, text: str, keys: int) -> None:
        """What an input method commits into the field with the focus; `keys` is what it took to type."""
        editor = self.app.focusWidget()
        if not isinstance(editor, QLineEdit | QPlainTextEdit):
            raise NothingHappened("a text field with the focus", self._focus())
        event = QInputMethodEvent()
        event.setCommitString(text)
        self.app.sendEvent(editor, event)
        self.meter.keys += keys
        self.breathe()

    def sign(self, pad: QWidget) -> None:
        """The person's own hand: three strokes of a pen, with pressure."""
        pen = QPointingDevice.primaryPointingDevice()
        wide, high = pad.width(), pad.height()
        for start, end in (((0.2, 0.3), (0.4, 0.7)), ((0.3, 0.75), (0.55, 0.25)), ((0.5, 0.5), (0.8, 0.6))):
            steps = 14
            for step in range(steps + 1):
                part = step / steps
                at = QPointF(
                    wide * (start[0] + (end[0] - start[0]) * part),
                    high * (start[1] + (end[1] - start[1]) * part * (2 - part)),
                )
                kind = (
                    QEvent.Type.TabletPress
                    if step == 0
                    else QEvent.Type.TabletRelease
                    if step == steps
                    else QEvent.Type.TabletMove
                )
                self._pen(pad, kind, at, pressure=0.3 + 0.5 * part, pen=pen)
        self.breathe()

    def until(self, true: Callable[[], bool], what: str, patience_s: float = PATIENCE_S) -> None:
        """Let the program live until something is so."""
        end = time.monotonic() + patience_s
        while not true():
            if time.monotonic() > end:
                raise NothingHappened(what, self._focus())
            self.breathe(5)

    def rest(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.breathe(5)

    def breathe(self, wait_ms: int = 1) -> None:
        keyboard.qWait(wait_ms)

    def look(self, name: str) -> None:
        """A picture of the window, numbered in the order of the tour."""
        self.breathe(30)
        file = self.pictures / f"{len(self.taken) + 1:02d}-{name}.png"
        if not self.window.grab().save(str(file)):
            raise OSError(f"cannot write {file.name}")
        self.taken.append(file.name)

    def focused(self) -> str:
        """Object name of the widget with the focus, "" without one."""
        widget = self.app.focusWidget()
        return widget.objectName() if widget is not None else ""

    def _focus(self) -> str:
        widget = self.app.focusWidget()
        return f"focus on {type(widget).__name__} '{self.focused()}'"

    def _pen(
        self, pad: QWidget, kind: QEvent.Type, at: QPointF, *, pressure: float, pen: QPointingDevice | None
    ) -> None:
        button = Qt.MouseButton.LeftButton
        held = Qt.MouseButton.NoButton if kind == QEvent.Type.TabletRelease else button
        event = QTabletEvent(
            kind,
            pen,
            at,
            QPointF(pad.mapToGlobal(at.toPoint())),
            pressure,
            0,
            0,
            0,
            0,
            0,
            Qt.KeyboardModifier.NoModifier,
            button,
            held,
        )
        self.app.sendEvent(pad, event)
        self.breathe(4)
