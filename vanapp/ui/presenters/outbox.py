"""The outbox's presenter: pages by key, one question at a time, and the officer's "send now"."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from PyQt6.QtCore import QCoreApplication

from forms.days import CHINA
from vanapp.ui.screens.outbox_list import RowWords
from vanapp.ui.tasks import Cancel, Runs
from vanapp.ui.words import joined, size_word, state_word, when_word

if TYPE_CHECKING:
    from vanapp.usecases.export_parcels import Exported
    from vanapp.usecases.list_outbox import OutboxPage, OutboxRow
    from vanapp.usecases.send import Sent

PAGE = 200
LOOKS = {
    "here": ("laptop", "attention"),
    "sending": ("export", "primary"),
    "office": ("buildings", "primary"),
    "accepted": ("check-circle", "good"),
    "needs_you": ("arrow-u-up-left", "wrong"),
}


class Rows(Protocol):
    def replace(self, rows: tuple[OutboxRow, ...], has_more: bool) -> None: ...
    def merge(self, rows: tuple[OutboxRow, ...], has_more: bool) -> None: ...
    def add_page(self, rows: tuple[OutboxRow, ...], has_more: bool) -> None: ...
    def say_again(self) -> None: ...


class OutboxView(Protocol):
    @property
    def model(self) -> Rows: ...
    @property
    def filter(self) -> str: ...
    @property
    def search(self) -> str: ...
    def show_counts(self, counts: Mapping[str, int]) -> None: ...
    def show_empty(self, empty: bool) -> None: ...
    def show_progress(self, text: str) -> None: ...
    def show_sending(self, sending: bool) -> None: ...
    def show_copying(self, copying: bool) -> None: ...


Listing = Callable[[str, str, "int | None", int], "OutboxPage"]


class OutboxPresenter:
    """`listing(filter, search, after, limit)` and `post()` are the use cases with their services."""

    def __init__(
        self,
        view: OutboxView,
        lanes: Runs,
        *,
        listing: Listing,
        post: Callable[[], Sent],
        send_again: Callable[[str], None],
        copy: Callable[[], Exported],
        failed: Callable[[Exception], None],
        changed: Callable[[], None],
        counted: Callable[[Mapping[str, int]], None] = lambda _: None,
    ) -> None:
        self._view, self._lanes = view, lanes
        self._listing, self._post, self._send_again = listing, post, send_again
        self._copy = copy
        self._failed, self._changed, self._counted = failed, changed, counted
        self._question = Cancel()
        self._next: int | None = None
        self._sending = False
        self._asking = False

    @property
    def sending(self) -> bool:
        return self._sending

    def load(self) -> None:
        """Ask for the first page of what the page's filter and search say; drops an older question."""
        self._question.cancel()
        self._question = Cancel()
        wanted, search = self._view.filter, self._view.search
        self._asking = True
        self._run(lambda: self._listing(wanted, search, None, PAGE), self._first)

    def refresh(self) -> None:
        """Something moved: the same question again, without losing the officer's place."""
        if self._asking:
            return
        wanted, search = self._view.filter, self._view.search
        self._run(lambda: self._listing(wanted, search, None, PAGE), self._again)

    def more(self) -> None:
        after, wanted, search = self._next, self._view.filter, self._view.search
        if after is not None:
            self._run(lambda: self._listing(wanted, search, after, PAGE), self._further)

    def send(self) -> None:
        """One pass of the post, now."""
        if self._sending:
            return
        self._sending = True
        self._view.show_sending(True)
        self._view.show_progress(QCoreApplication.translate("Outbox", "正在发送…"))
        self._view.model.say_again()
        self._lanes.run("net", self._post, self._sent, self._not_sent)

    def copy(self) -> None:
        """What is not at the office onto a USB stick: a copy, nothing else changes."""
        self._view.show_copying(True)
        self._view.show_progress(QCoreApplication.translate("Outbox", "正在复制到 U 盘…"))
        self._lanes.run("store", self._copy, self._copied, self._not_copied)

    def _copied(self, exported: Exported) -> None:
        translate = QCoreApplication.translate
        self._view.show_copying(False)
        if not exported.count:
            text = translate("Outbox", "没有要复制的：都已到局")
        else:
            text = translate("Outbox", "{n} 件已复制到 {folder}；只有局里能打开，可直接带去导入").format(
                n=exported.count, folder=exported.folder.name
            )
        self._view.show_progress(text)

    def _not_copied(self, error: Exception) -> None:
        self._view.show_copying(False)
        self._view.show_progress("")
        self._failed(error)

    def again(self, application_id: str) -> None:
        """The officer looked at what the office refused: it goes once more."""
        self._lanes.run(
            "store", lambda: self._send_again(application_id), lambda _: self.send(), self._failed
        )

    def _run(self, op: Callable[[], OutboxPage], done: Callable[[OutboxPage], None]) -> None:
        self._lanes.run("store", op, done, self._failed, cancel=self._question)

    def _first(self, page: OutboxPage) -> None:
        self._asking = False
        self._next = page.next
        self._view.show_counts(page.counts)
        self._counted(page.counts)
        self._view.model.replace(page.rows, page.next is not None)
        self._view.show_empty(not page.rows)

    def _again(self, page: OutboxPage) -> None:
        self._view.show_counts(page.counts)
        self._counted(page.counts)
        if self._next is None or not page.rows:
            self._next = page.next  # everything fitted into one page before
        self._view.model.merge(page.rows, self._next is not None)
        self._view.show_empty(not page.rows)

    def _further(self, page: OutboxPage) -> None:
        self._next = page.next
        self._view.model.add_page(page.rows, page.next is not None)

    def _sent(self, sent: Sent) -> None:
        translate = QCoreApplication.translate
        self._settle()
        if sent.waiting and not sent.delivered:
            text = translate("Outbox", "还有 {n} 件在本机，连上办证网后会自动发送").format(n=sent.waiting)
        elif sent.waiting:
            text = translate("Outbox", "已送到 {done} 件，还有 {n} 件").format(
                done=sent.delivered, n=sent.waiting
            )
        elif sent.delivered:
            text = translate("Outbox", "已送到 {done} 件，本机没有待发的了").format(done=sent.delivered)
        else:
            text = translate("Outbox", "没有待发的申请")
        self._view.show_progress(text)
        self._changed()

    def _not_sent(self, error: Exception) -> None:
        self._settle()
        self._view.show_progress("")
        self._failed(error)

    def _settle(self) -> None:
        self._sending = False
        self._view.show_sending(False)


class Describer:
    """Words a row. `trouble(code, values)` says why a parcel waits; `material` words a material's id."""

    def __init__(
        self,
        *,
        matter: Callable[[str], str],
        trouble: Callable[[str, Mapping[str, object]], str],
        now: Callable[[], datetime],
        material: Callable[[str], str] = str,
        language: Callable[[], str] = lambda: "zh",
    ) -> None:
        self._matter, self._trouble, self._now = matter, trouble, now
        self._material, self._language = material, language

    def __call__(self, row: OutboxRow) -> RowWords:
        state = "sending" if row.sending else row.shelf
        icon, tone = LOOKS.get(state, LOOKS["here"])
        if state == "office" and row.heard.asked:
            tone = "attention"
        urgent = QCoreApplication.translate("Outbox", "加急") if row.urgent else ""
        return RowWords(
            number=row.number.rsplit("-", 1)[-1],
            name=row.name,
            matter=joined(self._matter(row.matter), urgent),
            when=when_word(row.sealed_at, self._now()),
            state=state_word(state),
            icon=icon,
            tone=tone,
            note=self._note(row, state),
        )

    def _note(self, row: OutboxRow, state: str) -> str:
        translate = QCoreApplication.translate
        if state == "needs_you" and (why := row.heard.why(self._language())):
            return why[0]
        if state == "office" and row.heard.asked:
            material, until = row.heard.asked[0]
            return translate("Outbox", "局里要求补交：{material}，最迟 {day}").format(
                material=self._material(material), day=until
            )
        if row.promised is not None and state in ("here", "sending", "office"):
            until = translate("Outbox", "容缺，{month} 月 {day} 日前补交")
            return until.format(month=row.promised.month, day=row.promised.day)
        if row.heard.carrier and str(row.status) == "made":
            return translate("Outbox", "证件在送达途中")
        if state == "office" and row.received_at is not None:
            return translate("Outbox", "回执 {time}").format(
                time=row.received_at.astimezone(CHINA).strftime("%H:%M")
            )
        if state in ("here", "sending", "needs_you"):
            trouble = self._trouble(row.code, row.why) if row.code else ""
            return joined(size_word(row.size), trouble)
        return {
            "accepted": translate("Outbox", "等候制证"),
            "made": translate("Outbox", "证件已制好"),
            "handed_over": translate("Outbox", "已交付"),
        }.get(str(row.status), "")
