"""A van's day as a way from door to door: who is visited when, and in which order.

The doors of a trip are the day's bookings at home, its stops, and doors put in by hand (a card to deliver).
They are looked up each time, so a booking that was moved is never forgotten; only order, times and what was
typed here are kept, sealed. A promised time stays the promise: doors are ordered within their slots, and a
door that comes outside its slot says so.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, insert, select, update

from forms.sheets import KINDS
from forms.sheets.checks import CHECKS
from sync.gateway import events
from sync.gateway.desk import bookings, calendar
from sync.gateway.desk.calendar import VanDay, clock, minutes
from sync.gateway.desk.errors import Closed, NotThere, Stale, Unsound
from sync.gateway.desk.route import Place, ordered
from sync.gateway.desk.sealed import seal, unseal
from sync.gateway.desk.tables import trips
from sync.protocol import VAN_ID, stamp

if TYPE_CHECKING:
    from sync.gateway.office import Office

GAP = 30  # minutes at a door nobody said more of
MOST_DOORS = 200
TYPED = ("name", "id_number", "matter", "address", "contact", "contact_relation", "phone", "care", "note")
WAYS = ("visit", "delivery", "van", "campus")
STOPS: Mapping[str, str] = {"stop": "van", "campus": "campus"}


@dataclass(frozen=True)
class Door:
    """said: by column of `forms.sheets`. slot, until: the promised time; "" when none was promised.

    by_hand: put in here, not by a booking. state: of its booking ("booked", "done", …).
    """

    id: str
    at: str
    kind: str
    said: Mapping[str, str] = field(repr=False)
    slot: str = ""
    until: str = ""
    gap: int = GAP
    longitude: float | None = None
    latitude: float | None = None
    by_hand: bool = False
    state: str = "booked"
    record: str = ""

    @property
    def place(self) -> Place | None:
        if self.longitude is None or self.latitude is None:
            return None
        return (self.longitude, self.latitude)

    @property
    def keeps_its_time(self) -> bool:
        return not self.slot or self.slot <= self.at < self.until


@dataclass(frozen=True)
class Trip:
    """version 0: nothing was arranged yet. told: published to the van, and kept up with from then on."""

    van: str
    day: date
    title: str
    doors: tuple[Door, ...]
    version: int
    told: bool


@dataclass(frozen=True)
class Shown:
    """A trip as the page showed it; version: of what was arranged, 0 for nothing yet."""

    van: str
    day: date
    version: int


Change = Callable[[tuple[Door, ...]], Iterable[Door]]


def look(office: Office, van: str, day: date) -> Trip:
    """As it stands now. Raises Closed."""
    with office.database.read() as connection:
        return _look(office, connection, van, day)


def listed(office: Office, first: date, last: date) -> Mapping[tuple[str, str], Mapping[str, Any]]:
    """(van, day) -> told, doors, version, of those arranged."""
    span = (trips.c.day >= first.isoformat()) & (trips.c.day <= last.isoformat())
    asked = select(trips.c.van, trips.c.day, trips.c.told, trips.c.doors, trips.c.version).where(span)
    with office.database.read() as connection:
        return {(row["van"], row["day"]): dict(row) for row in connection.execute(asked).mappings()}


def sort(office: Office, shown: Shown, who: str) -> None:
    """A short way within each promised slot; without coordinates by address. Raises Stale, Closed."""
    _arrange(office, shown, "trip-sorted", who, lambda doors: _laid(_sorted(doors)))


def place(office: Office, shown: Shown, who: str, *, door: str, number: int) -> None:
    """This door becomes the `number`-th, 1 the first; what lies beyond is the end. Raises Stale, NotThere."""

    def moved(doors: tuple[Door, ...]) -> Iterable[Door]:
        mine = _door(doors, door)
        rest = [one for one in doors if one.id != door]
        at = min(max(number - 1, 0), len(rest))
        return _laid([*rest[:at], mine, *rest[at:]])

    _arrange(office, shown, "trip-moved", who, moved)


def set_time(office: Office, shown: Shown, who: str, *, door: str, at: str) -> None:
    """When the van is there; the order follows the times. Raises Unsound, Stale, NotThere."""
    tidied, wrong = CHECKS["time"](at, shown.day)
    if wrong:
        raise Unsound({"at": wrong})

    def timed(doors: tuple[Door, ...]) -> Iterable[Door]:
        changed = replace(_door(doors, door), at=tidied)
        return sorted((changed if one.id == door else one for one in doors), key=lambda one: one.at)

    _arrange(office, shown, "trip-timed", who, timed)


def locate(office: Office, shown: Shown, who: str, *, door: str, where: Place | None) -> None:
    """Where a door is, in degrees; None: nobody knows. Raises Unsound, Stale, NotThere."""
    longitude, latitude = where or (None, None)
    if where is not None and not (abs(where[0]) <= 180 and abs(where[1]) <= 90):
        raise Unsound({"longitude": "booking.coordinates"})

    def located(doors: tuple[Door, ...]) -> Iterable[Door]:
        _door(doors, door)
        return (
            replace(one, longitude=longitude, latitude=latitude) if one.id == door else one for one in doors
        )

    _arrange(office, shown, "trip-located", who, located)


def add(office: Office, shown: Shown, who: str, *, kind: str, at: str, said: Mapping[str, str]) -> str:
    """A door nobody booked: a card to deliver, a visit promised elsewhere. Returns its id.

    Raises Unsound, Stale.
    """
    kept, wrong = _typed(shown.day, kind, at, said)
    if wrong:
        raise Unsound(wrong)
    fresh = Door(secrets.token_hex(8), kept.pop("at"), kind, kept, by_hand=True)

    def added(doors: tuple[Door, ...]) -> Iterable[Door]:
        if len(doors) >= MOST_DOORS:
            raise Unsound({"name": "work.too_many"})
        return sorted((*doors, fresh), key=lambda one: one.at)

    _arrange(office, shown, "trip-door-added", who, added)
    return fresh.id


def drop(office: Office, shown: Shown, who: str, *, door: str) -> None:
    """Only what was put in by hand; a booking is called off where it was made. Raises Stale, NotThere."""

    def dropped(doors: tuple[Door, ...]) -> Iterable[Door]:
        if not _door(doors, door).by_hand:
            raise NotThere(what="door")
        return (one for one in doors if one.id != door)

    _arrange(office, shown, "trip-door-dropped", who, dropped)


def mark_told(office: Office, trip: Trip, title: str, who: str) -> None:
    """The van has it from now on. Raises Stale."""
    with office.database.write() as connection:
        _keep(office, connection, trip, trip.doors, told=True, title=title, who=who)
        _note(office, connection, "trip-told", trip, who)


# --- within ----------------------------------------------------------------------------------------------


def _arrange(office: Office, shown: Shown, kind: str, who: str, change: Change) -> None:
    if not VAN_ID.match(shown.van):
        raise NotThere(what="van")
    with office.database.write() as connection:
        trip = _look(office, connection, shown.van, shown.day)
        if trip.version != shown.version:
            raise Stale
        doors = tuple(change(trip.doors))
        _keep(office, connection, trip, doors, told=trip.told, title=trip.title, who=who)
        _note(office, connection, kind, replace(trip, doors=doors), who)


def _keep(
    office: Office,
    connection: Connection,
    trip: Trip,
    doors: Sequence[Door],
    *,
    told: bool,
    title: str,
    who: str,
) -> None:
    mine = (trips.c.van == trip.van) & (trips.c.day == trip.day.isoformat())
    row = {
        "title": title,
        "doors": len(doors),
        "told": told,
        "content": seal(office, [asdict(one) for one in doors]),
        "version": trip.version + 1,
        "changed_at": stamp(office.now()),
        "changed_by": who,
    }
    if trip.version == 0:
        connection.execute(insert(trips).values(van=trip.van, day=trip.day.isoformat(), **row))
    elif not connection.execute(
        update(trips).where(mine & (trips.c.version == trip.version)).values(**row)
    ).rowcount:
        raise Stale


def _note(office: Office, connection: Connection, kind: str, trip: Trip, who: str) -> None:
    day, doors = trip.day.isoformat(), len(trip.doors)
    events.append(connection, at=office.now(), kind=kind, who=who, van=trip.van, day=day, doors=doors)


def _look(office: Office, connection: Connection, van: str, day: date) -> Trip:
    mine = (trips.c.van == van) & (trips.c.day == day.isoformat())
    row = connection.execute(select(trips).where(mine)).mappings().one_or_none()
    kept: list[Door] = []
    if row is not None and row["content"]:
        kept = [Door(**said) for said in unseal(office, row["content"])]
    days = [one for one in calendar.on(connection, van, day) if not one.off]
    wanted = [door for one in days for door in _doors(office, connection, one)]
    title = row["title"] if row else "、".join(dict.fromkeys(one.plan.place for one in days))
    return Trip(
        van, day, title, _merged(kept, wanted), row["version"] if row else 0, bool(row and row["told"])
    )


def _doors(office: Office, connection: Connection, there: VanDay) -> Iterable[Door]:
    plan = there.plan
    if kind := STOPS.get(plan.kind):
        said = _filled({"name": plan.place, "address": plan.address})
        promised = Door(there.id, plan.opens, kind, said, plan.opens, plan.closes, plan.slot_minutes)
        yield replace(promised, longitude=plan.longitude, latitude=plan.latitude)
        return
    for booking in bookings.at(office, connection, there.id, ("booked", "done", "no_show")):
        if booking.wish is None:
            if booking.state == "booked":
                raise Closed  # a door left out would be a door called off
            continue
        until = clock(minutes(booking.at) + plan.slot_minutes)
        gap = max(5, plan.slot_minutes // plan.capacity)
        said = bookings.columns(booking)
        promised = Door(booking.id, booking.at, "visit", said, booking.at, until, gap)
        yield replace(promised, state=booking.state, record=booking.record)


def _merged(kept: Sequence[Door], wanted: Sequence[Door]) -> tuple[Door, ...]:
    """Order and times as they were kept; who is gone is gone, who is new or was moved comes at its time."""
    now = {door.id: door for door in wanted}
    stay: list[Door] = []
    for door in kept:
        fresh = now.pop(door.id, None)
        if door.by_hand:
            stay.append(door)
        elif fresh is not None and fresh.slot == door.slot:
            where = (door.longitude, door.latitude) if door.place else (fresh.longitude, fresh.latitude)
            stay.append(replace(fresh, at=door.at, longitude=where[0], latitude=where[1]))
        elif fresh is not None:
            now[door.id] = replace(fresh, longitude=door.longitude, latitude=door.latitude)
    for door in sorted(now.values(), key=lambda one: (one.at, one.id)):
        after = [n for n, one in enumerate(stay) if one.at <= door.at]
        stay.insert(after[-1] + 1 if after else 0, door)
    return tuple(stay)


def _sorted(doors: Sequence[Door]) -> list[Door]:
    """Slot after slot; within one, the short way from where the slot before ended."""
    by_slot = sorted(doors, key=lambda one: one.slot or one.at)
    found: list[Door] = []
    here: Place | None = None
    for _, group in groupby(by_slot, key=lambda one: one.slot or one.at):
        mine = sorted(group, key=lambda one: (one.said.get("address", ""), one.id))
        known = [(one, one.place) for one in mine if one.place is not None]
        way = ordered([where for _, where in known], here)
        found += [known[n][0] for n in way] + [one for one in mine if one.place is None]
        here = known[way[-1]][1] if way else here
    return found


def _laid(doors: Sequence[Door]) -> list[Door]:
    """Times one after the other: never before the promised time, never before the door before is done."""
    laid: list[Door] = []
    free = 0
    for door in doors:
        at = max(free, minutes(door.slot or door.at) if door.slot or not laid else free)
        at = min(at, 23 * 60 + 59)
        laid.append(replace(door, at=clock(at)))
        free = at + (0 if door.kind in STOPS.values() else door.gap)
    return laid


def _door(doors: Sequence[Door], id: str) -> Door:
    for door in doors:
        if door.id == id:
            return door
    raise NotThere(what="door")


def _filled(said: Mapping[str, str]) -> dict[str, str]:
    return {column: text for column, text in said.items() if text}


def _typed(day: date, kind: str, at: str, said: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Tidied cells with "at", and what is wrong with them."""
    kept: dict[str, str] = {}
    wrong: dict[str, str] = {} if kind in WAYS else {"kind": "choice.unknown"}
    for column, text in (("at", at), *((name, said.get(name, "")) for name in TYPED)):
        if not text.strip():
            continue
        check = KINDS["trip"].columns[column].check
        kept[column], code = CHECKS[check](text.strip(), day) if len(text) <= 200 else (text, "work.too_long")
        if code:
            wrong[column] = code
    wrong |= {column: "field.required" for column in ("at", "name") if not kept.get(column)}
    return kept, wrong
