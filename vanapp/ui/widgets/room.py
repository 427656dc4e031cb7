"""A place for content that may be taller than the window: it scrolls up and down, never sideways."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, QObject, QSize, Qt
from PyQt6.QtGui import QShowEvent
from PyQt6.QtWidgets import QFrame, QScrollArea, QWidget

from vanapp.ui.theme import current

LEAST = 120
"""Pixels at 100 %: lower than this it is not made."""
TURNS = 12


class SteadyArea(QScrollArea):
    """A scroll area that settles.

    Content that lays itself out anew in another width wants another height, and in that height another
    width: Qt resizes it from within its own resizing until the stack is full.
    """

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._turns = 0
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        if self._turns >= TURNS:
            return False
        self._turns += 1
        taken = super().eventFilter(watched, event)
        self._turns -= 1
        return taken


class Room(SteadyArea):
    """Takes the height that is left over; asks for the width its content needs."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(content, parent)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._dressed = False

    def showEvent(self, event: QShowEvent | None) -> None:
        """Dressed before its page was in the window, it would wear the page's ground, not its card's."""
        super().showEvent(event)
        style, viewport, content = self.style(), self.viewport(), self.widget()
        if self._dressed or style is None or viewport is None or content is None:
            return
        self._dressed = True
        for widget in (self, viewport, content):
            style.unpolish(widget)
            style.polish(widget)

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        content = self.widget()
        width = content.minimumSizeHint().width() if content is not None else 0
        bar = self.verticalScrollBar()
        spare = bar.sizeHint().width() if bar is not None else 0
        return QSize(width + spare, current().px(LEAST))
