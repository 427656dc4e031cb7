"""The day's doors and stops, and where each officer is right now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from vanapp.clock import stamp
from vanapp.store.database import Database, Row
from vanapp.store.errors import Unknown


@dataclass(frozen=True)
class Visit:
    """One door or one stop. The repr hides the person."""

    id: str
    trip: str
    at: str  # local time "09:30"
    kind: str  # "visit", "delivery", "van", "campus"
    title: str = field(repr=False)  # a person's or a place's name
    age: int | None = None
    matter: str | None = None
    note: str = field(default="", repr=False)
    state: str = "planned"  # "planned", "open", "done"
    application: str | None = None
    person: str = ""  # training: key of the TrainingPerson


class Trips:
    def __init__(self, database: Database) -> None:
        self._db = database

    def plan(self, trip: str, day: date, unit: str, visits: Sequence[Visit]) -> None:
        """Write a day's trip with its visits. A visit that is there already keeps its state."""
        with self._db.transaction():
            self._db.execute(
                "INSERT INTO trips VALUES (?, ?, ?) "
                "ON CONFLICT DO UPDATE SET day = excluded.day, unit = excluded.unit",
                (trip, day.isoformat(), unit),
            )
            self._db.many(
                "INSERT OR IGNORE INTO visits VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (
                        *(v.id, trip, v.at, v.kind, v.title, v.age),
                        *(v.matter, v.note, v.state, v.application, v.person),
                    )
                    for v in visits
                ],
            )

    def on(self, day: date) -> tuple[Visit, ...]:
        """The visits of a day, in order of time."""
        found = self._db.rows(
            "SELECT v.* FROM visits v JOIN trips t ON t.id = v.trip WHERE t.day = ? ORDER BY v.at, v.id",
            (day.isoformat(),),
        )
        return tuple(map(_visit, found))

    def get(self, visit: str) -> Visit:
        row = self._db.row("SELECT * FROM visits WHERE id = ?", (visit,))
        if row is None:
            raise Unknown(what="visit", id=visit)
        return _visit(row)

    def open(self, visit: str, application: str) -> None:
        self._db.execute(
            "UPDATE visits SET state = 'open', application = ? WHERE id = ?", (application, visit)
        )

    def done(self, application: str) -> None:
        """The door this application was taken at is finished."""
        self._db.execute("UPDATE visits SET state = 'done' WHERE application = ?", (application,))

    def plan_again(self, application: str) -> None:
        """The draft was withdrawn: the door is to be visited again."""
        self._db.execute(
            "UPDATE visits SET state = 'planned', application = NULL WHERE application = ?", (application,)
        )

    def stand_at(self, officer: str, application: str, at: datetime) -> None:
        self._db.execute("INSERT OR REPLACE INTO places VALUES (?, ?, ?)", (officer, application, stamp(at)))

    def where(self, officer: str) -> str | None:
        """The application this officer is in."""
        row = self._db.row("SELECT application FROM places WHERE officer = ?", (officer,))
        return row["application"] if row else None

    def leave(self, officer: str) -> None:
        self._db.execute("DELETE FROM places WHERE officer = ?", (officer,))


def _visit(row: Row) -> Visit:
    return Visit(**{name: row[name] for name in row.keys()})  # noqa: SIM118 - a Row iterates its values
