"""Earlier photos and prints of people to be visited: kept sealed to this device, let go after their day."""

from __future__ import annotations

from datetime import date

from vanapp.store.database import Database


class Earlier:
    def __init__(self, database: Database) -> None:
        self._db = database

    def put(self, id: str, day: date, target: str, sealed: bytes) -> None:
        """target: a door's own id, or the person's number. sealed: as it came."""
        self._db.execute(
            "INSERT OR REPLACE INTO earlier VALUES (?, ?, ?, ?)", (id, day.isoformat(), target, sealed)
        )

    def drop(self, id: str) -> bool:
        return bool(self._db.execute("DELETE FROM earlier WHERE id = ?", (id,)))

    def find(self, day: date, door: str, number: str) -> tuple[bytes, ...]:
        """For a door's own id on its day, or for a person's number from then on; still sealed."""
        found = self._db.rows(
            "SELECT sealed FROM earlier WHERE (day = ?1 AND target = ?2 AND ?2 <> '') "
            "OR (day >= ?1 AND target = ?3 AND ?3 <> '') ORDER BY target = ?2 DESC, day, id DESC",
            (day.isoformat(), door, number),
        )
        return tuple(bytes(row["sealed"]) for row in found)

    def let_go(self, today: date) -> int:
        return self._db.execute("DELETE FROM earlier WHERE day < ?", (today.isoformat(),))
