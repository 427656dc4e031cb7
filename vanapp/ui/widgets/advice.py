"""The one thing to do better now: a sentence with an icon, on a ground in its meaning's colour."""

from __future__ import annotations

from PyQt6.QtCore import QRectF, Qt
from PyQt6.QtGui import QPainter, QPaintEvent
from PyQt6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from vanapp.ui.theme import Look, Themed, current, pixmap, size, space
from vanapp.ui.widgets.label import Label


class AdviceStrip(Themed, QWidget):
    """tone: good, attention, wrong, primary."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        line = space(QHBoxLayout(self), (14, 9, 14, 9), 10)
        self._mark = Label()
        self._words = Label("", wrap=True)
        self._words.setObjectName("advice")
        size(self._words, min_width=200)
        line.addWidget(self._mark)
        line.addWidget(self._words, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._tone, self._icon = "primary", "info"
        self.refresh()

    @property
    def words(self) -> str:
        return self._words.text()

    def say(self, words: str, icon: str, tone: str) -> None:
        self._tone, self._icon = tone, icon
        self._words.setText(words)
        self.restyle(current())

    def restyle(self, look: Look) -> None:
        self._mark.setPixmap(pixmap(self._icon, self._tone, 22, self.devicePixelRatioF()))
        self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        look = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(look.colour(self._tone) if look.theme == "contrast" else Qt.PenStyle.NoPen)
        painter.setBrush(look.colour(f"{self._tone}_soft"))
        radius = look.px(10)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
