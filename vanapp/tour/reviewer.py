"""The other side of the desk: a reviewer at the office, through the office's own command line."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Held:
    """One record as the office has it."""

    id: str
    sha256: str
    state: str


@dataclass(frozen=True)
class Reviewer:
    """Works on the data folder of a gateway, beside it."""

    data: Path

    def records(self) -> list[Held]:
        rows = [json.loads(line) for line in self._say("records").splitlines()]
        return [Held(row["id"], row["sha256"], row["state"]) for row in rows]

    def accept(self, record: str) -> None:
        self._say("decide", record, "accept")

    def send_back(self, record: str, reason: str, field: str) -> None:
        self._say("decide", record, "return", "--reason", reason, "--field", field)

    def sound(self) -> bool:
        """Whether the office's own check finds every record's file and an unbroken chain of events."""
        check = json.loads(self._say("check"))
        return bool(check["missing_files"] == 0 and check["chain_breaks_at"] is None)

    def _say(self, word: str, *arguments: str) -> str:
        command = [sys.executable, "-m", "sync.gateway", word, "--data", str(self.data), *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout
