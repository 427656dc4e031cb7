"""What the bureau set for the station this van works for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from forms.unit import UnitSettings, dump, load
from vanapp.clock import read_stamp, stamp
from vanapp.store.database import Database


@dataclass(frozen=True)
class UnitHeard:
    """changed_at: at the office. code "": the van is no unit's."""

    code: str
    revision: int
    settings: UnitSettings
    changed_at: datetime


class Unit:
    def __init__(self, database: Database) -> None:
        self._db = database

    def heard(self) -> UnitHeard | None:
        """None: the office never spoke of a unit."""
        row = self._db.row("SELECT * FROM unit_settings")
        if row is None:
            return None
        settings = load(row["settings"])  # it was read before it was put here
        return UnitHeard(row["unit"], row["revision"], settings, read_stamp(row["changed_at"]))

    def hear(self, told: UnitHeard) -> bool:
        """The last word holds. False when it says the same."""
        if told == self.heard():
            return False
        values = (told.code, told.revision, dump(told.settings), stamp(told.changed_at))
        self._db.execute("INSERT OR REPLACE INTO unit_settings VALUES (1, ?, ?, ?, ?)", values)
        return True
