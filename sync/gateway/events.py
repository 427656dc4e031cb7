"""The event log: it only grows, and each entry seals the one before."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import Connection, insert, select

from sync.gateway.tables import events
from sync.protocol import canonical, stamp

FIRST = "0" * 64
_LAST = select(events.c.seq, events.c.sha256).order_by(events.c.seq.desc()).limit(1)


def append(
    connection: Connection, *, at: datetime, kind: str, who: str, record: str = "", **facts: object
) -> None:
    """Inside the transaction of what it tells about. facts: no personal data."""
    seq, previous = connection.execute(_LAST).one_or_none() or (0, FIRST)
    entry = {
        "seq": seq + 1,
        "at": stamp(at),
        "kind": kind,
        "who": who,
        "record": record,
        "facts": canonical(facts).decode(),
        "previous": previous,
    }
    connection.execute(insert(events), {**entry, "sha256": _seal(entry)})


def first_break(connection: Connection) -> int | None:
    """The number of the first entry that does not follow from the one before; None when the chain holds."""
    previous, expected = FIRST, 1
    for row in connection.execute(select(events).order_by(events.c.seq)).mappings():
        entry = {name: row[name] for name in ("seq", "at", "kind", "who", "record", "facts", "previous")}
        if entry["seq"] != expected or entry["previous"] != previous or row["sha256"] != _seal(entry):
            return expected
        previous, expected = row["sha256"], expected + 1
    return None


def _seal(entry: dict[str, object]) -> str:
    return hashlib.sha256(canonical(entry)).hexdigest()
