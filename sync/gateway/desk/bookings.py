"""Bookings, mostly by telephone and often by a child for its parent: made, moved, called off, used once.

In clear stand only keyed hashes, the day, the slot and the state; who it is lies sealed to the bureau. One
person has one open booking for a matter; the last place of a slot goes to one of two who want it.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, RowMapping, insert, select, update

from forms import idnumber
from forms.days import day_of
from sync.gateway import events
from sync.gateway.desk import calendar, keyed
from sync.gateway.desk.booking_rules import rules
from sync.gateway.desk.calendar import VanDay
from sync.gateway.desk.eligibility import Checked, Wish, check
from sync.gateway.desk.errors import Closed, Full, NotNow, NotThere, Stale, TwiceBooked, Unsound
from sync.gateway.desk.sealed import seal, unseal
from sync.gateway.desk.tables import bookings
from sync.protocol import stamp

if TYPE_CHECKING:
    from sync.gateway.office import Office

REASONS = ("asked", "cannot_come", "done_elsewhere", "ours", "mistake")
"""Why a booking is called off; "ours": the van does not come."""
LAPSED = "lapsed"
LATE = timedelta(days=2)  # a day gone by is left alone so long: its records may be under way
MOST_FOUND = 100


@dataclass(frozen=True)
class Booking:
    """wish None: let go, or the bureau's key is not here."""

    id: str
    van_day: str
    day: str
    at: str
    matter: str
    state: str
    reason: str
    record: str
    version: int
    made_at: str
    made_by: str
    wish: Wish | None = field(repr=False, default=None)


def precheck(office: Office, wish: Wish, *, at_home: bool = False) -> Checked:
    """As `book` will look at it, for a page that asks again."""
    return check(wish, day_of(office.now()), at_home=at_home)


def needs_none(office: Office, checked: Checked) -> bool:
    """Old enough to come without a booking."""
    return checked.age is not None and checked.age >= rules(office).senior_age


def book(office: Office, van_day: str, at: str, wish: Wish, who: str) -> str:
    """Returns the booking's id.

    Raises Unsound; NotNow (reason "not_eligible", "unanswered", "window", "off", "over"); Full, TwiceBooked,
    NotThere.
    """
    with office.database.read() as connection:
        at_home = calendar.of(connection, van_day).plan.kind == "home"
    checked = precheck(office, wish, at_home=at_home)
    _must_fit(checked)
    now, id = office.now(), secrets.token_hex(8)
    kept = checked.wish
    row = {
        "id": id,
        "van_day": van_day,
        "at": at,
        "matter": kept.matter,
        "person": keyed.person(office, kept.id_number),
        "phone": keyed.phone(office, kept.phone),
        "state": "booked",
        "reason": "",
        "record": "",
        "content": seal(office, asdict(kept)),
        "version": 1,
        **_times(now, who, made=True),
    }
    with office.database.write() as connection:
        there = calendar.of(connection, van_day)
        _must_have_room(connection, office, there, at)
        _must_be_only(connection, office, row["person"], kept.matter, who)
        row["day"] = there.plan.day.isoformat()
        connection.execute(insert(bookings).values(**row))
        _note(connection, "booking-made", row, who, now)
    return id


def move(office: Office, id: str, version: int, van_day: str, at: str, who: str) -> None:
    """Another day or slot, for the same person. Raises as `book` does, and Stale."""
    now = office.now()
    with office.database.write() as connection:
        row = _shown(connection, id, version)
        _must_be(row, "booked")
        there = calendar.of(connection, van_day)
        if (row["van_day"], row["at"]) == (van_day, at):
            return
        if there.plan.kind == "home" and not _wish(office, row).address:
            raise Unsound({"address": "field.required"})
        _must_have_room(connection, office, there, at)
        changed = {"van_day": van_day, "at": at, "day": there.plan.day.isoformat()}
        _keep(connection, row, changed, "booking-moved", who, now)


def cancel(office: Office, id: str, version: int, reason: str, who: str) -> None:
    """reason: one of REASONS. Raises Unsound, Stale, NotThere, NotNow (state)."""
    if reason not in REASONS:
        raise Unsound({"reason": "choice.unknown"})
    _end(office, id, version, {"state": "cancelled", "reason": reason}, who)


def did_not_come(office: Office, id: str, version: int, who: str) -> None:
    """Once its time has come. Raises Stale, NotThere, NotNow (state; or reason "early")."""
    booking = get(office, id)
    if booking.state == "booked" and booking.day > day_of(office.now()).isoformat():
        raise NotNow(reason="early")
    _end(office, id, version, {"state": "no_show", "reason": ""}, who)


def used(connection: Connection, person: str, matter: str, record: str, at: datetime) -> str:
    """A record is here: this person's open booking for the matter became it. Inside the caller's transaction.

    person: `keyed.person` of the number. Returns the booking's id; "" when there was none: a walk-in.
    """
    mine = (bookings.c.person == person) & (bookings.c.matter == matter)
    waiting = bookings.c.state.in_(("booked", "no_show")) & (bookings.c.record == "")
    near = select(bookings).where(mine & waiting).order_by(bookings.c.state, bookings.c.day.desc()).limit(1)
    row = connection.execute(near).mappings().one_or_none()
    if row is None:
        return ""
    changed = {"state": "done", "reason": "", "record": record}
    _keep(connection, row, changed, "booking-used", "gateway", at)
    return str(row["id"])


def lapse(office: Office) -> int:
    """Open bookings of days gone by end as not come. How many. A van may bring its records a day later."""
    before, now = (day_of(office.now()) - LATE).isoformat(), office.now()
    with office.database.read() as connection:  # mostly there is none, and a writer would hold up others
        old = (bookings.c.state == "booked") & (bookings.c.day < before)
        ids = connection.execute(select(bookings.c.id).where(old)).scalars().all()
    for id in ids:
        with office.database.write() as connection:
            row = _find(connection, id)
            if row["state"] == "booked":
                changed = {"state": "no_show", "reason": LAPSED}
                _keep(connection, row, changed, "booking-lapsed", "gateway", now)
    return len(ids)


# --- looking ---------------------------------------------------------------------------------------------


def get(office: Office, id: str) -> Booking:
    """Raises NotThere."""
    with office.database.read() as connection:
        return _booking(office, _find(connection, id))


def find(office: Office, text: str) -> tuple[Booking, ...]:
    """By an identity number or a telephone, whole; the newest first."""
    try:
        mine: ColumnElement[bool] = bookings.c.person == keyed.person(office, idnumber.parse(text).text)
    except idnumber.BadNumber:
        if not (hashed := keyed.phone(office, text)):
            return ()
        mine = bookings.c.phone == hashed
    asked = select(bookings).where(mine).order_by(bookings.c.day.desc(), bookings.c.at.desc())
    return _bookings(office, asked.limit(MOST_FOUND))


def of_day(office: Office, van_day: str, states: Sequence[str] = ()) -> tuple[Booking, ...]:
    """By slot, then as they were made; all states unless told."""
    with office.database.read() as connection:
        return at(office, connection, van_day, states)


def at(
    office: Office, connection: Connection, van_day: str, states: Sequence[str] = ()
) -> tuple[Booking, ...]:
    """As `of_day`, inside a transaction of the caller's."""
    asked = select(bookings).where(bookings.c.van_day == van_day)
    if states:
        asked = asked.where(bookings.c.state.in_(states))
    order = (bookings.c.at, bookings.c.made_at, bookings.c.id)
    return tuple(_booking(office, row) for row in connection.execute(asked.order_by(*order)).mappings())


def columns(booking: Booking) -> dict[str, str]:
    """What a van is told of it, by column of `forms.sheets`; nothing when it cannot be read."""
    wish = booking.wish
    if wish is None:
        return {}
    names = ("name", "id_number", "matter", "address", "contact", "phone", "care", "note")
    said = {name: getattr(wish, name) for name in names} | {"contact_relation": wish.relation}
    return {name: text for name, text in said.items() if text}


# --- within ----------------------------------------------------------------------------------------------


def _must_fit(checked: Checked) -> None:
    if checked.wrong:
        raise Unsound(checked.wrong)
    said = checked.decision
    if said is None or not said.eligible:
        raise NotNow(reason="not_eligible")
    if said.unanswered:
        raise NotNow(reason="unanswered", questions=said.unanswered)


def _must_have_room(connection: Connection, office: Office, there: VanDay, at: str) -> None:
    plan = there.plan
    if there.off:
        raise NotNow(reason="off")
    if not day_of(office.now()) <= plan.day <= calendar.last_day(office):
        raise NotNow(reason="window", days=rules(office).days_ahead)
    if at not in there.slots or calendar.is_over(office, plan.day, at):
        raise NotNow(reason="over")
    left = {room.at: room.left for room in calendar.rooms(connection, office, there)}
    if not left[at]:
        raise Full(calendar.offers(connection, office, kind=plan.kind, area=plan.area, near=plan.day))


def _must_be_only(connection: Connection, office: Office, person: str, matter: str, who: str) -> None:
    """An open booking of a day gone by stands in nobody's way."""
    mine = (bookings.c.person == person) & (bookings.c.matter == matter) & (bookings.c.state == "booked")
    row = connection.execute(select(bookings).where(mine)).mappings().one_or_none()
    if row is None:
        return
    if row["day"] >= day_of(office.now()).isoformat():
        raise TwiceBooked(booking=row["id"], day=row["day"], at=row["at"])
    changed = {"state": "no_show", "reason": LAPSED}
    _keep(connection, row, changed, "booking-lapsed", who, office.now())


def _end(office: Office, id: str, version: int, changed: Mapping[str, str], who: str) -> None:
    now = office.now()
    with office.database.write() as connection:
        row = _shown(connection, id, version)
        _must_be(row, "booked")
        _keep(connection, row, changed, f"booking-{changed['state'].replace('_', '-')}", who, now)


def _must_be(row: RowMapping, state: str) -> None:
    if row["state"] != state:
        raise NotNow(state=row["state"])


def _shown(connection: Connection, id: str, version: int) -> RowMapping:
    row = _find(connection, id)
    if row["version"] != version:
        raise Stale
    return row


def _find(connection: Connection, id: str) -> RowMapping:
    row = connection.execute(select(bookings).where(bookings.c.id == id)).mappings().one_or_none()
    if row is None:
        raise NotThere(what="booking")
    return row


def _keep(
    connection: Connection, row: RowMapping, changed: Mapping[str, str], kind: str, who: str, now: datetime
) -> None:
    values = {**changed, "version": row["version"] + 1, **_times(now, who)}
    connection.execute(update(bookings).where(bookings.c.id == row["id"]).values(**values))
    _note(connection, kind, {**row, **changed}, who, now)


def _times(now: datetime, who: str, *, made: bool = False) -> dict[str, Any]:
    changed = {"changed_at": stamp(now), "changed_by": who}
    return changed | ({"made_at": stamp(now), "made_by": who} if made else {})


def _note(connection: Connection, kind: str, row: Mapping[str, Any], who: str, now: datetime) -> None:
    facts = {name: row[name] for name in ("van_day", "day", "matter", "reason")} | {"slot": row["at"]}
    events.append(connection, at=now, kind=kind, who=who, record=row["record"], booking=row["id"], **facts)


def _wish(office: Office, row: RowMapping) -> Wish:
    """Raises Closed."""
    if not row["content"]:
        raise Closed
    return Wish(**unseal(office, row["content"]))


def _bookings(office: Office, asked: Any) -> tuple[Booking, ...]:
    with office.database.read() as connection:
        return tuple(_booking(office, row) for row in connection.execute(asked).mappings())


def _booking(office: Office, row: RowMapping) -> Booking:
    names = ("id", "van_day", "day", "at", "matter", "state", "reason", "record", "version", "made_at")
    said = {name: row[name] for name in (*names, "made_by")}
    try:
        return Booking(**said, wish=_wish(office, row))
    except Closed:
        return Booking(**said)
