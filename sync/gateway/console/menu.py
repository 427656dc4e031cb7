"""The pages in the order of the menu, each with the roles that find it there."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sync.gateway.desk.staff import ADMIN, REVIEWER, ROLES, STATION, Person


@dataclass(frozen=True)
class Entry:
    """word: key of its name in `words/`."""

    path: str
    word: str
    roles: Collection[str] = ROLES


ENTRIES = (
    Entry("/", "menu.today"),
    Entry("/queue", "menu.queue", (REVIEWER, STATION)),
    Entry("/comparisons", "menu.comparisons", (REVIEWER,)),
    Entry("/bookings", "menu.bookings", (STATION,)),
    Entry("/trips", "menu.trips", (STATION,)),
    Entry("/rosters", "menu.rosters", (STATION,)),
    Entry("/outreach", "menu.outreach", (STATION,)),
    Entry("/ratings", "menu.ratings"),
    Entry("/messages", "menu.messages", (STATION, ADMIN)),
    Entry("/figures", "menu.figures"),
    Entry("/adapters", "menu.adapters", (ADMIN,)),
    Entry("/vans", "menu.vans", (STATION, ADMIN)),
    Entry("/units", "menu.units", (ADMIN,)),
    Entry("/alarms", "menu.alarms"),
    Entry("/log", "menu.log", (ADMIN,)),
    Entry("/accounts", "menu.accounts", (ADMIN,)),
)


def of(person: Person) -> list[Entry]:
    return [entry for entry in ENTRIES if person.may(entry.roles)]
