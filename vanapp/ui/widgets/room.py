"""A place for content that may be taller than the window: it scrolls up and down, never sideways."""

from __future__ import annotations

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtWidgets import QFrame, QScrollArea, QWidget

from vanapp.ui.theme import current

LEAST = 120
"""Pixels at 100 %: lower than this it is not made."""


class Room(QScrollArea):
    """Asks for the content's own size, and is content with less height; never with less width."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(content)

    def sizeHint(self) -> QSize:
        content = self.widget()
        return content.sizeHint() if content is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        content = self.widget()
        width = content.minimumSizeHint().width() if content is not None else 0
        bar = self.verticalScrollBar()
        spare = bar.sizeHint().width() if bar is not None else 0
        return QSize(width + spare, current().px(LEAST))
