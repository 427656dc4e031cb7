"""Answers and ticks of a draft, and the edits that undo takes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from vanapp.clock import stamp
from vanapp.store.database import Database

_SEARCHED = {"name": "name", "id_number": "id_number"}  # answers the lists search; they have a column


@dataclass(frozen=True)
class Taken:
    """One edit taken back. kind: "answer", "slot", "tick"; was: what stood before, None for nothing."""

    kind: str
    key: str
    was: str | None = field(repr=False)
    was_source: str | None


class Answers:
    """Every method is part of the caller's transaction."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def next_step(self, application_id: str) -> int:
        """The number of a new step of edits."""
        row = self._db.row("SELECT max(step) AS last FROM edits WHERE application = ?", (application_id,))
        return int(row["last"] or 0) + 1 if row else 1

    def typing_step(self, application_id: str, field_id: str) -> int | None:
        """The step under way when the officer is still typing in this field: its keystrokes are one edit."""
        last = self._db.rows(
            "SELECT step, kind, key FROM edits WHERE application = ? ORDER BY seq DESC LIMIT 1",
            (application_id,),
        )
        if last and last[0]["kind"] == "answer" and last[0]["key"] == field_id:
            return int(last[0]["step"])
        return None

    def put(
        self, application_id: str, texts: Mapping[str, str], source: str, at: datetime, step: int | None
    ) -> None:
        """Write answers; an empty text takes the answer away. step: None leaves no trace for undo."""
        for field_id, text in texts.items():
            if step is not None:
                self._remember(application_id, field_id, step)
            self._write(application_id, field_id, text, source, at)

    def _remember(self, application_id: str, field_id: str, step: int) -> None:
        self._db.execute(
            "INSERT INTO edits (application, step, kind, key, was, was_source) "
            "SELECT ?1, ?2, 'answer', ?3, (SELECT text FROM answers WHERE application = ?1 AND field = ?3), "
            "(SELECT source FROM answers WHERE application = ?1 AND field = ?3) "
            "WHERE NOT EXISTS (SELECT 1 FROM edits WHERE application = ?1 AND step = ?2 "
            "AND kind = 'answer' AND key = ?3)",
            (application_id, step, field_id),
        )

    def _write(self, application_id: str, field_id: str, text: str, source: str, at: datetime) -> None:
        if text:
            self._db.execute(
                "INSERT INTO answers VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE "
                "SET text = excluded.text, source = excluded.source, at = excluded.at",
                (application_id, field_id, text, source, stamp(at)),
            )
        else:
            self._db.execute(
                "DELETE FROM answers WHERE application = ? AND field = ?", (application_id, field_id)
            )
        if column := _SEARCHED.get(field_id):
            self._db.execute(f"UPDATE applications SET {column} = ? WHERE id = ?", (text, application_id))

    def tick(
        self, application_id: str, material: str, by: str | None, at: datetime, step: int | None
    ) -> None:
        """Tick a material; by None takes the tick away."""
        if step is not None:
            was = self.ticks(application_id).get(material)
            self.remember(application_id, step, "tick", material, was)
        if by is None:
            self._db.execute(
                "DELETE FROM materials WHERE application = ? AND material = ?", (application_id, material)
            )
        else:
            self._db.execute(
                "INSERT OR REPLACE INTO materials VALUES (?, ?, ?, ?)",
                (application_id, material, by, stamp(at)),
            )

    def ticks(self, application_id: str) -> dict[str, str]:
        """Material id -> who or what ticked it."""
        found = self._db.rows(
            "SELECT material, done_by FROM materials WHERE application = ?", (application_id,)
        )
        return {row["material"]: row["done_by"] for row in found}

    def lately(self, field_id: str, without: str, count: int) -> list[str]:
        """Answers to one question in the newest applications but one, newest first."""
        found = self._db.rows(
            "SELECT answers.text FROM (SELECT id, seq FROM applications WHERE id <> ? AND status <> 'void' "
            "ORDER BY seq DESC LIMIT ?) AS latest JOIN answers ON answers.application = latest.id "
            "AND answers.field = ? ORDER BY latest.seq DESC",
            (without, count, field_id),
        )
        return [str(row["text"]) for row in found]

    def remember(self, application_id: str, step: int, kind: str, key: str, was: str | None) -> None:
        self._db.execute(
            "INSERT INTO edits (application, step, kind, key, was) VALUES (?, ?, ?, ?, ?)",
            (application_id, step, kind, key, was),
        )

    def take_back(self, application_id: str) -> list[Taken]:
        """Take the last step out; says what stood before, latest edit first. [] = nothing left."""
        found = self._db.rows(
            "SELECT kind, key, was, was_source FROM edits WHERE application = ?1 AND step = "
            "(SELECT max(step) FROM edits WHERE application = ?1) ORDER BY seq DESC",
            (application_id,),
        )
        self._db.execute(
            "DELETE FROM edits WHERE application = ?1 AND step = "
            "(SELECT max(step) FROM edits WHERE application = ?1)",
            (application_id,),
        )
        return [Taken(row["kind"], row["key"], row["was"], row["was_source"]) for row in found]

    def forget_edits(self, application_id: str) -> None:
        """At the seal: what was typed and taken back is nobody's business any more."""
        self._db.execute("DELETE FROM edits WHERE application = ?", (application_id,))
