"""A record is here: does anything about it need a person, and what does it change about others?

Its bytes, digest and schema were checked before (`letters`); here its number in the van's chain, its
acceptance number, the version it replaces, the booking it used, and whether the same person has the same
matter under way elsewhere. None of it keeps a record from being taken: what is odd becomes a comparison or an
alarm. What came sealed while the bureau's key was away goes through the same when the key is here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import BindParameter, ColumnElement, Connection, RowMapping, bindparam, exists, select, update

from forms.days import day_of
from sync.gateway import alarms, chain, events, letters
from sync.gateway.desk import bookings, comparisons, keyed, number_use, routes, services, states
from sync.gateway.desk.tables import bookings as bookings_table
from sync.gateway.desk.tables import unit_vans
from sync.gateway.errors import Problem
from sync.gateway.letters import Letter
from sync.gateway.tables import records
from sync.protocol import stamp
from sync.uploads import Label

if TYPE_CHECKING:
    from sync.gateway.office import Office

AT_ONCE = 200  # records opened in one round: a transaction each
_WHO: BindParameter[str] = bindparam("who")
_WHAT: BindParameter[str] = bindparam("what")
_RECORD: BindParameter[str] = bindparam("of_record")
# One question for what mostly is nothing: everybody who writes waits meanwhile.
_STANDING = select(
    select(unit_vans.c.unit).where(unit_vans.c.van == bindparam("of_van")).scalar_subquery().label("unit"),
    number_use.of_record(_RECORD).scalar_subquery().label("number"),
    exists().where(bookings_table.c.person == _WHO, bookings_table.c.matter == _WHAT).label("booked"),
    exists()
    .where(
        records.c.person == _WHO,
        records.c.matter == _WHAT,
        records.c.id != _RECORD,
        records.c.state.not_in(states.OVER),
    )
    .label("again"),
)


@dataclass(frozen=True)
class Arrived:
    """A record whose row is there. row: van, sha256, person of it are read."""

    letter: Letter
    row: Mapping[str, Any]
    at: datetime


def arrived(connection: Connection, came: Sequence[Arrived]) -> None:
    """Inside the transaction that writes their rows; in the order in which they came: each meets those before
    it, as if it were alone.
    """
    came = [one for one in came if one.letter.opened]
    services.enter(connection, [_service(one) for one in came if one.letter.service is not None])
    for number, one in enumerate(came):
        _look_at(connection, one, frozenset(later.letter.id for later in came[number + 1 :]))


def _service(one: Arrived) -> services.Arrived:
    letter = one.letter
    assert letter.service is not None
    first = letter.corrects is None
    return services.Arrived(letter.id, one.row["van"], letter.matter, first, letter.service, one.at)


def _look_at(connection: Connection, one: Arrived, later: frozenset[str]) -> None:
    """later: records of the same transaction whose turn has not come."""
    letter, row, now = one.letter, one.row, one.at
    van = row["van"]
    chain.look(connection, letter, van, row["sha256"], now, later)
    if letter.corrects is not None:
        _replace(connection, letter.corrects, van, now)
    asked = {"of_van": van, "of_record": letter.id, "who": row["person"], "what": letter.matter}
    standing = connection.execute(_STANDING, asked).one()
    unit: str = standing.unit or ""
    number = number_use.arrived(connection, letter, van, number_use.Place(unit, standing.number), now)
    place = letter.jurisdiction or unit[:6]  # where it was taken in, when the address tells no county
    if (number, place) != (letter.acceptance_number, letter.jurisdiction):
        known = {"acceptance_number": number, "jurisdiction": place}
        connection.execute(update(records).where(records.c.id == letter.id).values(**known))
    if row["person"]:
        if standing.again:
            _compare(connection, letter, row["person"], now, later)
        if standing.booked:
            _use_booking(connection, letter, row, now)


def _replace(connection: Connection, old: str, van: str, now: datetime) -> None:
    mine = (records.c.id == old) & (records.c.van == van) & records.c.state.in_(states.REPLACEABLE)
    changed = {"state": states.CORRECTED, "revision": records.c.revision + 1, "changed_at": stamp(now)}
    connection.execute(update(records).where(mine).values(**changed, claimed_by="", claimed_until=""))


def _same(letter: Letter, person: str) -> ColumnElement[bool]:
    mine = (records.c.person == person) & (records.c.matter == letter.matter)
    return mine & (records.c.id != letter.id)


def _compare(
    connection: Connection, letter: Letter, person: str, now: datetime, later: frozenset[str]
) -> None:
    """The same person and matter under way in another record."""
    under_way = _same(letter, person) & records.c.state.not_in(states.OVER)
    others = connection.execute(select(records.c.id).where(under_way)).scalars().all()
    for other in (id for id in others if id not in later):
        comparisons.open(connection, comparisons.SAME_PERSON, letter.id, other, now)


def _use_booking(connection: Connection, letter: Letter, row: Mapping[str, Any], now: datetime) -> None:
    """This person's booking for the matter; or one that another record has used."""
    person = row["person"]
    if bookings.used(connection, person, letter.matter, letter.id, now):
        return
    used = (bookings_table.c.person == person) & (bookings_table.c.matter == letter.matter)
    day = day_of(letter.sealed_at or now).isoformat()
    done = used & (bookings_table.c.day == day) & (bookings_table.c.record != "")
    taken = select(bookings_table.c.record).where(done)
    other_receipt = ~((records.c.van == row["van"]) & (records.c.number == letter.number))
    known = select(records.c.id).where(_same(letter, person), other_receipt, records.c.id.in_(taken))
    for other in connection.execute(known).scalars().all():
        comparisons.open(connection, comparisons.BOOKING_TWICE, letter.id, other, now)


def sort(office: Office, limit: int = AT_ONCE) -> int:
    """What came sealed, or before there were queues, is looked into now that the key is here. How many."""
    if not office.opener.holders:
        return 0
    waits = records.c.queue.in_(("", routes.UNOPENED))
    asked = (
        select(*(records.c[name] for name in _NEEDED)).where(waits).order_by(records.c.arrival).limit(limit)
    )
    with office.database.read() as connection:
        rows = connection.execute(asked).mappings().all()
    return sum(_sort(office, row) for row in rows)


_NEEDED = ("id", "sha256", "van", "training", "urgent", "opened", "queue")


def _sort(office: Office, row: RowMapping) -> bool:
    now = office.now()
    label = Label(row["id"], row["sha256"], row["training"], row["urgent"])
    try:
        letter = letters.open_sealed(office.objects.read(row["sha256"]), label, row["van"], office.opener)
    except (KeyError, Problem) as error:
        _give_up(office, row, error.kind if isinstance(error, Problem) else "missing", now)
        return False
    if not letter.opened:
        return False  # the key went away just now
    known = {name: value for name, value in asdict(letter).items() if name in records.c and name != "id"}
    known |= {"rank": routes.rank(letter.urgent), "person": keyed.person(office, letter.id_number)}
    mine = (records.c.id == row["id"]) & (records.c.queue == row["queue"])
    with office.database.write() as connection:
        if not connection.execute(update(records).where(mine).values(**known)).rowcount:
            return False  # another gateway was faster
        if not row["opened"]:
            arrived(connection, [Arrived(letter, {**row, **known}, now)])
            events.append(connection, at=now, kind="opened", who="gateway", record=row["id"])
    return True


def _give_up(office: Office, row: RowMapping, why: str, now: datetime) -> None:
    mine = (records.c.id == row["id"]) & (records.c.queue == row["queue"])
    with office.database.write() as connection:
        if connection.execute(update(records).where(mine).values(queue=routes.UNREADABLE)).rowcount:
            facts = {"van": row["van"], "record": row["id"], "why": why}
            alarms.ring(connection, at=now, kind="record-unreadable", **facts)
