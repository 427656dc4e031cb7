"""People lists: the office's rosters and outreach lists that hold today, and who is on the one in front."""

from __future__ import annotations

from dataclasses import dataclass, field

from vanapp.clock import today
from vanapp.services import Services
from vanapp.store.listed import Listed, ListHead

__all__ = ["ListHead", "Listed", "ListsPage", "key_of", "people_lists"]

SHOWN = 500
"""People of one list that are shown at once; the search finds the others."""


@dataclass(frozen=True)
class ListsPage:
    """chosen: key of the list in front, "" when there is none."""

    heads: tuple[ListHead, ...]
    chosen: str
    people: tuple[Listed, ...] = field(repr=False)


def key_of(head: ListHead) -> str:
    return f"{head.kind}/{head.id}"


def people_lists(services: Services, chosen: str = "", search: str = "") -> ListsPage:
    """Lane: store. chosen: a key; the first list when it is none (any more)."""
    lists = services.store.lists
    heads = lists.heads(today(services.clock))
    head = next((head for head in heads if key_of(head) == chosen), heads[0] if heads else None)
    if head is None:
        return ListsPage((), "", ())
    return ListsPage(heads, key_of(head), lists.people(head.kind, head.id, search, SHOWN))
