"""Uploads: who may write to which, how far each has come, and that only the newest writer may finish.

Each writer gets a generation, one more than the last: a lease that ends when the next one takes over, on
whichever gateway that is. A stale writer that wakes finds its generation gone. Rows here may be lost with the
database's machine (the van begins again); only `finished`, in the record's own transaction, is for good.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import (
    Connection,
    RowMapping,
    UpdateBase,
    bindparam,
    cast,
    delete,
    exists,
    func,
    select,
    tuple_,
    update,
)

from sync.gateway import alarms
from sync.gateway.database import Database, insert_new, inserted
from sync.gateway.errors import Problem
from sync.gateway.partials import Evicted, Partials
from sync.gateway.tables import records, uploads
from sync.protocol import EXPIRE_DAYS, moment, stamp
from sync.uploads import Label

LIFE = timedelta(days=EXPIRE_DAYS)
SWEPT_AT_ONCE = 500
_NEW = insert_new(uploads, "record")
# The same, and nothing either where the record itself is here: mostly it is new, and one question is enough.
_FIRST = {
    name: new.from_select(
        [column.name for column in uploads.c],
        select(*(cast(bindparam(column.name, type_=column.type), column.type) for column in uploads.c)).where(
            ~exists().where(records.c.id == bindparam("record", type_=records.c.id.type))
        ),
    )
    for name, new in insert_new(uploads, "record").items()
}
_FINISH = (
    update(uploads)
    .where(
        tuple_(uploads.c.id, uploads.c.generation).in_(bindparam("mine", expanding=True)),
        uploads.c.finished.is_(False),
    )
    .values(finished=True)
    .returning(uploads.c.id, uploads.c.generation)
)
_OF_RECORD = select(uploads).where(uploads.c.record == bindparam("sought"))


@dataclass(frozen=True)
class Upload:
    """label None: bytes that are no record's (training). length None: not told yet."""

    id: str
    van: str
    label: Label | None
    length: int | None
    said: str
    finished: bool
    touched_at: datetime

    @property
    def expires_at(self) -> datetime:
        return self.touched_at + LIFE


@dataclass(frozen=True)
class Lease:
    """The right to write to one upload. offset: where its bytes end."""

    upload: Upload
    generation: int
    offset: int


def finish(connection: Connection, leases: Sequence[Lease]) -> list[Lease]:
    """Inside the transaction that writes their records. Those whose upload is finished by it; any other has
    been taken over by a newer writer.
    """
    if not leases:
        return []
    mine = [(lease.upload.id, lease.generation) for lease in leases]
    done = {(row.id, row.generation) for row in connection.execute(_FINISH, {"mine": mine})}
    return [lease for lease in leases if (lease.upload.id, lease.generation) in done]


class Uploads:
    """Blocking; call it in a worker thread."""

    def __init__(self, database: Database, partials: Partials, training: bool) -> None:
        self._database = database
        self._training = training
        self.partials = partials

    def first(
        self, van: str, label: Label | None, length: int | None, said: str, now: datetime
    ) -> Lease | None:
        """A new upload; None: the record, or another upload of it, is here."""
        return self._make(_FIRST, van, label, length, said, now)

    def begin(self, van: str, label: Label | None, length: int | None, said: str, now: datetime) -> Lease:
        """A new upload, or the one that this record already has: then it is taken over.

        Raises Problem, and rings: digest-conflict (half here with other bytes), id-taken (another van's).
        """
        while True:
            found = self._of_record(label.record) if label is not None else None
            if found is not None and label is not None:
                if not self._stale(found, now):
                    return self._take_up(found, van, label, length, now)
                self.drop(found)
            made = self._make(_NEW, van, label, length, said, now)
            if made is not None:  # else its twin was faster
                return made

    def _take_up(self, found: Upload, van: str, label: Label, length: int | None, now: datetime) -> Lease:
        """Raises like `begin`."""
        assert found.label is not None
        if found.van != van or found.label.sha256 != label.sha256:
            kind = "id-taken" if found.van != van else "digest-conflict"
            facts = {"held": found.label.sha256, "sent": label.sha256}
            with self._database.write() as connection:
                alarms.ring(connection, at=now, kind=kind, van=van, record=label.record, **facts)
            raise Problem(kind)
        if found.length is None and length is not None:
            found = self.measured(found, length)
        if length is not None and found.length != length:
            raise Problem("digest-conflict")  # one digest has one length: somebody counts wrongly
        return self.take_over(found, now)

    def _make(
        self,
        new: Mapping[str, UpdateBase],
        van: str,
        label: Label | None,
        length: int | None,
        said: str,
        now: datetime,
    ) -> Lease | None:
        """None: this record has one already."""
        upload = Upload(secrets.token_hex(16), van, label, length, said, finished=False, touched_at=now)
        row = {
            "id": upload.id,
            "van": van,
            "record": label.record if label else None,
            "sha256": label.sha256 if label else None,
            "urgent": bool(label and label.urgent),
            "length": length,
            "said": said,
            "generation": 1,
            "finished": False,
            "made_at": stamp(now),
            "touched_at": stamp(now),
        }
        with self._database.single() as connection:
            if not inserted(connection, new, row):
                return None
        self.partials.begun(upload.id)
        return Lease(upload, 1, 0)

    def find(self, id: str, now: datetime) -> Upload:
        """Raises Problem: not-found; gone when it has waited too long."""
        with self._database.read() as connection:
            row = connection.execute(select(uploads).where(uploads.c.id == id)).mappings().one_or_none()
        if row is None:
            raise Problem("not-found")
        upload = self._upload(row)
        if self._stale(upload, now):
            self.drop(upload)
            raise Problem("gone")
        return upload

    def take_over(self, upload: Upload, now: datetime) -> Lease:
        """From now on whoever wrote before is evicted. Raises Problem not-found: it has gone meanwhile."""
        grown = (
            update(uploads)
            .where(uploads.c.id == upload.id)
            .values(generation=uploads.c.generation + 1, touched_at=stamp(now))
            .returning(uploads.c.generation, uploads.c.finished, uploads.c.length)
        )
        with self._database.single() as connection:
            row = connection.execute(grown).one_or_none()
        if row is None:
            raise Problem("not-found")
        length = row.length
        size = self.partials.taken_over(upload.id, row.generation)
        offset = length if row.finished and length is not None else size
        today = replace(upload, length=length, finished=row.finished, touched_at=now)
        return Lease(today, row.generation, offset)

    def measured(self, upload: Upload, length: int) -> Upload:
        """Its length has become known."""
        if upload.length is not None:
            return upload
        with self._database.single() as connection:
            mine = update(uploads).where(uploads.c.id == upload.id, uploads.c.length.is_(None))
            connection.execute(mine.values(length=length))
        return replace(upload, length=length)

    def finish_bare(self, lease: Lease, length: int) -> None:
        """For bytes that are no record's. They stay where they are until they expire. Raises Evicted."""
        self.measured(lease.upload, length)
        with self._database.step() as connection:
            if not finish(connection, [lease]):
                raise Evicted

    def drop(self, upload: Upload) -> None:
        with self._database.single() as connection:
            connection.execute(delete(uploads).where(uploads.c.id == upload.id))
        self.partials.drop([upload.id])

    def drop_as(self, lease: Lease) -> bool:
        """The same, but by the newest writer only; False when that is another."""
        mine = (uploads.c.id == lease.upload.id) & (uploads.c.generation == lease.generation)
        with self._database.single() as connection:
            dropped = connection.execute(delete(uploads).where(mine)).rowcount == 1
        if dropped:
            self.partials.drop([lease.upload.id])
        return dropped

    def known(self, van: str, label: Label, length: int, now: datetime) -> Upload:
        """The upload of a record that is here; made where it came another way, or was forgotten."""
        found = self._of_record(label.record)
        if found is not None and found.finished:
            return found
        if found is not None:
            self.drop(found)
        lease = self._make(_NEW, van, label, length, "", now)
        if lease is None:  # its twin was faster
            return self.known(van, label, length, now)
        self.finish_bare(lease, length)
        return replace(lease.upload, finished=True)

    def sweep(self, now: datetime) -> int:
        """Forget what has waited too long. Any gateway may, at any time; a record's row is not touched."""
        old = select(uploads.c.id).where(uploads.c.touched_at < stamp(now - LIFE)).limit(SWEPT_AT_ONCE)
        with self._database.step() as connection:
            ids = list(connection.execute(old).scalars())
            if ids:
                connection.execute(delete(uploads).where(uploads.c.id.in_(ids)))
        if ids:
            self.partials.drop(ids)
        return len(ids)

    def under_way(self) -> int:
        """How many are begun and not finished."""
        open_ones = select(func.count()).select_from(uploads).where(uploads.c.finished.is_(False))
        with self._database.read() as connection:
            return int(connection.execute(open_ones).scalar_one())

    def _of_record(self, record: str) -> Upload | None:
        with self._database.read() as connection:
            mine: Sequence[RowMapping] = connection.execute(_OF_RECORD, {"sought": record}).mappings().all()
        return self._upload(mine[0]) if mine else None

    def _upload(self, row: RowMapping) -> Upload:
        label = None
        if row["record"] is not None:
            label = Label(row["record"], row["sha256"], self._training, row["urgent"])
        return Upload(
            row["id"],
            row["van"],
            label,
            row["length"],
            row["said"],
            row["finished"],
            moment(row["touched_at"]),
        )

    @staticmethod
    def _stale(upload: Upload, now: datetime) -> bool:
        return now > upload.expires_at
