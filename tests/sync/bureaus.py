"""A bureau that offers packs, in a folder; and what an attacker may make of what it said."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sync import protocol
from sync.gateway.repository import Offer, Repository, newest_root

PACK = b"pack: \xe5\xb9\xbf\xe4\xb8\x9c\n" * 40_000


@dataclass
class Bureau:
    folder: Path
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    repository: Repository = field(init=False)

    def __post_init__(self) -> None:
        self.repository = Repository.init(self.folder / "packs", self.folder / "safe", self.now)

    @property
    def root(self) -> bytes:
        return newest_root(self.folder / "packs").encode()

    def offer(
        self,
        name: str = "guangdong-2.yaml",
        body: bytes = PACK,
        *,
        days: int = 180,
        kind: str = "scenario",
        facts: Mapping[str, str] | None = None,
    ) -> str:
        file = self.folder / name
        file.write_bytes(body)
        return self.repository.add(file, Offer(kind, name, facts or {"name": "guangdong@2"}), days)

    def stick(self, name: str) -> Path:
        """A copy as it is now."""
        out = self.folder / name
        self.repository.export(out)
        return out

    def mixed(self, name: str, old: Path, new: Path, *files: str) -> Path:
        """`new`, but with the named metadata of `old`."""
        out = self.folder / name
        shutil.copytree(new, out)
        for file in files:
            part = Path(protocol.STICK_FOLDER) / "metadata" / file
            shutil.copy(old / part, out / part)
        return out
