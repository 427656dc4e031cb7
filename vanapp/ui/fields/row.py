"""One question on screen: its label, its editor, and one line under it for a hint or what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PyQt6.QtCore import QCoreApplication, QEvent, QObject, pyqtSignal
from PyQt6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from forms.fieldtypes import KINDS, LONG_TERM
from forms.spec import Field
from vanapp.ui.fields.editors import Editor, GroupedEditor, LineEditor
from vanapp.ui.fields.offered import AddressEditor, NameEditor, Offering
from vanapp.ui.fields.picking import Option, SearchEditor, SegmentEditor
from vanapp.ui.presenters.field_offers import Offer
from vanapp.ui.theme import Themed, size, space
from vanapp.ui.widgets.action import ActionButton
from vanapp.ui.widgets.chip import Chip
from vanapp.ui.widgets.label import Label
from vanapp.ui.words import joined

SEGMENTS_AT_MOST = 5
GROUPS: dict[str, tuple[tuple[int, ...], str]] = {
    "id_number": ((6, 8, 4), " "),
    "phone": ((3, 4, 4), " "),
    "date": ((4, 2, 2), "-"),
    "past_date": ((4, 2, 2), "-"),
    "date_or_long": ((4, 2, 2), "-"),
}


class FieldRow(Themed, QWidget):
    """Made from a forms.spec.Field. It judges nothing but "is it full and right", to move on by itself."""

    edited = pyqtSignal(str, str)  # field id, text: at every change the officer makes
    filled = pyqtSignal(str)  # field id: its fixed length is reached and right; go to the next
    entered = pyqtSignal(str)  # field id: the focus came here (keep the place)
    left = pyqtSignal(str)  # field id: the focus went
    offers_wanted = pyqtSignal(str, str, str)  # field id, kind, what was typed: show_offers answers

    def __init__(self, entry: Field, language: str, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field, self._language, self._today = entry, language, today
        self._severity = self._mistake = ""
        self._source = ""
        self._help_below = True
        column = space(QVBoxLayout(self), 0, 4)
        top = space(QHBoxLayout(), 0, 8)
        self._label = Label("", "muted_small")
        self._chip = Chip("", "credit-card", "primary", text_size=12)
        self._chip.hide()
        top.addWidget(self._label)
        top.addWidget(self._chip)
        top.addStretch(1)
        column.addLayout(top)
        self.editor = self._make_editor()
        self._line = space(QHBoxLayout(), 0, 8)
        self._line.addWidget(self.editor.widget(), 1)
        column.addLayout(self._line)
        self._fixed = size(Label("", wrap=True), min_height=28)
        self._fixed.hide()
        column.addWidget(self._fixed)
        self._long = self._make_long()
        self._hint = Label("", "muted_small", wrap=True)
        column.addWidget(self._hint)
        column.addStretch(1)
        self.editor.typed.connect(self._typed)
        self._offering = self._make_offering()
        self._watch(self.editor.widget())
        self.refresh()

    @property
    def id(self) -> str:
        return self.field.id

    @property
    def label(self) -> str:
        """The question as it is worded now."""
        return self._label.text()

    @property
    def help_words(self) -> str:
        said = self.field.help.say(self._language) if self.field.help is not None else ""
        return joined(said, self._offering.help_words() if self._offering is not None else "")

    def show_offers(self, typed: str, offers: Sequence[Offer]) -> None:
        """What may take the place of what was typed; dropped when something else stands there by now."""
        if self._offering is not None:
            self._offering.show_offers(typed, offers)

    def help_is_elsewhere(self) -> None:
        """Under the field stands only what is wrong; somebody else shows `help_words`."""
        self._help_below = False
        self._say_hint()

    def text(self) -> str:
        return self.editor.text()

    def set_text(self, text: str) -> None:
        """Show an answer; nothing is emitted. Leave a field alone while the officer types in it."""
        self.editor.set_text(text)
        self._fixed.setText(self.shown_text())
        if self._long is not None:
            self._long.setChecked(text == LONG_TERM)

    def shown_text(self) -> str:
        """The answer as a person reads it: a choice's words, a number in groups."""
        text = self.text()
        if isinstance(self.editor, (SegmentEditor, SearchEditor)):
            said = {code: words for code, words, _ in self._options()}
            return " · ".join(said.get(code, code) for code in text.split())
        return self.editor.displayText() if isinstance(self.editor, LineEditor) else text

    def show_mistake(self, text: str = "", severity: str = "stop") -> None:
        """One sentence under the field: severity stop (red), confirm (amber) or info; "" takes it away."""
        self._mistake, self._severity = text, severity if text else ""
        widget = self.editor.widget()
        wrong = "true" if self._severity == "stop" else "false"
        if widget.property("wrong") != wrong and not isinstance(widget, SegmentEditor):
            widget.setProperty("wrong", wrong)
            style = widget.style()
            if style is not None:
                style.unpolish(widget)
                style.polish(widget)
        self._hint.set_role({"stop": "wrong", "confirm": "attention"}.get(self._severity, "muted_small"))
        self._say_hint()

    def set_read_only(self, source: str) -> None:
        """source "chip": shown as text with a mark that it came from the card; "" makes it editable again."""
        self._source = source
        self._chip.setVisible(bool(source))
        self.editor.widget().setVisible(not source)
        self._fixed.setVisible(bool(source))
        if self._long is not None:
            self._long.setVisible(not source)
        self._fixed.setText(self.shown_text())
        self.retranslate()

    @property
    def read_only(self) -> bool:
        return bool(self._source)

    def focus(self) -> None:
        """Type here now; what stands is selected."""
        self.editor.focus()

    def set_language(self, language: str) -> None:
        """ "zh" or "en": the words of forms live in their data."""
        self._language = language
        self.retranslate()

    def retranslate(self) -> None:
        translate = QCoreApplication.translate
        label = self.field.label.say(self._language)
        optional = "" if self.field.required or self._source else translate("FieldRow", "（可不填）")
        self._label.setText(f"{label} {optional}".strip())
        self.editor.widget().setAccessibleName(label)
        self._chip.setText(translate("FieldRow", "芯片"))
        self._chip.updateGeometry()
        if self._long is not None:
            self._long.setText(translate("FieldRow", "长期"))
        if isinstance(self.editor, (SegmentEditor, SearchEditor)):
            self.editor.show_options(self._options())
        self._fixed.setText(self.shown_text())
        self._say_hint()

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        if event is not None and event.type() == QEvent.Type.FocusIn:
            self.entered.emit(self.id)
        elif event is not None and event.type() == QEvent.Type.FocusOut:
            self.left.emit(self.id)
        return super().eventFilter(watched, event)

    def _say_hint(self) -> None:
        self._hint.setText(self._mistake or (self.help_words if self._help_below else ""))
        self._hint.setVisible(bool(self._hint.text()) and not self._source)
        self.editor.widget().setAccessibleDescription(self._mistake or self.help_words)

    def _typed(self, text: str) -> None:
        self.edited.emit(self.id, text)
        if self._long is not None:
            self._long.setChecked(text == LONG_TERM)
        editor = self.editor
        if isinstance(editor, GroupedEditor):
            editor.regroup()
            if len(text) == editor.full_length and editor.cursor_at_end() and self._is_right(text):
                self.filled.emit(self.id)
        elif isinstance(editor, SearchEditor):
            self.filled.emit(self.id)

    def _is_right(self, text: str) -> bool:
        kind = KINDS[self.field.kind]
        return not kind.check(self.field, kind.tidy(text), self._today)

    def _options(self) -> list[Option]:
        other = "en" if self._language == "zh" else "zh"
        return [(c.code, c.words.say(self._language), c.words.say(other)) for c in self.field.choices]

    def _make_editor(self) -> Editor:
        kind = self.field.kind
        if kind == "many":
            return SegmentEditor(self._options(), many=True)
        if kind == "choice":
            few = len(self.field.choices) <= SEGMENTS_AT_MOST
            return SegmentEditor(self._options()) if few else SearchEditor(self._options())
        if kind in GROUPS:
            groups, separator = GROUPS[kind]
            return GroupedEditor(groups, separator)
        if kind == "address":
            return AddressEditor()
        if kind == "name":
            return NameEditor()
        return LineEditor(self.field.max_length)

    def _make_offering(self) -> Offering | None:
        if not isinstance(self.editor, (AddressEditor, NameEditor)):
            return None
        offering = Offering(self.editor)
        offering.wanted.connect(lambda typed: self.offers_wanted.emit(self.id, self.field.kind, typed))
        return offering

    def _make_long(self) -> ActionButton | None:
        if self.field.kind != "date_or_long":
            return None
        button = ActionButton()
        button.setCheckable(True)
        button.clicked.connect(self._long_clicked)
        self._line.addWidget(button)
        return button

    def _long_clicked(self, checked: bool) -> None:
        text = LONG_TERM if checked else ""
        self.editor.set_text(text)
        self.edited.emit(self.id, text)

    def _watch(self, widget: QWidget) -> None:
        widget.installEventFilter(self)
        for below in widget.findChildren(QWidget):
            below.installEventFilter(self)
