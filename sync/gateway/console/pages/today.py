"""The first page: what waits for this person, each figure a way to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select

from forms.days import day_of
from sync.gateway.console.page import Answer, Page, Visit
from sync.gateway.desk import calendar, comparisons, fleet, messages, queues, ratings, states
from sync.gateway.desk.staff import ADMIN, REVIEWER, STATION
from sync.gateway.tables import alarms, records

MOST = 99  # a list longer than this says "99+" here


@dataclass(frozen=True)
class Tile:
    """word: key of the words. bad: it should be nought."""

    word: str
    count: int
    path: str
    bad: bool = False

    @property
    def figure(self) -> str:
        return f"{MOST}+" if self.bad and self.count > MOST else str(self.count)


def today(visit: Visit) -> Answer:
    return visit.page("today", tiles=list(_tiles(visit)), day=day_of(visit.now))


def _tiles(visit: Visit) -> Iterator[Tile]:
    office, person = visit.office, visit.person
    with office.database.read() as connection:
        asked = select(records.c.state, func.count()).group_by(records.c.state)
        stands = {row[0]: row[1] for row in connection.execute(asked)}
        rung = connection.execute(select(func.count()).select_from(alarms)).scalar_one()
    if person.may((REVIEWER,)):
        yield Tile("today.decide", stands.get(states.RECEIVED, 0), "/queue")
        yield Tile("today.overdue", queues.overdue(office), "/queue?overdue=1", bad=True)
        yield Tile("today.asked", stands.get(states.ASKED, 0), f"/queue?state={states.ASKED}")
        yield Tile(
            "today.compare", len(comparisons.waiting(office, limit=MOST + 1)), "/comparisons", bad=True
        )
    if person.may((STATION,)):
        days = [one for one in calendar.between(office, day_of(visit.now), day_of(visit.now)) if not one.off]
        counts = calendar.counts(office, [one.id for one in days])
        booked = sum(sum(counts[one.id].values()) for one in days)
        yield Tile("today.booked", booked, "/bookings")
        yield Tile("today.accepted", stands.get(states.ACCEPTED, 0), f"/queue?state={states.ACCEPTED}")
        yield Tile("today.made", stands.get(states.MADE, 0), f"/queue?state={states.MADE}")
        failed = messages.counts(office).get("failed", 0)
        yield Tile("today.unsent", failed, "/messages", bad=True)
    if person.may((STATION, ADMIN)):
        silent = sum(van.silent(visit.now) for van in fleet.known(office))
        yield Tile("today.silent", silent, "/vans", bad=True)
    complaints = len(ratings.tasks(office, state="open", limit=MOST + 1))
    yield Tile("today.complaints", complaints, "/ratings?state=open", bad=True)
    yield Tile("today.alarms", rung, "/alarms", bad=True)


PAGES = (Page("GET", "/", today),)
