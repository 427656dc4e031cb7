"""Sealed parcels as files: whole or not there, named by their record, worthless to whoever finds them."""

from __future__ import annotations

import hashlib
from pathlib import Path

from sync.errors import BadParcel
from vanapp.files import sync_folder, write_whole
from vanapp.store.database import translated

SUFFIX = ".cms"
STRAYS = "strays"


class ParcelFiles:
    """folder: made when the first is put. Raises store.disk_full, store.disk_trouble."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, id: str) -> Path:
        return self._folder / f"{id}{SUFFIX}"

    def put(self, id: str, body: bytes) -> None:
        """On the disk when it returns: the file, its name and the folder."""
        with translated():
            write_whole(self.path(id), body)

    def read(self, id: str) -> bytes:
        """Raises BadParcel: missing, unreadable (one bad block must not keep the others from going)."""
        try:
            return self.path(id).read_bytes()
        except FileNotFoundError as error:
            raise BadParcel(reason="missing") from error
        except OSError as error:
            raise BadParcel(reason="unreadable") from error

    def remove(self, id: str) -> None:
        with translated():
            self.path(id).unlink(missing_ok=True)

    def sweep(self) -> set[str]:
        """What lies there, by record. Halves that a power cut left are removed."""
        if not self._folder.is_dir():
            return set()
        with translated():
            for half in self._folder.glob(f"*{SUFFIX}.half"):
                half.unlink()
            return {path.stem for path in self._folder.glob(f"*{SUFFIX}")}

    def digest(self, id: str) -> tuple[str, int]:
        """SHA-256 and size of the bytes."""
        body = self.read(id)
        return hashlib.sha256(body).hexdigest(), len(body)

    def set_aside(self, id: str) -> None:
        """Out of the way, not thrown away: a person may look at it."""
        with translated():
            aside = self._folder / STRAYS
            aside.mkdir(mode=0o700, exist_ok=True)
            self.path(id).replace(aside / self.path(id).name)
            sync_folder(aside)
            sync_folder(self._folder)
