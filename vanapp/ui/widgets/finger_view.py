"""One finger that was taken or is still open: its picture, its name, how good it is."""

from __future__ import annotations

from typing import Any

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QImage, QKeyEvent, QMouseEvent
from PyQt6.QtWidgets import QHBoxLayout, QWidget

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
        super().__init__(margin=12, gap=8, parent=parent)
        self.picture = size(PictureView(empty_icon="fingerprint", fill=True), height=172)
        self._name = Label("", "strong")
        self._name.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._state = Chip("", "", "muted")
        self.body.addWidget(self.picture)
        self.body.addWidget(self._name)
        line = space(QHBoxLayout(), 0, 0)
        line.addStretch(1)
        line.addWidget(self._state)
        line.addStretch(1)
        self.body.addLayout(line)
        size(self, width=168)

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
