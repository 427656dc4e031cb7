"""Where parcels' bytes lie, each under its digest, whole or not there at all: files, or an S3 store."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

from sync.gateway.disk import full_disk_is_a_problem
from sync.gateway.errors import Problem

# Below this nothing new is taken: the database must still be able to write.
FREE_FLOOR_BYTES = 64 * 1024 * 1024
INCOMING = "incoming"  # where files grow before they get their names


class Objects(Protocol):
    """Blocking; call it in a worker thread. Every method raises Problem busy when the store is away.

    Whether a parcel is taken is never asked here: the database decides, a store only keeps.
    """

    def room(self, size: int) -> None:
        """Raises Problem disk-full before a byte of `size` is taken."""

    def ready(self) -> None:
        """Raises Problem when nothing can be taken now."""

    def put(self, sha256: str, body: bytes) -> None:
        """Keep it for good; twice is the same as once. Raises Problem disk-full."""

    def read(self, sha256: str) -> bytes:
        """Raises KeyError."""

    def digests(self) -> Iterator[str]:
        """All that is kept, in no order."""

    def close(self) -> None: ...


class FileObjects:
    """Files in a folder. free_bytes: what the disk has left (handed in by tests)."""

    def __init__(self, folder: Path, free_bytes: Callable[[], int] | None = None) -> None:
        self._kept = folder / "objects"
        self._incoming = folder / INCOMING
        self._kept.mkdir(parents=True, exist_ok=True)
        self._incoming.mkdir(exist_ok=True)
        self._free_bytes = free_bytes or (lambda: shutil.disk_usage(folder).free)

    def room(self, size: int) -> None:
        if self._free_bytes() < FREE_FLOOR_BYTES + size:
            raise Problem("disk-full")

    def ready(self) -> None:
        self.room(0)

    def put(self, sha256: str, body: bytes) -> None:
        self.room(len(body))
        path, part = self._path(sha256), self._incoming / secrets.token_hex(8)
        try:
            with full_disk_is_a_problem():
                with part.open("xb") as file:
                    file.write(body)
                    file.flush()
                    os.fsync(file.fileno())
                if not path.parent.exists():
                    path.parent.mkdir(exist_ok=True)
                    _sync_folder(self._kept)
                part.rename(path)
                _sync_folder(path.parent)
        finally:
            part.unlink(missing_ok=True)

    def read(self, sha256: str) -> bytes:
        try:
            return self._path(sha256).read_bytes()
        except FileNotFoundError as error:
            raise KeyError(sha256) from error

    def digests(self) -> Iterator[str]:
        yield from (path.name for path in self._kept.glob("??/*"))

    def close(self) -> None:
        """Nothing is held open."""

    def _path(self, sha256: str) -> Path:
        return self._kept / sha256[:2] / sha256


def sweep(folder: Path) -> int:
    """Remove what a crash left half-written. At the start only, by the program that owns the data folder."""
    left = list((folder / INCOMING).iterdir())
    for path in left:
        path.unlink()
    return len(left)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
