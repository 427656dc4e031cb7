"""The bytes of parcels on their way in, kept as they come: in files on one machine, in a table for many.

They are only an optimisation: what is lost of them the van sends again. So no fsync stands in a sender's way.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from sqlalchemy import delete, func, insert, select

from sync.gateway.database import Database
from sync.gateway.disk import full_disk_is_a_problem
from sync.gateway.tables import chunks, uploads


class Evicted(Exception):
    """A newer writer has taken this upload over; whoever gets this may neither add nor finish."""


class Partials(Protocol):
    """Blocking; call it in a worker thread. generation: which writer speaks; see `sync.gateway.uploads`."""

    def begun(self, upload: str) -> None:
        """There is none of it yet; its first generation may add."""

    def taken_over(self, upload: str, generation: int) -> int:
        """From now on only this generation may add. Returns how many bytes there are."""

    def append(self, upload: str, generation: int, at: int, body: bytes) -> None:
        """Add at `at`, which is the end. Raises Evicted; Problem disk-full, busy."""

    def read(self, upload: str) -> bytes:
        """All there is, from the start."""

    def drop(self, ids: Iterable[str]) -> None: ...


class FilePartials:
    """One file per upload. One process owns the folder, so who may write is known here."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "partial"
        self._folder.mkdir(exist_ok=True)
        self._newest: dict[str, int] = {}
        self._lock = threading.Lock()

    def begun(self, upload: str) -> None:
        self.taken_over(upload, 1)

    def taken_over(self, upload: str, generation: int) -> int:
        with self._lock:
            self._newest[upload] = generation
            path = self._folder / upload
            return path.stat().st_size if path.exists() else 0

    def append(self, upload: str, generation: int, at: int, body: bytes) -> None:
        with self._lock, full_disk_is_a_problem():
            if self._newest.get(upload) != generation:
                raise Evicted
            with (self._folder / upload).open("ab") as file:
                if file.tell() != at:
                    raise Evicted
                try:
                    file.write(body)
                    file.flush()
                except OSError:
                    file.truncate(at)
                    raise

    def read(self, upload: str) -> bytes:
        path = self._folder / upload
        return path.read_bytes() if path.exists() else b""

    def drop(self, ids: Iterable[str]) -> None:
        with self._lock:
            for upload in ids:
                self._newest.pop(upload, None)
                (self._folder / upload).unlink(missing_ok=True)


class TablePartials:
    """Rows of an UNLOGGED table: whichever gateway a van reaches next goes on with them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begun(self, upload: str) -> None:
        return  # the upload's own row says which generation it is

    def taken_over(self, upload: str, generation: int) -> int:
        size = func.coalesce(func.sum(func.length(chunks.c.bytes)), 0)
        with self._database.read() as connection:
            return int(connection.execute(select(size).where(chunks.c.upload == upload)).scalar_one())

    def append(self, upload: str, generation: int, at: int, body: bytes) -> None:
        mine = select(uploads.c.id).where(uploads.c.id == upload, uploads.c.generation == generation)
        # Nothing of this outlives a crash of the database, so nobody waits for its disk.
        with self._database.step(durable=False) as connection:
            if connection.execute(mine.with_for_update()).one_or_none() is None:
                raise Evicted
            connection.execute(insert(chunks).values(upload=upload, at=at, bytes=body))

    def read(self, upload: str) -> bytes:
        mine = select(chunks.c.bytes).where(chunks.c.upload == upload).order_by(chunks.c.at)
        with self._database.read() as connection:
            return b"".join(connection.execute(mine).scalars())

    def drop(self, ids: Iterable[str]) -> None:
        with self._database.single() as connection:
            connection.execute(delete(chunks).where(chunks.c.upload.in_(list(ids))))


def partials_beside(database: Database, folder: Path) -> Partials:
    return TablePartials(database) if database.shared else FilePartials(folder)
