"""Rows a person must look at: the same id with other content, an id of another van."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, RowMapping, insert, select

from sync.gateway import events
from sync.gateway.database import Database
from sync.gateway.tables import alarms
from sync.protocol import canonical, stamp


def ring(connection: Connection, *, at: datetime, kind: str, van: str, record: str, **facts: object) -> None:
    """Inside a transaction of its own or of what it tells about. Rung as often as it happens."""
    row = {"at": stamp(at), "kind": kind, "van": van, "record": record, "facts": canonical(facts).decode()}
    connection.execute(insert(alarms).values(**row))
    events.append(connection, at=at, kind="alarm", who=van, record=record, alarm=kind, **facts)


def listed(database: Database, *, after: int = 0, limit: int = 100) -> Sequence[RowMapping]:
    with database.read() as connection:
        asked = select(alarms).where(alarms.c.seq > after).order_by(alarms.c.seq).limit(limit)
        return connection.execute(asked).mappings().all()
