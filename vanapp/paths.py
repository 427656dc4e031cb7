"""Where the program keeps its things: XDG folders, or one folder named by VANAPP_HOME."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Paths:
    """data: records and keys (encrypted). config: settings. cache: what may be thrown away."""

    data: Path
    config: Path
    cache: Path

    @property
    def database(self) -> Path:
        return self.data / "van.db"

    @property
    def keys(self) -> Path:
        return self.data / "keys.json"

    @property
    def enrolment(self) -> Path:
        """The office's file that makes this laptop a real van's: without it the program practises."""
        return self.data / "office.json"

    @property
    def device(self) -> Path:
        """Where TLS finds this laptop's certificate and its (encrypted) key."""
        return self.data / "device"

    @property
    def packs(self) -> Path:
        """What the bureau sent: scenario packs, updates, and by what they are known to be its own."""
        return self.data / "packs"

    @property
    def settings(self) -> Path:
        return self.config / "settings.json"

    @property
    def logs(self) -> Path:
        return self.cache / "log"

    @property
    def crashes(self) -> Path:
        return self.data / "crash"

    def make(self) -> Paths:
        """Create the folders, readable by this user only."""
        for folder in (self.data, self.config, self.cache, self.logs, self.crashes):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self


def find(environment: Mapping[str, str], home: Path) -> Paths:
    """The folders for this user. VANAPP_HOME puts all three below itself (training, tests, tour)."""
    if own := environment.get("VANAPP_HOME"):
        top = Path(own)
        return Paths(top / "data", top / "config", top / "cache")

    def folder(name: str, default: str) -> Path:
        value = environment.get(name, "")
        # The XDG specification: a relative path is invalid and must be ignored.
        return (Path(value) if value.startswith("/") else home / default) / "vanapp"

    return Paths(
        folder("XDG_DATA_HOME", ".local/share"),
        folder("XDG_CONFIG_HOME", ".config"),
        folder("XDG_CACHE_HOME", ".cache"),
    )
