"""One thing that is known: a small label, the answer under it, and a button to change it."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from vanapp.ui.theme import current, size, space
from vanapp.ui.widgets.action import ActionButton
from vanapp.ui.widgets.label import Label

LEAST = 214
"""Pixels at 100 % a fact needs; a grid of facts has as many columns as find room."""


class Fact(QWidget):
    """`mark`: a word behind the label (where the answer is from). `button`: what changes it."""

    def __init__(
        self, label: str, answer: str, *, mark: str = "", button: ActionButton | None = None
    ) -> None:
        super().__init__()
        size(self, min_height=48)
        line = space(QHBoxLayout(self), (0, 2, 0, 2), 6)
        words = space(QVBoxLayout(), 0, 0)
        above = space(QHBoxLayout(), 0, 8)
        above.addWidget(Label(label, "muted_small"))
        if mark:
            above.addWidget(Label(mark, "primary_small"))
        above.addStretch(1)
        self.answer = Label(answer, wrap=True)
        words.addLayout(above)
        words.addWidget(self.answer)
        words.addStretch(1)
        line.addLayout(words, 1)
        if button is not None:
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)


class Facts(QWidget):
    """Facts in a grid; wide ones take two columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = space(QGridLayout(self), 0, 16, lines=4)
        self._facts: list[tuple[Fact, bool]] = []
        self._columns = 0

    def show_facts(self, facts: list[tuple[Fact, bool]]) -> None:
        """(fact, takes two columns). Facts shown before are gone."""
        for old, _ in self._facts:
            self._grid.removeWidget(old)
            old.hide()  # deleteLater alone would leave it painted until the next turn
            old.deleteLater()
        self._facts = facts
        self._columns = 0
        self.fit(self.width())

    def fit(self, width: int) -> None:
        """As many columns as find room in `width` pixels."""
        columns = max(1, min(4, width // current().px(LEAST)))
        if columns == self._columns:
            return
        for column in range(max(columns, self._columns)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
            self._grid.setColumnMinimumWidth(column, 0)
        self._columns = columns
        line = place = 0
        for fact, wide in self._facts:
            across = min(2 if wide else 1, columns)
            if place + across > columns:
                line, place = line + 1, 0
            self._grid.addWidget(fact, line, place, 1, across)
            place += across

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self.fit(self.width())
