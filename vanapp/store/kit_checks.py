"""The kit checks before departure, as they were found: only added, never changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from forms.record import Json
from vanapp.clock import read_stamp, stamp
from vanapp.store import rows
from vanapp.store.database import Database, Row


@dataclass(frozen=True)
class KitLine:
    """One instrument. verdict: "go", "no_go", "not_there", "stopped"; code: "" when go."""

    kind: str
    label: str
    verdict: str
    code: str
    seconds: float
    facts: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True)
class KitRecord:
    at: datetime
    officer: str
    good: int
    total: int
    seconds: float
    training: bool
    lines: tuple[KitLine, ...] = ()

    @property
    def is_go(self) -> bool:
        return self.good == self.total


class KitChecks:
    def __init__(self, database: Database) -> None:
        self._db = database

    def add(self, record: KitRecord) -> None:
        """Part of the caller's transaction."""
        lines = [vars(line) for line in record.lines]
        self._db.execute(
            "INSERT INTO kit_checks (at, officer, good, total, seconds, training, rows) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                *(stamp(record.at), record.officer, record.good, record.total),
                *(record.seconds, int(record.training), rows.to_json(lines)),
            ),
        )

    def latest(self) -> KitRecord | None:
        row = self._db.row("SELECT * FROM kit_checks ORDER BY seq DESC LIMIT 1")
        return _record(row) if row is not None else None


def _record(row: Row) -> KitRecord:
    return KitRecord(
        at=read_stamp(row["at"]),
        officer=row["officer"],
        good=row["good"],
        total=row["total"],
        seconds=row["seconds"],
        training=bool(row["training"]),
        lines=tuple(KitLine(**line) for line in json.loads(row["rows"])),
    )
