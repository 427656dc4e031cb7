"""One section of a form: its name and its questions, beside each other where there is room."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QBoxLayout, QVBoxLayout

from forms.spec import Section
from vanapp.ui.fields.questions import Questions
from vanapp.ui.fields.row import FieldRow
from vanapp.ui.theme import current, size, space
from vanapp.ui.widgets.card import Card
from vanapp.ui.widgets.label import Label

BESIDE = 800
"""From this width (pixels at 100 %) the name stands beside the questions, else above them."""
NAME_WIDTH = 116


class SectionCard(Card):
    """The page shows the help of the question in hand: nothing moves when the hand goes on."""

    def __init__(self, section: Section, rows: Sequence[FieldRow], language: str) -> None:
        super().__init__(margin=10, gap=0)
        self._section = section
        self._line = space(QBoxLayout(QBoxLayout.Direction.TopToBottom), (4, 0, 4, 2), 4)
        self._name = Label("", "heading", wrap=True)
        names = space(QVBoxLayout(), 0, 0)  # a column of its own: an aligned label would not get its lines
        names.addWidget(self._name)
        names.addStretch(1)
        self._line.addLayout(names)
        self._questions = Questions(rows)
        self._line.addWidget(self._questions, 1)
        self.body.addLayout(self._line)
        for row in rows:
            row.help_is_elsewhere()
        self.set_language(language)

    def set_language(self, language: str) -> None:
        self._name.setText(self._section.label.say(language))
        self._questions.lay()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        beside = self.width() >= current().px(BESIDE)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._line.direction() != way:
            self._line.setDirection(way)
            space(self._line, (4, 0, 4, 2), 16 if beside else 4)
            size(self._name, min_width=NAME_WIDTH if beside else 0, max_width=NAME_WIDTH if beside else 9999)
