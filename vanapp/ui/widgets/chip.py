"""A small rounded mark: icon, word and colour together, never colour alone."""

from __future__ import annotations

from PyQt6.QtCore import QRectF, QSize, Qt
from PyQt6.QtGui import QPainter, QPaintEvent
from PyQt6.QtWidgets import QLabel, QSizePolicy, QWidget

from vanapp.ui.theme import Look, Themed, current, pixmap
from vanapp.ui.theme.tokens import TEXT_SMALL

# tone -> (text and icon, ground)
TONES: dict[str, tuple[str, str]] = {
    "primary": ("primary", "primary_soft"),
    "good": ("good", "good_soft"),
    "attention": ("attention", "attention_soft"),
    "wrong": ("wrong", "wrong_soft"),
    "muted": ("muted", "background"),
    "training": ("training", "training_soft"),
    "solid": ("on_training", "training"),
}


class Chip(Themed, QLabel):
    """tone: a key of TONES. `text_size` 14 by default, pixels at 100 %."""

    def __init__(
        self,
        text: str = "",
        icon: str = "",
        tone: str = "primary",
        *,
        text_size: int = TEXT_SMALL,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._icon, self._tone, self._size = icon, tone, text_size
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.refresh()

    def show_state(self, text: str, icon: str, tone: str) -> None:
        """Say something else."""
        self._icon, self._tone = icon, tone
        self.setText(text)
        self.updateGeometry()
        self.update()

    @property
    def tone(self) -> str:
        return self._tone

    def restyle(self, look: Look) -> None:
        self.setFont(look.font(self._size))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        look = current()
        metrics = self.fontMetrics()
        icon = look.px(self._size + 4) + look.px(6) if self._icon else 0
        pad = look.px(12)
        width = metrics.horizontalAdvance(self.text()) + icon + 2 * pad + 1
        return QSize(width, max(metrics.height() + look.px(8), look.px(28)))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        look = current()
        ink, ground = TONES[self._tone]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour(ground))
        radius = look.px(6) if self._tone == "solid" else self.height() / 2
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        left = look.px(12)
        if self._icon:
            side = look.px(self._size + 4)
            picture = pixmap(self._icon, ink, self._size + 4, self.devicePixelRatioF())
            painter.drawPixmap(left, (self.height() - side) // 2, picture)
            left += side + look.px(6)
        painter.setPen(look.colour(ink))
        painter.setFont(self.font())
        box = self.rect().adjusted(left, 0, 0, 0)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
