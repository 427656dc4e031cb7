"""Has this office been restored from a backup? Then its vans must send again what it does not know any more.

Each gateway notes beside (not in) the database how long the event log was. A log that is shorter now is an
older one: the office draws a new epoch, which every answer tells, and the vans compare (`/v2/held`).
"""

from __future__ import annotations

import json
import secrets
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, func, insert, select, update

from sync.gateway import events
from sync.gateway.database import Database
from sync.gateway.tables import events as events_table
from sync.gateway.tables import office as office_table
from sync.protocol import stamp

FILE = "high-water"


def length(database: Database) -> int:
    """Of the event log."""
    with database.read() as connection:
        return int(connection.execute(select(func.max(events_table.c.seq))).scalar_one() or 0)


def note(folder: Path, database: Database, epoch: str) -> int:
    """Note how long the log is now; returns it. Lost notes only make a restore harder to see."""
    seen = length(database)
    part = folder / f".{FILE}"
    part.write_text(json.dumps({"epoch": epoch, "events": seen}))
    part.rename(folder / FILE)
    return seen


def renewed(folder: Path, database: Database, epoch: str, now: datetime) -> str:
    """The epoch from now on: a new one when the log is shorter than this gateway has seen it."""
    try:
        said = json.loads((folder / FILE).read_text())
        seen, of = int(said["events"]), str(said["epoch"])
    except (OSError, ValueError, KeyError, TypeError):
        return epoch
    # Another epoch than noted: another gateway saw it first.
    return draw(database, now) if of == epoch and length(database) < seen else epoch


def draw(database: Database, now: datetime) -> str:
    """A new epoch; all gateways of the office tell it from their next start on."""
    fresh = secrets.token_hex(8)
    with database.write() as connection:
        connection.execute(update(office_table).where(office_table.c.fact == "epoch").values(value=fresh))
        connection.execute(delete(office_table).where(office_table.c.fact == "restored_at"))
        connection.execute(insert(office_table).values(fact="restored_at", value=stamp(now)))
        events.append(connection, at=now, kind="restored", who="gateway", epoch=fresh)
    return fresh
