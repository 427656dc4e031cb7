"""The office's lists: a school's roster, whose card ends soon. Pick somebody, Enter begins."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PyQt6.QtCore import Qt, QTimer, pyqtSignal
from PyQt6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vanapp.ui.screens.outbox_list import RowsList, RowsModel, RowWords
from vanapp.ui.screens.screen import Screen
from vanapp.ui.theme import size, space
from vanapp.ui.widgets import ActionButton, Card, Label
from vanapp.ui.widgets.search_box import SearchBox
from vanapp.ui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from vanapp.usecases.people_lists import Listed

SEARCH_PAUSE_MS = 120


class ListsScreen(Screen):
    asked = pyqtSignal()  # another list or search
    begin_asked = pyqtSignal(str)  # a person's id
    shown = pyqtSignal()

    def __init__(self, say: Callable[[Listed], RowWords], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chosen = ""
        self._person = ""
        self._arriving = False
        self.model: RowsModel[Listed] = RowsModel(say, self)
        outer = space(QVBoxLayout(self), (24, 20, 24, 20), 16)
        self._lists = Segmented()
        self._search = size(SearchBox(), width=300)
        outer.addWidget(self._lists)
        outer.addWidget(self._search)
        card = Card(margin=0, gap=0)
        space(card.body, (1, 8, 1, 8), 0)
        self.list = size(RowsList(), min_height=168)
        self.list.setModel(self.model)
        self._empty = Label("", "muted", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        card.body.addWidget(self.list, 1)
        card.body.addWidget(self._empty, 1)
        outer.addWidget(card, 1)
        foot = space(QHBoxLayout(), 0, 12)
        self._begin = ActionButton(key=Qt.Key.Key_Return, icon="identification-card", kind="primary")
        foot.addStretch(1)
        foot.addWidget(self._begin)
        outer.addLayout(foot)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SEARCH_PAUSE_MS)
        self._pause.timeout.connect(self.asked)
        self._search.textChanged.connect(lambda _: self._pause.start())
        self._lists.picked.connect(self._pick)
        self._begin.clicked.connect(self._begin_chosen)
        self.list.doubleClicked.connect(lambda _: self._begin_chosen())
        selection = self.list.selectionModel()
        if selection is not None:
            selection.currentChanged.connect(lambda *_: self._keep_person())
        self.refresh()
        self.show_people(())

    @property
    def chosen(self) -> str:
        return self._chosen

    @property
    def search(self) -> str:
        return self._search.text().strip()

    def show_lists(self, choices: Sequence[tuple[str, str]], chosen: str) -> None:
        self._chosen = chosen
        self._lists.show_choices(choices)
        self._lists.set_value(chosen)
        self._lists.setVisible(bool(choices))
        self._search.setVisible(bool(choices))
        self._say_empty()

    def show_people(self, people: tuple[Listed, ...]) -> None:
        """The officer's row is found again if it is still in sight; else the first that is to be done."""
        self.list.setVisible(bool(people))
        self._empty.setVisible(not people)
        self._begin.setVisible(bool(people))
        person = self._person
        self.model.replace(people, has_more=False)
        place = self.model.place_of(person)
        if place < 0 or people[place].status not in ("", "draft"):
            later = [n for n, one in enumerate(people) if not one.status and n > place]
            place = later[0] if later else max(place, 0)
        if people:
            self.list.setCurrentIndex(self.model.index(place))
            if self._arriving:
                self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            self._arriving = False
        self._say_empty()

    def entered(self) -> None:
        self._arriving = True
        self._search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.shown.emit()

    def retranslate(self) -> None:
        self.set_title(self.tr("名单"))
        self._search.setPlaceholderText(self.tr("姓名、号码"))
        self._search.setAccessibleName(self.tr("查找"))
        self.list.setAccessibleName(self.tr("名单上的人"))
        self._begin.setText(self.tr("开始办理"))
        self._say_empty()
        self.model.say_again()

    def _say_empty(self) -> None:
        if self._chosen:
            self._empty.setText(self.tr("名单上没有符合的人"))
        else:
            self._empty.setText(self.tr("局里还没有下发名单。连上办证网后会自动收到。"))

    def _pick(self, chosen: str) -> None:
        self._chosen = chosen
        self.asked.emit()

    def _keep_person(self) -> None:
        row = self.model.row(self.list.currentIndex())
        if row is not None:
            self._person = row.id
            self._begin.setEnabled(row.status in ("", "draft"))

    def _begin_chosen(self) -> None:
        row = self.model.row(self.list.currentIndex())
        if row is not None and row.status in ("", "draft"):
            self.begin_asked.emit(row.id)
