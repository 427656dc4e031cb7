"""Two records that may be one: a person looks at both, and says whether they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, RowMapping, insert, or_, select, update

from sync.gateway import events
from sync.gateway.desk.errors import NotNow, NotThere, Stale
from sync.gateway.desk.tables import comparisons
from sync.protocol import stamp

if TYPE_CHECKING:
    from sync.gateway.office import Office

SAME_PERSON, BOOKING_TWICE = "same-person", "booking-twice"
OUTCOMES = ("duplicate", "apart")
"""duplicate: the newer repeats the older, and is to be returned. apart: both go their way."""


def open(connection: Connection, kind: str, record: str, other: str, now: datetime) -> None:
    """Once for two records. Inside the transaction of the newer one's arrival."""
    columns = (comparisons.c.record == record, comparisons.c.other == other, comparisons.c.kind == kind)
    if connection.execute(select(comparisons.c.id).where(*columns)).first() is not None:
        return
    row = {
        "kind": kind,
        "record": record,
        "other": other,
        "outcome": "",
        "revision": 1,
        "made_at": stamp(now),
    }
    connection.execute(insert(comparisons).values(**row))
    events.append(connection, at=now, kind="comparison", who="gateway", record=record, why=kind, other=other)


def waiting(office: Office, after: int = 0, limit: int = 50) -> Sequence[RowMapping]:
    """Nobody has looked at these yet, the oldest first. after: id of the last one seen."""
    asked = select(comparisons).where(comparisons.c.outcome == "", comparisons.c.id > after)
    with office.database.read() as connection:
        return connection.execute(asked.order_by(comparisons.c.id).limit(limit)).mappings().all()


def get(office: Office, id: int) -> RowMapping:
    """Raises NotThere."""
    with office.database.read() as connection:
        return _find(connection, id)


def of_record(connection: Connection, record: str) -> Sequence[RowMapping]:
    """From whichever side."""
    mine = or_(comparisons.c.record == record, comparisons.c.other == record)
    return connection.execute(select(comparisons).where(mine).order_by(comparisons.c.id)).mappings().all()


def is_waiting(connection: Connection, record: str) -> bool:
    return any(row["outcome"] == "" for row in of_record(connection, record))


def close(office: Office, id: int, revision: int, outcome: str, who: str) -> None:
    """Raises NotThere; Stale when somebody said so before; NotNow reason "outcome"."""
    if outcome not in OUTCOMES:
        raise NotNow(reason="outcome")
    now = office.now()
    with office.database.write() as connection:
        row = _find(connection, id)
        said: dict[str, Any] = {"outcome": outcome, "closed_at": stamp(now), "closed_by": who}
        mine = (comparisons.c.id == id) & (comparisons.c.revision == revision) & (comparisons.c.outcome == "")
        changed = update(comparisons).where(mine).values(**said, revision=revision + 1)
        if not connection.execute(changed).rowcount:
            raise Stale(state=row["outcome"], by=row["closed_by"] or "")
        facts = {"other": row["other"], "outcome": outcome}
        events.append(connection, at=now, kind="compared", who=who, record=row["record"], **facts)


def _find(connection: Connection, id: int) -> RowMapping:
    row = connection.execute(select(comparisons).where(comparisons.c.id == id)).mappings().one_or_none()
    if row is None:
        raise NotThere
    return row
