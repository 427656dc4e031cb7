"""Today: the doors planned, what needs the officer, and how the day's work stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from forms.days import day_of
from vanapp import clock
from vanapp.services import Services
from vanapp.store.kit_checks import KitRecord
from vanapp.store.promises import Open
from vanapp.store.trips import Visit
from vanapp.usecases.list_outbox import OutboxRow

__all__ = ["Draft", "Today", "Visit", "today"]

SHOWN = 20  # of what needs the officer


@dataclass(frozen=True)
class Draft:
    """An application begun and not sealed."""

    id: str
    number: str
    name: str = field(repr=False)
    matter: str
    page: str


@dataclass(frozen=True)
class Today:
    day: date
    visits: tuple[Visit, ...]
    drafts: tuple[Draft, ...]
    needs_you: tuple[OutboxRow, ...]
    counts: Mapping[str, int]  # "draft", "here", "office", "accepted", "needs_you"
    to_come: tuple[Open, ...] = ()  # papers somebody promised for today or before
    held: int = 0  # people's originals in the van
    kit: KitRecord | None = None  # the kit check of this day, the last one


def today(services: Services) -> Today:
    """Lane: store."""
    store = services.store
    day = clock.today(services.clock)
    checked = store.kit_checks.latest()
    return Today(
        day=day,
        visits=store.trips.on(day),
        drafts=tuple(
            Draft(d.id, d.number, d.answers.get("name", ""), d.matter, d.page)
            for d in store.applications.drafts(services.session.officer)
        ),
        needs_you=tuple(store.listing.page(("needs_you",), limit=SHOWN)),
        counts=store.listing.counts(),
        to_come=tuple(one for one in store.promises.open() if one.due <= day),
        held=len(store.custody.held()),
        kit=checked if checked is not None and day_of(checked.at) == day else None,
    )
