"""Page objects: how a test does what an officer does, by keyboard, without knowing widgets."""

from __future__ import annotations

import math
from collections.abc import Callable

from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtGui import QInputMethodEvent
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QWidget

from vanapp.ui.screens.intake import IntakeScreen
from vanapp.ui.widgets.signature_pad import SignaturePad

Waits = Callable[[Callable[[], bool]], None]
"""Waits until the claim holds, or fails: qtbot.waitUntil."""


class Keyboard:
    """Presses keys where the focus is and counts them."""

    def __init__(self, screen: QWidget) -> None:
        self._screen = screen
        self.pressed = 0

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.pressed += 1
        QTest.keyClick(self._target(), key, modifier)

    def type(self, text: str) -> None:
        """ASCII only: QTest aborts the process on anything else (see `commit`)."""
        assert text.isascii(), "use commit() for Chinese"
        for letter in text:
            self.pressed += 1
            QTest.keyClick(self._target(), letter)

    def commit(self, text: str) -> None:
        """Text as an input method hands it over: Chinese, rare characters."""
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(self._target(), event)

    def _target(self) -> QWidget:
        QApplication.processEvents()  # what the last key brought is shown before the next one
        return QApplication.focusWidget() or self._screen


class IntakePages:
    """The intake as an officer goes through it. `wait` is qtbot.waitUntil."""

    def __init__(self, screen: IntakeScreen, wait: Waits) -> None:
        self.screen = screen
        self.keys = Keyboard(screen)
        self._wait = wait

    @property
    def page(self) -> str:
        """Id of the page in front, "" when nobody is served."""
        return self.screen.shown

    def on(self, page: str) -> IntakePages:
        """Wait until that page is in front."""
        self._wait(lambda: self.page == page)
        return self

    def field(self, name: str) -> QWidget:
        """The widget one answers the field `name` with."""
        found = self.screen.findChild(QWidget, f"field_{name}")
        assert found is not None, f"no field {name} on this page"
        return found

    def focused(self) -> str:
        """Id of the field the officer would type into now."""
        widget = QApplication.focusWidget()
        while widget is not None and not widget.objectName().startswith("field_"):
            widget = widget.parentWidget()
        return widget.objectName().removeprefix("field_") if widget is not None else ""

    def enter(self) -> None:
        self.keys.press(Qt.Key.Key_Return)

    def escape(self) -> None:
        self.keys.press(Qt.Key.Key_Escape)

    def undo(self) -> None:
        self.keys.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    def sign(self, strokes: int = 3) -> None:
        """Draw some strokes on the pad of the check page, as touch or a mouse would."""
        pad = self.screen.findChild(SignaturePad, "signature_pad")
        assert pad is not None
        for stroke in range(strokes):
            left = 60 + stroke * 80
            QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(left, 60))
            for step in range(12):
                QTest.mouseMove(pad, QPoint(left + step * 4, round(55 - 25 * math.sin(step / 3 + stroke))))
            QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(left + 50, 50))
