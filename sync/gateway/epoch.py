"""Has this office been restored from a backup? Then its vans must send again what it does not know any more.

Each gateway notes beside (not in) the database where the event log ended. A log that is shorter now, or goes
on otherwise, is an older one: the office draws a new epoch, which every answer tells, and the vans compare
(`/v2/held`). A gateway looks when it starts, every second while it runs, and before the first write over a
new connection to a database of many: a restore cuts connections, and nothing may be written on what was
forgotten.
"""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, delete, insert, select, update

from sync.gateway import events
from sync.gateway.database import Database
from sync.gateway.tables import events as events_table
from sync.gateway.tables import office as office_table
from sync.protocol import stamp

FILE = "high-water"


@dataclass(frozen=True)
class Mark:
    """Where the event log ended when a gateway last looked. sha256: of that entry; "": not known.

    left: epochs this gateway has seen end. A database that tells one of them is older than it looks.
    """

    epoch: str = ""
    events: int = 0
    sha256: str = ""
    left: tuple[str, ...] = ()


class Epoch:
    """What a gateway tells its vans, kept true while it runs. Thread-safe; blocking."""

    def __init__(self, folder: Path, database: Database, now: Callable[[], datetime]) -> None:
        """Looks at once. Raises Problem."""
        self._folder, self._database, self._now = folder, database, now
        self._lock = threading.Lock()
        self._noted = self._mark = _read(folder / FILE)
        self.told = self._mark.epoch  # with every answer
        self.look()
        database.watch = self

    def look(self) -> int:
        """Returns how long the log is. Raises Problem."""
        with self._database.read() as connection:
            if not self.changed(connection):
                return self._mark.events
        with self._database.write() as connection:
            return self.look_by(connection)

    def look_by(self, connection: Connection) -> int:
        """The same in a transaction that writes alone. The log may end up one entry longer."""
        with self._lock:
            known, older = _epoch_in(connection), self._is_older(connection)
            if older and known in (self._mark.epoch, *self._mark.left):
                known = _draw(connection, self._now())
            self._take(connection, known)
            return self._mark.events

    def note(self) -> int:
        """Look, and note it for the next start. Lost notes only make a restore harder to see."""
        length = self.look()
        with self._lock:
            if self._mark != self._noted:
                part = self._folder / f".{FILE}"
                part.write_text(json.dumps(asdict(self._mark)))
                part.rename(self._folder / FILE)
                self._noted = self._mark
        return length

    def changed(self, connection: Connection) -> bool:
        """Is there anything but a log that grew? If it only grew, that is kept in mind."""
        with self._lock:
            known = _epoch_in(connection)
            if known != self.told or self._is_older(connection):
                return True
            self._take(connection, known)
            return False

    def _is_older(self, connection: Connection) -> bool:
        if not self._mark.events:
            return False
        asked = select(events_table.c.sha256).where(events_table.c.seq == self._mark.events)
        there = connection.execute(asked).scalar_one_or_none()
        return there is None or self._mark.sha256 not in ("", there)

    def _take(self, connection: Connection, epoch: str) -> None:
        asked = select(events_table.c.seq, events_table.c.sha256).order_by(events_table.c.seq.desc()).limit(1)
        seq, sha256 = connection.execute(asked).one_or_none() or (0, "")
        before = self._mark
        left = before.left
        if before.epoch not in ("", epoch, *left):
            left = (*left, before.epoch)
        self._mark = replace(before, epoch=epoch, events=seq, sha256=sha256, left=left)
        self.told = epoch


def draw(database: Database, now: datetime) -> str:
    """A new epoch; gateways that run see it within a second or two."""
    with database.write() as connection:
        return _draw(connection, now)


def _draw(connection: Connection, now: datetime) -> str:
    fresh = secrets.token_hex(8)
    connection.execute(update(office_table).where(office_table.c.fact == "epoch").values(value=fresh))
    connection.execute(delete(office_table).where(office_table.c.fact == "restored_at"))
    connection.execute(insert(office_table).values(fact="restored_at", value=stamp(now)))
    events.append(connection, at=now, kind="restored", who="gateway", epoch=fresh)
    return fresh


def _epoch_in(connection: Connection) -> str:
    asked = select(office_table.c.value).where(office_table.c.fact == "epoch")
    return str(connection.execute(asked).scalar_one())


def _read(path: Path) -> Mark:
    try:
        said = json.loads(path.read_text())
        left = tuple(str(one) for one in said.get("left", ()))
        return Mark(str(said["epoch"]), int(said["events"]), str(said.get("sha256", "")), left)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Mark()
