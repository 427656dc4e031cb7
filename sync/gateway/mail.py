"""What each van is to be told: notices under one growing cursor."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, RowMapping, func, insert, select

from sync.gateway.database import Database
from sync.gateway.errors import Problem
from sync.gateway.tables import notices
from sync.parcel import Notice, NoticeKind
from sync.protocol import MAX_NOTICES, canonical, moment, stamp


def post(
    connection: Connection,
    *,
    van: str,
    record: str,
    kind: NoticeKind,
    at: datetime,
    reasons: Sequence[str] = (),
    fields: Sequence[str] = (),
    values: Mapping[str, str] | None = None,
) -> int:
    """Inside the transaction of what it tells about. Returns the cursor."""
    last = connection.execute(select(func.max(notices.c.cursor))).scalar_one()
    cursor: int = (last or 0) + 1
    said = canonical({"reasons": list(reasons), "fields": list(fields), "values": dict(values or {})})
    row = {"cursor": cursor, "van": van, "record": record, "kind": kind.value, "at": stamp(at)}
    connection.execute(insert(notices).values(**row, said=said.decode()))
    return cursor


def news(database: Database, after: int | None) -> tuple[set[str], int]:
    """Who has notices beyond `after`, and the newest cursor. None: nobody, only where we are."""
    with database.read() as connection:
        if after is None:
            last = connection.execute(select(func.max(notices.c.cursor))).scalar_one()
            return set(), last or 0
        asked = select(notices.c.van, notices.c.cursor).where(notices.c.cursor > after)
        rows = connection.execute(asked).all()
    return {row.van for row in rows}, max((row.cursor for row in rows), default=after)


def since(database: Database, van: str, cursor: int) -> tuple[tuple[Notice, ...], int]:
    """A van's notices after `cursor`, and the cursor to ask with next.

    Raises Problem cursor-ahead when the van has seen more than there is: this database is an older one.
    """
    asked = (
        select(notices)
        .where(notices.c.van == van, notices.c.cursor > cursor)
        .order_by(notices.c.cursor)
        .limit(MAX_NOTICES)
    )
    with database.read() as connection:
        rows = connection.execute(asked).mappings().all()
        if not rows and cursor > 0:
            last = connection.execute(select(func.max(notices.c.cursor))).scalar_one() or 0
            if cursor > last:
                raise Problem("cursor-ahead", last=last)
    found = tuple(_notice(row) for row in rows)
    return found, found[-1].cursor if found else cursor


def _notice(row: RowMapping) -> Notice:
    said = json.loads(row["said"])
    return Notice(
        cursor=row["cursor"],
        kind=NoticeKind(row["kind"]),
        record=row["record"],
        at=moment(row["at"]),
        reasons=tuple(said["reasons"]),
        fields=tuple(said["fields"]),
        values=said["values"],
    )
