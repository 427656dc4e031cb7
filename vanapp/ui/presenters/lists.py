"""The lists' presenter: which list is in front, who is on it, and in what state each of them is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from PyQt6.QtCore import QCoreApplication

from forms.days import parse_day
from vanapp.ui.screens.outbox_list import RowWords
from vanapp.ui.tasks import Cancel, Runs
from vanapp.ui.words import joined

if TYPE_CHECKING:
    from vanapp.usecases.people_lists import Listed, ListHead, ListsPage


class ListsView(Protocol):
    @property
    def chosen(self) -> str: ...
    @property
    def search(self) -> str: ...
    def show_lists(self, choices: Sequence[tuple[str, str]], chosen: str) -> None: ...
    def show_people(self, people: tuple[Listed, ...]) -> None: ...


Ask = Callable[[str, str], "ListsPage"]


class ListsPresenter:
    """`ask(list, search)` is usecases.people_lists with its services."""

    def __init__(
        self, view: ListsView, lanes: Runs, ask: Ask | None, failed: Callable[[Exception], None]
    ) -> None:
        self._view, self._lanes, self._ask, self._failed = view, lanes, ask, failed
        self._question = Cancel()

    def load(self) -> None:
        """Ask for what the page's list and search say; drops an older question."""
        self._question.cancel()
        self._question = Cancel()
        chosen, search, ask = self._view.chosen, self._view.search, self._ask
        if ask is not None:
            self._lanes.run(
                "store", lambda: ask(chosen, search), self._show, self._failed, cancel=self._question
            )

    def _show(self, page: ListsPage) -> None:
        self._view.show_lists(
            [(f"{head.kind}/{head.id}", self._title(head)) for head in page.heads], page.chosen
        )
        self._view.show_people(page.people)

    @staticmethod
    def _title(head: ListHead) -> str:
        translate = QCoreApplication.translate
        kind = {
            "roster": translate("Lists", "校园名单"),
            "outreach": translate("Lists", "到期上门"),
        }.get(head.kind, head.kind)
        counted = translate("Lists", "{title} {begun}/{people}")
        return counted.format(title=head.title or kind, begun=head.begun, people=head.people)

    def words(self, person: Listed) -> RowWords:
        translate = QCoreApplication.translate
        state, icon, tone = {
            "": (translate("Lists", "待办"), "clock", "primary"),
            "draft": (translate("Lists", "未办完"), "pencil-simple", "attention"),
        }.get(person.status, (translate("Lists", "已办完"), "check", "good"))
        said = person.said
        ends = parse_day(said.get("valid_to", ""))
        return RowWords(
            number=str(person.place + 1),
            name=person.name,
            matter=said.get("class") or said.get("address", ""),
            when=f"…{person.id_number[-4:]}",
            state=state,
            icon=icon,
            tone=tone,
            note=joined(
                translate("Lists", "有效期至 {day}").format(day=ends.isoformat()) if ends else "",
                said.get("care", ""),
                " ".join(part for part in (said.get("contact", ""), said.get("phone", "")) if part),
                said.get("note", ""),
            ),
        )
