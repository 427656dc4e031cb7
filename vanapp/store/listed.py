"""People of the office's lists: a school's roster, whose card ends soon."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from vanapp.store import rows
from vanapp.store.database import Database, Row

_SELECT = (
    "SELECT l.*, a.status FROM listed l LEFT JOIN applications a ON a.id = l.application "
    "WHERE l.kind = ? AND l.list = ? "
)


@dataclass(frozen=True)
class ListHead:
    """done: how many of its people were begun here."""

    kind: str  # "roster", "outreach"
    id: str
    day: date
    title: str
    people: int
    begun: int


@dataclass(frozen=True)
class Listed:
    """said: the other columns of the sheet (class, address, contact, phone ...). application: begun here."""

    kind: str
    list: str
    place: int
    name: str = field(repr=False)
    id_number: str = field(repr=False)
    said: Mapping[str, str] = field(default_factory=dict, repr=False)
    application: str | None = None
    status: str = ""  # of that application

    @property
    def id(self) -> str:
        """Among all lists."""
        return f"{self.kind}/{self.list}/{self.id_number}"


class Lists:
    def __init__(self, database: Database) -> None:
        self._db = database

    def put(self, kind: str, id: str, people: Sequence[Listed]) -> None:
        """The list as the office has it now. Who was begun keeps his application, and stays on it."""
        with self._db.transaction():
            self._db.execute(
                "DELETE FROM listed WHERE kind = ? AND list = ? AND application IS NULL", (kind, id)
            )
            self._db.many(
                "INSERT INTO listed VALUES (?, ?, ?, ?, ?, ?, NULL) ON CONFLICT DO UPDATE SET "
                "place = excluded.place, name = excluded.name, said = excluded.said",
                [(kind, id, p.place, p.name, p.id_number, rows.to_json(dict(p.said))) for p in people],
            )

    def heads(self, today: date) -> tuple[ListHead, ...]:
        """The lists that hold today, by day."""
        found = self._db.rows(
            "SELECT w.kind, w.id, w.day, w.title, count(l.id_number) AS people, "
            "count(l.application) AS begun FROM work w JOIN listed l ON l.kind = w.kind AND l.list = w.id "
            "WHERE w.withdrawn = 0 AND w.day >= ? "
            "GROUP BY w.kind, w.id ORDER BY w.day, w.id",
            (today.isoformat(),),
        )
        return tuple(
            ListHead(r["kind"], r["id"], date.fromisoformat(r["day"]), r["title"], r["people"], r["begun"])
            for r in found
        )

    def people(self, kind: str, id: str, search: str = "", limit: int = 200) -> tuple[Listed, ...]:
        """In the office's order; search: any part of name or number."""
        text = f"%{_plain(search.strip())}%"
        found = self._db.rows(
            _SELECT + "AND (l.name LIKE ? ESCAPE '\\' OR l.id_number LIKE ? ESCAPE '\\') "
            "ORDER BY l.place, l.id_number LIMIT ?",
            (kind, id, text, text, limit),
        )
        return tuple(map(_listed, found))

    def get(self, kind: str, id: str, id_number: str) -> Listed | None:
        row = self._db.row(_SELECT + "AND l.id_number = ?", (kind, id, id_number))
        return _listed(row) if row else None

    def begun(self, person: Listed, application: str) -> None:
        self._db.execute(
            "UPDATE listed SET application = ? WHERE kind = ? AND list = ? AND id_number = ?",
            (application, person.kind, person.list, person.id_number),
        )

    def let_go(self, today: date) -> int:
        """Nobody's name stays when the list's last day is over, but for those who were begun."""
        return self._db.execute(
            "DELETE FROM listed WHERE application IS NULL AND EXISTS (SELECT 1 FROM work w "
            "WHERE w.kind = listed.kind AND w.id = listed.list AND w.day < ?)",
            (today.isoformat(),),
        )

    def put_back(self, application: str) -> None:
        """The draft was withdrawn: this person is to be served again."""
        self._db.execute("UPDATE listed SET application = NULL WHERE application = ?", (application,))


def _plain(text: str) -> str:
    for sign in ("\\", "%", "_"):
        text = text.replace(sign, "\\" + sign)
    return text


def _listed(row: Row) -> Listed:
    return Listed(
        kind=row["kind"],
        list=row["list"],
        place=row["place"],
        name=row["name"],
        id_number=row["id_number"],
        said=json.loads(row["said"]),
        application=row["application"],
        status=row["status"] or "",
    )
