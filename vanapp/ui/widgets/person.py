"""Who sits in front of us and what is still missing: the panel on the right of every intake page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QImage
from PyQt6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from vanapp.ui.theme import Look, Themed, pixmap, size, space
from vanapp.ui.widgets.card import Card, Rule
from vanapp.ui.widgets.chip import Chip
from vanapp.ui.widgets.label import Label
from vanapp.ui.widgets.picture import PictureView


@dataclass(frozen=True)
class Item:
    """One line of the list: state "done", "open", "here" or "attention"."""

    words: str
    state: str = "open"


_MARKS = {
    "done": ("check", "good"),
    "open": ("circle", "muted"),
    "here": ("circle-half", "primary"),
    "attention": ("warning", "attention"),
}


class PersonPanel(Card):
    """280 px. Call the `show_` methods in any order; what was never shown takes no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin=20, gap=8, parent=parent)
        size(self, width=280)
        top = space(QHBoxLayout(), 0, 14)
        self._picture = size(PictureView(empty_icon="user", fill=True), width=76, height=94)
        self._picture.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        beside = space(QVBoxLayout(), 0, 4)
        self._name = Label("", "title", wrap=True)
        self._facts = Label("", "muted", wrap=True)
        self._chip = Chip("", "", "primary")
        beside.addWidget(self._name)
        beside.addWidget(self._facts)
        # Aligned: otherwise the chip's width is the most the whole column may have, and the name moves.
        beside.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignLeft)
        beside.addStretch(1)
        top.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        top.addLayout(beside, 1)
        self.body.addLayout(top)
        self._pairs = space(QVBoxLayout(), (0, 8, 0, 0), 8)
        self.body.addLayout(self._pairs)
        self._list_rule, self._list_title = Rule(), Label("", "heading")
        self.body.addWidget(self._list_rule)
        self.body.addWidget(self._list_title)
        self._list = space(QVBoxLayout(), 0, 6)
        self.body.addLayout(self._list)
        self._sums_rule = Rule()
        self.body.addWidget(self._sums_rule)
        self._sums = space(QVBoxLayout(), 0, 4)
        self.body.addLayout(self._sums)
        self.body.addStretch(1)
        for hidden in (self._chip, self._list_rule, self._list_title, self._sums_rule):
            hidden.hide()
        # Told again at every answer: only what changed is drawn anew (5-10 ms of the GUI thread each time).
        self._shown_pairs: tuple[tuple[str, str], ...] = ()
        self._shown_sums: tuple[tuple[str, str], ...] = ()
        self._lines: list[CheckLine] = []

    def show_person(self, name: str, facts: str, image: QImage | None = None) -> None:
        self._name.setText(name)
        self._facts.setText(facts)
        self._picture.show_image(image)

    def show_chip(self, words: str, icon: str = "", tone: str = "primary") -> None:
        self._chip.show_state(words, icon, tone)
        self._chip.setVisible(bool(words))

    def show_pairs(self, pairs: Sequence[tuple[str, str]]) -> None:
        """(label, value) under the picture: number, address."""
        if tuple(pairs) == self._shown_pairs:
            return
        self._shown_pairs = tuple(pairs)
        _empty(self._pairs)
        for label, value in pairs:
            pair = space(QVBoxLayout(), 0, 0)
            pair.addWidget(Label(label, "muted_small"))
            pair.addWidget(Label(value, wrap=True))
            self._pairs.addLayout(pair)

    def show_list(self, title: str, items: Sequence[Item]) -> None:
        """The checklist."""
        self._list_title.setText(title)
        self._list_rule.setVisible(bool(items))
        self._list_title.setVisible(bool(items))
        if len(items) != len(self._lines):
            _empty(self._list)
            self._lines = [CheckLine(item.words, item.state) for item in items]
            for line in self._lines:
                self._list.addWidget(line)
        for line, item in zip(self._lines, items, strict=True):
            line.show_item(item.words, item.state)

    def show_sums(self, sums: Sequence[tuple[str, str]]) -> None:
        """(label, value) on one line each: fee, promised date. The first is bold."""
        if tuple(sums) == self._shown_sums:
            return
        self._shown_sums = tuple(sums)
        _empty(self._sums)
        self._sums_rule.setVisible(bool(sums))
        for place, (label, value) in enumerate(sums):
            line = space(QHBoxLayout(), 0, 8)
            line.addWidget(Label(label, "" if place == 0 else "muted"))
            line.addStretch(1)
            line.addWidget(Label(value, "strong" if place == 0 else "muted"))
            self._sums.addLayout(line)


class CheckLine(Themed, QWidget):
    """A small mark and a line of words; wraps."""

    def __init__(self, words: str, state: str = "open", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        line = space(QHBoxLayout(self), 0, 6)
        self._mark = Label()
        self._words = Label(words, wrap=True)
        self._state = state
        line.addWidget(self._mark)
        line.addWidget(self._words, 1)
        self.refresh()

    def show_item(self, words: str, state: str) -> None:
        if (words, state) == (self._words.text(), self._state):
            return
        self._state = state
        self._words.setText(words)
        self.refresh()

    def restyle(self, look: Look) -> None:
        name, token = _MARKS[self._state]
        self._mark.setPixmap(pixmap(name, token, 18, self.devicePixelRatioF()))


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()  # deleteLater alone would leave it painted under the new one until the next turn
            widget.deleteLater()
        if isinstance(inner, (QVBoxLayout, QHBoxLayout)):
            while (part := inner.takeAt(0)) is not None:
                if (below := part.widget()) is not None:
                    below.hide()
                    below.deleteLater()
            inner.deleteLater()
