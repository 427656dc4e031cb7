"""The books: fees, originals in the van, papers to come, and the day's closing. Passive."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from vanapp.ui.screens.closing_card import ClosingCard, Counted
from vanapp.ui.screens.outbox_list import Row, RowsList, RowsModel, RowWords
from vanapp.ui.screens.screen import Screen
from vanapp.ui.theme import size, space
from vanapp.ui.widgets import ActionButton, Card, Label
from vanapp.ui.widgets.flow import FlowLayout
from vanapp.ui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from vanapp.usecases.books import Books

TABS = ("fees", "held", "promises", "closing")
ACTS: Mapping[str, tuple[str, ...]] = {
    "fees": ("pay_cash", "pay_scan", "reprint", "void"),
    "held": ("give_back", "send_on", "label"),
    "promises": ("supplement", "handed_in"),
    "closing": ("close",),
}
KEYS = {
    "pay_cash": (Qt.Key.Key_F5, "money"),
    "pay_scan": (Qt.Key.Key_F6, "qr-code"),
    "reprint": (Qt.Key.Key_F7, "receipt"),
    "void": (Qt.Key.Key_F8, "x-circle"),
    "give_back": (Qt.Key.Key_F5, "hand"),
    "send_on": (Qt.Key.Key_F6, "paper-plane-tilt"),
    "label": (Qt.Key.Key_F7, "printer"),
    "supplement": (Qt.Key.Key_F5, "scan"),
    "handed_in": (Qt.Key.Key_F6, "buildings"),
    "close": (Qt.Key.Key_F10, "check"),
}
PRIMARY = ("close",)


class BooksScreen(Screen):
    """One list per tab. `acted(act, row id, text)`: text is what stands in the field of the tab."""

    shown = pyqtSignal()
    acted = pyqtSignal(str, str, str)
    closed = pyqtSignal(object)  # Counted
    change_put = pyqtSignal(int)  # fen that lie in the drawer as change
    went_back = pyqtSignal()

    def __init__(self, say: Mapping[str, Callable[[Any], RowWords]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tab = "fees"
        self._rows: dict[str, tuple[Row, ...]] = dict.fromkeys(TABS, ())
        self._models: dict[str, RowsModel[Any]] = {tab: RowsModel(words, self) for tab, words in say.items()}
        outer = space(QVBoxLayout(self), (24, 20, 24, 20), 14)
        self._tabs = Segmented()
        self._tabs.picked.connect(self.turn)
        outer.addWidget(self._tabs)
        self._sum = Label("", "muted", wrap=True)
        outer.addWidget(self._sum)
        self._card = Card(margin=0, gap=0)
        space(self._card.body, (1, 8, 1, 8), 0)
        self._empty = Label("", "muted", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.lists: dict[str, RowsList] = {}
        for tab, model in self._models.items():
            view = self.lists[tab] = size(RowsList(), min_height=168)
            view.setModel(model)
            self._card.body.addWidget(view, 1)
        self._card.body.addWidget(self._empty, 1)
        outer.addWidget(self._card, 1)
        self.closing = ClosingCard()
        self.closing.change_put.connect(self.change_put)
        outer.addWidget(self.closing, 1)
        self._text_label = Label("", "muted")
        self._text = QLineEdit()
        self._text.setMaxLength(100)
        outer.addWidget(self._text_label)
        outer.addWidget(self._text)
        outer.addWidget(self._make_foot())
        self.refresh()
        self.turn("fees")

    def _make_foot(self) -> QWidget:
        foot = QWidget()
        row = space(FlowLayout(foot), 0, 10)
        self._back = ActionButton(key=Qt.Key.Key_Escape, icon="arrow-left")
        self._back.clicked.connect(self.went_back)
        row.addWidget(self._back)
        self.buttons: dict[str, ActionButton] = {}
        for act, (key, icon) in KEYS.items():
            kind = "primary" if act in PRIMARY else "plain"
            button = self.buttons[act] = ActionButton(key=key, icon=icon, kind=kind)
            button.setObjectName(act)
            button.clicked.connect(lambda _=False, act=act: self._act(act))
            row.addWidget(button)
        return foot

    @property
    def tab(self) -> str:
        return self._tab

    def turn(self, tab: str) -> None:
        """Another tab is in front."""
        self._tab = tab
        self._tabs.set_value(tab)
        self._text.clear()
        for act, button in self.buttons.items():
            button.setVisible(act in ACTS[tab])
        self._show_tab()
        self.retranslate()

    def show_books(self, books: Books, sums: Mapping[str, str]) -> None:
        """sums: a line for each tab, in words."""
        self._sums = dict(sums)
        self._show_rows({"fees": books.fees, "held": books.held, "promises": books.promises})
        self.closing.show_drawer(books.drawer, len(books.held))
        self._show_tab()
        self.retranslate()

    def _show_rows(self, rows: Mapping[str, Sequence[Row]]) -> None:
        for tab, found in rows.items():
            before = self._chosen(tab)
            self._rows[tab] = tuple(found)
            self._models[tab].replace(self._rows[tab], has_more=False)
            if found:
                place = max(self._models[tab].place_of(before), 0)
                self.lists[tab].setCurrentIndex(self._models[tab].index(place))

    def clear_text(self) -> None:
        self._text.clear()

    def clear_count(self) -> None:
        self.closing.clear()

    def entered(self) -> None:
        self.shown.emit()
        self._focus()

    def _chosen(self, tab: str) -> str:
        row = self._models[tab].row(self.lists[tab].currentIndex())
        return row.id if row is not None else ""

    def _act(self, act: str) -> None:
        text = self._text.text().strip()
        if act == "close":
            self.closed.emit(self.closing.counted(text))
        elif chosen := self._chosen(self._tab):
            self.acted.emit(act, chosen, text)

    def _show_tab(self) -> None:
        closing, some = self._tab == "closing", bool(self._rows[self._tab])
        self._card.setVisible(not closing)
        self.closing.setVisible(closing)
        for tab, view in self.lists.items():
            view.setVisible(tab == self._tab and some)
        self._empty.setVisible(not some)
        for act in ACTS[self._tab]:
            self.buttons[act].setEnabled(closing or some)
        asks = self._tab != "promises"
        self._text.setVisible(asks)
        self._text_label.setVisible(asks)
        if self.isVisible():
            self._focus()

    def _focus(self) -> None:
        if self._tab == "closing":
            self.closing.focus_first()
        elif self._rows[self._tab]:
            self.lists[self._tab].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._tabs.focus_first()

    def retranslate(self) -> None:
        self.set_title(self.tr("账物与收班"))
        self._tabs.show_choices(
            [
                ("fees", self.tr("收费")),
                ("held", self.tr("代管")),
                ("promises", self.tr("容缺补交")),
                ("closing", self.tr("收班日结")),
            ]
        )
        self._tabs.set_value(self._tab)
        self._sum.setText(getattr(self, "_sums", {}).get(self._tab, ""))
        self._empty.setText(
            {
                "fees": self.tr("上次日结以来没有收费"),
                "held": self.tr("车上没有代管的原件"),
                "promises": self.tr("没有待补交的材料"),
            }.get(self._tab, "")
        )
        asked = {
            "fees": self.tr("补打、作废的原因"),
            "held": self.tr("交给谁、转到哪里"),
            "closing": self.tr("有差额时写明原因"),
        }.get(self._tab, "")
        self._text_label.setText(asked)
        self._text.setAccessibleName(asked)
        for act, words in (
            ("pay_cash", self.tr("收到现金")),
            ("pay_scan", self.tr("已扫码缴费")),
            ("reprint", self.tr("补打凭据")),
            ("void", self.tr("作废收款")),
            ("give_back", self.tr("已退还本人")),
            ("send_on", self.tr("已转交")),
            ("label", self.tr("打印标签")),
            ("supplement", self.tr("扫描补交")),
            ("handed_in", self.tr("已交到派出所")),
            ("close", self.tr("日结并打印")),
        ):
            self.buttons[act].setText(words)
        self._back.setText(self.tr("返回"))
        for tab, words in (("fees", self.tr("收费清单")), ("held", self.tr("代管清单"))):
            self.lists[tab].setAccessibleName(words)
        self.lists["promises"].setAccessibleName(self.tr("容缺清单"))
        for model in self._models.values():
            model.say_again()


__all__ = ["BooksScreen", "Counted"]
