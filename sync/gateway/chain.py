"""A van numbers its parcels, and each names the one before: so a parcel that was kept back, or two under one
number, is seen. The record itself is taken all the same; a person is told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, RowMapping, bindparam, select

from sync.gateway import alarms
from sync.gateway.database import Database
from sync.gateway.letters import Letter
from sync.gateway.tables import alarms as alarms_table
from sync.gateway.tables import records
from sync.protocol import stamp

GAP_AFTER = timedelta(days=3)  # parcels overtake each other, and a van may be without a line for days
GAPS_AT_ONCE = 200
_AROUND = select(records.c.id, records.c.sha256, records.c.sequence, records.c.previous).where(
    records.c.van == bindparam("of_van"),
    records.c.chain == bindparam("of_chain"),
    records.c.sequence.between(bindparam("first"), bindparam("last")),
)


def look(
    connection: Connection,
    letter: Letter,
    van: str,
    sha256: str,
    now: datetime,
    later: frozenset[str] = frozenset(),
) -> None:
    """Inside the transaction that takes the record. Rings chain-fork, chain-break.

    later: records that will look for themselves.
    """
    if letter.chain is None or letter.sequence is None:
        return
    around = range(letter.sequence - 1, letter.sequence + 2)
    neighbours = _of_chain(connection, van, letter.chain, around)
    facts = {"chain": letter.chain, "sequence": letter.sequence}
    for row in neighbours:
        if row["id"] == letter.id or row["id"] in later:
            continue
        if row["sequence"] == letter.sequence:
            ring(connection, "chain-fork", van, letter.id, now, other=row["id"], **facts)
        elif (row["sequence"] < letter.sequence and letter.previous != row["sha256"]) or (
            row["sequence"] > letter.sequence and row["previous"] != sha256
        ):
            ring(connection, "chain-break", van, letter.id, now, other=row["id"], **facts)
    if (letter.sequence == 1) != (letter.previous == ""):
        ring(connection, "chain-break", van, letter.id, now, other="", **facts)


def ring(connection: Connection, kind: str, van: str, record: str, now: datetime, **facts: object) -> None:
    alarms.ring(connection, at=now, kind=kind, van=van, record=record, **facts)


def ring_gaps(database: Database, now: datetime) -> int:
    """Numbers missing though a later one has been here for long: rung once each. Returns how many."""
    before, later = records.alias("before"), records.alias("later")
    rung = (
        select(alarms_table.c.seq)
        .where(alarms_table.c.kind == "chain-gap", alarms_table.c.record == later.c.id)
        .exists()
    )
    missing = (
        select(later.c.id, later.c.van, later.c.chain, later.c.sequence)
        .outerjoin(
            before,
            (before.c.van == later.c.van)
            & (before.c.chain == later.c.chain)
            & (before.c.sequence == later.c.sequence - 1),
        )
        .where(
            later.c.sequence > 1,
            before.c.id.is_(None),
            later.c.received_at < stamp(now - GAP_AFTER),
            ~rung,
        )
        .limit(GAPS_AT_ONCE)
    )
    with database.read() as connection:
        if connection.execute(missing).first() is None:
            return 0
    with database.write() as connection:
        rows = connection.execute(missing).mappings().all()
        for row in rows:
            facts = {"chain": row["chain"], "missing": row["sequence"] - 1}
            ring(connection, "chain-gap", row["van"], row["id"], now, **facts)
    return len(rows)


def _of_chain(connection: Connection, van: str, chain: str, numbers: range) -> Sequence[RowMapping]:
    sought = {"of_van": van, "of_chain": chain, "first": numbers[0], "last": numbers[-1]}
    return connection.execute(_AROUND, sought).mappings().all()
