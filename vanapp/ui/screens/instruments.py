"""The instruments: what is plugged in, what is not, and what to do about it; in training also the hands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vanapp.ui.screens.desk_card import DeskCard
from vanapp.ui.screens.kit_card import KitCard
from vanapp.ui.screens.screen import Screen
from vanapp.ui.strip import INSTRUMENT_ICONS
from vanapp.ui.theme import Look, Themed, pixmap, size, space
from vanapp.ui.widgets import ActionButton, Card, Chip, Label
from vanapp.ui.widgets.columns import Columns
from vanapp.ui.words import instrument_word, joined


@dataclass(frozen=True)
class InstrumentRow:
    """model: maker and model as on the box, "" when absent. trouble: what to do, "" when ready.

    key: of the instrument, "" when absent. used: "used" or "spare" where there are two of a kind, else "".
    """

    kind: str
    ready: bool
    model: str = ""
    serial: str = ""
    trouble: str = ""
    key: str = ""
    used: str = ""


class InstrumentsScreen(Screen):
    shown = pyqtSignal()
    hid = pyqtSignal()
    chosen = pyqtSignal(str)  # key of the instrument to use from now on

    def __init__(
        self, desk: DeskCard | None = None, kit: KitCard | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._cards: list[_InstrumentCard] = []
        outer = space(QVBoxLayout(self), (24, 20, 24, 20), 0)
        left = QWidget()
        self._list = space(QVBoxLayout(left), 0, 12)
        if kit is not None:
            self._list.addWidget(kit)
        self._above = self._list.count()
        self._list.addStretch(1)
        size(left, min_width=360)
        self.desk = desk
        both = left if desk is None else Columns(left, desk, side_width=500, stack_below=900)
        outer.addWidget(both)
        self.refresh()

    def show_instruments(self, rows: Sequence[InstrumentRow]) -> None:
        while len(self._cards) < len(rows):
            card = _InstrumentCard()
            card.chosen.connect(self.chosen)
            self._list.insertWidget(self._above + len(self._cards), card)
            self._cards.append(card)
        for card, row in zip(self._cards, rows, strict=False):
            card.show_row(row)
            card.show()
        for card in self._cards[len(rows) :]:
            card.hide()
        ready = sum(row.ready for row in rows)
        self.set_subtitle(self.tr("{ready}/{all} 就绪").format(ready=ready, all=len(rows)))

    def entered(self) -> None:
        self.shown.emit()
        if self.desk is not None:
            self.desk.focus_first()

    def left(self) -> None:
        self.hid.emit()

    def retranslate(self) -> None:
        self.set_title(self.tr("设备"))


class _InstrumentCard(Themed, Card):
    chosen = pyqtSignal(str)

    def __init__(self) -> None:
        super().__init__(margin=16, gap=4)
        size(self, min_height=84)
        self._row = InstrumentRow("", False)
        line = space(QHBoxLayout(), 0, 16)
        self._mark = Label()
        words = space(QVBoxLayout(), 0, 2)
        self._name, self._model, self._trouble = (
            Label("", "heading"),
            Label("", "muted_small"),
            Label(wrap=True),
        )
        for label in (self._name, self._model, self._trouble):
            words.addWidget(label)
        self._chip = Chip()
        self._use = ActionButton(icon="check")
        self._use.clicked.connect(lambda: self.chosen.emit(self._row.key))
        line.addWidget(self._mark)
        line.addLayout(words, 1)
        line.addWidget(self._use)
        line.addWidget(self._chip)
        self.body.addLayout(line)
        self.refresh()

    def show_row(self, row: InstrumentRow) -> None:
        self._row = row
        self.refresh()

    def retranslate(self) -> None:
        row = self._row
        self._name.setText(instrument_word(row.kind))
        serial = self.tr("序列号 {serial}").format(serial=row.serial) if row.serial else ""
        self._model.setText(joined(row.model, serial))
        self._model.setVisible(bool(self._model.text()))
        self._trouble.setText(row.trouble)
        self._trouble.setVisible(bool(row.trouble))
        self._use.setText(self.tr("改用这一台"))
        self._use.setVisible(row.used == "spare")
        if row.ready and row.used == "spare":
            self._chip.show_state(self.tr("备用"), "pause", "muted")
        elif row.ready and row.used == "used":
            self._chip.show_state(self.tr("就绪，在用"), "check", "good")
        elif row.ready:
            self._chip.show_state(self.tr("就绪"), "check", "good")
        elif row.model:
            self._chip.show_state(self.tr("请查看"), "warning", "attention")
        else:
            self._chip.show_state(self.tr("未连接"), "plugs", "attention")

    def restyle(self, look: Look) -> None:
        token = "good" if self._row.ready else "attention"
        name = INSTRUMENT_ICONS.get(self._row.kind, "plugs")
        self._mark.setPixmap(pixmap(name, token, 32, self.devicePixelRatioF()))
