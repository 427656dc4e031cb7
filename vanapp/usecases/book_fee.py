"""Lines of the ledger: what an application owes and what was paid, each with its entry in the audit."""

from __future__ import annotations

from dataclasses import replace

from forms.fees import Fee
from forms.record import Application, Json
from vanapp.clock import today
from vanapp.services import Services
from vanapp.store.ledger import Entry, Kind, Way
from vanapp.usecases.errors import NothingDue

BLOCK = "F"
PAID: dict[str, Way] = {"cash": "cash", "scan": "scan"}
"""Answers of pay_way that say the money is there. "later" is an amount that stays owed."""


def book_fee(services: Services, sealed: Application, fee: Fee, answers: dict[str, str]) -> None:
    """Part of the transaction that seals. A correction books only the difference to the version before.

    What is paid too much after a correction is not given back here: the officer does that by his own hand.
    """
    ledger, receipt = services.store.ledger, sealed.number
    change = fee.cents - ledger.account(receipt).charged
    waiver = answers.get("fee_waiver", "none")
    waived = fee.rule in ("fee.waived", "fee.reduced")
    if change or (waived and not ledger.of(receipt)):
        _write(services, "charge", "", receipt, change, rule=fee.rule, waiver=waiver if waived else "")
    way = PAID.get(answers.get("pay_way", ""))
    if way is not None and ledger.account(receipt).owed > 0:
        pay(services, receipt, way)


def pay(services: Services, receipt: str, way: Way) -> Entry:
    """Part of the caller's transaction. All that is owed comes in. Raises usecases.nothing_due."""
    owed = services.store.ledger.account(receipt).owed
    if owed <= 0:
        raise NothingDue(receipt=receipt)
    return _write(services, "pay", way, receipt, owed)


def give_back(services: Services, paid: Entry, reason: str) -> Entry:
    """Part of the caller's transaction."""
    line = replace(paid, kind="void", cents=-paid.cents, voids=paid.number, reason=reason)
    return _write(services, "void", line.way, line.receipt, line.cents, voids=paid.number, reason=reason)


def put_in(services: Services, cents: int) -> Entry:
    """Part of the caller's transaction. Change for the drawer; below 0 it is taken out again."""
    return _write(services, "float", "cash", "", cents)


def next_number(services: Services, block: str) -> str:
    """D027-F000001: this laptop's own block, so that no other can give the same."""
    device = services.session.device_no
    return f"{device}-{block}{services.store.applications.next_number(device, block):06d}"


def _write(services: Services, kind: Kind, way: Way, receipt: str, cents: int, **more: str) -> Entry:
    officer, day = services.session.officer, today(services.clock)
    number = next_number(services, BLOCK)
    entry = Entry(
        *(number, day, services.clock.now(), officer, kind, way, receipt, cents),
        rule=more.get("rule", ""),
        waiver=more.get("waiver", ""),
        voids=more.get("voids", ""),
        reason=more.get("reason", ""),
    )
    services.store.ledger.add(entry)
    facts: dict[str, Json] = {name: text for name, text in more.items() if name != "reason" and text}
    subject = receipt or services.session.device_no
    services.store.audit.add(officer, f"fee_{kind}", subject, number=number, cents=cents, way=way, **facts)
    return entry
