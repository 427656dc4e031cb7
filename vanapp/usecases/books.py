"""What the van holds of others: fees and the drawer, originals, papers that are still to come."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from forms.matter import matter
from forms.packs.shelf import pack_named
from forms.words import Words
from vanapp.clock import today
from vanapp.services import Services
from vanapp.store.custody import Held
from vanapp.store.ledger import Charged, Closing, Drawer
from vanapp.store.promises import Open
from vanapp.usecases.visit_papers import held_words

__all__ = ["Books", "Drawer", "FeeRow", "HeldRow", "PromiseRow", "books"]


@dataclass(frozen=True)
class FeeRow:
    """The fee of one application, in fen. way: how the last payment came in, "" when there is none."""

    id: str  # Application.number
    name: str = field(repr=False)
    matter: Words
    charged: int
    paid: int
    way: str
    number: str  # of the payment's slip


@dataclass(frozen=True)
class HeldRow:
    id: str  # its number
    held: Held
    words: Words = field(repr=False)


@dataclass(frozen=True)
class PromiseRow:
    id: str  # application and material
    open: Open
    words: Words
    matter: Words


@dataclass(frozen=True)
class Books:
    """fees: since the last closing, and older ones not settled. owed: what is still to come in, in fen."""

    day: date
    fees: tuple[FeeRow, ...]
    drawer: Drawer
    last: Closing | None
    owed: int
    held: tuple[HeldRow, ...]
    promises: tuple[PromiseRow, ...]


def books(services: Services) -> Books:
    """Lane: store."""
    store = services.store
    fees = tuple(_fee(services, one) for one in store.ledger.accounts())
    return Books(
        day=today(services.clock),
        fees=fees,
        drawer=store.ledger.drawer(),
        last=store.ledger.last_closing(),
        owed=sum(max(account.owed, 0) for account in store.ledger.unsettled()),
        held=tuple(_held(services, one) for one in store.custody.held()),
        promises=tuple(_promise(one) for one in store.promises.open()),
    )


def _fee(services: Services, one: Charged) -> FeeRow:
    paid = services.store.ledger.payment(one.receipt)
    return FeeRow(
        id=one.receipt,
        name=one.name,
        matter=matter(one.matter).words,
        charged=one.charged,
        paid=one.paid,
        way=paid.way if paid else "",
        number=paid.number if paid else "",
    )


def _held(services: Services, one: Held) -> HeldRow:
    pack = services.store.applications.get(one.application).pack
    return HeldRow(one.number, one, held_words(one, pack))


def _promise(one: Open) -> PromiseRow:
    material = pack_named(one.pack).materials.get(one.material)
    words = material.words if material else Words(one.material, one.material)
    return PromiseRow(f"{one.application}/{one.material}", one, words, matter(one.matter).words)
