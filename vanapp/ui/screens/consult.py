"""The consultation: found by what people say, asked question by question, answered with a list to bring."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from string import ascii_uppercase

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from forms.packs.model import Category, Switch
from vanapp.ui.presenters.consult import Advice, Asked, Found
from vanapp.ui.screens.consult_advice import AdviceCard
from vanapp.ui.screens.screen import Screen
from vanapp.ui.theme import Look, current, size, space
from vanapp.ui.widgets import ActionButton, Card, Label
from vanapp.ui.widgets.columns import Columns
from vanapp.ui.widgets.option import Choice, Folding, Options
from vanapp.ui.widgets.room import Room
from vanapp.ui.widgets.search_box import SearchBox

LARGE = 1.5
"""From this scale on the list makes way for the questions once a category is chosen."""


class ConsultScreen(Screen):
    """Implements ConsultView."""

    shown = pyqtSignal()
    typed = pyqtSignal(str)
    chosen = pyqtSignal(str)  # a row of the list
    answered = pyqtSignal(str, str)
    switched = pyqtSignal(str, bool)
    turned = pyqtSignal()  # one question a page, or all at once
    went_on = pyqtSignal()
    went_back = pyqtSignal()
    print_asked = pyqtSignal()
    code_asked = pyqtSignal()  # the list as a code for a phone, or the list again

    def __init__(self, language: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._found: tuple[Sequence[Found], str] = ((), "")
        self._category: Category | None = None
        self._asked: tuple[Sequence[Asked], int, bool] = ((), 0, False)
        self._advice: Advice | None = None
        outer = space(QVBoxLayout(self), (24, 20, 24, 20), 16)
        self._list_card = self._make_list()
        main = QWidget()
        middle = space(QHBoxLayout(main), 0, 16)
        middle.addWidget(self._list_card)
        middle.addWidget(self._make_questions(), 1)
        self.advice = AdviceCard(language)
        self.advice.print_asked.connect(self.print_asked)
        self.advice.code_asked.connect(self.code_asked)
        self._columns = Columns(main, self.advice, side_width=400, stack_below=1000)
        outer.addWidget(self._columns, 1)
        outer.addLayout(self._make_actions())
        self.refresh()

    def _make_list(self) -> Card:
        card = size(Card(margin=12, gap=8), width=300)
        self._search = SearchBox()
        self._search.setObjectName("consult_search")
        self._search.textChanged.connect(self.typed)  # typed, pasted, or cleared by its cross
        self._search.returnPressed.connect(self._choose_first)
        self._rows = Options(gap=4, folds=True)
        self._rows.setObjectName("consult_rows")
        self._rows.chosen.connect(self._choose)
        self._nothing = Label("", "muted", wrap=True)
        inside = QWidget()
        column = space(QVBoxLayout(inside), (0, 0, 6, 0), 0)
        column.addWidget(self._rows)
        column.addStretch(1)
        card.body.addWidget(self._search)
        card.body.addWidget(self._nothing)
        card.body.addWidget(Room(inside), 1)
        return card

    def _make_questions(self) -> Card:
        card = size(Card(margin=20, gap=12), min_height=340)
        self._headline = Label("", "heading", wrap=True)
        self._place = Label("", "muted_small")
        self._invitation = Label("", "muted", wrap=True)
        inside = QWidget()
        self._groups_box = space(QVBoxLayout(inside), (0, 0, 8, 0), 16)
        self._groups: list[_Group] = []
        self._also = _Circumstances()
        self._also.switched.connect(self.switched)
        self._groups_box.addWidget(self._also)
        self._groups_box.addStretch(1)
        card.body.addWidget(self._headline)
        card.body.addWidget(self._place)
        card.body.addWidget(self._invitation)
        card.body.addWidget(Room(inside), 1)
        return card

    def _make_actions(self) -> QHBoxLayout:
        line = space(QHBoxLayout(), 0, 12)
        self._back = ActionButton(key=Qt.Key.Key_Escape, icon="arrow-left")
        self._turn = ActionButton(key=Qt.Key.Key_F6, icon="user")
        self._why = Label("", "muted", wrap=True)
        self._go = ActionButton(key=Qt.Key.Key_Return, icon="arrow-right", kind="primary", icon_after=True)
        self._go.setObjectName("next")
        self._back.setObjectName("back")
        self._back.clicked.connect(lambda: self.went_back.emit())
        self._turn.clicked.connect(lambda: self.turned.emit())
        self._go.clicked.connect(lambda: self.went_on.emit())
        for widget in (self._back, self._turn):
            line.addWidget(widget)
        line.addWidget(self._why, 1)
        line.addWidget(self._go)
        return line

    # --- what is so ------------------------------------------------------------------------------------
    @property
    def found(self) -> Sequence[Found]:
        return self._found[0]

    @property
    def answers(self) -> Mapping[str, str]:
        """What is chosen, by question."""
        return {one.question.id: one.chosen for one in self._asked[0] if one.chosen}

    # --- ConsultView ----------------------------------------------------------------------------------
    def show_found(self, rows: Sequence[Found], chosen: str) -> None:
        self._found = (rows, chosen)
        self._draw_found()

    def show_questions(
        self, category: Category | None, questions: Sequence[Asked], here: int, one_by_one: bool
    ) -> None:
        self._category, self._asked = category, (questions, here, one_by_one)
        self._draw_questions()

    def show_advice(self, advice: Advice | None) -> None:
        self._advice = advice
        self.advice.show_advice(advice)
        self._draw_circumstances()
        self._draw_actions()

    def show_code(self, rows: Sequence[str]) -> None:
        self.advice.show_code(rows)

    def show_note(self, words: str, tone: str) -> None:
        self.advice.show_note(words, tone)

    # --- keys and words -------------------------------------------------------------------------------
    def entered(self) -> None:
        self.shown.emit()
        self._search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose_first(self) -> None:
        """Enter in the search takes the best hit."""
        rows, _ = self._found
        if rows and self._search.text().strip():
            self._choose(rows[0].id)
        elif self._category is not None:
            self.went_on.emit()

    def _choose(self, row: str) -> None:
        """From here on letters answer; F3 searches again."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.chosen.emit(row)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Letters answer, unless one types into the search."""
        if event is not None and not self._search.hasFocus():
            key = event.key()
            if key == Qt.Key.Key_F3:
                self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
                self._search.selectAll()
                return
            if any(group.options.press(key) for group in self._groups if group.isVisible()):
                return
        super().keyPressEvent(event)

    def retranslate(self) -> None:
        self.set_title(self.tr("咨询"))
        self.set_subtitle(self.tr("要带什么、收多少钱、几天能好"))
        self._search.setPlaceholderText(self.tr("说法、拼音或首字母，如：身份证丢了"))
        self._search.setAccessibleName(self.tr("查找业务"))
        self._invitation.setText(self.tr("先在左边选一类业务，或输入群众的说法。"))
        self._back.setText(self.tr("返回"))
        self.advice.retranslate()
        self._draw_found()
        self._draw_questions()

    def restyle(self, look: Look) -> None:
        self._draw_found()
        self._draw_questions()

    def _draw_found(self) -> None:
        rows, chosen = self._found
        language = self._language()
        many = self.tr("{n} 类业务要用")
        self._rows.show_choices(
            [
                Choice(
                    row.id,
                    "",
                    row.words.say(language),
                    row.where.say(language) if row.where else (many.format(n=row.badge) if row.badge else ""),
                )
                for row in rows
            ],
            chosen,
        )
        self._nothing.setText(self.tr("没有找到。换个说法试试，或清空后从列表里选。"))
        self._nothing.setVisible(not rows)
        self._list_card.setVisible(current().scale < LARGE or self._category is None)

    def _draw_questions(self) -> None:
        questions, here, one_by_one = self._asked
        category, language = self._category, self._language()
        self._headline.setVisible(category is not None)
        self._headline.setText(category.words.say(language) if category is not None else "")
        self._invitation.setVisible(category is None)
        shown = questions[here : here + 1] if one_by_one else questions
        self._place.setVisible(one_by_one and bool(questions))
        self._place.setText(self.tr("第 {n} 题，共 {all} 题").format(n=here + 1, all=len(questions)))
        while len(self._groups) < len(shown):
            group = _Group()
            group.answered.connect(self.answered)
            self._groups.append(group)
            self._groups_box.insertWidget(self._groups_box.count() - 2, group)
        letters = iter(ascii_uppercase)
        for group, one in zip(self._groups, shown, strict=False):
            group.show_question(one, language, letters, large=one_by_one)
            group.show()
        for group in self._groups[len(shown) :]:
            group.hide()
        self._turn.setText(self.tr("全部列出") if one_by_one else self.tr("逐题询问"))
        self._draw_circumstances()
        self._draw_actions()
        self._turn.setEnabled(category is not None)
        self._back.setEnabled(category is not None)
        self._list_card.setVisible(current().scale < LARGE or category is None)

    def _draw_circumstances(self) -> None:
        """Beside the questions; when they are asked one by one, with the last."""
        questions, here, one_by_one = self._asked
        switches = self._advice.switches if self._advice is not None else ()
        self._also.show_switches(switches, self._language())
        self._also.setVisible(bool(switches) and (not one_by_one or here + 1 == len(questions)))

    def _draw_actions(self) -> None:
        advice = self._advice
        begin = advice is not None and advice.can_begin
        book = advice is not None and advice.can_book
        _, _, one_by_one = self._asked
        words = self.tr("预约窗口") if book else self.tr("下一题")
        self._go.setText(self.tr("开始受理") if begin else words)
        begin = begin or book
        self._go.setVisible(begin or one_by_one)
        self._go.setEnabled(begin or self._more())
        why = ""
        if book:
            why = self.tr("这类业务外勤不能受理。可以现在预约，答过的不用再答。")
        elif advice is not None and advice.ready and not begin:
            why = self.tr("这类业务本机暂不能受理，请按清单准备后到窗口或预约办理。")
        self._why.setText(why)

    def _more(self) -> bool:
        questions, here, _ = self._asked
        return here + 1 < len(questions)


class _Circumstances(QWidget):
    """What else may be so: ticks that add or drop materials."""

    switched = pyqtSignal(str, bool)

    def __init__(self) -> None:
        super().__init__()
        self._box = space(QVBoxLayout(self), 0, 8)
        self._words = Label("", "strong", wrap=True)
        self._box.addWidget(self._words)
        self._ticks: list[Folding] = []

    def show_switches(self, switches: Sequence[tuple[Switch, bool]], language: str) -> None:
        self._words.setText(self.tr("另外有这些情况吗？"))
        while len(self._ticks) < len(switches):
            tick = Folding(Choice("", "", ""), self)
            tick.clicked.connect(lambda on, tick=tick: self.switched.emit(tick.choice.id, on))
            self._ticks.append(tick)
            self._box.addWidget(tick)
        for tick, (switch, on) in zip(self._ticks, switches, strict=False):
            words = switch.words.say(language) if switch.words is not None else switch.id
            tick.show_choice(Choice(switch.id, "", words))
            tick.setChecked(on)
            tick.show()
        for tick in self._ticks[len(switches) :]:
            tick.hide()


class _Group(QWidget):
    """One question with its answers; what no longer goes with the others is greyed."""

    answered = pyqtSignal(str, str)

    def __init__(self) -> None:
        super().__init__()
        box = space(QVBoxLayout(self), 0, 8)
        self._words = Label("", "strong", wrap=True)
        self.options = Options(columns=2, gap=8, folds=True)
        self._id = ""
        self.options.chosen.connect(lambda answer: self.answered.emit(self._id, answer))
        box.addWidget(self._words)
        box.addWidget(self.options)

    def show_question(self, one: Asked, language: str, letters: object, *, large: bool) -> None:
        self._id = one.question.id
        self._words.set_role("instruction" if large else "strong")
        self._words.setText(one.question.words.say(language))
        self.options.set_columns(1 if large else 2)
        choices = [
            Choice(answer.code, next(letters, ""), answer.words.say(language))  # type: ignore[call-overload]
            for answer in one.question.answers
        ]
        self.options.show_choices(choices, one.chosen)
        self.options.show_open(
            [answer.code for answer in one.question.answers if answer.code in one.open_ones]
        )
