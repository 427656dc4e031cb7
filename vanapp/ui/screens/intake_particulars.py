"""The particulars page: what the card said as quiet text, what is missing as questions in reading order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PyQt6.QtCore import Qt, QTimer, pyqtSignal
from PyQt6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from forms.spec import Field, Mistake, Section
from vanapp.ui import fields
from vanapp.ui.fields import FieldRow
from vanapp.ui.fields.row import SEGMENTS_AT_MOST
from vanapp.ui.screens.intake_page import IntakePage, Language
from vanapp.ui.screens.intake_words import answer_word, problem_words
from vanapp.ui.theme import size, space
from vanapp.ui.widgets import Card, Chip, Label

NARROW = frozenset({"phone", "date", "past_date", "date_or_long", "id_number", "name", "text"})
"""Kinds of question that need only half the width."""
SHORT = 18
"""Answers of so many characters together (two more each) also do."""


SETTLE_MS = 30
"""After a change of the layout, until a question is scrolled into sight."""


class ParticularsPage(IntakePage):
    """Implements ParticularsView."""

    edited = pyqtSignal(str, str)
    filled = pyqtSignal(str)
    focused = pyqtSignal(str)

    def __init__(self, language: Language, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__("particulars", language, parent)
        self._today = today
        self._rows: dict[str, FieldRow] = {}
        self._known: Sequence[tuple[Field, str, str]] = ()
        self._sections: Sequence[tuple[Section, Sequence[Field]]] = ()
        self._asked = False
        self._wanted = ""
        self._scroll = QTimer(self)
        self._scroll.setSingleShot(True)
        self._scroll.timeout.connect(self._scrolled)
        self._known_card = Card(margin=20, gap=10)
        top = space(QHBoxLayout(), 0, 10)
        self._known_title = Label("", "heading")
        self._chip = Chip("", "credit-card", "primary")
        top.addWidget(self._known_title)
        top.addWidget(self._chip)
        top.addStretch(1)
        self._known_grid = space(QGridLayout(), 0, 16)
        self._known_grid.setVerticalSpacing(4)
        self._known_card.body.addLayout(top)
        self._known_card.body.addLayout(self._known_grid)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        self._column = space(QVBoxLayout(inside), (0, 0, 0, 0), 14)
        self._column.addWidget(self._known_card)
        self._column.addStretch(1)
        self._cards: list[Card] = []
        self._area.setWidget(inside)
        self.column.addWidget(self._area, 1)
        self.refresh()

    # --- ParticularsView -------------------------------------------------------------------------------
    def show_known(self, known: Sequence[tuple[Field, str, str]]) -> None:
        if list(known) != list(self._known):
            self._known = tuple(known)
            self.retranslate()

    def show_asked(self, sections: Sequence[tuple[Section, Sequence[Field]]]) -> None:
        self._sections = tuple(sections)
        held, cursor = self._held(), _cursor()
        texts = {name: row.text() for name, row in self._rows.items()}
        for card in self._cards:
            self._column.removeWidget(card)
            card.deleteLater()
        self._cards.clear()
        self._rows.clear()
        for section, asked in sections:
            card = self._make_section(section, asked)
            self._cards.append(card)
            self._column.insertWidget(self._column.count() - 1, card)
        for name, row in self._rows.items():
            row.set_text(texts.get(name, ""))
        if held in self._rows:
            self._rows[held].focus()
            _put_cursor(cursor)

    def show_answer(self, field: str, text: str) -> None:
        if field in self._rows:
            self._rows[field].set_text(text)

    def show_mistake(self, field: str, mistake: Mistake | None) -> None:
        if field not in self._rows:
            return
        if mistake is None:
            self._rows[field].show_mistake("")
        else:
            words = problem_words(mistake.code, mistake.values, self.language())
            self._rows[field].show_mistake(words, mistake.severity)

    def show_confirm(self, asked: bool) -> None:
        self._asked = asked
        self.retranslate()

    def focus_field(self, field: str) -> None:
        row = self._rows.get(field)
        if row is None:
            self.forth.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        row.focus()
        self._in_sight(field)

    def _in_sight(self, field: str) -> None:
        """Scroll to a question, once the layout knows where it lies."""
        self._wanted = field
        self._scroll.start(SETTLE_MS)

    def _scrolled(self) -> None:
        row = self._rows.get(self._wanted)
        if row is not None:
            self._area.ensureWidgetVisible(row, 0, 40)

    # --- drawing ---------------------------------------------------------------------------------------
    def _held(self) -> str:
        """The field the officer types in now."""
        for name, row in self._rows.items():
            if row.isAncestorOf(self.focusWidget() or self) or row is self.focusWidget():
                return name
        return ""

    def _make_section(self, section: Section, asked: Sequence[Field]) -> Card:
        card = Card(margin=20, gap=8)
        title = Label(section.label.say(self.language()), "heading")
        card.body.addWidget(title)
        grid = space(QGridLayout(), 0, 16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        line, place = 0, 0
        for field in asked:
            row = fields.make(field, self.language(), self._today())
            row.editor.widget().setObjectName(f"field_{field.id}")
            row.edited.connect(self.edited)
            row.filled.connect(self.filled)
            row.entered.connect(self.focused)
            row.entered.connect(self._in_sight)
            self.undo_is_ours.watch(row.editor.widget())
            self._rows[field.id] = row
            narrow = field.kind in NARROW or _is_short(field)
            if not narrow and place == 1:
                line, place = line + 1, 0
            grid.addWidget(row, line, place, 1, 1 if narrow else 2)
            if narrow and place == 0:
                place = 1
            else:
                line, place = line + 1, 0
        card.body.addLayout(grid)
        return card

    def _draw_known(self) -> None:
        while (item := self._known_grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self._known_card.setVisible(bool(self._known))
        language = self.language()
        line, place = 0, 0
        for field, text, _ in self._known:
            wide = field.kind == "address"
            if wide and place:
                line, place = line + 1, 0
            words = Label(answer_word(field, text, language), wrap=True)
            words.setObjectName(f"known_{field.id}")
            label = size(Label(field.label.say(language), "muted", wrap=True), width=118)
            self._known_grid.addWidget(label, line, place * 2, Qt.AlignmentFlag.AlignTop)
            self._known_grid.addWidget(words, line, place * 2 + 1, 1, 3 if wide else 1)
            if place or wide:
                line, place = line + 1, 0
            else:
                place = 1
        for column, stretch in ((0, 0), (1, 1), (2, 0), (3, 1)):
            self._known_grid.setColumnStretch(column, stretch)
        if self._wanted:
            self._scroll.start(SETTLE_MS)

    def retranslate(self) -> None:
        super().retranslate()
        by_chip = any(source == "chip" for _, _, source in self._known)
        self._known_title.setText(self.tr("证件已读取的信息") if by_chip else self.tr("由号码得知的信息"))
        self._chip.setVisible(by_chip)
        self._chip.setText(self.tr("芯片"))
        self._chip.updateGeometry()
        self.forth.setText(self.tr("确认无误，继续") if self._asked else self.tr("下一步"))
        for row in self._rows.values():
            row.set_language(self.language())
        for card, (section, _) in zip(self._cards, self._sections, strict=False):
            title = card.findChild(Label)
            if title is not None:
                title.setText(section.label.say(self.language()))
        self._draw_known()


def _is_short(field: Field) -> bool:
    """A few short answers fit beside another question."""
    listed = len(field.choices) > SEGMENTS_AT_MOST and field.kind == "choice"
    letters = sum(len(choice.words.zh) + 2 for choice in field.choices)
    return listed or (bool(field.choices) and letters <= SHORT)


def _cursor() -> int:
    """Where the officer types in a line of text; -1 elsewhere."""
    line = QApplication.focusWidget()
    return line.cursorPosition() if isinstance(line, QLineEdit) else -1


def _put_cursor(place: int) -> None:
    """Type on there, nothing selected: the next letter must not replace what stands."""
    line = QApplication.focusWidget()
    if isinstance(line, QLineEdit) and place >= 0:
        line.deselect()
        line.setCursorPosition(place)
