"""The identity page: put the card on the reader, or type the number and see at once what it says."""

from __future__ import annotations

from collections.abc import Mapping

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from forms.idnumber import IdNumber
from vanapp.ui.fields.editors import GroupedEditor
from vanapp.ui.screens.intake_page import IntakePage, Language
from vanapp.ui.screens.intake_words import code_word, problem_words
from vanapp.ui.theme import Look, pixmap, size, space
from vanapp.ui.widgets import Card, Chip, Label

LARGE = 1.5
"""From this scale on everything is closer together, so that the number is in sight."""
READER_ICONS = {
    "absent": ("plugs", "attention"),
    "waiting": ("identification-card", "primary"),
    "reading": ("hourglass", "primary"),
    "done": ("check-circle", "good"),
}


class IdentityPage(IntakePage):
    """Implements IdentityView."""

    typed = pyqtSignal(str)

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__("identity", language, parent)
        self._reader = "waiting"
        self._number: IdNumber | None = None
        self._asked = False
        self._judgement: tuple[str, Mapping[str, object]] = ("", {})
        self.column.addWidget(self._make_reader(), 3)
        self.column.addWidget(self._make_number(), 2)
        self.refresh()

    def _make_reader(self) -> QWidget:
        card = self._reader_card = Card(margin=16, gap=8)
        self._mark = Label()
        self._mark.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._headline = Label("", "instruction", wrap=True)
        self._headline.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._headline.setObjectName("reader_state")
        self._hint = Label("", "muted", wrap=True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        card.body.addStretch(1)
        for widget in (self._mark, self._headline, self._hint):
            card.body.addWidget(widget)
        card.body.addStretch(1)
        return card

    def _make_number(self) -> QWidget:
        card = self._number_card = Card(margin=20, gap=8)
        self._label = Label("", "strong")
        self.number = GroupedEditor((6, 8, 4))
        self.number.setObjectName("field_id_number")
        self.number.setInputMethodHints(
            Qt.InputMethodHint.ImhPreferLatin | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self.number.typed.connect(self._typed)
        self.undo_is_ours.watch(self.number)
        self._label.setBuddy(self.number)
        self._judged = Label("", "muted", wrap=True)
        self._judged.setObjectName("judgement")
        size(self._judged, min_height=24)
        self._facts = space(QHBoxLayout(), 0, 8)
        self._sex, self._birth, self._place = (
            Chip("", "user"),
            Chip("", "calendar-blank"),
            Chip("", "map-pin"),
        )
        for chip in (self._sex, self._birth, self._place):
            self._facts.addWidget(chip)
            chip.hide()
        self._facts.addStretch(1)
        below = space(QVBoxLayout(), 0, 6)
        below.addWidget(self._judged)
        below.addLayout(self._facts)
        card.body.addWidget(self._label)
        card.body.addWidget(self.number)
        card.body.addLayout(below)
        card.body.addStretch(1)
        return card

    # --- IdentityView ------------------------------------------------------------------------------
    def show_number(self, text: str) -> None:
        self.number.set_text(text)

    def _typed(self, text: str) -> None:
        self.number.regroup()
        self.typed.emit(text)

    def show_reader(self, state: str) -> None:
        self._reader = state
        self.number.setReadOnly(state == "done")  # what the chip said is not typed over
        self.refresh()

    def says_absent(self, code: str) -> bool:
        return self._reader == "absent"

    def show_judgement(self, tone: str, code: str, values: Mapping[str, object]) -> None:
        self._judged.set_role({"wrong": "wrong", "attention": "attention", "good": "good"}.get(tone, "muted"))
        self._judgement = (code, values)
        self._judged.setText(problem_words(code, values, self.language()) if code else "")
        self.number.setProperty("wrong", "true" if tone == "wrong" else "false")
        style = self.number.style()
        if style is not None:
            style.unpolish(self.number)
            style.polish(self.number)

    def show_number_facts(self, number: IdNumber | None) -> None:
        self._number = number
        for chip in (self._sex, self._birth, self._place):
            chip.setVisible(number is not None)
        if number is not None:
            self._sex.show_state(code_word("sex", number.sex, self.language()), "user", "primary")
            self._birth.show_state(number.birth.isoformat(), "calendar-blank", "primary")
            name = number.division_name or number.division
            self._place.show_state(name, "map-pin", "primary" if number.division_name else "attention")

    def show_confirm(self, asked: bool) -> None:
        self._asked = asked
        self.refresh()

    def focus_number(self) -> None:
        self.number.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- look and words ------------------------------------------------------------------------------
    def restyle(self, look: Look) -> None:
        icon, token = READER_ICONS[self._reader]
        large = look.scale >= LARGE
        space(self._reader_card.body, 8 if large else 16, 4 if large else 8)
        space(self._number_card.body, 12 if large else 20, 6 if large else 8)
        self._mark.setPixmap(pixmap(icon, token, 44 if large else 72, self.devicePixelRatioF()))
        font = look.font(26)
        font.setLetterSpacing(font.SpacingType.AbsoluteSpacing, look.px(2))
        self.number.setFont(font)

    def retranslate(self) -> None:
        super().retranslate()
        headline, hint = {
            "absent": (
                self.tr("读卡器未连接"),
                self.tr("请插好读卡器，插好后会自动继续；也可以在下面输入号码"),
            ),
            "waiting": (self.tr("请把居民身份证放在读卡器上"), self.tr("没有证件？在下面输入公民身份号码")),
            "reading": (self.tr("正在读取，请不要移动证件"), self.tr("大约需要一秒")),
            "done": (self.tr("已读取证件"), self.tr("请核对证件与本人；核对无误请继续")),
        }[self._reader]
        code, values = self._judgement
        self._judged.setText(problem_words(code, values, self.language()) if code else "")
        self.show_number_facts(self._number)
        self._headline.setText(headline)
        self._hint.setText(hint)
        self._label.setText(self.tr("公民身份号码"))
        self.number.setPlaceholderText(self.tr("18 位号码"))
        self.number.setAccessibleName(self.tr("公民身份号码"))
        self.forth.setText(self.tr("确认无误，继续") if self._asked else self.tr("下一步"))
