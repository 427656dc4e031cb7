"""The right side of the consultation: may it be done, what to bring, the fee, how long, by which text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PyQt6.QtCore import Qt, QTimer, pyqtSignal
from PyQt6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from forms.packs.model import Material
from forms.scenarios import needed
from forms.words import words as form_words
from vanapp.ui.presenters.consult import Advice
from vanapp.ui.theme import size, space
from vanapp.ui.widgets import ActionButton, Card, Chip, Label, Rule
from vanapp.ui.widgets.advice import AdviceStrip
from vanapp.ui.widgets.code_view import CodeView
from vanapp.ui.widgets.flow import FlowLayout
from vanapp.ui.widgets.room import Room
from vanapp.ui.words import joined

YUAN = 100  # fen


class AdviceCard(Card):
    print_asked = pyqtSignal()
    code_asked = pyqtSignal()

    def __init__(self, language: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(margin=16, gap=10, parent=parent)
        size(self, min_height=400)
        self._language = language
        self._advice: Advice | None = None
        self._wanted: QWidget = self
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._reveal)
        top = space(QHBoxLayout(), 0, 8)
        self._title = Label("", "heading")
        self._channel = Chip("", "info", "primary")
        top.addWidget(self._title, 1)
        top.addWidget(self._channel)
        self._no = AdviceStrip()
        inside = QWidget()
        column = space(QVBoxLayout(inside), (0, 0, 8, 0), 8)
        self._list = space(QVBoxLayout(), 0, 4)
        column.addLayout(self._list)
        self._source = Label("", "muted_small", wrap=True)
        column.addWidget(self._source)
        column.addStretch(1)
        self._rows: list[_Row] = []
        self._terms = Label("", "strong", wrap=True)
        self._sure = Label("", "muted_small", wrap=True)
        self.body.addLayout(top)
        self.body.addWidget(self._no)
        self._room = Room(inside)
        self._code = CodeView()
        self._code.hide()
        self._note = AdviceStrip()
        self._note.hide()
        self.body.addWidget(self._room, 1)
        self.body.addWidget(self._code, 1)
        self.body.addWidget(Rule())
        self.body.addWidget(self._terms)
        self.body.addWidget(self._sure)
        self.body.addWidget(self._note)
        self.body.addLayout(self._make_actions())

    def _make_actions(self) -> FlowLayout:
        line = space(FlowLayout(), 0, 8)
        self._print = ActionButton(key=Qt.Key.Key_F7, icon="printer")
        self._turn = ActionButton(key=Qt.Key.Key_F8, icon="qr-code")
        self._print.clicked.connect(lambda: self.print_asked.emit())
        self._turn.clicked.connect(lambda: self.code_asked.emit())
        for button in (self._print, self._turn):
            line.addWidget(button)
        return line

    @property
    def advice(self) -> Advice | None:
        return self._advice

    @property
    def note(self) -> str:
        """What became of the printed list."""
        return self._note.words

    @property
    def shows_code(self) -> bool:
        return self._code.has_rows

    def show_code(self, rows: Sequence[str]) -> None:
        """In the list's place; no rows: the list."""
        self._code.show_rows(rows)
        self._code.setVisible(bool(rows))
        self._room.setVisible(not rows)
        self._say_actions()
        if rows:
            self._bring_into_view(self._code)

    def show_note(self, words: str, tone: str) -> None:
        self._note.setVisible(bool(words))
        self._note.say(words, "printer", tone)
        if words:
            self._bring_into_view(self._note)

    def _bring_into_view(self, widget: QWidget) -> None:
        """Where the page is stacked, the card may lie below its edge. Once the card is laid out anew."""
        self._wanted = widget
        self._soon.start()

    def _reveal(self) -> None:
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if above is not None and self._wanted.isVisible():
            above.ensureWidgetVisible(self._wanted)

    def _say_actions(self) -> None:
        self._print.setText(self.tr("打印清单"))
        self._turn.setText(self.tr("看清单") if self._code.has_rows else self.tr("手机扫码"))
        self._code.setAccessibleName(self.tr("二维码：手机扫码带走清单，不用上网"))
        is_ready = self._advice is not None and self._advice.ready
        for button in (self._print, self._turn):
            button.setVisible(self._advice is not None)
            button.setEnabled(is_ready)

    def show_advice(self, advice: Advice | None) -> None:
        self._advice = advice
        self.retranslate()

    def retranslate(self) -> None:
        """All of its words: the language may have changed."""
        self._say_actions()
        advice = self._advice
        for widget in (self._channel, self._terms, self._sure, self._source):
            widget.setVisible(advice is not None)
        self._title.setText(self.tr("收件清单") if advice is not None else self.tr("结果"))
        self._show_refusal(advice)
        materials = needed(advice.decision.materials) if advice is not None else []
        self._show_materials(materials)
        if advice is not None:
            self._channel.show_state(*self._channel_word(advice))
            terms = f"{self._fee(advice)} · {self._limit(advice)}"
            self._terms.setText(terms if advice.ready else self.tr("答完各题，显示收费和时限"))
            self._sure.setText(self._basis(advice))
            self._source.setText(self._sources(advice))

    # --- parts ----------------------------------------------------------------------------------------
    def _show_refusal(self, advice: Advice | None) -> None:
        reasons = advice.decision.reasons if advice is not None else ()
        self._no.setVisible(bool(reasons))
        if not reasons:
            return
        reason, language = reasons[0], self._language()
        told = form_words(reason.code)
        said = [told.say(language) if told is not None else reason.code]
        if reason.instead is not None:
            said.append(reason.instead.say(language))
        self._no.say(" ".join(said), "prohibit", "wrong")

    def _show_materials(self, materials: list[Material]) -> None:
        while len(self._rows) < len(materials):
            row = _Row()
            self._rows.append(row)
            self._list.addWidget(row)
        language = self._language()
        for row, material in zip(self._rows, materials, strict=False):
            note = material.note.say(language) if material.note is not None else ""
            hints = [hint.words.say(language) for hint in material.hints]
            licence = self.tr("可用电子证照") if material.e_licence else ""
            below = joined(self._mode(material.mode), licence, note, *hints)
            row.say(material.words.say(language), below)
            row.show()
        for row in self._rows[len(materials) :]:
            row.hide()

    def _mode(self, mode: str) -> str:
        return {
            "V": self.tr("看原件"),
            "O": self.tr("收原件"),
            "F": self.tr("现场填写签名"),
            "N": self.tr("联网核查，不用带"),
            "P": self.tr("现场采集"),
        }[mode]

    def _channel_word(self, advice: Advice) -> tuple[str, str, str]:
        return {
            "complete": (self.tr("现场办结"), "check-circle", "good"),
            "received": (self.tr("现场收件"), "tray", "primary"),
            "advice": (self.tr("只咨询和预约"), "info", "attention"),
        }[advice.decision.channel]

    def _fee(self, advice: Advice) -> str:
        fee = advice.decision.fee
        if fee is not None:
            return (
                self.tr("收费 {yuan} 元").format(yuan=f"{fee.fen / YUAN:g}") if fee.fen else self.tr("不收费")
            )
        if advice.decision.fee_item:
            return self.tr("工本费按受理时核定")
        return self.tr("未查到收费规定")

    def _limit(self, advice: Advice) -> str:
        limit = advice.decision.limit
        if limit is None:
            return self.tr("未查到时限规定")
        if not limit.days:
            return self.tr("材料齐全当场办结")
        unit = self.tr("{n} 个工作日") if limit.unit == "working" else self.tr("{n} 天")
        return unit.format(n=limit.days)

    def _basis(self, advice: Advice) -> str:
        sure = {
            "high": self.tr("较可靠"),
            "medium": self.tr("一般"),
            "low": self.tr("较弱，请向业务部门核实"),
        }
        return self.tr("依据更新 {date} · 来源{sure}").format(
            date=advice.date, sure=sure[advice.decision.confidence]
        )

    def _sources(self, advice: Advice) -> str:
        """Below the list: they are long. How sure they are stands where nobody has to scroll."""
        language, category = self._language(), advice.category
        notes = [note.say(language) for note in (category.channel_note, category.note) if note is not None]
        return " ".join((*notes, self.tr("来源：{source}").format(source=advice.decision.source)))


class _Row(QWidget):
    """One thing to bring, and how it is taken."""

    def __init__(self) -> None:
        super().__init__()
        box = space(QVBoxLayout(self), (0, 4, 0, 4), 0)
        self._words, self._below = Label("", "strong", wrap=True), Label("", "muted_small", wrap=True)
        box.addWidget(self._words)
        box.addWidget(self._below)

    def say(self, words: str, below: str) -> None:
        self._words.setText(words)
        self._below.setText(below)
        self._below.setVisible(bool(below))
