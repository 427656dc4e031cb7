"""A line to search in: a magnifying glass in front, a cross to clear it."""

from __future__ import annotations

from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QWidget

from vanapp.ui.fields.editors import LineEditor
from vanapp.ui.theme import Look, Themed, current, pixmap
from vanapp.ui.widgets.label import Label


class SearchBox(Themed, LineEditor):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._mark = Label(parent=self)
        self.setClearButtonEnabled(True)
        self.refresh()

    def restyle(self, look: Look) -> None:
        self._mark.setPixmap(pixmap("magnifying-glass", "muted", 20, self.devicePixelRatioF()))
        self._mark.adjustSize()
        self.setTextMargins(look.px(26), 0, 0, 0)
        self._mark.move(look.px(13), (self.height() - self._mark.height()) // 2)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._mark.move(current().px(13), (self.height() - self._mark.height()) // 2)
