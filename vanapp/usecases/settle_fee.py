"""Settle a fee after the seal: paid later, given back, paid anew."""

from __future__ import annotations

from vanapp.services import Services
from vanapp.store.ledger import Entry, Way
from vanapp.usecases import book_fee
from vanapp.usecases.errors import NotPaid, ReasonMissing


def pay_fee(services: Services, receipt: str, way: Way) -> Entry:
    """Lane: store. receipt: Application.number. All that is owed is in the officer's hand, or seen as paid.

    Raises usecases.nothing_due.
    """
    with services.store.transaction():
        return book_fee.pay(services, receipt, way)


def void_fee(services: Services, receipt: str, reason: str) -> Entry:
    """Lane: store. The last payment is given back, or was none: a line of its own, and the fee is owed again.

    Raises usecases.reason_missing, usecases.not_paid.
    """
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    with services.store.transaction():
        paid = services.store.ledger.payment(receipt)
        if paid is None:
            raise NotPaid(receipt=receipt)
        return book_fee.give_back(services, paid, reason)
