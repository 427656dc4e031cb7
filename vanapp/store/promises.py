"""Papers that are still to come (容缺): promised with the application, kept later."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from forms.record import Promise
from forms.status import Status
from vanapp.clock import stamp
from vanapp.store import rows
from vanapp.store.database import Database

_GOING_ON = (Status.SEALED, Status.RECEIVED, Status.RETURNED)
"""Where a paper can still be brought: the office has not said yes, and no newer version took its place."""


@dataclass(frozen=True)
class Open:
    """A paper somebody promised and did not bring yet. The repr hides the person."""

    application: str
    number: str  # Application.number
    name: str = field(repr=False)
    phone: str = field(repr=False)
    matter: str
    pack: str
    status: Status
    material: str
    due: date
    who: str


class Promises:
    """Every method that writes is part of the caller's transaction, with its audit entry beside it."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def put(self, application: str, promise: Promise, at: datetime) -> None:
        self._db.execute(
            "INSERT OR REPLACE INTO promises (application, material, due, who, at) VALUES (?, ?, ?, ?, ?)",
            (application, promise.material, promise.due.isoformat(), promise.who, stamp(at)),
        )

    def drop(self, application: str, material: str) -> bool:
        """Of a draft: the paper is here, or is not promised after all."""
        gone = "DELETE FROM promises WHERE application = ? AND material = ?"
        return bool(self._db.execute(gone, (application, material)))

    def of(self, application: str) -> tuple[Promise, ...]:
        """What is open, by material."""
        found = self._db.rows(
            "SELECT * FROM promises WHERE application = ? AND kept_at IS NULL ORDER BY material",
            (application,),
        )
        return tuple(map(rows.promise, found))

    def keep(self, application: str, material: str, officer: str, how: str, at: datetime) -> bool:
        """False: nothing open was promised there."""
        return bool(
            self._db.execute(
                "UPDATE promises SET kept_at = ?, kept_by = ?, kept_how = ? "
                "WHERE application = ? AND material = ? AND kept_at IS NULL",
                (stamp(at), officer, how, application, material),
            )
        )

    def open(self, limit: int = 200) -> list[Open]:
        """Of sealed applications the office still works on; the soonest first."""
        marks = ", ".join("?" * len(_GOING_ON))
        found = self._db.rows(
            "SELECT p.*, a.number, a.name, a.matter, a.pack, a.status, n.text AS phone FROM promises p "
            "JOIN applications a ON a.id = p.application "
            "LEFT JOIN answers n ON n.application = a.id AND n.field = 'phone' "
            f"WHERE p.kept_at IS NULL AND a.status IN ({marks}) ORDER BY p.due, a.seq, p.material LIMIT ?",
            (*(status.value for status in _GOING_ON), limit),
        )
        return [
            Open(
                *(r["application"], r["number"], r["name"], r["phone"] or "", r["matter"], r["pack"]),
                *(Status(r["status"]), r["material"], date.fromisoformat(r["due"]), r["who"]),
            )
            for r in found
        ]
