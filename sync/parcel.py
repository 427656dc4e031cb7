"""What goes to the office and what comes back, as the post sees it: sealed bytes and short notices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from cryptography import x509


@dataclass(frozen=True)
class Parcel:
    """Sealed bytes under their own name. The post does not read the letter."""

    id: str  # ULID of the application version
    sha256: str  # of body, lower-case hex
    body: bytes = field(repr=False)
    urgent: bool = False
    training: bool = False
    tried: bool = False  # some of it may be at the office already


@dataclass(frozen=True)
class Receipt:
    """The office's signed word that it holds the parcel. The same parcel always gets the same receipt."""

    id: str
    sha256: str
    received_at: datetime
    office: str  # the gateway's name
    signature: str  # base64url Ed25519 over the canonical JSON of the other fields
    van: str = ""  # whose parcel it was ("": a receipt of protocol version 1)


class NoticeKind(StrEnum):
    RECEIVED = "received"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    MADE = "made"
    MATERIAL = "material"  # the office waits for a material of a record, or does so no more
    OUT_FOR_DELIVERY = "out_for_delivery"  # the card has left the office: to a courier, to a van
    DELIVERED = "delivered"  # ... and is in the person's hand
    # Work for the van: see forms.sheets.
    TRIP = "trip"
    BOOKING = "booking"
    ROSTER = "roster"
    OUTREACH = "outreach"
    DRAFT = "draft"
    EARLIER = "earlier"
    # Acceptance numbers: see sync.numbers.
    NUMBERS = "numbers"
    NUMBER = "number"
    SETTINGS = "settings"  # of the van's unit: see forms.unit
    # Something to ask for anew: a pack or an update is offered, the bureau's certificates are others.
    PACK = "pack"
    BUREAU = "bureau"
    REVOKED = "revoked"  # to nobody: it wakes the question a revoked laptop holds open


@dataclass(frozen=True)
class Notice:
    """What the office says of a parcel, or work for a van. Cursors grow; applied twice it changes nothing."""

    cursor: int
    kind: NoticeKind
    record: str  # parcel id; "" when it is about none
    at: datetime
    reasons: tuple[str, ...] = ()  # for RETURNED: sentences for the officer
    fields: tuple[str, ...] = ()  # for RETURNED: field ids / slots to look at
    values: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, str | int] = field(default_factory=dict)  # of work; names nobody
    sealed: bytes = field(default=b"", repr=False)  # CMS AuthEnvelopedData to this device


@dataclass(frozen=True)
class Held:
    """What a restored office said when it was asked for records: ids it does not have, or has otherwise."""

    missing: frozenset[str]
    conflicts: frozenset[str]


@dataclass(frozen=True)
class OfficeHello:
    """Who answered, its signature checked against the pinned key. time: the office's clock, aware UTC."""

    office: str
    training: bool
    time: datetime
    epoch: str = ""  # another one than before: made anew, or restored from a backup


@dataclass(frozen=True)
class SealedTo:
    """What to seal to from now on. certificates: current one first, none only from a foreign office.

    authority: of profile `gm`, who issues the devices' SM2 certificates.
    """

    profile: str
    certificates: tuple[x509.Certificate, ...]
    authority: x509.Certificate | None = None
