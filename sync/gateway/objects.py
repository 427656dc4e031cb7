"""Where parcels' bytes lie: files named by their digest, whole or not there at all."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sync.gateway.errors import Problem

FREE_FLOOR_BYTES = (
    64 * 1024 * 1024
)  # below this nothing new is taken: the database must still be able to write
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Objects:
    """Blocking; call it in a worker thread. free_bytes: what the disk has left (handed in by tests)."""

    def __init__(self, folder: Path, free_bytes: Callable[[], int] | None = None) -> None:
        self._kept = folder / "objects"
        self._incoming = folder / "incoming"
        self._kept.mkdir(parents=True, exist_ok=True)
        self._incoming.mkdir(exist_ok=True)
        self._free_bytes = free_bytes or (lambda: shutil.disk_usage(folder).free)

    def sweep(self) -> int:
        """Remove what a crash left half-received. At the start only, by the program that owns the folder."""
        left = list(self._incoming.iterdir())
        for path in left:
            path.unlink()
        return len(left)

    def begin(self, size: int) -> Incoming:
        """size: bytes announced. Raises Problem disk-full before a byte is taken."""
        if self._free_bytes() < FREE_FLOOR_BYTES + size:
            raise Problem("disk-full")
        with _full_disk_is_a_problem():
            return Incoming(self._incoming / secrets.token_hex(8))

    def keep(self, incoming: Incoming) -> None:
        """Make what has arrived permanent, under its digest. Twice is the same as once."""
        path = self._path(incoming.sha256)
        with _full_disk_is_a_problem():
            incoming.flush()
            if not path.parent.exists():
                path.parent.mkdir(exist_ok=True)
                _sync_folder(self._kept)
            incoming.path.rename(path)
            _sync_folder(path.parent)

    def read(self, sha256: str) -> bytes:
        return self._path(sha256).read_bytes()

    def digests(self) -> set[str]:
        """All that is kept."""
        return {path.name for path in self._kept.glob("??/*")}

    def _path(self, sha256: str) -> Path:
        return self._kept / sha256[:2] / sha256


class Incoming:
    """A parcel on its way in: a nameless file that disappears unless it was kept."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = 0
        self._digest = hashlib.sha256()
        self._file = path.open("xb")

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    def write(self, block: bytes) -> None:
        with _full_disk_is_a_problem():
            self._file.write(block)
        self._digest.update(block)
        self.size += len(block)

    def bytes(self) -> bytes:
        with _full_disk_is_a_problem():
            self._file.flush()
        return self.path.read_bytes()

    def flush(self) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())

    def drop(self) -> None:
        """Close it; what was not kept disappears."""
        try:
            with _full_disk_is_a_problem():
                self._file.close()
        finally:
            self.path.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _full_disk_is_a_problem() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise Problem("disk-full") from error
        raise
