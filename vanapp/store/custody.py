"""What the van holds of people's own: documents and old cards, until they are given back or sent on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from vanapp.clock import read_stamp, stamp
from vanapp.store.database import Database, Row
from vanapp.store.errors import Unknown

State = Literal["held", "returned", "sent_on"]
OLD_CARD = "old_card"

_SELECT = "SELECT c.*, a.name FROM custody c JOIN applications a ON a.id = c.application "


@dataclass(frozen=True)
class Held:
    """One original. item: a material's id, "old_card" or "other". The repr hides the person and the note."""

    number: str
    application: str
    receipt: str
    item: str
    note: str = field(repr=False)
    taken_at: datetime
    taken_by: str
    confirmed: str  # "signature", "officer"
    state: State = "held"
    ended_at: datetime | None = None
    ended_by: str = ""
    ended_to: str = field(default="", repr=False)
    ended_how: str = ""
    name: str = field(default="", repr=False)


class Custody:
    """Every method that writes is part of the caller's transaction, with its audit entry beside it."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def take(self, one: Held) -> None:
        self._db.execute(
            "INSERT INTO custody (number, application, receipt, item, note, taken_at, taken_by, confirmed, "
            "state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'held')",
            (
                *(one.number, one.application, one.receipt, one.item, one.note),
                *(stamp(one.taken_at), one.taken_by, one.confirmed),
            ),
        )

    def end(self, one: Held) -> None:
        """state, ended_*: how. Only what is held ends (a trigger)."""
        assert one.ended_at is not None
        self._db.execute(
            "UPDATE custody SET state = ?, ended_at = ?, ended_by = ?, ended_to = ?, ended_how = ? "
            "WHERE number = ?",
            (one.state, stamp(one.ended_at), one.ended_by, one.ended_to, one.ended_how, one.number),
        )

    def get(self, number: str) -> Held:
        """Raises store.unknown."""
        row = self._db.row(_SELECT + "WHERE c.number = ?", (number,))
        if row is None:
            raise Unknown(what="original", id=number)
        return _held(row)

    def held(self) -> list[Held]:
        """What lies in the van now, the oldest first."""
        return [_held(row) for row in self._db.rows(_SELECT + "WHERE c.state = 'held' ORDER BY c.number")]

    def of(self, receipt: str) -> list[Held]:
        """All of one application, in order."""
        found = self._db.rows(_SELECT + "WHERE c.receipt = ? ORDER BY c.number", (receipt,))
        return [_held(row) for row in found]


def _held(row: Row) -> Held:
    return Held(
        number=row["number"],
        application=row["application"],
        receipt=row["receipt"],
        item=row["item"],
        note=row["note"],
        taken_at=read_stamp(row["taken_at"]),
        taken_by=row["taken_by"],
        confirmed=row["confirmed"],
        state=row["state"],
        ended_at=read_stamp(row["ended_at"]) if row["ended_at"] else None,
        ended_by=row["ended_by"] or "",
        ended_to=row["ended_to"],
        ended_how=row["ended_how"],
        name=row["name"],
    )
