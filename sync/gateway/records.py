"""The records an office holds: taken once, whatever happens on the line, and listed for its people."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, func, select

from sync import receipts
from sync.gateway import alarms, events, mail
from sync.gateway.database import Database, insert_new, inserted
from sync.gateway.desk import dispatch, keyed, routes
from sync.gateway.errors import Problem
from sync.gateway.letters import Letter
from sync.gateway.tables import records
from sync.keys import OfficeSeal
from sync.parcel import NoticeKind
from sync.protocol import stamp

LISTED = (
    "id",
    "arrival",
    "sha256",
    "size",
    "van",
    "number",
    "version",
    "corrects",
    "matter",
    "urgent",
    "training",
    "state",
    "received_at",
    "changed_at",
    "opened",
    "chain",
    "sequence",
    "previous",
    "queue",
    "jurisdiction",
    "officer",
    "acceptance_number",
    "due",
    "revision",
)


@dataclass(frozen=True)
class Arrival:
    """A parcel whose file is kept. sha256 and size are of its bytes."""

    van: str
    sha256: str
    size: int


# Ready beforehand: to build a question costs as much as to ask it.
_BY_ID = select(records.c.van, records.c.sha256, records.c.receipt, records.c.size).where(
    records.c.id == bindparam("sought")
)
_NEXT = select(func.coalesce(func.max(records.c.arrival), 0) + 1).scalar_subquery()
_TAKE = {name: new.values(arrival=_NEXT) for name, new in insert_new(records, "id").items()}


@dataclass(frozen=True)
class Held:
    """receipt: its bytes, the same for ever. fresh: taken just now, not known before. size: of the parcel."""

    receipt: bytes
    fresh: bool
    size: int


class Ledger:
    """Blocking; each method is one transaction."""

    def __init__(self, database: Database, seal: OfficeSeal, office: str, keys: Path) -> None:
        """keys: the folder with the office's keys."""
        self._database = database
        self._seal = seal
        self._office = office
        self._keys = keys

    def held(self, id: str, *, van: str, sha256: str, now: datetime) -> Held | None:
        """The receipt when this very parcel is here; None when the id is free.

        Raises Problem digest-conflict (same id, other content) or id-taken (another van's); an alarm is rung.
        """
        with self._database.read() as connection:
            row = _find(connection, id)
        if row is None:
            return None
        if row["van"] == van and row["sha256"] == sha256:
            return Held(row["receipt"], fresh=False, size=row["size"])
        kind = "id-taken" if row["van"] != van else "digest-conflict"
        with self._database.write() as connection:
            alarms.ring(connection, at=now, kind=kind, van=van, record=id, held=row["sha256"], sent=sha256)
        raise Problem(kind)

    def take(
        self,
        letter: Letter,
        arrival: Arrival,
        now: datetime,
        also: Callable[[Connection], None] = lambda _connection: None,
    ) -> Held:
        """Row, notice and event together, once; a second caller gets the first one's receipt.

        also: what belongs into the same transaction (the upload is finished with its record, or not at all).
        """
        row = self._row(letter, arrival, now)  # beforehand: the others wait for this transaction
        with self._database.write() as connection:
            also(connection)
            if self._write(connection, letter, row, now):
                return Held(row["receipt"], fresh=True, size=arrival.size)
        held = self.held(letter.id, van=arrival.van, sha256=arrival.sha256, now=now)
        if held is None:
            raise Problem("trouble")  # cannot be: records are never deleted
        return held

    def _row(self, letter: Letter, arrival: Arrival, now: datetime) -> dict[str, Any]:
        receipt = receipts.write(
            self._seal,
            id=letter.id,
            sha256=arrival.sha256,
            received_at=now,
            office=self._office,
            van=arrival.van,
        )
        return {
            **{name: value for name, value in vars(letter).items() if name in records.c},
            "van": arrival.van,
            "sha256": arrival.sha256,
            "size": arrival.size,
            "state": "received",
            "rank": routes.rank(letter.urgent),
            "person": keyed.person_by(self._keys, letter.id_number),
            "received_at": stamp(now),
            "changed_at": stamp(now),
            "receipt": receipt,
        }

    @staticmethod
    def _write(connection: Connection, letter: Letter, row: Mapping[str, Any], now: datetime) -> bool:
        """False: it is here already."""
        van, sha256 = row["van"], row["sha256"]
        if not inserted(connection, _TAKE, row):
            return False
        mail.post(connection, van=van, record=letter.id, kind=NoticeKind.RECEIVED, at=now)
        dispatch.arrived(connection, letter, row, now)
        events.append(connection, at=now, kind="received", who=van, record=letter.id, sha256=sha256)
        return True

    def receipt(self, id: str, van: str) -> bytes:
        """Raises Problem not-found: nothing of this van is here under this id."""
        with self._database.read() as connection:
            row = _find(connection, id)
        if row is None or row["van"] != van:
            raise Problem("not-found")
        receipt: bytes = row["receipt"]
        return receipt

    def compared(self, van: str, theirs: Mapping[str, str]) -> tuple[list[str], list[str]]:
        """Of what a van says it sent (id -> digest): which are not here, and which are here otherwise."""
        missing, conflicts = [], []
        here = self._digests(theirs)
        for id, sha256 in theirs.items():
            if id not in here:
                missing.append(id)
            elif here[id] != (van, sha256):
                conflicts.append(id)
        return missing, conflicts

    def _digests(self, ids: Collection[str]) -> dict[str, tuple[str, str]]:
        asked = select(records.c.id, records.c.van, records.c.sha256).where(records.c.id.in_(list(ids)))
        with self._database.read() as connection:
            return {row.id: (row.van, row.sha256) for row in connection.execute(asked)}

    def listed(self, *, state: str | None = None, after: int = 0, limit: int = 100) -> Sequence[RowMapping]:
        """In order of arrival; `after` is the last arrival number seen."""
        asked = select(*(records.c[name] for name in LISTED)).where(records.c.arrival > after)
        if state is not None:
            asked = asked.where(records.c.state == state)
        with self._database.read() as connection:
            return connection.execute(asked.order_by(records.c.arrival).limit(limit)).mappings().all()


def _find(connection: Connection, id: str) -> RowMapping | None:
    return connection.execute(_BY_ID, {"sought": id}).mappings().one_or_none()
