"""Today: the day's stops in order, what is unfinished, whether we may leave, and what needs the officer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vanapp.ui.screens.screen import Screen
from vanapp.ui.screens.visit_row import Stop, VisitRow
from vanapp.ui.theme import space
from vanapp.ui.widgets import ActionButton, Card, CheckLine, Chip, Item, Label
from vanapp.ui.widgets.columns import Columns

OVER = ("done", "dropped")
MANY = 5
"""With more stops than this the rows are lower."""


@dataclass(frozen=True)
class Needed:
    """An application the office sent back."""

    id: str
    name: str
    reason: str


class TodayScreen(Screen):
    begun = pyqtSignal(str)  # a stop's or a draft's id
    walk_in_begun = pyqtSignal()
    needed_opened = pyqtSignal(str)  # application id
    shown = pyqtSignal()
    instruments_asked = pyqtSignal()
    books_opened = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[VisitRow] = []
        self._facts: list[CheckLine] = []
        self._chosen = ""
        self._arriving = False
        self._needed: tuple[Needed, ...] = ()
        outer = space(QVBoxLayout(self), (24, 20, 24, 20), 0)
        outer.addWidget(Columns(self._left(), self._right(), side_width=340, stack_below=900))
        self.refresh()

    def _left(self) -> QWidget:
        left = QWidget()
        self._list = space(QVBoxLayout(left), 0, 12)
        self._empty = Label("", "muted", wrap=True)
        self._list.addWidget(self._empty)
        self._list.addStretch(1)
        foot = space(QHBoxLayout(), 0, 12)
        self._walk_in = ActionButton(key=Qt.Key.Key_F2, icon="plus")
        self._walk_in.clicked.connect(self.walk_in_begun)
        self._books = ActionButton(key=Qt.Key.Key_F6, icon="money")
        self._books.setObjectName("books")
        self._books.clicked.connect(self.books_opened)
        foot.addStretch(1)
        foot.addWidget(self._books)
        foot.addWidget(self._walk_in)
        self._list.addLayout(foot)
        return left

    def _right(self) -> QWidget:
        side = QWidget()
        column = space(QVBoxLayout(side), 0, 12)
        self._check = Card(gap=10)
        self._check_title = Label("", "heading")
        self._check_lines = space(QVBoxLayout(), 0, 8)
        self._ready = Chip("", "check", "good", text_size=15)
        self._check.body.addWidget(self._check_title)
        self._check.body.addLayout(self._check_lines)
        self._check.body.addWidget(self._ready)
        self._needs = Card(gap=10)
        self._needs_title = Label("", "heading")
        self._needs_chip = Chip("", "arrow-u-up-left", "wrong")
        self._needs_first = Label("", wrap=True)
        self._needs_open = ActionButton(key=Qt.Key.Key_F4, icon="pencil-simple")
        self._needs_open.clicked.connect(self._open_needed)
        for widget in (self._needs_title, self._needs_chip, self._needs_first, self._needs_open):
            self._needs.body.addWidget(widget)
        column.addWidget(self._check)
        column.addWidget(self._needs)
        column.addWidget(self._counts_card())
        column.addStretch(1)
        return side

    def _counts_card(self) -> Card:
        card = Card(gap=0)
        line = space(QHBoxLayout(), 0, 8)
        self._numbers: dict[str, tuple[Label, Label]] = {}
        for place, key in enumerate(("here", "office", "accepted")):
            column = space(QVBoxLayout(), 0, 0)
            number, words = Label("0", "number"), Label("", "muted_small")
            for label in (number, words):
                label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
                column.addWidget(label)
            self._numbers[key] = (number, words)
            if place:
                line.addStretch(1)
            line.addLayout(column)
        card.body.addLayout(line)
        return card

    def show_stops(self, stops: Sequence[Stop]) -> None:
        """The day in order; the first that is not done is chosen, unless the officer chose another."""
        while len(self._rows) < len(stops):
            row = VisitRow()
            row.begun.connect(self.begun)
            row.chosen.connect(self._choose)
            self._list.insertWidget(len(self._rows), row)
            if self._rows:
                QWidget.setTabOrder(self._rows[-1], row)
            QWidget.setTabOrder(row, self._walk_in)
            QWidget.setTabOrder(self._walk_in, self._books)
            self._rows.append(row)
        for row, stop in zip(self._rows, stops, strict=False):
            row.show_stop(stop)
            row.set_low(len(stops) > MANY)
            row.show()
        for row in self._rows[len(stops) :]:
            row.hide()
        self._empty.setVisible(not stops)
        open_ids = [stop.id for stop in stops if stop.state not in OVER]
        self._choose(self._chosen if self._chosen in open_ids else next(iter(open_ids), ""))
        if self._arriving and stops:
            self._arriving = False
            self._focus_chosen()

    def show_check(self, items: Sequence[Item]) -> None:
        """The departure check, worst last."""
        while len(self._facts) < len(items):
            line = CheckLine("")
            self._check_lines.addWidget(line)
            self._facts.append(line)
        for line, fact in zip(self._facts, items, strict=False):
            line.show_item(fact.words, fact.state)
            line.show()
        for line in self._facts[len(items) :]:
            line.hide()

    def show_needed(self, needed: Sequence[Needed]) -> None:
        self._needed = tuple(needed)
        self._say_needed()

    def show_counts(self, counts: dict[str, int]) -> None:
        """here, office, accepted."""
        for key, (number, _) in self._numbers.items():
            number.setText(str(counts.get(key, 0)))

    def entered(self) -> None:
        self._arriving = True
        self._focus_chosen()
        self.shown.emit()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        steps = {int(Qt.Key.Key_Up): -1, int(Qt.Key.Key_Down): 1}
        if event is not None and event.key() in steps:
            self._step(steps[event.key()])
            return
        super().keyPressEvent(event)

    def retranslate(self) -> None:
        self.set_title(self.tr("今日行程"))
        self._empty.setText(self.tr("今天没有安排的行程。按 F2 可直接受理。"))
        self._walk_in.setText(self.tr("直接受理"))
        self._books.setText(self.tr("账物与收班"))
        self._check_title.setText(self.tr("出发检查"))
        self._ready.setText(self.tr("可离线工作"))
        self._ready.updateGeometry()
        self._needs_title.setText(self.tr("需要您处理"))
        self._needs_open.setText(self.tr("更正"))
        for key, words in (
            ("here", self.tr("在本机")),
            ("office", self.tr("已到局里")),
            ("accepted", self.tr("已通过")),
        ):
            self._numbers[key][1].setText(words)
        self._say_needed()

    def _say_needed(self) -> None:
        some = bool(self._needed)
        self._needs_chip.setVisible(some)
        self._needs_open.setVisible(some)
        self._needs_chip.show_state(
            self.tr("退回 {n} 件").format(n=len(self._needed)), "arrow-u-up-left", "wrong"
        )
        first = self._needed[0] if some else None
        text = f"{first.name} · {first.reason}".strip(" ·") if first else self.tr("没有退回的申请")
        self._needs_first.setText(text)
        self._needs_first.set_role("" if some else "muted")

    def _open_needed(self) -> None:
        if self._needed:
            self.needed_opened.emit(self._needed[0].id)

    def _choose(self, stop_id: str) -> None:
        self._chosen = stop_id
        for row in self._rows:
            row.set_chosen(row.stop.id == stop_id and row.stop.state not in OVER and not row.isHidden())

    def _step(self, by: int) -> None:
        shown = [row for row in self._rows if not row.isHidden()]
        here = next((i for i, row in enumerate(shown) if row.stop.id == self._chosen), 0)
        if shown:
            row = shown[max(0, min(len(shown) - 1, here + by))]
            row.setFocus(Qt.FocusReason.TabFocusReason)

    def _focus_chosen(self) -> None:
        for row in self._rows:
            if row.stop.id == self._chosen and not row.isHidden():
                row.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self._walk_in.setFocus(Qt.FocusReason.OtherFocusReason)


__all__ = ["Needed", "Stop", "TodayScreen"]
