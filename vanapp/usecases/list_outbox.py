"""List what was sealed and where it stands, newest first, page by page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from vanapp.services import Services
from vanapp.store.listing import Line as OutboxRow
from vanapp.store.shelf import LISTED

__all__ = ["FILTERS", "OutboxPage", "OutboxRow", "list_outbox"]

FILTERS = ("all", *LISTED)


@dataclass(frozen=True)
class OutboxPage:
    rows: tuple[OutboxRow, ...]
    counts: Mapping[str, int]  # by filter name; the search does not narrow them
    next: int | None  # `after` of the next page; None at the end


def list_outbox(
    services: Services, filter: str = "all", search: str = "", after: int | None = None, limit: int = 200
) -> OutboxPage:
    """Lane: store. filter: one of FILTERS.

    search: the beginning of a name, of an 18-digit number or of a receipt number.
    """
    listing = services.store.listing
    shelves = LISTED if filter == "all" else (filter,)
    rows = listing.page(shelves, after, limit, search)
    counts = listing.counts()
    counts["all"] = sum(counts[name] for name in LISTED)
    return OutboxPage(tuple(rows), counts, rows[-1].key if len(rows) >= limit else None)
