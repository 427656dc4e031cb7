"""What each van is to be told: notices under one growing cursor."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, RowMapping, func, insert, select

from sync.gateway.database import Database
from sync.gateway.errors import Problem
from sync.gateway.tables import notices, tokens
from sync.parcel import Notice, NoticeKind
from sync.protocol import MAX_NOTICES, canonical, moment, stamp

PAGE_BYTES = 256 * 1024
"""Sealed bytes in one answer; a single notice may be larger. A cut answer is asked for again whole."""
_NOTHING_MORE: Mapping[str, object] = {"reasons": [], "fields": [], "values": {}}
_LAST = select(func.coalesce(func.max(notices.c.cursor), 0))
_POST = insert(notices).values(cursor=_LAST.scalar_subquery() + 1)
_POST_AND_TELL = _POST.returning(notices.c.cursor)


def post(
    connection: Connection,
    *,
    van: str,
    record: str | None,
    kind: NoticeKind,
    at: datetime,
    reasons: Sequence[str] = (),
    fields: Sequence[str] = (),
    values: Mapping[str, str] | None = None,
    data: Mapping[str, str | int] | None = None,
    sealed: bytes = b"",
) -> int:
    """Inside the transaction of what it tells about. Returns the cursor."""
    words: dict[str, object] = {
        "reasons": list(reasons),
        "fields": list(fields),
        "values": dict(values or {}),
    }
    row = _row(van, record, kind, at, {**words, "data": dict(data)} if data else words, sealed)
    cursor: int = connection.execute(_POST_AND_TELL, row).scalar_one()
    return cursor


def post_received(connection: Connection, arrived: Sequence[tuple[str, str, datetime]]) -> None:
    """arrived: van, record and when, of each. Inside the transaction that takes them."""
    rows = [_row(van, record, NoticeKind.RECEIVED, at, _NOTHING_MORE) for van, record, at in arrived]
    if rows:
        connection.execute(_POST, rows)


def _row(
    van: str,
    record: str | None,
    kind: NoticeKind,
    at: datetime,
    words: Mapping[str, object],
    sealed: bytes = b"",
) -> dict[str, object]:
    told = {"kind": kind.value, "at": stamp(at), "said": canonical(words).decode(), "sealed": sealed or None}
    return {"van": van, "record": record, **told}


def tell_all(database: Database, kind: NoticeKind, at: datetime) -> int:
    """The same word to every van that may speak. How many."""
    speaks = (tokens.c.role == "van") & tokens.c.revoked_at.is_(None)
    with database.write() as connection:
        vans = connection.execute(select(tokens.c.name).where(speaks).distinct()).scalars().all()
        for van in sorted(vans):
            post(connection, van=van, record=None, kind=kind, at=at)
    return len(vans)


def news(database: Database, after: int | None) -> tuple[set[str] | None, int]:
    """Who has notices beyond `after`, and the newest cursor. after=None: nobody, only where we are.

    None instead of vans: all of them, for there was more than there is (a database restored from a backup).
    """
    with database.read() as connection:
        rows = []
        if after is not None:
            asked = select(notices.c.van, notices.c.cursor).where(notices.c.cursor > after)
            rows = list(connection.execute(asked).all())
        if rows:
            return {row.van for row in rows}, max(row.cursor for row in rows)
        last = connection.execute(_LAST).scalar_one()
    return (None if after is not None and last < after else set()), last


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
            last = connection.execute(_LAST).scalar_one()
            if cursor > last:
                raise Problem("cursor-ahead", last=last)
    found = tuple(_first_page([_notice(row) for row in rows]))
    return found, found[-1].cursor if found else cursor


def _first_page(found: Sequence[Notice]) -> Iterator[Notice]:
    size = 0
    for notice in found:
        size += len(notice.sealed)
        if size > PAGE_BYTES and size > len(notice.sealed):
            return
        yield notice


def _notice(row: RowMapping) -> Notice:
    said = json.loads(row["said"])
    return Notice(
        cursor=row["cursor"],
        kind=NoticeKind(row["kind"]),
        record=row["record"] or "",
        at=moment(row["at"]),
        reasons=tuple(said["reasons"]),
        fields=tuple(said["fields"]),
        values=said["values"],
        data=said.get("data", {}),
        sealed=bytes(row["sealed"] or b""),
    )
