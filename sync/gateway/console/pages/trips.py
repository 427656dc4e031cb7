"""A van's day: doors in order with their times, put right by hand, on a sketch if places are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from forms.days import day_of, parse_day
from forms.fieldtypes import tidy_digits
from sync.gateway.console.page import Answer, Page, Visit
from sync.gateway.console.telling import told, wrong_fields
from sync.gateway.desk import calendar, publishing, trips
from sync.gateway.desk.eligibility import bookable
from sync.gateway.desk.errors import NotNow, NotThere, Unsound
from sync.gateway.desk.route import Place, length_km
from sync.gateway.desk.staff import STATION
from sync.gateway.desk.trips import Door, Shown, Trip
from sync.gateway.errors import DeskError
from sync.gateway.tables import records
from sync.protocol import VAN_ID

MAP_WIDTH, MAP_HEIGHT, MAP_EDGE = 560, 360, 26


@dataclass(frozen=True)
class Dot:
    number: int
    name: str
    x: float
    y: float


def week(visit: Visit) -> Answer:
    """Every van's days of two weeks, from the Monday asked for."""
    today = day_of(visit.now)
    shown = parse_day(tidy_digits(visit.query.get("week", ""))) or today
    monday = shown - timedelta(days=shown.weekday())
    last = monday + timedelta(days=13)
    van_days = [one for one in calendar.between(visit.office, monday, last) if not one.off]
    arranged = trips.listed(visit.office, monday, last)
    names = {(one.plan.day.isoformat(), one.plan.van) for one in van_days} | {(d, v) for v, d in arranged}
    counts = calendar.counts(visit.office, [one.id for one in van_days])
    rows = []
    for day, van in sorted(names):
        mine = [one for one in van_days if (one.plan.van, one.plan.day.isoformat()) == (van, day)]
        waiting = sum(counts[one.id].get("booked", 0) for one in mine)
        places = "、".join(dict.fromkeys(one.plan.place for one in mine))
        rows.append((day, van, places, waiting, arranged.get((van, day))))
    return visit.page(
        "trips",
        rows=rows,
        first=monday.isoformat(),
        last=last.isoformat(),
        earlier=(monday - timedelta(days=14)).isoformat(),
        later=(monday + timedelta(days=14)).isoformat(),
    )


def show(visit: Visit, error: DeskError | None = None) -> Answer:
    van, day = _which(visit)
    trip = trips.look(visit.office, van, day)
    typed = {name: visit.field(name) for name in ("at", "kind", *trips.TYPED)} if error else {}
    known = [door.place for door in trip.doors if door.place is not None]
    return visit.page(
        "trip",
        status=200 if error is None else 400,
        trip=trip,
        states=_states(visit, trip),
        matters={one.id: visit.say.of(one.words) for one in bookable()},
        kinds=[(kind, visit.say(f"door.{kind}")) for kind in trips.WAYS],
        values={**dict.fromkeys(("at", *trips.TYPED), ""), "kind": "delivery", **typed},
        wrong=wrong_fields(visit.say, error),
        said="" if error is None else told(visit.say, error),
        dots=_dots(trip.doors),
        width=MAP_WIDTH,
        height=MAP_HEIGHT,
        km=f"{length_km(known):.1f}" if len(known) > 1 else "",
        unknown=len(trip.doors) - len(known),
    )


def change(visit: Visit) -> Answer:
    """what: "sort", "publish", "add"; of a door "up", "down", "place", "time", "locate", "drop"."""
    van, day = _which(visit)
    shown, who = Shown(van, day, visit.number("version")), visit.person.who
    what, door, office = visit.field("what"), visit.field("door"), visit.office
    try:
        if what == "publish":
            done = publishing.publish(office, shown, who, title=visit.field("title")[:100])
            return visit.go(_path(van, day), "trip-waits" if done.waits else "trip-told")
        if what == "sort":
            trips.sort(office, shown, who)
        elif what == "add":
            said = {name: visit.field(name) for name in trips.TYPED}
            trips.add(office, shown, who, kind=visit.field("kind"), at=visit.field("at"), said=said)
        elif what in ("up", "down", "place"):
            number = visit.number("number") + {"up": -1, "down": 1, "place": 0}[what]
            trips.place(office, shown, who, door=door, number=number)
        elif what == "time":
            trips.set_time(office, shown, who, door=door, at=visit.field("new_at"))
        elif what == "locate":
            trips.locate(office, shown, who, door=door, where=_place(visit))
        elif what == "drop":
            trips.drop(office, shown, who, door=door)
        else:
            raise DeskError("bad-form", field="what")
    except (Unsound, NotNow) as error:
        return show(visit, error)
    publishing.follow(office, van, day, who)
    anchor = f"#door-{door}" if door and what != "drop" else ""
    return visit.go(f"{_path(van, day)}?said=trip-changed{anchor}")


def _path(van: str, day: date) -> str:
    return f"/trips/{van}/{day.isoformat()}"


def _which(visit: Visit) -> tuple[str, date]:
    """Raises NotThere."""
    van, day = visit.parts["van"], parse_day(tidy_digits(visit.parts["day"]))
    if not VAN_ID.match(van) or day is None:
        raise NotThere(what="trip")
    return van, day


def _place(visit: Visit) -> Place | None:
    """Raises Unsound."""
    texts = (visit.field("longitude"), visit.field("latitude"))
    if texts == ("", ""):
        return None
    try:
        return (float(texts[0]), float(texts[1]))
    except ValueError as error:
        raise Unsound({"longitude": "booking.coordinates"}) from error


def _states(visit: Visit, trip: Trip) -> dict[str, str]:
    """Door -> how its record stands, where there is one."""
    wanted = {door.record: door.id for door in trip.doors if door.record}
    with visit.office.database.read() as connection:
        asked = select(records.c.id, records.c.state).where(records.c.id.in_(wanted))
        return {wanted[row.id]: row.state for row in connection.execute(asked)}


def _dots(doors: Sequence[Door]) -> list[Dot]:
    """Places on a flat map, north up, one scale for both ways; nothing with fewer than two."""
    known = [(number, door, door.place) for number, door in enumerate(doors, 1) if door.place is not None]
    if len(known) < 2:
        return []
    east = [where[0] for _, _, where in known]
    north = [where[1] for _, _, where in known]
    shrink = length_km([(0, north[0]), (1, north[0])]) / length_km([(0, 0), (0, 1)])
    wide, high = (max(east) - min(east)) * shrink, max(north) - min(north)
    room_x, room_y = MAP_WIDTH - 2 * MAP_EDGE, MAP_HEIGHT - 2 * MAP_EDGE
    scale = min(room_x / wide if wide else float("inf"), room_y / high if high else float("inf"))
    scale = 0.0 if scale == float("inf") else scale
    left, top = (MAP_WIDTH - wide * scale) / 2, (MAP_HEIGHT - high * scale) / 2

    def dot(number: int, door: Door, where: Any) -> Dot:
        x = left + (where[0] - min(east)) * shrink * scale
        y = top + (max(north) - where[1]) * scale
        return Dot(number, door.said.get("name", ""), round(x, 1), round(y, 1))

    return [dot(*one) for one in known]


MINE = (STATION,)
PAGES = (
    Page("GET", "/trips", week, MINE),
    Page("GET", "/trips/{van}/{day}", show, MINE),
    Page("POST", "/trips/{van}/{day}", change, MINE),
)
