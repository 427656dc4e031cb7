"""A surface with rounded corners; optionally marked on its left edge as the one that matters now."""

from __future__ import annotations

from PyQt6.QtCore import QRectF, Qt
from PyQt6.QtGui import QPainter, QPainterPath, QPaintEvent
from PyQt6.QtWidgets import QFrame, QVBoxLayout, QWidget

from vanapp.ui.theme import current, space
from vanapp.ui.theme.tokens import RADIUS_CARD


class Card(QFrame):
    """`body` is its layout. margins and gap in pixels at 100 %."""

    def __init__(self, *, margin: int = 20, gap: int = 12, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.body = space(QVBoxLayout(self), margin, gap)
        self._marked = False

    def set_marked(self, marked: bool) -> None:
        """A bar in the primary colour on the left: this one is next."""
        self._marked = marked
        self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        super().paintEvent(event)
        if not self._marked:
            return
        look = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QPainterPath()
        radius = look.px(RADIUS_CARD)
        whole.addRoundedRect(QRectF(self.rect()), radius, radius)
        painter.setClipRect(QRectF(0, 0, look.px(5), self.height()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.fillPath(whole, look.colour("primary"))


class Rule(QFrame):
    """A thin line between two things."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "rule")
