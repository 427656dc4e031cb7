"""List what was sealed and where it stands, newest first, page by page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from forms.status import Status
from vanapp.services import Services

FILTERS = ("all", "here", "office", "accepted", "needs_you")


@dataclass(frozen=True)
class OutboxRow:
    """state: "here" (on this laptop), "office", "accepted", "needs_you". The repr hides the person."""

    key: int  # keyset position; hand the last one in as `after`
    id: str
    number: str
    name: str = field(repr=False)
    matter: str
    sealed_at: datetime
    status: Status
    state: str
    urgent: bool
    training: bool
    version: int
    size: int  # bytes of the parcel
    tries: int
    code: str  # last trouble's code, "" when none
    due_at: datetime | None  # next try, while it waits
    received_at: datetime | None
    reasons: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class OutboxPage:
    rows: tuple[OutboxRow, ...]
    counts: Mapping[str, int]  # by filter name; without the search
    next: int | None  # `after` of the next page; None at the end


def list_outbox(
    services: Services, filter: str = "all", search: str = "", after: int | None = None, limit: int = 200
) -> OutboxPage:
    """Lane: store. search: start of the name, of the 18-digit number or of the receipt number (or its last digits)."""
    raise NotImplementedError
