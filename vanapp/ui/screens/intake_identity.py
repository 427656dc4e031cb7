"""The identity page: the card on the reader, a document under the camera, or the number typed and judged."""

from __future__ import annotations

from collections.abc import Mapping

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QImage
from PyQt6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from forms.idnumber import IdNumber
from vanapp.ui.fields.editors import GroupedEditor
from vanapp.ui.screens.intake_page import IntakePage, Language
from vanapp.ui.screens.intake_travel import TravelCard
from vanapp.ui.screens.intake_words import code_word, problem_words
from vanapp.ui.theme import Look, pixmap, size, space
from vanapp.ui.widgets import ActionButton, Card, Chip, Label, PictureView
from vanapp.ui.widgets.live_view import LiveView

LARGE = 1.5
"""From this scale on everything is closer together, so that the number is in sight."""
READER_ICONS = {
    "absent": ("plugs", "attention"),
    "waiting": ("identification-card", "primary"),
    "reading": ("hourglass", "primary"),
    "done": ("check-circle", "good"),
}
DOCUMENT_ICONS = {"watching": "scan", "reading": "hourglass", "nothing": "warning", "read": "check-circle"}


class IdentityPage(IntakePage):
    """Implements IdentityView."""

    typed = pyqtSignal(str)
    look = pyqtSignal()
    travel = pyqtSignal()

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__("identity", language, parent)
        self._reader = "waiting"
        self._document = ""  # "", "watching", "reading", "nothing", "read"
        self._said = (0, 0)  # entries that a document filled, of them in doubt
        self._number: IdNumber | None = None
        self._asked = False
        self._judgement: tuple[str, Mapping[str, object]] = ("", {})
        self.column.addWidget(self._make_reader(), 3)
        self.travel_card = TravelCard()
        self.travel_card.hide()
        self.undo_is_ours.watch(self.travel_card)
        self.column.addWidget(self.travel_card, 3)
        self.column.addWidget(self._make_number(), 2)
        self._look = self.add_action("look", Qt.Key.Key_F10, "scan")
        self._look.clicked.connect(self.look)
        self.refresh()

    def _make_reader(self) -> QWidget:
        card = self._reader_card = Card(margin=16, gap=8)
        self._mark = Label()
        self._mark.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._chip_photo = size(PictureView(), width=102, height=126)
        self._chip_photo.setObjectName("chip_photo")
        self._chip_photo.hide()
        self._headline = Label("", "instruction", wrap=True)
        self._headline.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._headline.setObjectName("reader_state")
        self._hint = Label("", "muted", wrap=True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.live = LiveView(guide=False)
        self.live.setObjectName("document_view")
        size(self.live, min_height=120)
        self.live.hide()
        card.body.addWidget(self.live, 8)
        card.body.addStretch(1)
        card.body.addWidget(self._chip_photo, 0, Qt.AlignmentFlag.AlignHCenter)
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
        self._travel = ActionButton(key=Qt.Key.Key_F11, icon="identification-card")
        self._travel.setObjectName("travel")
        self._travel.clicked.connect(self.travel)
        above = space(QHBoxLayout(), 0, 12)
        above.addWidget(self._label, 1)
        above.addWidget(self._travel)
        card.body.addLayout(above)
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
        self._look.setEnabled(state != "done")
        if state in ("reading", "done") and self._document == "read":
            self._document = ""
        self.number.setReadOnly(state == "done")  # what the chip said is not typed over
        self.refresh()

    def show_frame(self, image: QImage) -> None:
        self.live.show_frame(image)

    def show_looking(self, state: str) -> None:
        self._document = state
        self.live.setVisible(bool(state))
        self._mark.setVisible(not state)
        if not state:
            self.live.show_frame(QImage())
        self.refresh()

    def show_read(self, kind: str, fields: int, doubts: int) -> None:
        self._document, self._said = "read", (fields, doubts)
        self.refresh()

    def show_chip_photo(self, picture: bytes | None) -> None:
        """In the place of the mark; None: this chip's picture cannot be shown here."""
        image = QImage.fromData(picture) if picture is not None else QImage()
        self._chip_photo.show_image(None if image.isNull() else image)
        self._chip_photo.setVisible(not image.isNull())
        self._mark.setVisible(image.isNull())

    def show_travel(self, opened: bool) -> None:
        self._reader_card.setVisible(not opened)
        self.travel_card.setVisible(opened)
        if opened:
            self.travel_card.begin()
        self.refresh()

    def show_zone(self, state: str) -> None:
        self.travel_card.show_zone(state)

    def show_chip(self, state: str) -> None:
        self.travel_card.show_chip(state)

    def press(self, key: int) -> bool:
        if key == Qt.Key.Key_F11:
            self.travel.emit()
            return True
        return super().press(key)

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
        if self._document:
            icon, token = DOCUMENT_ICONS[self._document], "good" if self._document == "read" else "primary"
        large = look.scale >= LARGE
        self._travel.setVisible(not large)  # the number needs the room; the key stays
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
                self.tr("请插好读卡器，插好后会自动继续；也可以按 F10 用高拍仪读，或在下面输入号码"),
            ),
            "waiting": (
                self.tr("请把居民身份证放在读卡器上"),
                self.tr("读不出来？按 F10 用高拍仪读；护照按 F11；没有证件请在下面输入公民身份号码"),
            ),
            "reading": (self.tr("正在读取，请不要移动证件"), self.tr("大约需要一秒")),
            "done": (self.tr("已读取证件"), self.tr("请核对证件与本人；核对无误请继续")),
        }[self._reader]
        if self._document:
            headline, hint = self._document_words()
        code, values = self._judgement
        self._judged.setText(problem_words(code, values, self.language()) if code else "")
        self.show_number_facts(self._number)
        self._headline.setText(headline)
        self._hint.setText(hint)
        watching = self._document in ("watching", "reading", "nothing")
        self._look.setText(self.tr("不用高拍仪") if watching else self.tr("高拍仪读证件"))
        opened = not self.travel_card.isHidden()
        self._travel.setText(self.tr("不用护照") if opened else self.tr("护照"))
        self.live.setAccessibleName(self.tr("高拍仪画面"))

        self._chip_photo.setAccessibleName(self.tr("芯片里的相片"))
        self._label.setText(self.tr("公民身份号码"))
        self.number.setPlaceholderText(self.tr("18 位号码"))
        self.number.setAccessibleName(self.tr("公民身份号码"))
        self.forth.setText(self.tr("确认无误，继续") if self._asked else self.tr("下一步"))

    def _document_words(self) -> tuple[str, str]:
        """Headline and hint while a document lies under the camera, and once it was read."""
        if self._document == "read":
            fields, doubts = self._said
            said = self.tr("已填入 {count} 项，请与证件原件核对；核对无误请继续")
            asked = self.tr("已填入 {count} 项，其中 {doubts} 项看不准，请在申请信息页逐项确认")
            return self.tr("已识别证件影像"), (asked if doubts else said).format(count=fields, doubts=doubts)
        return {
            "watching": (
                self.tr("请把证件放在高拍仪下"),
                self.tr("身份证正面或背面、户口簿页、护照资料页；放平，避开反光，会自动识别"),
            ),
            "reading": (self.tr("正在识别，请不要移动证件"), self.tr("大约需要一秒")),
            "nothing": (
                self.tr("没有认出证件，正在再看一次"),
                self.tr("请放平、对正，移开手指和反光；不用时再按一次 F10"),
            ),
        }[self._document]
