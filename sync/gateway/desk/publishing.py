"""What a van is told of its day: doors in order, who booked at each stop, what is known of them already.

Told again it is a change; what has not changed is told once. From the first time on every booking that comes,
moves or goes is told at once (`follow`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from forms.matter import matter
from forms.packs.shelf import category
from forms.scenarios import asked
from forms.sheets import KINDS, Row, Sheet, checked
from forms.spec import field_of, load
from sync.gateway import events, work
from sync.gateway.desk import bookings, calendar, trips
from sync.gateway.desk.bookings import Booking
from sync.gateway.desk.errors import Closed, NotNow, Stale
from sync.gateway.desk.tables import trips as table
from sync.gateway.desk.trips import Shown, Trip

if TYPE_CHECKING:
    from sync.gateway.office import Office


ROUNDS = 5


@dataclass(frozen=True)
class Told:
    """fresh: sheets that were news. waits: the van has no certificate yet and hears of it when it enrols."""

    sheets: int
    fresh: int
    waits: bool


def publish(office: Office, shown: Shown, who: str, *, title: str = "") -> Told:
    """Raises Stale; NotNow (reason "nothing") when there is nothing to do that day; Closed."""
    trip = trips.look(office, shown.van, shown.day)
    if trip.version != shown.version:
        raise Stale
    if not trip.doors:
        raise NotNow(reason="nothing")
    trips.mark_told(office, trip, title or trip.title, who)
    return _tell(office, shown.van, shown.day, who)


def follow(office: Office, van: str, day: date, who: str) -> Told | None:
    """Something of this day has changed: the van hears of it, if it was told of the day. None: it was not, or
    the bureau's key is not here; then the log says that the van waits.
    """
    mine = (table.c.van == van) & (table.c.day == day.isoformat()) & table.c.told
    with office.database.read() as connection:
        if connection.execute(select(table.c.van).where(mine)).first() is None:
            return None
    try:
        return _tell(office, van, day, who)
    except Closed:
        with office.database.write() as connection:
            facts = {"van": van, "day": day.isoformat()}
            events.append(connection, at=office.now(), kind="trip-waits", who=who, **facts)
        return None


def _tell(office: Office, van: str, day: date, who: str) -> Told:
    """Until what was told is what there is: of two clerks at once each may look before the other is done."""
    fresh, sheets = 0, _sheets(office, van, day)
    for _ in range(ROUNDS):
        put = _put(office, van, day, sheets, who)
        fresh += sum(one.fresh for one in put)
        now = _sheets(office, van, day)
        if now == sheets:
            break
        sheets = now
    return Told(len(put), fresh, any(one.cursor == 0 for one in put))


def _put(office: Office, van: str, day: date, sheets: tuple[Sheet, ...], who: str) -> list[work.Put]:
    """An empty sheet only over one that the van has. Drafts of bookings that went elsewhere are withdrawn."""
    before = {(row["kind"], row["id"]) for row in work.listed(office, van) if not row["withdrawn"]}
    known = [one for one in sheets if one.rows or (one.kind, one.id) in before]
    put = [work.put(office, van, sheet, who) for sheet in known]
    wanted = {sheet.id for sheet in sheets if sheet.kind == "draft"}
    for row in work.listed(office, van):
        mine = row["kind"] == "draft" and row["day"] == day.isoformat() and row["id"].startswith("d-")
        if mine and not row["withdrawn"] and row["id"] not in wanted:
            work.withdraw(office, van, "draft", row["id"], who)
    return put


def _sheets(office: Office, van: str, day: date) -> tuple[Sheet, ...]:
    """Everything the van is to know of the day. Raises Closed."""
    trip = trips.look(office, van, day)
    found, drafts = [_trip(trip)], []
    with office.database.read() as connection:
        days = [
            (there, bookings.at(office, connection, there.id, ("booked", "done", "no_show")))
            for there in calendar.on(connection, van, day)
        ]
    for there, known in days:
        if any(one.wish is None and one.state == "booked" for one in known):
            raise Closed
        drafts += [draft for one in known for draft in _draft(one, day)]
        if there.plan.kind in trips.STOPS:
            place = {"place": there.plan.place}
            rows = tuple(
                {"id": one.id, "at": one.at, **bookings.columns(one), **place} for one in known if one.wish
            )
            found.append(Sheet("booking", f"b-{there.id}", day, there.plan.place, _sound(rows, "booking")))
    return (*found, *drafts)


def _trip(trip: Trip) -> Sheet:
    rows = tuple({"id": door.id, "at": door.at, "kind": door.kind, **door.said} for door in trip.doors)
    return Sheet("trip", f"t-{trip.day.isoformat()}", trip.day, trip.title, _sound(rows, "trip"))


def _sound(rows: tuple[Row, ...], kind: str) -> tuple[Row, ...]:
    """Only columns the kind has; by time, as the van shows them."""
    columns = KINDS[kind].columns
    kept = ({name: text for name, text in row.items() if name in columns and text} for row in rows)
    return tuple(sorted(kept, key=lambda row: row["at"]))


def _draft(booking: Booking, day: date) -> Iterator[Sheet]:
    """What the caller said, for the officer to confirm; what the form would not take is left out."""
    row = dict(_known(booking))
    while True:
        good, wrong = checked(KINDS["draft"], [(1, row)], day)
        if not wrong or not row:
            break
        row = {column: text for column, text in row.items() if column not in {one.column for one in wrong}}
        if not {"for", "matter"} <= row.keys():
            return
    if good:
        yield Sheet("draft", f"d-{booking.id}", day, "", good)


def _known(booking: Booking) -> Iterator[tuple[str, str]]:
    wish = booking.wish
    if wish is None:
        return
    what = matter(wish.matter)
    form, table = load(what.definition), category(what.category)
    yield from (("for", booking.id), ("matter", wish.matter), ("id_number", wish.id_number))
    person = {"name": wish.name, "id_number": wish.id_number, "address": wish.address}
    if not wish.contact:
        person["phone"] = wish.phone
    said = {**wish.answers, **{key: text for key, text in person.items() if text}}
    questions = {dimension.id for dimension in asked(table, {**said, **what.scenario})}
    for key, text in said.items():
        if field_of(form, key) is not None:
            yield f"answers.{key}", text
        elif key in questions:
            yield f"scenario.{key}", text
