"""A whole parcel on its way in (version 1 of the protocol): a nameless file that disappears afterwards."""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path

from sync.gateway.disk import full_disk_is_a_problem
from sync.gateway.objects import INCOMING


class Incoming:
    """Blocking. Nothing of it is kept: what has arrived whole is handed on to the objects."""

    def __init__(self, folder: Path) -> None:
        self.size = 0
        self._digest = hashlib.sha256()
        with full_disk_is_a_problem():
            self._path = folder / INCOMING / secrets.token_hex(8)
            self._file = self._path.open("xb")

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    def write(self, block: bytes) -> None:
        with full_disk_is_a_problem():
            self._file.write(block)
        self._digest.update(block)
        self.size += len(block)

    def bytes(self) -> bytes:
        with full_disk_is_a_problem():
            self._file.flush()
        return self._path.read_bytes()

    def drop(self) -> None:
        try:
            with full_disk_is_a_problem():
                self._file.close()
        finally:
            self._path.unlink(missing_ok=True)
