"""One finger that was taken or is still open: its picture, its name, how good it is."""

from __future__ import annotations

from typing import Any

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QImage, QKeyEvent, QMouseEvent
from PyQt6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vanapp.ui.theme import size, space
from vanapp.ui.widgets.card import Card
from vanapp.ui.widgets.chip import Chip
from vanapp.ui.widgets.label import Label
from vanapp.ui.widgets.picture import PictureView


def to_image(impression: Any) -> QImage:
    """A QImage of one impression (FingerImage: grey bytes, width_px, height_px)."""
    width, height = int(impression.width_px), int(impression.height_px)
    grey = QImage(impression.pixels, width, height, width, QImage.Format.Format_Grayscale8)
    return grey.copy()


class FingerCard(Card):
    """Emits `chosen` on a click or Enter: take this one again."""

    chosen = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin=12, gap=0, parent=parent)
        line = space(QHBoxLayout(), 0, 14)
        self.picture = PictureView(empty_icon="fingerprint")
        self.show_low(False)
        words = space(QVBoxLayout(), 0, 8)
        self._name = Label("", "strong", wrap=True)
        self._state = Chip("", "", "muted")
        words.addStretch(1)
        words.addWidget(self._name)
        words.addWidget(self._state, 0, Qt.AlignmentFlag.AlignLeft)
        words.addStretch(1)
        line.addWidget(self.picture)
        line.addLayout(words, 1)
        self.body.addLayout(line)

    def show_low(self, low: bool) -> None:
        """A smaller picture, where there is little room. Scanners see 4:3, lying."""
        size(self.picture, width=72 if low else 132, height=54 if low else 99)

    def show_finger(self, name: str, words: str, icon: str, tone: str) -> None:
        self._name.setText(name)
        self._state.show_state(words, icon, tone)
        self.picture.setAccessibleName(name)

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        super().mouseReleaseEvent(event)
        self.chosen.emit()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit()
            return
        super().keyPressEvent(event)
