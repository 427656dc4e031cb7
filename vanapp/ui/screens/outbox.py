"""The outbox: what was sealed on this laptop and where it stands at the office."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PyQt6.QtCore import Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from vanapp.ui.screens.outbox_list import RowsList, RowsModel, RowWords
from vanapp.ui.screens.screen import Screen
from vanapp.ui.theme import current, size, space
from vanapp.ui.widgets import ActionButton, Card, Label
from vanapp.ui.widgets.search_box import SearchBox
from vanapp.ui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from vanapp.usecases.list_outbox import OutboxRow

SEARCH_PAUSE_MS = 120


class OutboxScreen(Screen):
    asked = pyqtSignal(str, str)  # filter, search: show this
    send_asked = pyqtSignal()
    copy_asked = pyqtSignal()  # what is not at the office, onto a USB stick
    correct_asked = pyqtSignal(str)  # application id
    supplement_asked = pyqtSignal(str)  # the same: a paper that was to come is here
    again_asked = pyqtSignal(str)  # application id: the office refused its parcel, let it go once more
    shown = pyqtSignal()

    def __init__(self, say: Callable[[OutboxRow], RowWords], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: Mapping[str, int] = {}
        self._chosen = ""
        self._arriving = False
        self.model: RowsModel[OutboxRow] = RowsModel(say, self)
        outer = space(QVBoxLayout(self), (24, 20, 24, 20), 16)
        self._top = space(QGridLayout(), 0, 12)
        self._top.setColumnStretch(1, 1)
        self._search = size(SearchBox(), width=300)
        self._filters = Segmented()
        self._send = ActionButton(key=Qt.Key.Key_F9, icon="paper-plane-tilt", kind="primary")
        self._top.addWidget(self._search, 0, 0, Qt.AlignmentFlag.AlignTop)
        self._top.addWidget(self._filters, 0, 1)
        self._top.addWidget(self._send, 0, 2, Qt.AlignmentFlag.AlignTop)
        outer.addLayout(self._top)
        card = Card(margin=0, gap=0)
        space(card.body, (1, 8, 1, 8), 0)
        self.list = size(RowsList(), min_height=168)
        self.list.setModel(self.model)
        self._empty = Label("", "muted")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        card.body.addWidget(self.list, 1)
        card.body.addWidget(self._empty, 1)
        outer.addWidget(card, 1)
        foot = space(QHBoxLayout(), 0, 12)
        self._progress = Label("", "muted", wrap=True)
        self._correct = ActionButton(key=Qt.Key.Key_Return, icon="pencil-simple", kind="plain")
        self._again = ActionButton(key=Qt.Key.Key_Return, icon="arrows-clockwise")
        self._copy = ActionButton(icon="usb", kind="plain")
        foot.addWidget(self._progress, 1)
        foot.addWidget(self._copy)
        foot.addWidget(self._again)
        self._supplement = ActionButton(key=Qt.Key.Key_Return, icon="scan", kind="plain")
        self._supplement.setObjectName("supplement")
        self._supplement.hide()
        self._supplement.clicked.connect(self._supplement_chosen)
        foot.addWidget(self._correct)
        foot.addWidget(self._supplement)
        outer.addLayout(foot)
        self._wire()
        self.refresh()
        self._filters.set_value("all")
        self.show_empty(True)

    def _wire(self) -> None:
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SEARCH_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self._search.textChanged.connect(lambda _: self._pause.start())
        self._filters.picked.connect(lambda _: self._ask())
        self._send.clicked.connect(self.send_asked)
        self._copy.clicked.connect(self.copy_asked)
        self._correct.clicked.connect(self._correct_chosen)
        self._again.clicked.connect(self._again_chosen)
        self.list.doubleClicked.connect(lambda _: self._correct_chosen())
        selection = self.list.selectionModel()
        if selection is not None:
            selection.currentChanged.connect(lambda *_: self._show_correct())
        self.model.modelReset.connect(self._after_reset)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """By filter: all, here, office, accepted, needs_you."""
        self._counts = counts
        self._say_filters()

    def show_empty(self, empty: bool) -> None:
        self.list.setVisible(not empty)
        if self._arriving and not empty:
            self._arriving = False
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self._empty.setVisible(empty)
        self._say_empty()

    def show_progress(self, text: str) -> None:
        """One line under the list: what the post is doing."""
        self._progress.setText(text)

    def show_copying(self, copying: bool) -> None:
        self._copy.setEnabled(not copying)

    def show_sending(self, sending: bool) -> None:
        self._send.setEnabled(not sending)

    @property
    def filter(self) -> str:
        return self._filters.value() or "all"

    @property
    def search(self) -> str:
        return self._search.text().strip()

    def entered(self) -> None:
        self._search.setFocus(Qt.FocusReason.OtherFocusReason)
        self._arriving = True
        self.shown.emit()

    def retranslate(self) -> None:
        self.set_title(self.tr("待发与办理状态"))
        self._search.setPlaceholderText(self.tr("姓名、号码、受理号"))
        self._search.setAccessibleName(self.tr("查找"))
        self.list.setAccessibleName(self.tr("本机的申请"))
        self._send.setText(self.tr("立即发送"))
        self._correct.setText(self.tr("更正"))
        self._again.setText(self.tr("重新发送"))
        self._supplement.setText(self.tr("扫描补交"))
        self._copy.setText(self.tr("复制到 U 盘"))
        self._say_filters()
        self._say_empty()
        self.model.say_again()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Below 1000 px (150 % and more) the filters get a line of their own."""
        super().resizeEvent(event)
        self._top.removeWidget(self._filters)
        if self.width() < current().px(1000):
            self._top.addWidget(self._filters, 1, 0, 1, 3)
        else:
            self._top.addWidget(self._filters, 0, 1)

    def _say_filters(self) -> None:
        words = (
            ("all", self.tr("全部 {n}")),
            ("here", self.tr("在本机 {n}")),
            ("office", self.tr("到局 {n}")),
            ("accepted", self.tr("通过 {n}")),
            ("needs_you", self.tr("需要您 {n}")),
        )
        self._filters.show_choices([(key, text.format(n=self._counts.get(key, 0))) for key, text in words])
        self._filters.set_kind("needs_you", "danger" if self._counts.get("needs_you") else "plain")

    def _say_empty(self) -> None:
        searched = bool(self.search) or self.filter != "all"
        self._empty.setText(self.tr("没有符合的申请") if searched else self.tr("本机还没有封存的申请"))

    def _ask(self) -> None:
        self._pause.stop()
        self.asked.emit(self.filter, self.search)

    def _after_reset(self) -> None:
        """The officer's row is found again if it is still in sight; else the first."""
        if self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(max(0, self.model.place_of(self._chosen))))
        self._show_correct()

    def _show_correct(self) -> None:
        row = self.model.row(self.list.currentIndex())
        if row is not None:
            self._chosen = row.id
        needs = row.status if row is not None and row.shelf == "needs_you" else ""
        asks = row is not None and row.status == "received" and bool(row.heard.asked or row.promised)
        self._correct.setVisible(needs == "returned")
        self._supplement.setVisible(asks)
        self._again.setVisible(needs == "sealed")

    def _supplement_chosen(self) -> None:
        row = self.model.row(self.list.currentIndex())
        if row is not None and self._supplement.isVisible():
            self.supplement_asked.emit(row.id)

    def _again_chosen(self) -> None:
        row = self.model.row(self.list.currentIndex())
        if row is not None:
            self.again_asked.emit(row.id)

    def _correct_chosen(self) -> None:
        row = self.model.row(self.list.currentIndex())
        if row is not None and self._correct.isVisible():
            self.correct_asked.emit(row.id)
