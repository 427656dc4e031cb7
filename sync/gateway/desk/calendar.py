"""The days a van is out: where and when, how many can come at which time, and where there is still room.

A day is the office's (China), a time of day is text "HH:MM" on it: no summer time moves either. What can be
booked is today and the days the office's rules say; a time that has passed is over.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update

from forms import codes
from forms.days import CHINA, day_of
from sync.gateway import events
from sync.gateway.desk.booking_rules import rules
from sync.gateway.desk.errors import NotNow, NotThere, Stale, Unsound
from sync.gateway.desk.tables import bookings, halls, van_days
from sync.protocol import VAN_ID, stamp

if TYPE_CHECKING:
    from sync.gateway.office import Office

KINDS = ("stop", "home", "campus")
MOST_SLOTS = 100  # of one day
OFFERED = 6  # places told when a slot is full
HAS_ITS_SLOT = ("booked", "no_show", "done")  # who did not come had it, too


@dataclass(frozen=True)
class Plan:
    """A van day as it is typed. longitude, latitude: degrees, of the place; None when nobody gave them."""

    van: str
    day: date
    kind: str
    area: str
    place: str
    opens: str
    closes: str
    slot_minutes: int
    capacity: int
    address: str = ""
    longitude: float | None = None
    latitude: float | None = None


@dataclass(frozen=True)
class VanDay:
    id: str
    plan: Plan
    off: bool
    version: int

    @property
    def slots(self) -> tuple[str, ...]:
        return tuple(_slots(self.plan))


@dataclass(frozen=True)
class Hall:
    id: str
    name: str
    area: str
    address: str
    hours: str
    phone: str
    version: int


@dataclass(frozen=True)
class Room:
    """A slot with room: `left` more can come."""

    van_day: VanDay
    at: str
    left: int


@dataclass(frozen=True)
class Offers:
    """Instead of a full slot: where a van is next, this area's days first, and halls of the area."""

    rooms: tuple[Room, ...]
    halls: tuple[Hall, ...]


# --- van days --------------------------------------------------------------------------------------------


def put(office: Office, plan: Plan, who: str, *, id: str = "", version: int = 0) -> str:
    """A new day, or (id and version) a changed one. Returns its id.

    Raises Unsound, Stale, NotThere; NotNow (reason "booked") when bookings would lose their slot.
    """
    _must_be_sound(plan)
    now = office.now()
    row = {**asdict(plan), "day": plan.day.isoformat(), "changed_at": stamp(now), "changed_by": who}
    with office.database.write() as connection:
        if not id:
            id = secrets.token_hex(8)
            connection.execute(insert(van_days).values(**row, id=id, off=False, version=1))
        else:
            known = of(connection, id)
            if known.version != version:
                raise Stale
            _must_keep_bookings(connection, known, plan)
            mine = van_days.c.id == id
            connection.execute(update(van_days).where(mine).values(**row, version=version + 1))
        facts = {"van_day": id, "van": plan.van, "day": row["day"], "slots": len(tuple(_slots(plan)))}
        events.append(connection, at=now, kind="van-day-put", who=who, **facts)
    return id


def call_off(office: Office, id: str, version: int, who: str) -> None:
    """Nobody can book it any more. Raises Stale, NotThere; NotNow while somebody is booked."""
    now = office.now()
    with office.database.write() as connection:
        known = of(connection, id)
        if known.version != version or known.off:
            raise Stale
        if taken := sum(_waiting(connection, id).values()):
            raise NotNow(reason="booked", count=taken)
        changed = {"off": True, "version": version + 1, "changed_at": stamp(now), "changed_by": who}
        connection.execute(update(van_days).where(van_days.c.id == id).values(**changed))
        events.append(connection, at=now, kind="van-day-off", who=who, van_day=id)


def of(connection: Connection, id: str) -> VanDay:
    """Raises NotThere."""
    row = connection.execute(select(van_days).where(van_days.c.id == id)).mappings().one_or_none()
    if row is None:
        raise NotThere(what="van_day")
    return _van_day(row)


def get(office: Office, id: str) -> VanDay:
    """Raises NotThere."""
    with office.database.read() as connection:
        return of(connection, id)


def between(office: Office, first: date, last: date, van: str = "") -> tuple[VanDay, ...]:
    """By day, van and time; those called off too."""
    asked = select(van_days).where(van_days.c.day >= first.isoformat(), van_days.c.day <= last.isoformat())
    if van:
        asked = asked.where(van_days.c.van == van)
    order = (van_days.c.day, van_days.c.van, van_days.c.opens, van_days.c.id)
    with office.database.read() as connection:
        return tuple(_van_day(row) for row in connection.execute(asked.order_by(*order)).mappings())


def on(connection: Connection, van: str, day: date) -> tuple[VanDay, ...]:
    """Of one van and day, by time."""
    mine = (van_days.c.van == van) & (van_days.c.day == day.isoformat())
    asked = select(van_days).where(mine).order_by(van_days.c.opens, van_days.c.id)
    return tuple(_van_day(row) for row in connection.execute(asked).mappings())


# --- room ------------------------------------------------------------------------------------------------


def last_day(office: Office) -> date:
    """The last day that can be booked now."""
    return day_of(office.now()) + timedelta(days=rules(office).days_ahead)


def rooms(connection: Connection, office: Office, van_day: VanDay) -> tuple[Room, ...]:
    """Its slots that can still be booked now, with what is left of each; full ones with 0."""
    return rooms_of(connection, office, [van_day])[van_day.id]


def rooms_of(
    connection: Connection, office: Office, known: Sequence[VanDay]
) -> Mapping[str, tuple[Room, ...]]:
    """Van day -> `rooms`; one question for all of them."""
    taken: dict[str, dict[str, int]] = {one.id: {} for one in known}
    columns = (bookings.c.van_day, bookings.c.at)
    mine = bookings.c.van_day.in_(taken) & bookings.c.state.in_(HAS_ITS_SLOT)
    for row in connection.execute(
        select(*columns, func.count().label("number")).where(mine).group_by(*columns)
    ):
        taken[row.van_day][row.at] = row.number
    first, last = day_of(office.now()), last_day(office)
    return {one.id: tuple(_rooms(office, one, taken[one.id], first, last)) for one in known}


def _rooms(
    office: Office, van_day: VanDay, taken: Mapping[str, int], first: date, last: date
) -> Iterator[Room]:
    if van_day.off or not first <= van_day.plan.day <= last:
        return
    for at in van_day.slots:
        if not is_over(office, van_day.plan.day, at):
            yield Room(van_day, at, max(0, van_day.plan.capacity - taken.get(at, 0)))


def is_over(office: Office, day: date, at: str) -> bool:
    """Whether the time has passed here."""
    here = office.now().astimezone(CHINA)
    return (day.isoformat(), at) <= (here.date().isoformat(), f"{here:%H:%M}")


def offers(
    connection: Connection, office: Office, *, kind: str, area: str, near: date | None = None
) -> Offers:
    """Where there is room for this kind; nearest to a day first, the area's own before others'."""
    near = near or day_of(office.now())
    asked = select(van_days).where(
        van_days.c.off.is_(False),
        van_days.c.kind == kind,
        van_days.c.day >= day_of(office.now()).isoformat(),
        van_days.c.day <= last_day(office).isoformat(),
    )
    days = [_van_day(row) for row in connection.execute(asked).mappings()]
    days.sort(key=lambda one: (one.plan.area != area, abs((one.plan.day - near).days), one.plan.day, one.id))
    found: list[Room] = []
    known = rooms_of(connection, office, days)
    for one in days:
        free = [room for room in known[one.id] if room.left]
        found += free[:2]
        if len(found) >= OFFERED:
            break
    return Offers(tuple(found[:OFFERED]), _halls_near(connection, area))


def _waiting(connection: Connection, id: str) -> Mapping[str, int]:
    """Slot -> people still expected."""
    mine = (bookings.c.van_day == id) & (bookings.c.state == "booked")
    asked = select(bookings.c.at, func.count()).where(mine).group_by(bookings.c.at)
    return {row[0]: row[1] for row in connection.execute(asked)}


def counts(office: Office, days: Sequence[str]) -> Mapping[str, Mapping[str, int]]:
    """Van day -> state -> bookings."""
    found: dict[str, dict[str, int]] = {day: {} for day in days}
    columns = (bookings.c.van_day, bookings.c.state)
    asked = select(*columns, func.count()).where(bookings.c.van_day.in_(days)).group_by(*columns)
    with office.database.read() as connection:
        for van_day, state, number in connection.execute(asked):
            found[van_day][state] = number
    return found


# --- halls -----------------------------------------------------------------------------------------------


def put_hall(office: Office, hall: Hall, who: str) -> str:
    """A new one (no id), or a changed one with the version it had. Raises Unsound, Stale, NotThere."""
    wrong = {name: "field.required" for name in ("name", "address") if not getattr(hall, name).strip()}
    if codes.division(hall.area) is None:
        wrong["area"] = "booking.area"
    if wrong:
        raise Unsound(wrong)
    now, id = office.now(), hall.id or secrets.token_hex(8)
    row = {**asdict(hall), "id": id, "version": hall.version + 1, "changed_at": stamp(now), "changed_by": who}
    with office.database.write() as connection:
        if not hall.id:
            connection.execute(insert(halls).values(**{**row, "version": 1}))
        else:
            _must_be_hall(connection, id, hall.version)
            connection.execute(update(halls).where(halls.c.id == id).values(**row))
        events.append(connection, at=now, kind="hall-put", who=who, hall=id)
    return id


def drop_hall(office: Office, id: str, version: int, who: str) -> None:
    """Raises Stale, NotThere."""
    with office.database.write() as connection:
        _must_be_hall(connection, id, version)
        connection.execute(delete(halls).where(halls.c.id == id))
        events.append(connection, at=office.now(), kind="hall-dropped", who=who, hall=id)


def all_halls(office: Office) -> tuple[Hall, ...]:
    with office.database.read() as connection:
        rows = connection.execute(select(halls).order_by(halls.c.area, halls.c.name)).mappings()
        return tuple(_hall(row) for row in rows)


def _must_be_hall(connection: Connection, id: str, version: int) -> None:
    known = connection.execute(select(halls.c.version).where(halls.c.id == id)).scalar_one_or_none()
    if known is None:
        raise NotThere(what="hall")
    if known != version:
        raise Stale


def _halls_near(connection: Connection, area: str) -> tuple[Hall, ...]:
    """Of the area; when it has none, of its city."""
    found = tuple(_hall(row) for row in connection.execute(select(halls).order_by(halls.c.name)).mappings())
    here = tuple(hall for hall in found if hall.area == area)
    return here or tuple(hall for hall in found if hall.area[:4] == area[:4])


def _hall(row: RowMapping) -> Hall:
    names = ("id", "name", "area", "address", "hours", "phone", "version")
    return Hall(**{name: row[name] for name in names})


# --- within ----------------------------------------------------------------------------------------------


def minutes(at: str) -> int:
    return int(at[:2]) * 60 + int(at[3:])


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _slots(plan: Plan) -> Iterator[str]:
    last = minutes(plan.closes) - plan.slot_minutes
    return (clock(minute) for minute in range(minutes(plan.opens), last + 1, plan.slot_minutes))


def _is_time(text: str) -> bool:
    hours, colon, rest = text.partition(":")
    digits = len(hours) == len(rest) == 2 and (hours + rest).isascii() and (hours + rest).isdigit()
    return bool(colon) and digits and int(hours) < 24 and int(rest) < 60


def _must_be_sound(plan: Plan) -> None:
    wrong: dict[str, str] = {}
    if not VAN_ID.match(plan.van):
        wrong["van"] = "booking.van"
    if plan.kind not in KINDS:
        wrong["kind"] = "choice.unknown"
    if codes.division(plan.area) is None:
        wrong["area"] = "booking.area"
    if not 0 < len(plan.place.strip()) <= 100:
        wrong["place"] = "field.required" if not plan.place.strip() else "work.too_long"
    wrong |= {name: "work.time" for name in ("opens", "closes") if not _is_time(getattr(plan, name))}
    if not 1 <= plan.capacity <= 200:
        wrong["capacity"] = "booking.capacity"
    if not 5 <= plan.slot_minutes <= 24 * 60:
        wrong["slot_minutes"] = "booking.slot_minutes"
    if not wrong.keys() & {"opens", "closes", "slot_minutes"} and not (
        0 < len(tuple(_slots(plan))) <= MOST_SLOTS
    ):
        wrong["closes"] = "booking.no_slot"
    if (plan.longitude is None) != (plan.latitude is None) or not _on_earth(plan):
        wrong["longitude"] = "booking.coordinates"
    if wrong:
        raise Unsound(wrong)


def _on_earth(plan: Plan) -> bool:
    return abs(plan.longitude or 0) <= 180 and abs(plan.latitude or 0) <= 90


def _must_keep_bookings(connection: Connection, known: VanDay, plan: Plan) -> None:
    """Whoever has a slot keeps it: same day, same van, still a slot, and room for all who have it."""
    taken = _waiting(connection, known.id)
    if not taken:
        return
    same = (known.plan.van, known.plan.day, known.plan.kind) == (plan.van, plan.day, plan.kind)
    slots = set(_slots(plan))
    if not same or any(at not in slots or count > plan.capacity for at, count in taken.items()):
        raise NotNow(reason="booked", count=sum(taken.values()))


def _van_day(row: RowMapping) -> VanDay:
    names = ("van", "kind", "area", "place", "opens", "closes", "slot_minutes", "capacity", "address")
    said = {name: row[name] for name in (*names, "longitude", "latitude")}
    return VanDay(
        row["id"], Plan(day=date.fromisoformat(row["day"]), **said), bool(row["off"]), row["version"]
    )
