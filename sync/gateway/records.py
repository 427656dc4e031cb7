"""The records an office holds: taken once, whatever happens on the line, and listed for its people."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, func, insert, select

from sync import receipts
from sync.gateway import alarms, events, mail, uploads
from sync.gateway.database import Database
from sync.gateway.desk import dispatch, keyed, routes
from sync.gateway.errors import Problem
from sync.gateway.letters import Letter
from sync.gateway.partials import Evicted
from sync.gateway.tables import records
from sync.gateway.together import Together
from sync.gateway.uploads import Lease
from sync.keys import OfficeSeal
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


@dataclass(frozen=True)
class _Take:
    """came: its row as it is written. lease: of the upload that is finished with it, or not at all."""

    came: dispatch.Arrived
    lease: Lease | None


# Ready beforehand: to build a question costs as much as to ask it.
_BY_ID = select(records.c.van, records.c.sha256, records.c.receipt, records.c.size).where(
    records.c.id == bindparam("sought")
)
_NEXT = select(func.coalesce(func.max(records.c.arrival), 0) + 1).scalar_subquery()
_TAKE = insert(records).values(arrival=_NEXT)
_KNOWN = select(records.c.id).where(records.c.id.in_(bindparam("sought", expanding=True)))


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
        self._together = Together[_Take, bool](database.write, _take_all)
        self._seal = seal
        self._office = office
        self._keys = keys

    @property
    def waiting(self) -> int:
        """How many records wait here while others are written."""
        return self._together.waiting

    @property
    def busy(self) -> bool:
        """Whether records are being written here."""
        return self._together.busy

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
        lease: Lease | None = None,
    ) -> Held:
        """Row, notice and event together, once; a second caller gets the first one's receipt.

        lease: its upload is finished in the same transaction. Raises Evicted when a newer writer took over.
        """
        row = self._row(letter, arrival, now)  # beforehand: the others wait for this transaction
        if self._together.do(_Take(dispatch.Arrived(letter, row, now), lease)):
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


def _take_all(connection: Connection, takes: Sequence[_Take]) -> list[bool | Exception]:
    """Of each: True when it is new; False: it is here already; Evicted."""
    finished = uploads.finish(connection, [take.lease for take in takes if take.lease is not None])
    sought = [take.came.letter.id for take in takes]
    known = set(connection.execute(_KNOWN, {"sought": sought}).scalars())
    said: list[bool | Exception] = []
    fresh: list[dispatch.Arrived] = []
    for id, take in zip(sought, takes, strict=True):
        if take.lease is not None and take.lease not in finished:
            said.append(Evicted())
        elif id in known:
            said.append(False)
        else:
            said.append(True)
            fresh.append(take.came)
            known.add(id)
    if fresh:
        _enter(connection, fresh)
    return said


def _enter(connection: Connection, came: Sequence[dispatch.Arrived]) -> None:
    connection.execute(_TAKE, [one.row for one in came])
    mail.post_received(connection, [(one.row["van"], one.letter.id, one.at) for one in came])
    entries = [
        events.Entry(one.at, "received", one.row["van"], one.letter.id, {"sha256": one.row["sha256"]})
        for one in came
    ]
    events.append_all(connection, entries)
    dispatch.arrived(connection, came)


def _find(connection: Connection, id: str) -> RowMapping | None:
    return connection.execute(_BY_ID, {"sought": id}).mappings().one_or_none()
