"""One section of a form: its name, the help of the question in hand, and its questions."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from forms.spec import Section
from vanapp.ui.fields.questions import Questions
from vanapp.ui.fields.row import FieldRow
from vanapp.ui.theme import current, size, space
from vanapp.ui.widgets.card import Card
from vanapp.ui.widgets.label import Label

BESIDE = 800
"""From this width (pixels at 100 %) the name stands beside the questions, else above them."""
NAME_WIDTH = 126


class SectionCard(Card):
    """The help stands by the name, not under its field: nothing moves when the hand goes on."""

    def __init__(self, section: Section, rows: Sequence[FieldRow], language: str) -> None:
        super().__init__(margin=12, gap=0)
        self._section, self._rows = section, rows
        self._line = space(QBoxLayout(QBoxLayout.Direction.TopToBottom), 0, 4)
        self._names = QWidget()
        names = space(QVBoxLayout(self._names), 0, 2)
        self._name, self._help = Label("", "heading", wrap=True), Label("", "muted_small", wrap=True)
        self._help.hide()
        names.addWidget(self._name)
        names.addWidget(self._help)
        names.addStretch(1)
        self._line.addWidget(self._names)
        self._line.addWidget(Questions(rows), 1)
        self.body.addLayout(self._line)
        for row in rows:
            row.help_is_elsewhere()
            row.entered.connect(lambda _, row=row: self._show_help(row))
            row.left.connect(lambda _: self._show_help(None))
        self.set_language(language)

    def set_language(self, language: str) -> None:
        self._name.setText(self._section.label.say(language))
        self._show_help(next((row for row in self._rows if row.isAncestorOf(self._hand())), None))

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        beside = self.width() >= current().px(BESIDE)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._line.direction() != way:
            self._line.setDirection(way)
            size(self._names, min_width=NAME_WIDTH if beside else 0, max_width=NAME_WIDTH if beside else 9999)

    def _hand(self) -> QWidget:
        return self.focusWidget() or self

    def _show_help(self, row: FieldRow | None) -> None:
        words = row.help_words if row is not None else ""
        self._help.setText(words)
        self._help.setVisible(bool(words))
