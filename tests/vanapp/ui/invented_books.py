"""Books with one of each: paid, owed and waived fees, originals, papers that are late and due."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from forms.status import Status
from forms.words import Words
from vanapp.store.custody import Held
from vanapp.store.ledger import Drawer
from vanapp.store.promises import Open
from vanapp.ui.presenters.books import BookVerbs
from vanapp.ui.screens.closing_card import Counted
from vanapp.usecases.books import Books, FeeRow, HeldRow, PromiseRow

DAY = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)
RENEWAL = Words("到期换领", "Renewal at expiry")


def some_books() -> Books:
    held = Held(
        "D027-K000001", "A1", "D027-20261120-0001", "old_card", "", AT, "440103-027", "officer", name="陈建国"
    )
    late = Open(
        "A2",
        "D027-20261118-0004",
        "黄美玲",
        "13800138000",
        "loss",
        "guangdong@1",
        Status.RECEIVED,
        "LIVEGD",
        date(2026, 11, 18),
        "440103-027",
    )
    due = Open(
        "A3",
        "D027-20261113-0002",
        "刘秀兰",
        "",
        "loss",
        "guangdong@1",
        Status.SEALED,
        "LIVEGD",
        DAY,
        "440103-027",
    )
    proof = Words("居住、就业、就学证明之一", "One proof of residence, work or study")
    loss = Words("丢失补领", "Replacement after loss")
    return Books(
        day=DAY,
        fees=(
            FeeRow("D027-20261120-0003", "陈建国", RENEWAL, 2000, 2000, "cash", "D027-F000006"),
            FeeRow("D027-20261120-0002", "黄美玲", loss, 4000, 0, "", ""),
            FeeRow("D027-20261120-0001", "刘秀兰", RENEWAL, 0, 0, "", ""),
        ),
        drawer=Drawer(10000, 2000, 4000, 6),
        last=None,
        owed=4000,
        held=(HeldRow(held.number, held, Words("原居民身份证", "The old identity card")),),
        promises=(PromiseRow("A2/LIVEGD", late, proof, loss), PromiseRow("A3/LIVEGD", due, proof, loss)),
    )


def invented_verbs() -> BookVerbs:
    def nothing(*_: object) -> Any:
        return None

    acts = ("pay_cash", "pay_scan", "void", "give_back", "send_on", "supplement", "handed_in")

    def close(_: Counted) -> Any:
        return None

    return BookVerbs(
        some_books,
        dict.fromkeys(acts, nothing),
        {"reprint": nothing, "label": nothing},
        nothing,
        close,
        nothing,
    )
