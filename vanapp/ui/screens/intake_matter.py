"""The matter page: five matters on keys 1 to 5, the situation on letters, the suggested one chosen."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_uppercase

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QVBoxLayout, QWidget

from forms.matter import Matter
from forms.packs.model import Dimension
from vanapp.ui.screens.intake_page import IntakePage, Language
from vanapp.ui.theme import Look, current, space
from vanapp.ui.widgets import Card, Label
from vanapp.ui.widgets.option import Choice, Options

LARGE = 1.5
"""From this scale on summaries and pictures make way, so that all five matters are seen at once."""
ICONS = {
    "first": "identification-card",
    "renewal_expiry": "calendar-check",
    "renewal_damage": "warning",
    "change": "pencil-simple",
    "loss": "question",
}


class MatterPage(IntakePage):
    """Implements MatterView."""

    chosen = pyqtSignal(str)
    answered = pyqtSignal(str, str)

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__("matter", language, parent)
        self._matters: tuple[Sequence[Matter], str, str] = ((), "", "")
        self._asked: Sequence[tuple[Dimension, str]] = ()
        card = self._matter_card = Card(margin=16, gap=8)
        self._headline = Label("", "heading")
        self._options = Options(gap=6)
        self._options.chosen.connect(self.chosen)
        card.body.addWidget(self._headline)
        card.body.addWidget(self._options)
        self.column.addWidget(card)
        below = self._situation_card = Card(margin=16, gap=8)
        self._situation = space(QVBoxLayout(), 0, 8)
        below.body.addLayout(self._situation)
        self._groups: list[tuple[Label, Options]] = []
        self.column.addWidget(below)
        self.column.addStretch(1)
        self.refresh()

    # --- MatterView ----------------------------------------------------------------------------------
    def show_matters(self, matters: Sequence[Matter], chosen: str, suggested: str) -> None:
        self._matters = (matters, chosen, suggested)
        self.retranslate()

    def show_questions(self, questions: Sequence[tuple[Dimension, str]]) -> None:
        self._asked = questions
        self._draw_questions()

    def focus_matter(self, matter: str) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- keys and words --------------------------------------------------------------------------------
    def press(self, key: int) -> bool:
        return self._options.press(key) or any(options.press(key) for _, options in self._groups)

    def retranslate(self) -> None:
        super().retranslate()
        self._headline.setText(self.tr("办理什么业务？"))
        matters = self._matters[0]
        others = bool(matters) and matters[0].is_card
        self.help.setText(self.tr("落户、居住证、挂失等其他业务：从“咨询”开始") if others else "")
        self._draw_matters()
        self._draw_questions()

    def restyle(self, look: Look) -> None:
        large = look.scale >= LARGE
        for card in (self._matter_card, self._situation_card):
            space(card.body, 12 if large else 16, 6 if large else 8)
        self._options.set_columns(2 if large else 1)
        self._draw_matters()

    def _draw_matters(self) -> None:
        matters, chosen, suggested = self._matters
        language = self.language()
        self._options.show_choices(
            [
                Choice(
                    matter.id,
                    str(place),
                    matter.words.say(language),
                    matter.summary.say(language) if current().scale < LARGE else "",
                    self.tr("建议") if matter.id == suggested else "",
                    ICONS.get(matter.id, "file-text") if current().scale < LARGE else "",
                )
                for place, matter in enumerate(matters, 1)
            ],
            chosen,
        )

    def _draw_questions(self) -> None:
        language, letters = self.language(), iter(ascii_uppercase)
        while len(self._groups) < len(self._asked):
            self._groups.append(self._make_group(len(self._groups)))
        for (label, options), (question, chosen) in zip(self._groups, self._asked, strict=False):
            label.setText(question.words.say(language))
            choices = [Choice(a.code, next(letters, ""), a.words.say(language)) for a in question.answers]
            options.show_choices(choices, chosen)

    def _make_group(self, place: int) -> tuple[Label, Options]:
        label, options = Label("", "heading"), Options(beside=True, gap=12)
        options.chosen.connect(lambda answer: self.answered.emit(self._asked[place][0].id, answer))
        self._situation.addWidget(label)
        self._situation.addWidget(options)
        return label, options
