"""The check page: is it the person, is every answer right, and the person's own hand under it."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QImage
from PyQt6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from forms.fingerprint import position_words
from forms.words import Words
from vanapp.ui.presenters.intake_check import OUTCOMES, Row
from vanapp.ui.presenters.intake_compared import KINDS, Compared
from vanapp.ui.presenters.intake_ports import Dot, WrittenLike
from vanapp.ui.screens.intake_page import IntakePage, Language
from vanapp.ui.screens.intake_words import answer_word, first_sentence, page_word, problem_words
from vanapp.ui.theme import Look, current, pixmap, size, space
from vanapp.ui.widgets import ActionButton, Card, Label, PictureView
from vanapp.ui.widgets.compared import ComparedLine
from vanapp.ui.widgets.fact import Fact, Facts
from vanapp.ui.widgets.label import Elided, Whole
from vanapp.ui.widgets.option import Choice, Options
from vanapp.ui.widgets.signature_pad import SignaturePad
from vanapp.ui.words import joined
from vanapp.usecases.sign import Surface

LARGE = 1.5
"""From this scale on everything is closer together, and no picture but the portrait."""
WORDS_WIDE = {False: 264, True: 170}
"""Pixels at 100 % of the words beside the pad; True: from LARGE on."""

STATES = {
    "comparing": ("hourglass", "muted"),
    "match": ("check", "good"),
    "review": ("warning", "attention"),
    "no_match": ("x", "wrong"),
    "not_comparable": ("question", "attention"),
    "drawn": ("eye", "muted"),
    "by_eye": ("eye", "muted"),
    "seen": ("check", "good"),
    "missed": ("warning", "attention"),
}
"""What was found by the engines -> icon and tone."""
PLACES = {"face": 2, "finger": 1}
"""Decimals of a score: faces are apart by 0..1, prints agree by 0..some hundred."""


class CheckPage(IntakePage):
    """Implements CheckView."""

    wide = True

    judged = pyqtSignal(str)
    changed = pyqtSignal(str)
    signed = pyqtSignal(object, bytes, object)  # on the screen: strokes, picture, surface
    inked = pyqtSignal(object, bytes, object)  # on the tablet
    sign_again = pyqtSignal()

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__("check", language, parent)
        self._rows: Sequence[Row] = ()
        self._drawn: tuple[Sequence[Row], str] = ((), "")  # rows and language of what is on the page
        self._outcome = ""
        self._compared: Sequence[Compared] = ()
        self._who = ("applicant", "")
        self._label: Words | None = None
        self._place = (1, 1)
        self._tablet = self._has_earlier = False
        self._earlier_source = "chip"
        self._positions: list[int] = []
        self.column.addWidget(self._make_person())
        self.column.addWidget(self._make_answers(), 1)
        self.column.addWidget(self._make_signature())
        self._again = ActionButton(key=Qt.Key.Key_Backspace, icon="arrow-counter-clockwise")
        self._again.setObjectName("sign_again")
        self._again.clicked.connect(self._clear)
        self.tools.addWidget(self._again)
        self.refresh()

    def _make_person(self) -> QWidget:
        card = self._person_card = Card(margin=14, gap=0)
        line = space(QHBoxLayout(), 0, 18)
        self._portrait = size(PictureView(empty_icon="user", fill=True), width=70, height=86)
        self._arrows = Label()
        self._document = Label()
        self._earlier = size(PictureView(fill=True), width=70, height=86)
        self._earlier.setObjectName("earlier_photo")
        self._earlier.hide()
        middle = space(QVBoxLayout(), 0, 6)
        self._question = Label("", "strong", wrap=True)
        self._verdict = Options(beside=True, gap=8)
        self._verdict.chosen.connect(self.judged)
        middle.addWidget(self._question)
        middle.addWidget(self._verdict)
        middle.addLayout(self._make_compared())
        line.addWidget(self._portrait)
        line.addWidget(self._arrows)
        line.addWidget(self._document)
        line.addWidget(self._earlier)
        line.addLayout(middle, 1)
        self._prints = [size(PictureView(empty_icon="fingerprint"), width=88, height=66) for _ in range(2)]
        for view in self._prints:
            line.addWidget(view)
        card.body.addLayout(line)
        return card

    def _make_compared(self) -> QHBoxLayout:
        line = space(QHBoxLayout(), 0, 14)
        self._findings = {kind: ComparedLine() for kind in KINDS}
        for finding in self._findings.values():
            line.addWidget(finding)
            finding.hide()
        self._why = Elided("", "muted_small")
        self._why.setObjectName("compared_why")
        line.addWidget(self._why, 1)
        return line

    def _make_answers(self) -> QWidget:
        card = self._answers_card = Card(margin=16, gap=0)
        self._facts = Facts()
        card.body.addWidget(self._facts)
        card.body.addStretch(1)
        return card

    def _make_signature(self) -> QWidget:
        card = self._signature_card = Card(margin=14, gap=0)
        line = space(QHBoxLayout(), 0, 18)
        self.pad = size(SignaturePad(), height=112)
        self.pad.setObjectName("signature_pad")
        self.pad.stroke_ended.connect(self._stroke)
        self._pledge = Whole("", "muted")
        self._missing = Label("", "attention", wrap=True)
        self._missing.setObjectName("missing")
        side = space(QVBoxLayout(), 0, 6)
        self._asks = Whole("", "strong")
        self._asks.setObjectName("on_tablet")
        self._asks.hide()
        side.addWidget(self._asks)
        side.addWidget(self._pledge)
        side.addWidget(self._missing)
        side.addStretch(1)
        line.addWidget(self.pad, 1)
        line.addLayout(side)
        card.body.addLayout(line)
        return card

    # --- CheckView ---------------------------------------------------------------------------------------
    def show_rows(self, rows: Sequence[Row]) -> None:
        self._rows = tuple(rows)
        self._draw_rows()

    def show_portrait(self, picture: bytes) -> None:
        self._portrait.show_bytes(picture)

    def show_earlier(self, picture: bytes | None, source: str) -> None:
        """In the place of the card's mark; None: there is none, or it cannot be shown here."""
        image = QImage.fromData(picture) if picture is not None else QImage()
        self._earlier.show_image(None if image.isNull() else image)
        self._has_earlier = not image.isNull()
        self._earlier_source = source
        self._earlier.setVisible(self._has_earlier)
        self._name_earlier()
        self._arrange(current())

    def show_prints(self, pictures: Sequence[tuple[int, bytes]]) -> None:
        self._positions = [position for position, _ in pictures]
        for place, view in enumerate(self._prints):
            view.show_image(QImage.fromData(pictures[place][1]) if place < len(pictures) else None)
        self.retranslate()

    def show_verdict(self, outcome: str) -> None:
        self._outcome = outcome
        self._draw_verdict()

    def show_compared(self, compared: Sequence[Compared]) -> None:
        self._compared = compared
        self._draw_compared()

    def show_signer(
        self, who: str, name: str, label: Words | None = None, place: tuple[int, int] = (1, 1)
    ) -> None:
        """label: of somebody who signs beside the applicant. place: which of how many hands."""
        self._who, self._label, self._place = (who, name), label, place
        self.retranslate()

    def show_signature(self, picture: bytes | None) -> None:
        self.pad.show_kept(picture)

    def show_tablet(self, there: bool) -> None:
        self._tablet = there
        self.retranslate()

    def show_clean(self, width: int, height: int) -> None:
        self.pad.take_ink(width, height)

    def show_dots(self, dots: Sequence[Dot | None]) -> None:
        self.clear_missing()
        for dot in dots:
            self.pad.dot(dot)

    def show_written(self, signature: WrittenLike) -> None:
        self.show_clean(signature.width, signature.height)
        for stroke in signature.strokes:
            self.show_dots([*stroke, None])
        strokes = [
            [(x * signature.width, y * signature.height, ms, force) for x, y, ms, force in stroke]
            for stroke in signature.strokes
        ]
        surface = Surface(signature.width, signature.height, tablet=True, lost=signature.lost)
        self.inked.emit(strokes, self.pad.png(), surface)

    def show_missing(self, what: str, detail: str) -> None:
        words = {
            "page": self.tr("「{page}」还没有完成").format(page=page_word(detail) if what == "page" else ""),
            "field": self.tr("标记的内容需要改正"),
            "verdict": self.tr("请先选择是否本人：按 1、2 或 3"),
            "signature": self.tr("请在签名板上签名") if self._tablet else self.tr("请在左边签名"),
            "stale": self.tr("签名之后内容有改动，请重新签名"),
        }[what]
        self._missing.setText(words)

    # --- drawing -----------------------------------------------------------------------------------------
    def press(self, key: int) -> bool:
        return self._verdict.press(key)

    def clear_missing(self) -> None:
        self._missing.setText("")

    def _stroke(self) -> None:
        self.clear_missing()
        self.signed.emit(self.pad.strokes, self.pad.png(), Surface(*self.pad.surface))

    def _clear(self) -> None:
        self.pad.clear()
        self.sign_again.emit()

    def _draw_rows(self) -> None:
        """The dearest part of the page (50 widgets): only when it says something else than before."""
        wanted = (self._rows, self.language())
        if wanted == self._drawn:
            return
        self._drawn = wanted
        self._facts.show_facts([(self._fact(row), row.field.kind == "address") for row in self._rows])

    def _fact(self, row: Row) -> Fact:
        language = self.language()
        text = answer_word(row.field, row.text, language)
        if row.field.id == "id_number" and not row.wrong:
            text += " ✓"
        by_chip = row.source == "chip"
        mark = self.tr("芯片") if by_chip else self.tr("修改 {key}").format(key=row.key)
        fact = Fact(row.field.label.say(language), text, mark=mark, can_change=not by_chip)
        fact.setObjectName(f"change_{row.field.id}")
        fact.clicked.connect(lambda field=row.field.id: self.changed.emit(field))
        fact.answer.setObjectName(f"answer_{row.field.id}")
        if row.wrong:
            fact.answer.setText(problem_words(row.wrong, {}, language))
            fact.answer.set_role("wrong")
        return fact

    def _draw_verdict(self) -> None:
        words = {
            "match": self.tr("是本人"),
            "review": self.tr("存疑，送复核"),
            "no_match": self.tr("不是本人"),
        }
        choices = [Choice(outcome, str(n), words[outcome]) for n, outcome in enumerate(OUTCOMES, 1)]
        self._verdict.show_choices(choices, self._outcome)

    def _draw_compared(self) -> None:
        found = {one.kind: one for one in self._compared}
        for kind, line in self._findings.items():
            one = found.get(kind)
            if one is not None:
                icon, tone = STATES[one.state]
                line.say(f"{self._kind(kind)} {self._state(one.state)}", icon, tone)
                line.show_score(self._score(one), self._score_words(one))
            line.setVisible(one is not None)
        whys = [words for one in self._compared if (words := self._reason(one))]
        self._why.setText(next(iter(whys), ""))

    def _kind(self, kind: str) -> str:
        return {"face": self.tr("人像"), "finger": self.tr("指纹"), "presence": self.tr("动作")}[kind]

    def _state(self, state: str) -> str:
        return {
            "comparing": self.tr("比对中…"),
            "match": self.tr("一致"),
            "review": self.tr("存疑"),
            "no_match": self.tr("不一致"),
            "not_comparable": self.tr("无法比对"),
            "drawn": self.tr("不比对"),
            "by_eye": self.tr("目视比对"),
            "seen": self.tr("已见"),
            "missed": self.tr("未见"),
        }[state]

    @staticmethod
    def _score(one: Compared) -> str:
        if one.score is None or one.threshold is None:
            return ""
        if one.kind == "face":
            sign = "≤" if one.score <= one.threshold else ">"
        else:
            sign = "≥" if one.score >= one.threshold else "<"
        places = PLACES[one.kind]
        return f"{one.score:.{places}f} {sign} {one.threshold:.{places}f}"

    def _score_words(self, one: Compared) -> str:
        """Faces are apart by so much, prints agree by so much: the limit lies on the other side."""
        if one.score is None or one.threshold is None:
            return ""
        words = {
            "face": self.tr("差异 {score:.2f}，一致的上限 {limit:.2f}"),
            "finger": self.tr("得分 {score:.1f}，一致的下限 {limit:.1f}"),
        }[one.kind]
        return words.format(score=one.score, limit=one.threshold)

    def _reason(self, one: Compared) -> str:
        if one.reason:
            return first_sentence(problem_words(one.reason, {}, self.language()))
        return {
            "review": self.tr("送人工复核"),
            "no_match": self.tr("送人工复核"),
            "not_comparable": self.tr("送人工复核"),
            "missed": self.tr("送人工复核"),
            "drawn": self.tr("练习用的人像是画的，不作比对，由民警判断"),
            "by_eye": self.tr("没有可比的相片，请民警目视比对"),
        }.get(one.state, "")

    def _name_earlier(self) -> None:
        earlier = self._earlier_source == "earlier"
        self._earlier.setAccessibleName(self.tr("以前的相片") if earlier else self.tr("芯片里的相片"))
        self._earlier.setToolTip(self._earlier.accessibleName())

    def _arrange(self, look: Look) -> None:
        large = look.scale >= LARGE
        for widget in (self._arrows, *self._prints):
            widget.setVisible(not large)
        self._document.setVisible(not large and not self._has_earlier)
        for view in (self._portrait, self._earlier):
            size(view, width=56 if large else 70, height=69 if large else 86)

    def restyle(self, look: Look) -> None:
        self._arrange(look)
        large = look.scale >= LARGE
        size(self.pad, height=84 if large else 112)
        for words in (self._asks, self._pledge):
            size(words, width=WORDS_WIDE[large])
        for card in (self._person_card, self._answers_card, self._signature_card):
            space(card.body, 10 if large else 14, 0)
        ratio = self.devicePixelRatioF()
        self._arrows.setPixmap(pixmap("arrows-left-right", "muted", 26, ratio))
        self._document.setPixmap(pixmap("identification-card", "muted", 56, ratio))

    def retranslate(self) -> None:
        super().retranslate()
        self._question.setText(self.tr("证件、相片与面前的人，是同一个人吗？"))
        who, name = self._who
        captions = {"guardian": self.tr("监护人签名"), "applicant": self.tr("本人签名")}
        other = self._label.say(self.language()) if self._label is not None else ""
        caption = captions.get(who) or self.tr("{who}签名").format(who=other)
        count = "{}/{}".format(*self._place) if self._place[1] > 1 else ""
        self.pad.set_caption(joined(caption, name, count))
        self.pad.setAccessibleName(caption)
        self._pledge.setText(self.tr("以上内容已向本人宣读。签名与本申请内容绑定，之后不可更改。"))
        self._asks.setText(self.tr("请在签名板上签名，写完按 Enter。") if self._tablet else "")
        self._asks.setVisible(self._tablet)
        self._again.setText(self.tr("重签"))
        self._portrait.setAccessibleName(self.tr("现场相片"))
        self._name_earlier()
        for place, view in enumerate(self._prints):
            found = position_words(self._positions[place]) if place < len(self._positions) else None
            view.setAccessibleName(found.say(self.language()) if found else self.tr("无指纹"))
            view.setToolTip(view.accessibleName())
        self._draw_verdict()
        self._draw_compared()
        self._draw_rows()
