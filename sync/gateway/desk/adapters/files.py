"""Small files of one folder, read whole and replaced whole; only this account may read them."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sync.gateway.desk.adapters.errors import Away, Declined

_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}\Z", re.ASCII)


class Folder:
    """adapter: whose; it stands in the errors."""

    def __init__(self, path: Path, adapter: str) -> None:
        self._path, self._adapter = path, adapter

    def read(self, name: str) -> dict[str, Any] | None:
        """None: no such file. Raises Away (garbage) for one nobody can read."""
        try:
            said = json.loads(self._file(name).read_text("utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise Away(adapter=self._adapter, reason="garbage") from error
        if not isinstance(said, dict):
            raise Away(adapter=self._adapter, reason="garbage")
        return said

    def write(self, name: str, said: dict[str, Any]) -> None:
        """There whole, or not at all. Raises Away (trouble): the disk."""
        path = self._file(name)
        beside = path.with_suffix(".part")
        try:
            self._path.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as out:
                json.dump(said, out, ensure_ascii=False, indent=1)
                out.flush()
                os.fsync(out.fileno())
            beside.replace(path)
        except OSError as error:
            raise Away(adapter=self._adapter, reason="trouble") from error

    def has(self, mark: str) -> bool:
        """Is there a file of this full name, whatever is in it?"""
        return (self._path / mark).exists()

    def names(self) -> Iterator[str]:
        """In order."""
        return (path.stem for path in sorted(self._path.glob("*.json")))

    def _file(self, name: str) -> Path:
        if not _NAME.match(name):
            raise Declined(adapter=self._adapter, reason="unknown")
        return self._path / f"{name}.json"
