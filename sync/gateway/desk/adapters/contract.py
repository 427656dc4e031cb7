"""What the office asks of the bureau's other systems: five small interfaces, whoever stands behind them.

Every adapter has a `name` (it stands in the log and on the pages) and raises Away or Declined, nothing else.
What carries an `id` may be asked twice: the same id is the same order, for nobody knows whether the first
one arrived when the line died.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True)
class Resident:
    """A row of the household register. valid_to: of the card; None: long-term, or no card known."""

    id_number: str = field(repr=False)
    name: str = field(repr=False)
    address: str = field(repr=False)
    community: str = ""
    phone: str = field(default="", repr=False)
    valid_to: date | None = None


class Register(Protocol):
    """Household register look-up."""

    @property
    def name(self) -> str: ...

    def resident(self, id_number: str) -> Resident | None:
        """None: no such person there."""
        ...

    def community(self, name: str, *, expires_before: date, born_before: date) -> Sequence[Resident]:
        """Of this community, whose card ends before a day or who was born before a day; by number."""
        ...


@dataclass(frozen=True)
class Licence:
    """An electronic licence (电子证照). id: the store's own. kind: "household_register" …"""

    id: str
    kind: str
    issued_by: str
    valid_to: date | None
    media_type: str


class Licences(Protocol):
    @property
    def name(self) -> str: ...

    def held(self, id_number: str) -> Sequence[Licence]: ...

    def content(self, licence: str) -> bytes:
        """The licence's file. Raises Declined (unknown)."""
        ...


@dataclass(frozen=True)
class Charge:
    """id: our order number, 6–32 of [A-Za-z0-9_-]. fen: the amount, 1/100 yuan."""

    id: str
    fen: int
    about: str  # what the payer reads; names nobody
    expires_at: datetime


class Paid(StrEnum):
    WAITING = "waiting"
    PAID = "paid"
    CLOSED = "closed"


@dataclass(frozen=True)
class Payment:
    """reference: the payment system's own number, once paid."""

    state: Paid
    reference: str = ""
    paid_at: datetime | None = None


class Payments(Protocol):
    @property
    def name(self) -> str: ...

    def order(self, charge: Charge) -> str:
        """What a phone scans."""
        ...

    def look(self, charge: str) -> Payment:
        """Raises Declined (unknown)."""
        ...

    def close(self, charge: str) -> None:
        """Nobody can pay it any more. Raises Declined (paid) when somebody has."""
        ...


class Fate(StrEnum):
    """What is known of something handed over."""

    HANDED = "handed"
    CONFIRMED = "confirmed"
    FAILED = "failed"


@dataclass(frozen=True)
class ShortText:
    """A message to a phone."""

    id: str
    phone: str = field(repr=False)
    text: str = field(repr=False)


@dataclass(frozen=True)
class Reply:
    """What a resident answered. id: the service's own; to: our message's id ("" when it cannot tell)."""

    id: str
    to: str
    text: str = field(repr=False)
    at: datetime


class Sms(Protocol):
    @property
    def name(self) -> str: ...

    def hand_over(self, message: ShortText) -> str:
        """Its reference there. That it was taken is no word that it arrived."""
        ...

    def fate(self, reference: str) -> Fate: ...

    def replies(self, after: str) -> Sequence[Reply]:
        """Those that came after the reply of this id ("" for all), oldest first."""
        ...


@dataclass(frozen=True)
class Shipment:
    """A document to a door. what: names nobody."""

    id: str
    what: str
    name: str = field(repr=False)
    phone: str = field(repr=False)
    address: str = field(repr=False)


class Courier(Protocol):
    @property
    def name(self) -> str: ...

    def hand_over(self, shipment: Shipment) -> str:
        """The waybill's number."""
        ...

    def fate(self, reference: str) -> Fate: ...


@dataclass(frozen=True)
class Adapters:
    """What this office has behind each interface."""

    register: Register
    licences: Licences
    payments: Payments
    sms: Sms
    courier: Courier
