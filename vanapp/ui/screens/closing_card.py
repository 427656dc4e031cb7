"""The drawer counted: how many of each note and coin, what must be there, what stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PyQt6.QtCore import QRegularExpression, Qt, pyqtSignal
from PyQt6.QtGui import QRegularExpressionValidator
from PyQt6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from vanapp.ui.screens.intake_words import money_word
from vanapp.ui.theme import size, space
from vanapp.ui.widgets import ActionButton, Card, Label
from vanapp.ui.widgets.columns import Columns

if TYPE_CHECKING:
    from vanapp.usecases.books import Drawer

FACES = (10000, 5000, 2000, 1000, 500, 100, 50, 10)
"""As usecases.close_day.FACES."""
MOST = QRegularExpression("[0-9]{0,4}")
MONEY = QRegularExpression("[0-9]{0,6}(\\.[0-9]{0,2})?")


@dataclass(frozen=True)
class Counted:
    """What the officer counted. kept: fen that stay as change."""

    pieces: Mapping[int, int]
    kept: int
    held_seen: bool
    reason: str


def fen(text: str) -> int:
    """ "12.5" -> 1250; what is no amount is nothing."""
    whole, _, part = text.partition(".")
    digits = (whole or "0") + (part + "00")[:2]
    return int(digits) if digits.isascii() and digits.isdigit() else 0


def money_text(cents: int) -> str:
    """As it is typed: 12.50."""
    return f"{cents // 100}.{cents % 100:02d}"


def signed_money(cents: int) -> str:
    """¥ 20, or -¥ 12.50."""
    return ("-" if cents < 0 else "") + money_word(abs(cents))


class ClosingCard(QWidget):
    """Shows the difference while it is counted."""

    change_put = pyqtSignal(int)

    def __init__(self) -> None:
        super().__init__()
        self._expected = self._opened = self._held = 0
        self._fields: dict[int, QLineEdit] = {}
        self._faces: dict[int, Label] = {}
        outer = space(QVBoxLayout(self), 0, 0)
        outer.addWidget(Columns(self._make_count(), self._make_sum(), side_width=400, stack_below=760))
        outer.addStretch(1)
        self.refresh_words()

    def _make_count(self) -> QWidget:
        card = Card(gap=8)
        self._count_title = Label("", "heading")
        card.body.addWidget(self._count_title)
        grid = space(QGridLayout(), 0, 8)
        for place, face in enumerate(FACES):
            self._faces[face] = Label("", "")
            number = self._fields[face] = size(QLineEdit(), width=110)
            number.setValidator(QRegularExpressionValidator(MOST, number))
            number.setAlignment(Qt.AlignmentFlag.AlignRight)
            number.textChanged.connect(self._counting)
            number.returnPressed.connect(self.focusNextChild)
            row, column = place % 4, place // 4 * 2
            grid.addWidget(self._faces[face], row, column)
            grid.addWidget(number, row, column + 1)
        grid.setColumnStretch(4, 1)
        card.body.addLayout(grid)
        card.body.addStretch(1)
        return card

    def _make_sum(self) -> QWidget:
        card = Card(gap=8)
        self._labels = {name: Label("", "muted") for name in ("opened", "expected", "counted", "kept")}
        self.opened, self.kept = size(QLineEdit(), width=130), size(QLineEdit(), width=130)
        for line in (self.opened, self.kept):
            line.setValidator(QRegularExpressionValidator(MONEY, line))
            line.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._must, self._there, self._difference = (
            Label("", "heading"),
            Label("", "heading"),
            Label("", "number"),
        )
        grid = space(QGridLayout(), 0, 8)
        for row, (name, widget) in enumerate(
            (("opened", self.opened), ("expected", self._must), ("counted", self._there), ("kept", self.kept))
        ):
            grid.addWidget(self._labels[name], row, 0)
            grid.addWidget(widget, row, 1, Qt.AlignmentFlag.AlignRight)
        card.body.addLayout(grid)
        card.body.addWidget(self._difference)
        self.held = ActionButton(key=Qt.Key.Key_F9, icon="tray")
        self.held.setObjectName("held_seen")
        self.held.setCheckable(True)
        self.held.hide()
        card.body.addWidget(self.held)
        card.body.addStretch(1)
        self.opened.editingFinished.connect(self._put)
        return card

    def show_drawer(self, drawer: Drawer, held: int) -> None:
        before = money_text(self._opened)
        self._expected, self._opened, self._held = drawer.expected, drawer.opened, held
        if not self.opened.hasFocus():
            self.opened.setText(money_text(drawer.opened))
        if self.kept.text() in ("", before):  # until the officer says otherwise the same change stays
            self.kept.setText(money_text(drawer.opened))
        self.held.setVisible(held > 0)
        self.refresh_words()

    def counted(self, reason: str) -> Counted:
        return Counted(self._pieces(), fen(self.kept.text()), self.held.isChecked(), reason)

    def clear(self) -> None:
        """It was closed: the next count begins with nothing."""
        for number in self._fields.values():
            number.clear()
        self.kept.clear()
        self.held.setChecked(False)

    def focus_first(self) -> None:
        self._fields[FACES[0]].setFocus(Qt.FocusReason.OtherFocusReason)

    def _pieces(self) -> dict[int, int]:
        return {face: int(number.text()) for face, number in self._fields.items() if number.text()}

    def _put(self) -> None:
        if fen(self.opened.text()) != self._opened:
            self.change_put.emit(fen(self.opened.text()))

    def _counting(self) -> None:
        there = sum(face * count for face, count in self._pieces().items())
        self._must.setText(signed_money(self._expected))
        self._there.setText(money_word(there))
        difference = there - self._expected
        if not difference:
            self._difference.setText(self.tr("账款相符"))
        elif difference > 0:
            self._difference.setText(self.tr("多 {amount}").format(amount=money_word(difference)))
        else:
            self._difference.setText(self.tr("少 {amount}").format(amount=money_word(-difference)))

    def refresh_words(self) -> None:
        self._count_title.setText(self.tr("清点现金"))
        for face, label in self._faces.items():
            label.setText(self.tr("{face} 张（枚）").format(face=money_word(face)))
            self._fields[face].setAccessibleName(label.text())
        for name, words in (
            ("opened", self.tr("备用金（元）")),
            ("expected", self.tr("应有现金")),
            ("counted", self.tr("清点现金")),
            ("kept", self.tr("留作备用金（元）")),
        ):
            self._labels[name].setText(words)
        self.opened.setAccessibleName(self.tr("备用金（元）"))
        self.kept.setAccessibleName(self.tr("留作备用金（元）"))
        self.held.setText(self.tr("代管原件 {n} 件已清点").format(n=self._held))
        self._counting()
