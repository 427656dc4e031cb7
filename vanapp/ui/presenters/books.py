"""The books' presenter: fees, originals and promises in words; does what the officer says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from PyQt6.QtCore import QCoreApplication

from vanapp.ui.screens.closing_card import Counted, signed_money
from vanapp.ui.screens.outbox_list import RowWords
from vanapp.ui.tasks import Runs
from vanapp.ui.words import joined

if TYPE_CHECKING:
    from forms.words import Words
    from vanapp.printing import Printed
    from vanapp.usecases.books import Books, FeeRow, HeldRow, PromiseRow

SHORT = 4
"""Of a number in the first column, as in the outbox; the whole one stands in the note."""

Act = Callable[[str, str], object]
"""(id of the row, text of the page's field)."""


@dataclass(frozen=True)
class BookVerbs:
    """acts: lane store; prints: lane print. close gives the closing, print_closing prints it."""

    books: Callable[[], Books]
    acts: Mapping[str, Act]
    prints: Mapping[str, Act]
    put_change: Callable[[int], object]
    close: Callable[[Counted], Any]
    print_closing: Callable[[Any], Printed]


class BooksView(Protocol):
    def show_books(self, books: Books, sums: Mapping[str, str]) -> None: ...
    def clear_text(self) -> None: ...
    def clear_count(self) -> None: ...


class BooksPresenter:
    """`supplement` of an application is handed to `resume`; `say` shows a good word, `failed` a bad one."""

    def __init__(
        self,
        view: BooksView,
        lanes: Runs,
        verbs: BookVerbs,
        *,
        language: Callable[[], str],
        resume: Callable[[Any], None],
        done: Callable[[str, str], None],
        failed: Callable[[Exception], None],
        changed: Callable[[], None],
    ) -> None:
        self._view, self._lanes, self._verbs = view, lanes, verbs
        self._language, self._resume = language, resume
        self._done, self._failed, self._changed = done, failed, changed
        self._day = date.min

    def load(self) -> None:
        self._lanes.run("store", self._verbs.books, self._show, self._failed)

    def act(self, act: str, row: str, text: str) -> None:
        if act in self._verbs.prints:
            self._lanes.run("print", lambda: self._verbs.prints[act](row, text), self._printed, self._failed)
            return

        def acted(outcome: object) -> None:
            self._view.clear_text()
            if act == "supplement":
                self._resume(outcome)
            else:
                self.load()
                self._changed()

        self._lanes.run("store", lambda: self._verbs.acts[act](row, text), acted, self._failed)

    def put_change(self, cents: int) -> None:
        self._lanes.run("store", lambda: self._verbs.put_change(cents), lambda _: self.load(), self._failed)

    def close(self, counted: Counted) -> None:
        """Closed first, then printed: a printer in trouble keeps nobody from going home."""

        def closed(closing: Any) -> None:
            self._view.clear_text()
            self._view.clear_count()
            translate = QCoreApplication.translate
            said = translate("Books", "已日结 {number}，上交 {amount}")
            self._done("good", said.format(number=closing.number, amount=signed_money(closing.handed_in)))
            self.load()
            self._changed()
            self._lanes.run("print", lambda: self._verbs.print_closing(closing), lambda _: None, self._failed)

        self._lanes.run("store", lambda: self._verbs.close(counted), closed, self._failed)

    def _printed(self, printed: object) -> None:
        self._view.clear_text()
        self._done("good", QCoreApplication.translate("Books", "已打印"))
        self.load()

    def _show(self, books: Books) -> None:
        translate = QCoreApplication.translate
        self._day, drawer = books.day, books.drawer
        fees = translate("Books", "现金 {cash} · 扫码 {scan} · 尚未缴清 {owed}").format(
            cash=signed_money(drawer.cash), scan=signed_money(drawer.scan), owed=signed_money(books.owed)
        )
        overdue = sum(row.open.due < books.day for row in books.promises)
        late = translate("Books", "{n} 件已过期").format(n=overdue) if overdue else ""
        last = translate("Books", "上次日结 {number}").format(number=books.last.number) if books.last else ""
        self._view.show_books(
            books,
            {
                "fees": joined(fees, last),
                "held": translate("Books", "车上代管 {n} 件，交还或转交时逐件登记").format(n=len(books.held)),
                "promises": joined(translate("Books", "待补交 {n} 件").format(n=len(books.promises)), late),
                "closing": joined(translate("Books", "先清点，再核对差额"), last),
            },
        )

    def words(self) -> dict[str, Callable[[Any], RowWords]]:
        return {"fees": self.fee, "held": self.held, "promises": self.promise}

    def _say(self, words: Words) -> str:
        return words.say(self._language())

    def fee(self, row: FeeRow) -> RowWords:
        translate = QCoreApplication.translate
        owed = row.charged - row.paid
        if owed > 0:
            state, icon, tone = translate("Books", "待缴 {amount}"), "clock", "attention"
        elif owed < 0:
            state, icon, tone = translate("Books", "应退 {amount}"), "warning", "wrong"
        elif row.way:
            way = {"cash": translate("Books", "已收现金"), "scan": translate("Books", "已扫码")}[row.way]
            state, icon, tone = way, "check", "good"
        else:
            state, icon, tone = translate("Books", "免缴"), "check", "good"
        return RowWords(
            number=row.id[-SHORT:],
            name=row.name,
            matter=self._say(row.matter),
            when=signed_money(row.charged),
            state=state.format(amount=signed_money(abs(owed))),
            icon=icon,
            tone=tone,
            note=joined(row.id, row.number),
        )

    def held(self, row: HeldRow) -> RowWords:
        translate = QCoreApplication.translate
        held = row.held
        signed = held.confirmed == "signature"
        return RowWords(
            number=held.number[-SHORT:],
            name=held.name,
            matter=self._say(row.words),
            when=f"{held.taken_at:%m-%d}",
            state=translate("Books", "代管中"),
            icon="tray",
            tone="primary",
            note=joined(
                held.number, held.receipt, translate("Books", "本人签名") if signed else held.taken_by
            ),
        )

    def promise(self, row: PromiseRow) -> RowWords:
        translate = QCoreApplication.translate
        one = row.open
        days = (one.due - self._day).days
        if days < 0:
            state, tone = translate("Books", "过期 {n} 天").format(n=-days), "wrong"
        elif days == 0:
            state, tone = translate("Books", "今天到期"), "attention"
        else:
            state, tone = translate("Books", "还有 {n} 天").format(n=days), "primary"
        return RowWords(
            number=one.number[-SHORT:],
            name=one.name,
            matter=self._say(row.words),
            when=f"{one.due:%m-%d}",
            state=state,
            icon="calendar-blank",
            tone=tone,
            note=joined(self._say(row.matter), one.phone, one.number, one.who),
        )
