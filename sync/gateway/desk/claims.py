"""Who looks at a record just now. A claim ends by itself; somebody else may take it over, and is named."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Connection, RowMapping, select, update

from sync.gateway import events
from sync.gateway.desk.errors import NotNow, NotThere
from sync.gateway.desk.staff import Person
from sync.gateway.tables import records
from sync.protocol import stamp

if TYPE_CHECKING:
    from sync.gateway.office import Office

LASTS = timedelta(minutes=15)
"""Long enough for one record; who is called away does not keep it from others for long."""


def claim(office: Office, record: str, person: Person, *, over: str = "") -> None:
    """It is this person's for a while; asked again, it begins anew.

    over: whose claim the page showed and this person takes over.
    Raises NotThere; NotNow (reason "claimed", by) when it is, or became, somebody else's.
    """
    now = office.now()
    with office.database.write() as connection:
        row = _find(connection, record)
        holder = held_by(row, now)
        if holder not in ("", person.name, over):
            raise NotNow(reason="claimed", by=holder)
        mine = {"claimed_by": person.name, "claimed_until": stamp(now + LASTS)}
        connection.execute(update(records).where(records.c.id == record).values(**mine))
        if holder != person.name:
            events.append(connection, at=now, kind="claimed", who=person.who, record=record, over=holder)


def release(office: Office, record: str, person: Person) -> None:
    """This person's claim is over; another's stays."""
    mine = (records.c.id == record) & (records.c.claimed_by == person.name)
    now = office.now()
    with office.database.write() as connection:
        free = update(records).where(mine).values(claimed_by="", claimed_until="")
        if connection.execute(free).rowcount:
            events.append(connection, at=now, kind="released", who=person.who, record=record)


def held_by(row: RowMapping, now: datetime) -> str:
    """The account's name; "" when nobody's claim holds now. row: with claimed_by and claimed_until."""
    return str(row["claimed_by"]) if row["claimed_until"] > stamp(now) else ""


def _find(connection: Connection, record: str) -> RowMapping:
    columns = (records.c.claimed_by, records.c.claimed_until)
    row = connection.execute(select(*columns).where(records.c.id == record)).mappings().one_or_none()
    if row is None:
        raise NotThere
    return row
