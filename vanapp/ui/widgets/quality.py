"""A bar that says how good something is now: filled length, a colour, and marks with words under it."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import QRectF, QSize, Qt
from PyQt6.QtGui import QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QSizePolicy, QWidget

from vanapp.ui.theme import current
from vanapp.ui.theme.tokens import TEXT_SMALL


class QualityBar(QWidget):
    """value 0..maximum; tone: a token (good, attention, wrong, primary). Marks: (value, words)."""

    def __init__(self, maximum: int = 100, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._maximum, self._value, self._tone = maximum, 0, "primary"
        self._marks: tuple[tuple[int, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_value(self, value: int, tone: str = "primary") -> None:
        self._value, self._tone = max(0, min(value, self._maximum)), tone
        self.update()

    def show_marks(self, marks: Sequence[tuple[int, str]]) -> None:
        self._marks = tuple(marks)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        look = current()
        words = look.px(26) if self._marks else 0
        return QSize(look.px(160), look.px(14) + words)

    def minimumSizeHint(self) -> QSize:
        return QSize(current().px(60), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent | None) -> None:
        look = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = look.px(14)
        bar = QRectF(0.5, 0.5, self.width() - 1, height - 1)
        painter.setPen(QPen(look.colour("line"), 1))
        painter.setBrush(look.colour("background"))
        painter.drawRoundedRect(bar, height / 2, height / 2)
        length = self.width() * self._value / self._maximum
        painter.setClipRect(QRectF(0, 0, length, height))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour(self._tone))
        painter.drawRoundedRect(bar, height / 2, height / 2)
        painter.setClipping(False)
        painter.setPen(look.colour("muted"))
        painter.setFont(look.font(TEXT_SMALL))
        metrics = painter.fontMetrics()
        for value, words in self._marks:
            width = metrics.horizontalAdvance(words)
            left = min(max(0, self.width() * value / self._maximum - width / 2), self.width() - width)
            painter.drawText(QRectF(left, height + look.px(4), width + 2, look.px(22)), 0, words)
