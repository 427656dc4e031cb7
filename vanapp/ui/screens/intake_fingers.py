"""The fingers page: which finger, how good, what to do better; what is kept; another finger, or why none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QImage
from PyQt6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from forms.fingerprint import RULE, SkipReason, position_words, skip_reasons
from vanapp.ui.screens.intake_page import IntakePage, Language
from vanapp.ui.screens.intake_pictures import jpeg_of
from vanapp.ui.screens.intake_words import problem_words
from vanapp.ui.theme import Look, size, space
from vanapp.ui.widgets import ActionButton, Card, Chip, Label, PictureView, QualityBar
from vanapp.ui.widgets.advice import AdviceStrip
from vanapp.ui.widgets.finger_view import FingerCard, to_image
from vanapp.ui.widgets.live_view import LiveView
from vanapp.ui.widgets.option import Choice, Options

LARGE = 1.5
"""From this scale on the pictures are smaller, so that the words have room."""
OF_A_CHILD = "child"
"""The reason that only somebody whose prints are optional can have."""
BEST = 80
"""The bar's end: few prints are better."""
POOR = 20
"""Below this the bar is red: press again in any case (the good mark is the rule's quality_least)."""


class FingersPage(IntakePage):
    """Implements FingersView."""

    other = pyqtSignal()
    cannot = pyqtSignal()
    again = pyqtSignal(int)
    skipped = pyqtSignal(str, bytes, bool)

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__("fingers", language, parent)
        self._position, self._attempt, self._tries = 0, 1, RULE.tries
        self._state = "waiting"
        self._done = False
        self._optional = False
        self._advice: str | None = None
        self._quality: int | None = None
        self._qualities: Sequence[int] = ()
        self._kept: dict[int, tuple[int, int | None, bool]] = {}
        self._exceptions: Sequence[tuple[int, str]] = ()
        self._skip: tuple[Sequence[SkipReason], int] = ((), 0)
        self._reason = ""
        self._capture = self._make_capture()
        self._skip_card = self._make_skip()
        self.column.addWidget(self._capture, 1)
        self.column.addWidget(self._skip_card, 1)
        self._other = self.add_action("other_finger", Qt.Key.Key_F6)
        self._other.clicked.connect(self.other)
        self._cannot = self.add_action("cannot_take", Qt.Key.Key_F8)
        self._cannot.clicked.connect(self.cannot)
        self._show_skipping(False)
        self.refresh()

    def _make_capture(self) -> Card:
        card = Card(margin=20, gap=14)
        head = space(QHBoxLayout(), 0, 14)
        self._ask = Label("", "instruction")
        self._ask.setObjectName("finger_asked")
        self._attempts = Chip("", "", "primary")
        head.addWidget(self._ask)
        head.addWidget(self._attempts)
        head.addStretch(1)
        card.body.addLayout(head)
        line = space(QHBoxLayout(), 0, 20)
        self._print = PictureView(empty_icon="fingerprint")
        line.addWidget(self._print)
        right = space(QVBoxLayout(), 0, 10)
        self._says = AdviceStrip()
        self._bar_label = Label("", "muted")
        self._bar_label.setObjectName("finger_worth")
        self._bar = QualityBar(BEST)
        right.addWidget(self._says)
        right.addWidget(self._bar_label)
        right.addWidget(self._bar)
        self._noted = Label("", "muted", wrap=True)
        right.addWidget(self._noted)
        right.addStretch(1)
        line.addLayout(right, 1)
        card.body.addLayout(line)
        cards = space(QHBoxLayout(), 0, 12)
        self._cards = {1: FingerCard(), 2: FingerCard()}
        for place, finger in self._cards.items():
            finger.chosen.connect(lambda place=place: self.again.emit(place))
            cards.addWidget(finger, 1)
        card.body.addLayout(cards)
        card.body.addStretch(1)
        return card

    def _make_skip(self) -> QWidget:
        card = Card(margin=20, gap=12)
        self._skip_title = Label("", "instruction")
        card.body.addWidget(self._skip_title)
        line = space(QHBoxLayout(), 0, 20)
        self._skip_view = LiveView(guide=False)
        line.addWidget(self._skip_view, 1)
        right = space(QVBoxLayout(), 0, 10)
        self._skip_hint = Label("", "muted", wrap=True)
        self._skip_options = Options(gap=6)
        self._skip_options.chosen.connect(self._choose_reason)
        self._skip_shoot = ActionButton(key=Qt.Key.Key_Space, icon="camera", kind="primary")
        self._skip_shoot.setObjectName("skip_shutter")
        self._skip_shoot.clicked.connect(self._shoot)
        right.addWidget(self._skip_hint)
        right.addWidget(self._skip_options)
        self._whole_hand = self.add_action("whole_hand", Qt.Key.Key_H, "hand-palm")
        self._whole_hand.setCheckable(True)
        self.aside.addWidget(self._skip_shoot)
        right.addStretch(1)
        line.addLayout(right, 1)
        card.body.addLayout(line, 1)
        return card

    # --- FingersView -----------------------------------------------------------------------------------
    def show_ask(self, position: int, attempt: int, tries: int) -> None:
        self._position, self._attempt, self._tries = position, attempt, tries
        self._done = False
        self.retranslate()

    def show_state(self, state: str) -> None:
        self._state = state
        self._say()

    def show_impression(self, image: Any, quality: int, advice: str | None) -> None:
        self._advice, self._quality = advice, quality
        tone = self._tone()
        self._print.show_image(to_image(image))
        self._print.set_frame(tone)
        self._bar.show_value(quality, tone)
        self._say()

    def show_tries(self, qualities: Sequence[int]) -> None:
        self._qualities = qualities
        self._say()

    def clear_impression(self) -> None:
        self._advice, self._quality, self._qualities = None, None, ()
        self._print.show_image(None)
        self._print.set_frame("")
        self._bar.show_value(0)
        self._say()

    def show_place(
        self, place: int, position: int, quality: int | None, good: bool, picture: bytes | None
    ) -> None:
        self._kept[place] = (position, quality, good)
        card = self._cards[place]
        card.picture.show_image(QImage.fromData(picture) if picture else None)
        self._name_card(place)

    def show_exceptions(self, exceptions: Sequence[tuple[int, str]]) -> None:
        self._exceptions = exceptions
        self.retranslate()

    def show_optional(self, optional: bool) -> None:
        self._optional = optional
        self.retranslate()

    def show_finished(self) -> None:
        self._done = True
        self.retranslate()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_skip(self, reasons: Sequence[SkipReason], position: int) -> None:
        self._skip = (reasons, position)
        self._reason = ""
        self._whole_hand.setChecked(False)
        self._skip_view.show_frame(QImage())
        self._show_skipping(True)
        self.retranslate()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_skip_picture(self, image: QImage) -> None:
        self._skip_view.say("", "attention", "")
        self._skip_view.show_frame(image)

    def hide_skip(self) -> None:
        self._show_skipping(False)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_skipping(self, skipping: bool) -> None:
        for widget in (self._skip_card, self._whole_hand, self._skip_shoot):
            widget.setVisible(skipping)
        for widget in (self._capture, self._other, self._cannot, self.forth):
            widget.setVisible(not skipping)

    def says_absent(self, code: str) -> bool:
        if self._skip_card.isHidden():
            return self._state == "absent"
        self._skip_view.show_frame(QImage())
        self._skip_view.say(self.tr("摄像头未连接，插好后会自动继续"), "attention", "plugs")
        return True

    # --- drawing ---------------------------------------------------------------------------------------
    def press(self, key: int) -> bool:
        return self._skip_options.press(key)

    def _choose_reason(self, reason: str) -> None:
        self._reason = reason
        self._draw_skip()

    def _shoot(self) -> None:
        if self._reason:
            self.skipped.emit(self._reason, jpeg_of(self._skip_view.frame), self._whole_hand.isChecked())

    def _tone(self) -> str:
        if self._quality is None:
            return "primary"
        return "good" if self._advice is None else "attention" if self._quality >= POOR else "wrong"

    def _finger(self, position: int) -> str:
        words = position_words(position)
        return words.say(self.language()) if words is not None else ""

    def _name_card(self, place: int) -> None:
        position, quality, good = self._kept.get(place, (0, None, False))
        card = self._cards[place]
        if quality is None:
            card.show_finger(
                self.tr("第 {place} 枚").format(place=place), self.tr("待采集"), "circle", "muted"
            )
        elif good:
            words = self.tr("良好 {quality}").format(quality=quality)
            card.show_finger(self._finger(position), words, "check", "good")
        else:
            words = self.tr("已留最好 {quality}").format(quality=quality)
            card.show_finger(self._finger(position), words, "warning", "attention")

    def _worth(self) -> str:
        """The quality in a word, and with more than one try what each was worth."""
        if self._quality is None:
            return self.tr("图像质量")
        if self._advice is None:
            word = self.tr("良好")
        else:
            word = self.tr("再试一次") if self._quality >= POOR else self.tr("差")
        told = self.tr("图像质量：{word} {quality}").format(word=word, quality=self._quality)
        if len(self._qualities) < 2:
            return told
        tries = " · ".join(map(str, self._qualities))
        best = self.tr("各次 {tries}，留最好 {best}").format(tries=tries, best=max(self._qualities))
        return f"{told}    {best}"

    def _say(self) -> None:
        self._bar_label.setText(self._worth())
        if self._done:
            self._says.say(self.tr("指纹已采集完成"), "check-circle", "good")
        elif self._state == "absent":
            self._says.say(self.tr("指纹仪未连接，插好后会自动继续"), "plugs", "attention")
        elif self._state == "lift":
            self._says.say(self.tr("请抬起手指"), "hand", "primary")
        elif self._state in ("touched", "reading"):
            self._says.say(self.tr("正在采集，请按住不动"), "fingerprint", "primary")
        elif self._advice is not None:
            words = problem_words(self._advice, {"quality": self._quality}, self.language())
            self._says.say(words, "drop", "attention")
        elif self._quality is not None and self._state == "waiting":
            self._says.say(self.tr("质量良好，请换下一枚"), "check", "good")
        elif self._optional:
            self._says.say(self.tr("未满 16 周岁可不采集指纹，按 Enter 跳过"), "info", "primary")
        else:
            self._says.say(self.tr("请用指纹仪平稳按压，指肚居中"), "hand-pointing", "primary")

    def _draw_skip(self) -> None:
        reasons, position = self._skip
        self._skip_title.setText(self.tr("{finger} 无法采集").format(finger=self._finger(position)))
        self._skip_hint.setText(self.tr("请选择原因，并拍下手部情况。"))
        fitting = [reason for reason in reasons if self._optional or reason.code != OF_A_CHILD]
        choices = [Choice(r.code, str(n), r.words.say(self.language())) for n, r in enumerate(fitting, 1)]
        self._skip_options.show_choices(choices, self._reason)
        self._whole_hand.setText(self.tr("整只手都无法采集"))
        self._skip_shoot.setText(self.tr("拍照并记录"))
        self._skip_shoot.setEnabled(bool(self._reason))
        self._skip_view.setAccessibleName(self.tr("手部画面"))

    def restyle(self, look: Look) -> None:
        large = look.scale >= LARGE
        space(self._capture.body, 14 if large else 20, 10 if large else 14)
        size(self._print, width=176 if large else 304, height=133 if large else 230)
        for card in self._cards.values():
            card.show_low(large)
        self._bar.updateGeometry()

    def retranslate(self) -> None:
        super().retranslate()
        if self._done:
            self._ask.setText(self.tr("指纹采集完成"))
        else:
            finger = self._finger(self._position)
            inside = finger.lower() if self.language() == "en" else finger
            self._ask.setText(self.tr("请按 {finger}").format(finger=inside))
        words = self.tr("第 {attempt} 次 / {tries}").format(attempt=self._attempt, tries=self._tries)
        self._attempts.show_state(words, "", "primary")
        self._attempts.setVisible(not self._done)
        least = RULE.quality_least
        self._bar.show_marks(
            [
                (0, self.tr("差")),
                (POOR, self.tr("再试 {value}").format(value=POOR)),
                (least, self.tr("良好 {value}").format(value=least)),
            ]
        )
        self._other.setText(self.tr("换一指"))
        self._cannot.setText(self.tr("无法采集…"))
        self._print.setAccessibleName(self.tr("刚采集的指纹"))
        reasons = {r.code: r.words.say(self.language()) for r in skip_reasons()}
        noted = [f"{self._finger(p)} · {reasons.get(reason, reason)}" for p, reason in self._exceptions]
        self._noted.setText("\n".join(noted))
        for place in self._cards:
            self._name_card(place)
        self._draw_skip()
        self._say()
