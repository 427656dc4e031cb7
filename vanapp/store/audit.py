"""Who did what: entries that only grow, each holding the digest of the one before."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from forms.record import Json
from vanapp.clock import Clock, read_stamp, stamp
from vanapp.store import rows
from vanapp.store.database import Database, Row
from vanapp.store.errors import ChainBroken


@dataclass(frozen=True)
class Entry:
    seq: int
    at: datetime
    officer: str
    what: str  # verb, e.g. "seal"
    subject: str  # id it was done to
    facts: dict[str, Json]  # ids, codes, counts; never personal data
    hash: str


def _digest(seq: int, at: str, officer: str, what: str, subject: str, facts: str, prev: str) -> str:
    text = json.dumps(
        [seq, at, officer, what, subject, facts, prev], ensure_ascii=True, separators=(",", ":")
    )
    return hashlib.sha256(text.encode()).hexdigest()


class Audit:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._db = database
        self._clock = clock

    def add(self, officer: str, what: str, subject: str, /, **facts: Json) -> None:
        """Part of the caller's transaction: what was done and that it was done stand or fall together."""
        with self._db.transaction():
            last = self._db.row("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1")
            seq, prev = (int(last["seq"]) + 1, str(last["hash"])) if last else (1, "")
            body = (seq, stamp(self._clock.now()), officer, what, subject, rows.to_json(facts))
            self._db.execute(
                "INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*body, prev, _digest(*body, prev))
            )

    def about(self, subject: str) -> list[Entry]:
        """Everything done to one thing, in order."""
        return [
            _entry(row)
            for row in self._db.rows("SELECT * FROM audit WHERE subject = ? ORDER BY seq", (subject,))
        ]

    def verify(self) -> int:
        """Walk the whole chain; returns its length. Raises ChainBroken at the first misfit."""
        prev, expected = "", 1
        for row in self._db.rows("SELECT * FROM audit ORDER BY seq"):
            body = (row["seq"], row["at"], row["officer"], row["what"], row["subject"], row["facts"])
            if row["seq"] != expected or row["prev"] != prev or row["hash"] != _digest(*body, prev):
                raise ChainBroken(seq=expected)
            prev, expected = row["hash"], expected + 1
        return expected - 1


def _entry(row: Row) -> Entry:
    return Entry(
        row["seq"],
        read_stamp(row["at"]),
        row["officer"],
        row["what"],
        row["subject"],
        json.loads(row["facts"]),
        row["hash"],
    )
