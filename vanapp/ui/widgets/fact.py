"""One thing that is known: a small label, where it is from or how to change it, and the answer."""

from __future__ import annotations

from PyQt6.QtCore import QSize, Qt, pyqtSignal
from PyQt6.QtGui import QMouseEvent, QResizeEvent
from PyQt6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from vanapp.ui.theme import current, size, space
from vanapp.ui.widgets.label import Label

LEAST = 214
"""Pixels at 100 % a fact needs; a grid of facts has as many columns as find room."""


class Fact(QWidget):
    """`mark`: a word behind the label. A fact that may be changed is clicked as a whole."""

    clicked = pyqtSignal()

    def __init__(self, label: str, answer: str, *, mark: str = "", can_change: bool = False) -> None:
        super().__init__()
        size(self, min_height=48)
        words = space(QVBoxLayout(self), (0, 2, 0, 2), 0)
        above = space(QHBoxLayout(), 0, 8)
        above.addWidget(Label(label, "muted_small"))
        if mark:
            above.addWidget(Label(mark, "primary_small"))
        above.addStretch(1)
        self.answer = Label(answer, wrap=True)
        words.addLayout(above)
        words.addWidget(self.answer)
        words.addStretch(1)
        if can_change:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._can_change = can_change

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        super().mouseReleaseEvent(event)
        if self._can_change:
            self.clicked.emit()


class Facts(QWidget):
    """Facts in a grid; wide ones take two columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = space(QGridLayout(self), 0, 16, lines=4)
        self._facts: list[tuple[Fact, bool]] = []
        self._columns = 0

    def minimumSizeHint(self) -> QSize:
        """As narrow as one column, or it would never get the chance to have fewer."""
        return QSize(current().px(LEAST), super().minimumSizeHint().height())

    def show_facts(self, facts: list[tuple[Fact, bool]]) -> None:
        """(fact, takes two columns). Facts shown before are gone."""
        for old, _ in self._facts:
            self._grid.removeWidget(old)
            old.hide()  # deleteLater alone would leave it painted until the next turn
            old.deleteLater()
        self._facts = facts
        self._columns = 0
        self._fit()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        columns = max(1, min(4, self.width() // current().px(LEAST)))
        if columns == self._columns:
            return
        for column in range(max(columns, self._columns)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self._columns = columns
        line = place = 0
        for fact, wide in self._facts:
            across = min(2 if wide else 1, columns)
            if place + across > columns:
                line, place = line + 1, 0
            self._grid.addWidget(fact, line, place, 1, across)
            place += across
