"""The last page: what it costs and why, how it is paid; then sealed, printed, handed over, next person."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from forms import ratings
from forms.fees import waivers
from forms.matter import matter as matter_of
from forms.record import Application
from forms.words import Choice as Answer
from vanapp.ui.presenters.intake_ports import ChecklistLike
from vanapp.ui.screens.intake_page import IntakePage, Language
from vanapp.ui.screens.intake_words import cited, money_word, problem_words
from vanapp.ui.theme import Look, pixmap, space
from vanapp.ui.widgets import ActionButton, Card, CheckLine, Chip, Label
from vanapp.ui.widgets.flow import FlowLayout
from vanapp.ui.widgets.option import Choice, Options
from vanapp.ui.widgets.segmented import Segmented

LARGE = 1.5
"""From this scale on everything is closer together."""
WAY_ICONS = {"later": "receipt", "scan": "qr-code", "cash": "money"}
PAPER_ICONS = {
    "form": "printer",
    "receipt": "receipt",
    "fee": "money",
    "notice": "money",
    "missing": "calendar-blank",
    "custody": "tray",
    "visit": "users",
}
PAPER_TONES = {
    "printing": ("hourglass", "primary"),
    "paper": ("check", "good"),
    "queue": ("printer", "primary"),
    "followed": ("hourglass", "primary"),
    "stalled": ("warning", "attention"),
    "file": ("file-text", "attention"),
    "failed": ("warning", "attention"),
}


class FinishPage(IntakePage):
    """Implements FinishView."""

    paid = pyqtSignal(str)
    waived = pyqtSignal(str)
    rated = pyqtSignal(str)
    printed = pyqtSignal(str)
    another = pyqtSignal()
    proved = pyqtSignal()
    visit_asked = pyqtSignal()
    card_held = pyqtSignal()
    others_asked = pyqtSignal()

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__("finish", language, parent)
        self._checklist: ChecklistLike | None = None
        self._matter = ""
        self._ways: tuple[Sequence[Answer], str] = ((), "")
        self._waiver = ""
        self._stage = "paying"
        self._application: Application | None = None
        self._papers = {"form": "", "receipt": ""}
        self._matters = 1
        self._held: tuple[str, ...] = ()
        self._fee_card = self._make_fee()
        self._sealed_card = self._make_sealed()
        self.column.addWidget(self._fee_card)
        self.column.addWidget(self._sealed_card)
        self.column.addStretch(1)
        self._another = self.add_action("another", Qt.Key.Key_F6, "users")
        self._another.clicked.connect(self.another)
        self.show_stage("paying")
        self.refresh()

    def _make_fee(self) -> Card:
        card = Card(margin=24, gap=14)
        top = space(QHBoxLayout(), 0, 12)
        words = space(QVBoxLayout(), 0, 4)
        self._item = Label("", "heading")
        self._rule = Label("", "muted", wrap=True)
        self._source = Label("", "muted_small", wrap=True)
        for label in (self._item, self._rule, self._source):
            words.addWidget(label)
        self._amount = Label("", "number")
        self._amount.setObjectName("fee_amount")
        top.addLayout(words, 1)
        top.addWidget(self._amount)
        card.body.addLayout(top)
        self._waiver_label = Label("", "muted")
        self._waivers = Segmented()
        self._waivers.picked.connect(self.waived)
        self._ways_label = Label("", "muted")
        self._way_options = Options(beside=True, gap=12)
        self._way_options.chosen.connect(self.paid)
        self._proof = ActionButton(key=Qt.Key.Key_W, icon="camera")
        self._proof.setObjectName("prove_waiver")
        self._proof.clicked.connect(self.proved)
        self._proof.hide()
        proof = space(QHBoxLayout(), 0, 0)
        proof.addWidget(self._proof)
        proof.addStretch(1)
        card.body.addWidget(self._waiver_label)
        card.body.addWidget(self._waivers)
        card.body.addLayout(proof)
        card.body.addWidget(self._ways_label)
        card.body.addWidget(self._way_options)
        self._rating_label = Label("", "muted")
        self._rating = Segmented()
        self._rating.setObjectName("rating")
        self._rating.picked.connect(self.rated)
        card.body.addWidget(self._rating_label)
        card.body.addWidget(self._rating)
        return card

    def _make_sealed(self) -> Card:
        card = Card(margin=24, gap=14)
        top = space(QHBoxLayout(), 0, 14)
        self._seal_mark = Label()
        words = space(QVBoxLayout(), 0, 2)
        self._seal_title = Label("", "instruction")
        self._seal_title.setObjectName("sealed")
        self._seal_number = Label("", "muted")
        self._seal_number.setObjectName("receipt_number")
        self._seal_number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._seal_number.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        words.addWidget(self._seal_title)
        words.addWidget(self._seal_number)
        top.addWidget(self._seal_mark)
        top.addLayout(words, 1)
        card.body.addLayout(top)
        self._paper_chips = {what: Chip("", icon, "muted") for what, icon in PAPER_ICONS.items()}
        papers = QWidget()
        row = space(FlowLayout(papers), 0, 10)
        for chip in self._paper_chips.values():
            row.addWidget(chip)
        card.body.addWidget(papers)
        self._reprint = {
            "form": ActionButton(key=Qt.Key.Key_F7, icon="printer"),
            "receipt": ActionButton(key=Qt.Key.Key_F8, icon="receipt"),
        }
        more = QWidget()
        again = space(FlowLayout(more), 0, 10)
        self._others = ActionButton(key=Qt.Key.Key_F5, icon="printer")
        self._others.setObjectName("print_others")
        self._others.clicked.connect(self.others_asked)
        self._visit = ActionButton(key=Qt.Key.Key_F9, icon="users")
        self._visit.setObjectName("print_visit")
        self._visit.clicked.connect(self.visit_asked)
        self._hold = ActionButton(key=Qt.Key.Key_K, icon="tray")
        self._hold.setObjectName("hold_card")
        self._hold.clicked.connect(self.card_held)
        for what, button in self._reprint.items():
            button.setObjectName(f"print_{what}")
            button.clicked.connect(lambda _=False, what=what: self.printed.emit(what))
            again.addWidget(button)
        again.addWidget(self._others)
        again.addWidget(self._visit)
        again.addWidget(self._hold)
        card.body.addWidget(more)
        self._hand_title = Label("", "heading")
        card.body.addWidget(self._hand_title)
        self._hand_lines = [CheckLine("") for _ in range(7)]
        for entry in self._hand_lines:
            card.body.addWidget(entry)
        return card

    # --- FinishView --------------------------------------------------------------------------------------
    def show_fee(self, checklist: ChecklistLike, matter: str) -> None:
        self._checklist, self._matter = checklist, matter
        self.retranslate()

    def show_pay_ways(self, ways: Sequence[Answer], chosen: str) -> None:
        self._ways = (ways, chosen)
        self._draw_ways()

    def show_waivers(self, chosen: str, offered: bool) -> None:
        self._waiver = chosen or "none"
        fee = self._checklist.fee if self._checklist else None
        due = fee is None or fee.cents > 0 or self._waiver != "none"
        self._waiver_label.setVisible(offered and due)
        self._waivers.setVisible(offered and due)
        self._draw_waivers()

    def show_stage(self, stage: str) -> None:
        self._stage = stage
        sealed = stage == "sealed"
        self._fee_card.setVisible(not sealed)
        self._sealed_card.setVisible(sealed)
        self.back.setVisible(not sealed)
        self._another.setVisible(sealed)
        self.forth.setEnabled(stage != "sealing")
        self.forth.set_icon("arrow-right" if sealed else "seal-check")
        self.retranslate()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_sealed(self, application: Application) -> None:
        self._application = application
        self._papers, self._matters, self._held = {"form": "", "receipt": ""}, 1, ()
        self.retranslate()

    def show_paper(self, what: str, state: str) -> None:
        self._papers[what] = state
        self._draw_papers()
        self._draw_hand_over()

    def show_visit(self, matters: int, held: Sequence[str]) -> None:
        """matters: sealed at this visit; held: the numbers of its originals in the van."""
        self._matters, self._held = matters, tuple(held)
        self.retranslate()

    def show_proof_wanted(self, wanted: bool) -> None:
        self._proof.setVisible(wanted)

    def show_rating(self, level: str) -> None:
        self._draw_rating()
        self._rating.set_value(level)

    # --- drawing -----------------------------------------------------------------------------------------
    def press(self, key: int) -> bool:
        return self._way_options.press(key)

    def _numbers(self) -> str:
        """The office's number where there is one; else that ours is provisional."""
        if self._application is None:
            return ""
        number, office = self._application.number, self._application.acceptance_number
        if office:
            return self.tr("受理号 {office} · 临时受理号 {number}").format(office=office, number=number)
        return self.tr("临时受理号 {number}，正式受理号由局里下发").format(number=number)

    def _draw_ways(self) -> None:
        ways, chosen = self._ways
        self._way_options.show_choices(
            [
                Choice(
                    way.code, str(n), way.words.say(self.language()), icon=WAY_ICONS.get(way.code, "money")
                )
                for n, way in enumerate(ways, 1)
            ],
            chosen,
        )
        self._way_options.setVisible(bool(ways))
        self._ways_label.setText(self.tr("收费方式") if ways else self.tr("本次不收费"))

    def _draw_waivers(self) -> None:
        language = self.language()
        self._waivers.show_choices([(choice.code, choice.words.say(language)) for choice in waivers()])
        self._waivers.set_value(self._waiver or "none")

    def _draw_rating(self) -> None:
        language = self.language()
        self._rating.show_choices([(one.code, one.words.say(language)) for one in ratings.levels()])
        self._rating_label.setText(self.tr("请群众评价本次服务，可不评"))

    def _draw_papers(self) -> None:
        names = {"form": self.tr("申领登记表"), "receipt": self.tr("领取凭证")}
        if not self._is_card():
            names = {"form": self.tr("申请表"), "receipt": self.tr("受理回执")}
        names |= {
            "fee": self.tr("收费凭据"),
            "notice": self.tr("缴款通知单"),
            "missing": self.tr("容缺告知单"),
            "custody": self.tr("代管收据"),
            "visit": self.tr("本次回执"),
        }
        states = {
            "": self.tr("待打印"),
            "printing": self.tr("正在打印"),
            "paper": self.tr("已打印"),
            "queue": self.tr("已交给打印机，请看一眼纸张"),
            "followed": self.tr("已交给打印机，等它印出"),
            "stalled": self.tr("打印机停住了，好了会自动印出"),
            "file": self.tr("已存为文件，可稍后打印"),
            "failed": self.tr("没有打印，可再打印"),
        }
        some_others = False
        for what, chip in self._paper_chips.items():
            chip.setVisible(what in self._papers)
            some_others = some_others or (what not in ("form", "receipt", "visit") and what in self._papers)
            state = self._papers.get(what, "")
            icon, tone = PAPER_TONES.get(state, (PAPER_ICONS[what], "muted"))
            chip.show_state(f"{names[what]} · {states[state]}", icon, tone)
        self._others.setVisible(some_others)

    def _draw_hand_over(self) -> None:
        is_card = self._is_card()
        if is_card:
            lines = [self.tr("居民身份证申领登记表：请本人过目，一份交本人")]
            lines.append(self.tr("领取凭证：凭此领证，请妥善保管"))
        else:
            lines = [self.tr("申请表：请本人过目，一份交本人")]
            lines.append(self.tr("受理回执：凭此查询结果，请妥善保管"))
        if self._matter and matter_of(self._matter).has_card:
            lines.append(self.tr("原居民身份证：领取新证时交回"))
        deadline = self._checklist.deadline if self._checklist else None
        if deadline is not None:
            ready, answered = self.tr("{month} 月 {day} 日前可领取新证"), self.tr("{month} 月 {day} 日前答复")
            words = ready if is_card else answered
            if not deadline.days:
                words = self.tr("材料齐全的当场办结")
            lines.append(words.format(month=deadline.date.month, day=deadline.date.day))
        extra = {
            "notice": self.tr("缴款通知单：领证前缴清"),
            "missing": self.tr("容缺告知单：请按期补交所列材料"),
            "custody": self.tr("代管收据：凭此取回原件"),
        }
        lines += [words for what, words in extra.items() if what in self._papers]
        padded = [*lines, *[""] * len(self._hand_lines)]
        for entry, text in zip(self._hand_lines, padded, strict=False):
            entry.setVisible(bool(text))
            entry.show_item(text, "done" if text else "open")

    def _is_card(self) -> bool:
        return not self._matter or matter_of(self._matter).is_card

    def restyle(self, look: Look) -> None:
        large = look.scale >= LARGE
        for card in (self._fee_card, self._sealed_card):
            space(card.body, 16 if large else 24, 8 if large else 14)
        self._seal_mark.setPixmap(pixmap("seal-check", "good", 48, self.devicePixelRatioF()))

    def retranslate(self) -> None:
        super().retranslate()
        language = self.language()
        sealed = self._stage == "sealed"
        self.forth.setText(self.tr("已交付，下一位") if sealed else self.tr("封存并打印"))
        fee = self._checklist.fee if self._checklist else None
        if fee is None:
            self._item.setText(self.tr("没有查到收费规定") if self._checklist is not None else "")
            for label in (self._amount, self._rule, self._source):
                label.setText("")
        else:
            self._item.setText(fee.words.say(language))
            self._amount.setText(money_word(fee.cents))
            self._rule.setText(problem_words(fee.rule, {}, language))
            self._source.setText(self.tr("依据：{source}").format(source=cited(fee.source)))
        for label in (self._amount, self._rule, self._source):
            label.setVisible(bool(label.text()))
        self._another.setText(self.tr("同户再办一件"))
        self._proof.setText(self.tr("拍减免证明"))
        self._others.setText(self.tr("再打印其他单据"))
        self._visit.setText(self.tr("本次 {count} 件合打回执").format(count=self._matters))
        self._visit.setVisible(self._matters > 1)
        has_card = bool(self._matter) and matter_of(self._matter).has_card
        self._hold.setText(self.tr("旧证收存代管"))
        self._hold.setVisible(has_card and not self._held)
        self._waiver_label.setText(self.tr("减免"))
        self._seal_title.setText(self.tr("已封存，待发送"))
        self._seal_number.setText(self._numbers())
        self._hand_title.setText(self.tr("请交给群众"))
        is_card = self._is_card()
        self._reprint["form"].setText(self.tr("再打印登记表") if is_card else self.tr("再打印申请表"))
        self._reprint["receipt"].setText(self.tr("再打印凭证") if is_card else self.tr("再打印回执"))
        self._draw_ways()
        self._draw_waivers()
        self._draw_rating()
        self._draw_papers()
        self._draw_hand_over()
