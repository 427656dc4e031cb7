"""The day's doors and stops, and where each officer is right now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime

from vanapp.clock import stamp
from vanapp.store.database import Database, Row
from vanapp.store.errors import Unknown


@dataclass(frozen=True)
class Visit:
    """One door, one stop or one booking. The repr hides the person."""

    id: str
    trip: str
    at: str  # local time "09:30"
    kind: str  # "visit", "delivery", "van", "campus", "booking"
    title: str = field(repr=False)  # a person's or a place's name
    age: int | None = None
    matter: str | None = None
    note: str = field(default="", repr=False)
    state: str = "planned"  # "planned", "open", "done"
    application: str | None = None
    own: str = ""  # the office's own id of it, within its sheet
    id_number: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    contact: str = field(default="", repr=False)  # whom to call, often not the applicant
    contact_relation: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    care: str = field(default="", repr=False)
    dropped: int = 0  # 1: the office called it off
    news: str = ""  # what the office did after it was begun: "changed", "dropped"
    news_told: int = 1  # 0: the officer has not seen it yet


_NAMES = tuple(entry.name for entry in fields(Visit))
_TOLD = (
    *("at", "kind", "title", "age", "matter", "note", "own", "id_number", "address"),
    *("contact", "contact_relation", "phone", "care"),
)
"""What the office says of a door; all else is this laptop's own."""
_PERSONAL = (*("title", "note", "id_number", "address", "contact", "contact_relation", "phone", "care"),)
"""Of these, what names people."""


class Trips:
    def __init__(self, database: Database) -> None:
        self._db = database

    def plan(self, trip: str, day: date, unit: str, visits: Sequence[Visit]) -> bool:
        """A trip as the office has it now: doors added, changed, called off. True when that changed anything.

        Whatever was begun stays begun: the door keeps its state and its application, and `news` says what
        became of it. A door that is done stays as it was.
        """
        with self._db.transaction():
            before = self._db.row("SELECT day FROM trips WHERE id = ?", (trip,))
            moved = before is not None and before["day"] != day.isoformat()
            self._db.execute(
                "INSERT INTO trips VALUES (?, ?, ?) "
                "ON CONFLICT DO UPDATE SET day = excluded.day, unit = excluded.unit",
                (trip, day.isoformat(), unit),
            )
            gone = {visit.id: visit for visit in self._of(trip)}
            changed = [moved]
            changed += [self._put(gone.pop(v.id, None), replace(v, trip=trip), moved) for v in visits]
            changed += [self._drop(visit) for visit in gone.values()]
        return any(changed)

    def _of(self, trip: str) -> list[Visit]:
        return [_visit(row) for row in self._db.rows("SELECT * FROM visits WHERE trip = ?", (trip,))]

    def _put(self, known: Visit | None, told: Visit, moved: bool) -> bool:
        if known is None:
            marks = ", ".join("?" * len(_NAMES))
            values = [getattr(told, name) for name in _NAMES]
            self._db.execute(f"INSERT INTO visits ({', '.join(_NAMES)}) VALUES ({marks})", values)
            return True
        same = not moved and all(getattr(known, name) == getattr(told, name) for name in _TOLD)
        if known.state == "done" or (same and not known.dropped):
            return False
        sets = ", ".join(f"{name} = ?" for name in _TOLD)
        said = [getattr(told, name) for name in _TOLD]
        self._db.execute(f"UPDATE visits SET {sets}, dropped = 0 WHERE id = ?", (*said, known.id))
        self._news(known, "changed")
        return True

    def _drop(self, known: Visit) -> bool:
        if known.state == "done" or known.dropped:
            return False
        self._db.execute("UPDATE visits SET dropped = 1 WHERE id = ?", (known.id,))
        self._news(known, "dropped")
        return True

    def _news(self, visit: Visit, news: str) -> None:
        """Only of what was begun; a planned door simply is as the office has it."""
        if visit.state == "open":
            self._db.execute("UPDATE visits SET news = ?, news_told = 0 WHERE id = ?", (news, visit.id))

    def let_go(self, before: date) -> int:
        """What names people in trips of days before that one. A door that was begun keeps its application."""
        old = "trip IN (SELECT id FROM trips WHERE day < ?)"
        gone = self._db.execute(
            f"DELETE FROM visits WHERE application IS NULL AND {old}", (before.isoformat(),)
        )
        blank = ", ".join(f"{name} = ''" for name in _PERSONAL)
        return gone + self._db.execute(
            f"UPDATE visits SET {blank}, age = NULL WHERE title <> '' AND {old}", (before.isoformat(),)
        )

    def untold(self) -> tuple[Visit, ...]:
        """Doors begun here that the office changed or called off, of which the officer was not told yet."""
        return tuple(map(_visit, self._db.rows("SELECT * FROM visits WHERE news_told = 0 ORDER BY at, id")))

    def told(self, visits: Iterable[str]) -> None:
        self._db.many("UPDATE visits SET news_told = 1 WHERE id = ?", [(visit,) for visit in visits])

    def of(self, application: str) -> Visit | None:
        """The door this application was begun at."""
        row = self._db.row("SELECT * FROM visits WHERE application = ?", (application,))
        return _visit(row) if row else None

    def day_of(self, visit: Visit) -> date:
        row = self._db.row("SELECT day FROM trips WHERE id = ?", (visit.trip,))
        if row is None:
            raise Unknown(what="trip", id=visit.trip)
        return date.fromisoformat(row["day"])

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
        self._db.execute(
            "UPDATE visits SET state = 'done', news_told = 1 WHERE application = ?", (application,)
        )

    def plan_again(self, application: str) -> None:
        """The draft was withdrawn: the door is to be visited again."""
        self._db.execute(
            "UPDATE visits SET state = 'planned', application = NULL, news = '', news_told = 1 "
            "WHERE application = ?",
            (application,),
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
    return Visit(**{name: row[name] for name in _NAMES})
