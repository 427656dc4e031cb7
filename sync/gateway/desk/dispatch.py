"""A record is here: does anything about it need a person, and what does it change about others?

Its bytes, digest and schema were checked before (`letters`); here its number in the van's chain, its
acceptance number, the version it replaces, the booking it used, and whether the same person has the same
matter under way elsewhere. None of it keeps a record from being taken: what is odd becomes a comparison or an
alarm. What came sealed while the bureau's key was away goes through the same when the key is here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, RowMapping, bindparam, select, update

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
_UNIT_OF = select(unit_vans.c.unit).where(unit_vans.c.van == bindparam("sought"))


def arrived(connection: Connection, letter: Letter, row: Mapping[str, Any], now: datetime) -> None:
    """Inside the transaction that writes `row` (van, sha256, person of it are read)."""
    van = row["van"]
    if not letter.opened:
        return
    chain.look(connection, letter, van, row["sha256"], now)
    if letter.service is not None:
        came = services.Arrived(letter.id, van, letter.matter, letter.corrects is None)
        services.enter(connection, came, letter.service, now)
    if letter.corrects is not None:
        _replace(connection, letter.corrects, van, now)
    unit: str = connection.execute(_UNIT_OF, {"sought": van}).scalar_one_or_none() or ""
    number = number_use.arrived(connection, letter, van, unit, now)
    place = letter.jurisdiction or unit[:6]  # where it was taken in, when the address tells no county
    if (number, place) != (letter.acceptance_number, letter.jurisdiction):
        known = {"acceptance_number": number, "jurisdiction": place}
        connection.execute(update(records).where(records.c.id == letter.id).values(**known))
    _compare(connection, letter, row, now)


def _replace(connection: Connection, old: str, van: str, now: datetime) -> None:
    mine = (records.c.id == old) & (records.c.van == van) & records.c.state.in_(states.REPLACEABLE)
    changed = {"state": states.CORRECTED, "revision": records.c.revision + 1, "changed_at": stamp(now)}
    connection.execute(update(records).where(mine).values(**changed, claimed_by="", claimed_until=""))


def _compare(connection: Connection, letter: Letter, row: Mapping[str, Any], now: datetime) -> None:
    """The same person and matter under way in another record; the same booking used by another."""
    person = row["person"]
    if not person:
        return
    same = (records.c.person == person) & (records.c.matter == letter.matter) & (records.c.id != letter.id)
    under_way = same & records.c.state.not_in(states.OVER)
    for other in connection.execute(select(records.c.id).where(under_way)).scalars().all():
        comparisons.open(connection, comparisons.SAME_PERSON, letter.id, other, now)
    if bookings.used(connection, person, letter.matter, letter.id, now):
        return
    used = (bookings_table.c.person == person) & (bookings_table.c.matter == letter.matter)
    day = day_of(letter.sealed_at or now).isoformat()
    done = used & (bookings_table.c.day == day) & (bookings_table.c.record != "")
    taken = select(bookings_table.c.record).where(done)
    other_receipt = ~((records.c.van == row["van"]) & (records.c.number == letter.number))
    known = select(records.c.id).where(same, other_receipt, records.c.id.in_(taken))
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
            arrived(connection, letter, {**row, **known}, now)
            events.append(connection, at=now, kind="opened", who="gateway", record=row["id"])
    return True


def _give_up(office: Office, row: RowMapping, why: str, now: datetime) -> None:
    mine = (records.c.id == row["id"]) & (records.c.queue == row["queue"])
    with office.database.write() as connection:
        if connection.execute(update(records).where(mine).values(queue=routes.UNREADABLE)).rowcount:
            facts = {"van": row["van"], "record": row["id"], "why": why}
            alarms.ring(connection, at=now, kind="record-unreadable", **facts)
