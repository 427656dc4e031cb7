"""The sheets of work heard of, each under its newest revision."""

from __future__ import annotations

from datetime import date

from vanapp.store.database import Database


class Work:
    def __init__(self, database: Database) -> None:
        self._db = database

    def is_news(self, kind: str, id: str, revision: int) -> bool:
        row = self._db.row("SELECT revision FROM work WHERE kind = ? AND id = ?", (kind, id))
        return row is None or revision > int(row["revision"])

    def heard(self, kind: str, id: str, revision: int, day: date, title: str, *, withdrawn: bool) -> None:
        self._db.execute(
            "INSERT OR REPLACE INTO work VALUES (?, ?, ?, ?, ?, ?)",
            (kind, id, revision, day.isoformat(), title, int(withdrawn)),
        )
