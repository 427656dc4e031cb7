"""The event log: it only grows, and each entry seals the one before."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from sync.gateway.tables import events
from sync.protocol import canonical, stamp

FIRST = "0" * 64
_LAST = select(events.c.seq, events.c.sha256).order_by(events.c.seq.desc()).limit(1)
_NEW = insert(events)


@dataclass(frozen=True)
class Entry:
    """facts: no personal data."""

    at: datetime
    kind: str
    who: str
    record: str = ""
    facts: dict[str, object] = field(default_factory=dict)


def append(
    connection: Connection, *, at: datetime, kind: str, who: str, record: str = "", **facts: object
) -> None:
    """Inside the transaction of what it tells about. facts: no personal data."""
    append_all(connection, [Entry(at, kind, who, record, facts)])


def append_all(connection: Connection, entries: Sequence[Entry]) -> None:
    """The same for several, in their order."""
    if not entries:
        return
    last, previous = connection.execute(_LAST).one_or_none() or (0, FIRST)
    rows: list[dict[str, Any]] = []
    for seq, one in enumerate(entries, last + 1):
        row: dict[str, Any] = {
            "seq": seq,
            "at": stamp(one.at),
            "kind": one.kind,
            "who": one.who,
            "record": one.record,
            "facts": canonical(one.facts).decode(),
            "previous": previous,
        }
        previous = _seal(row)
        rows.append({**row, "sha256": previous})
    connection.execute(_NEW, rows)


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
