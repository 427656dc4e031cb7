"""The particulars page: what the card said as quiet text, what is missing as questions in reading order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PyQt6.QtCore import Qt, QTimer, pyqtSignal
from PyQt6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QWidget

from forms.spec import Field, Mistake, Section
from vanapp.ui import fields
from vanapp.ui.fields.row import FieldRow
from vanapp.ui.fields.section import SectionCard
from vanapp.ui.presenters.field_offers import Offer
from vanapp.ui.screens.intake_page import IntakePage, Language
from vanapp.ui.screens.intake_words import answer_word, problem_words
from vanapp.ui.theme import space
from vanapp.ui.widgets import Card, Chip, Label
from vanapp.ui.widgets.fact import Fact, Facts

ON_PANEL = frozenset({"name", "sex", "ethnic", "birth", "id_number", "address"})
"""The person panel and the head say these; here stands what else is known. The check page has all."""
FEW = 6
"""With more questions than this the page takes the person panel's room too."""
SETTLE_MS = 30
"""After a change of the layout, until a question is scrolled into sight."""


class ParticularsPage(IntakePage):
    """Implements ParticularsView."""

    edited = pyqtSignal(str, str)
    filled = pyqtSignal(str)
    focused = pyqtSignal(str)
    offers_wanted = pyqtSignal(str, str, str)

    def __init__(self, language: Language, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__("particulars", language, parent)
        self._today = today
        self._rows: dict[str, FieldRow] = {}
        self._known: Sequence[tuple[Field, str, str]] = ()
        self._sections: Sequence[tuple[Section, Sequence[Field]]] = ()
        self._asked = False
        self._wanted = ""
        self._crowded: set[tuple[str, ...]] = set()  # questions that did not fit beside the person panel
        self._scroll = QTimer(self)
        self._scroll.setSingleShot(True)
        self._scroll.timeout.connect(self._scrolled)
        self._known_card = Card(margin=14, gap=4)
        top = space(QHBoxLayout(), 0, 10)
        self._known_title = Label("", "heading")
        self._chip = Chip("", "credit-card", "primary")
        top.addWidget(self._known_title)
        top.addWidget(self._chip)
        top.addStretch(1)
        self._facts = Facts()
        self._known_card.body.addLayout(top)
        self._known_card.body.addWidget(self._facts)
        self.column.addWidget(self._known_card)
        self.column.addStretch(1)
        self._cards: list[SectionCard] = []
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
            self.column.removeWidget(card)
            card.deleteLater()
        self._cards.clear()
        self._rows.clear()
        for section, asked in sections:
            card = self._make_section(section, asked)
            self._cards.append(card)
            self.column.insertWidget(self.column.count() - 1, card)
        for name, row in self._rows.items():
            row.set_text(texts.get(name, ""))
        self._take_room()
        self._say_help(held)
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

    def show_offers(self, field: str, typed: str, offers: Sequence[Offer]) -> None:
        if field in self._rows:
            self._rows[field].show_offers(typed, offers)

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
        content, place = self.room.widget(), self.room.viewport()
        needed = content.heightForWidth(content.width()) if content is not None else 0
        if not self.wide and self.isVisible() and place is not None and needed > place.height():
            self._crowded.add((*self._rows, self.language()))
            self._take_room()
        row = self._rows.get(self._wanted)
        if row is not None:
            self.room.ensureWidgetVisible(row, 0, 40)

    # --- drawing ---------------------------------------------------------------------------------------
    def _held(self) -> str:
        """The field the officer types in now."""
        for name, row in self._rows.items():
            if row.isAncestorOf(self.focusWidget() or self) or row is self.focusWidget():
                return name
        return ""

    def _make_section(self, section: Section, asked: Sequence[Field]) -> SectionCard:
        rows = []
        for field in asked:
            row = fields.make(field, self.language(), self._today())
            row.editor.widget().setObjectName(f"field_{field.id}")
            row.edited.connect(self.edited)
            row.filled.connect(self.filled)
            row.entered.connect(self.focused)
            row.offers_wanted.connect(self.offers_wanted)
            row.entered.connect(self._in_sight)
            row.entered.connect(self._say_help)
            self.undo_is_ours.watch(row.editor.widget())
            self._rows[field.id] = row
            rows.append(row)
        return SectionCard(section, rows, self.language())

    def _say_help(self, field: str) -> None:
        self.help.setText(self._rows[field].help_words if field in self._rows else "")

    def _take_room(self) -> None:
        wide = len(self._rows) > FEW or (*self._rows, self.language()) in self._crowded
        if wide is not self.wide:
            self.wide = wide
            self.room_wanted.emit()

    def _draw_known(self) -> None:
        language = self.language()
        more = [(field, text) for field, text, _ in self._known if field.id not in ON_PANEL]
        self._known_card.setVisible(bool(more))
        facts = []
        for field, text in more:
            fact = Fact(field.label.say(language), answer_word(field, text, language))
            fact.answer.setObjectName(f"known_{field.id}")
            facts.append((fact, field.kind == "address"))
        self._facts.show_facts(facts)
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
        for card in self._cards:
            card.set_language(self.language())
        self._say_help(self._held())
        self._draw_known()


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
