"""Answers the office knows beforehand, by the door or the person they are for; let go after their day."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from vanapp.store import rows
from vanapp.store.database import Database


@dataclass(frozen=True)
class Prefill:
    """target: a door's own id, or the person's number. answers: field id -> text."""

    id: str
    day: date
    target: str
    matter: str
    id_number: str = field(default="", repr=False)
    answers: Mapping[str, str] = field(default_factory=dict, repr=False)
    scenario: Mapping[str, str] = field(default_factory=dict)


class Prefills:
    def __init__(self, database: Database) -> None:
        self._db = database

    def put(self, prefill: Prefill) -> None:
        self._db.execute(
            "INSERT OR REPLACE INTO prefills VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                *(prefill.id, prefill.day.isoformat(), prefill.target, prefill.id_number, prefill.matter),
                *(rows.to_json(dict(prefill.answers)), rows.to_json(dict(prefill.scenario))),
            ),
        )

    def drop(self, id: str) -> bool:
        return bool(self._db.execute("DELETE FROM prefills WHERE id = ?", (id,)))

    def find(self, day: date, door: str, number: str) -> Prefill | None:
        """For a door's own id on its day, or for a person's number from then on."""
        row = self._db.row(
            "SELECT * FROM prefills WHERE (day = ?1 AND target = ?2 AND ?2 <> '') "
            "OR (day >= ?1 AND target = ?3 AND ?3 <> '') ORDER BY target = ?2 DESC, day, id DESC LIMIT 1",
            (day.isoformat(), door, number),
        )
        if row is None:
            return None
        return Prefill(
            id=row["id"],
            day=date.fromisoformat(row["day"]),
            target=row["target"],
            matter=row["matter"],
            id_number=row["id_number"],
            answers=json.loads(row["answers"]),
            scenario=json.loads(row["scenario"]),
        )

    def let_go(self, today: date) -> int:
        return self._db.execute("DELETE FROM prefills WHERE day < ?", (today.isoformat(),))
