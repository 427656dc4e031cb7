"""The lists screens show: keyset pages over a hundred thousand applications, counts, search by beginnings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from forms.status import Status
from vanapp.clock import read_stamp
from vanapp.store import heard
from vanapp.store.database import Database, Row
from vanapp.store.heard import Heard
from vanapp.store.shelf import LISTED

FEW = 500  # matches up to this many are fetched by index and sorted; more are found by walking the list
MAX_PAGE = 1000
_TOP = 2**62

_SELECT = (
    "SELECT a.seq, a.id, a.number, a.name, a.matter, a.sealed_at, a.status, a.shelf, a.urgent, a.training, "
    "a.version, p.size, o.tries, o.code, o.due_at, o.state, o.why, o.receipt, "
    f"{heard.AS_JSON} AS heard, "
    "(SELECT min(due) FROM promises WHERE application = a.id AND kept_at IS NULL) AS promised "
    "FROM applications a LEFT JOIN outbox o ON o.id = a.id LEFT JOIN parcels p ON p.id = a.id "
)


@dataclass(frozen=True)
class Line:
    """One line of the outbox. The repr hides the person."""

    key: int
    id: str
    number: str
    name: str = field(repr=False)
    matter: str
    sealed_at: datetime
    status: Status
    shelf: str
    urgent: bool
    training: bool
    version: int
    size: int
    tries: int
    code: str
    due_at: datetime | None
    sending: bool
    received_at: datetime | None
    heard: Heard = field(default_factory=Heard, repr=False)
    promised: date | None = None  # until when a paper that is missing is to be brought
    why: Mapping[str, object] = field(default_factory=dict)  # what fills the words of `code`


class Listing:
    def __init__(self, database: Database) -> None:
        self._db = database

    def counts(self) -> dict[str, int]:
        """How many stand on each shelf ("draft", "here", "office", "accepted", "needs_you")."""
        found = self._db.rows("SELECT shelf, count(*) AS n FROM applications GROUP BY shelf")
        have = {row["shelf"]: int(row["n"]) for row in found}
        return {name: have.get(name, 0) for name in ("draft", *LISTED)}

    def page(
        self, shelves: tuple[str, ...], after: int | None = None, limit: int = 200, search: str = ""
    ) -> list[Line]:
        """Newest first. after: key of the last line seen. limit: at most MAX_PAGE."""
        below = _TOP if after is None else after
        limit = max(1, min(limit, MAX_PAGE))
        text = search.strip()
        with self._db.snapshot():
            found = self._searched(shelves, below, limit, text) if text else self._page(shelves, below, limit)
        return [_line(row) for row in found]

    def one(self, application_id: str) -> Line | None:
        row = self._db.row(_SELECT + "WHERE a.id = ? AND a.sealed_at IS NOT NULL", (application_id,))
        return _line(row) if row else None

    def _page(self, shelves: tuple[str, ...], below: int, limit: int) -> list[Row]:
        # One walk of the index per shelf, each already in order, merged; only what is shown is then read.
        seqs = sorted(
            (
                int(row["seq"])
                for name in shelves
                for row in self._db.rows(
                    "SELECT seq FROM applications WHERE shelf = ? AND seq < ? ORDER BY seq DESC LIMIT ?",
                    (name, below, limit),
                )
            ),
            reverse=True,
        )
        return self._these(seqs[:limit])

    def _these(self, seqs: list[int]) -> list[Row]:
        inside = ", ".join(map(str, seqs))  # integers of our own
        return self._db.rows(_SELECT + f"WHERE a.seq IN ({inside}) ORDER BY a.seq DESC")

    def _searched(self, shelves: tuple[str, ...], below: int, limit: int, text: str) -> list[Row]:
        parts = [_span("name", text), _span("id_number", text.upper()), _span("number", text.upper())]
        values = [bound for _, low, high in parts for bound in (low, high)]
        union = " UNION ".join(f"SELECT seq FROM applications WHERE {where}" for where, _, _ in parts)
        marks = ", ".join("?" * len(shelves))
        few = self._db.rows(f"SELECT seq FROM ({union}) LIMIT {FEW + 1}", values)
        if len(few) <= FEW:
            seqs = sorted((int(row["seq"]) for row in few if int(row["seq"]) < below), reverse=True)
            inside = ", ".join(map(str, seqs))  # integers of our own
            return self._db.rows(
                _SELECT + f"WHERE a.seq IN ({inside}) AND a.shelf IN ({marks}) ORDER BY a.seq DESC LIMIT ?",
                (*shelves, limit),
            )
        # So many match that walking the list from the top fills a page at once.
        # (+ keeps the planner off the indexes.)
        walked = " OR ".join(f"(+a.{where.replace(' AND ', ' AND +a.')})" for where, _, _ in parts)
        return self._db.rows(
            _SELECT + f"WHERE a.seq < ? AND +a.shelf IN ({marks}) AND ({walked}) ORDER BY a.seq DESC LIMIT ?",
            (below, *shelves, *values, limit),
        )


def _span(column: str, text: str) -> tuple[str, str, str]:
    """The index range of everything that begins with `text`."""
    return f"{column} >= ? AND {column} < ?", text, text + "\U0010ffff"


def _line(row: Row) -> Line:
    receipt = json.loads(row["receipt"]) if row["receipt"] else None
    waits = row["state"] in ("waiting", "sending")
    return Line(
        key=row["seq"],
        id=row["id"],
        number=row["number"],
        name=row["name"],
        matter=row["matter"],
        sealed_at=read_stamp(row["sealed_at"]),
        status=Status(row["status"]),
        shelf=row["shelf"],
        urgent=bool(row["urgent"]),
        training=bool(row["training"]),
        version=row["version"],
        size=row["size"] or 0,
        tries=row["tries"] or 0,
        code=row["code"] or "",
        due_at=read_stamp(row["due_at"]) if waits else None,
        sending=row["state"] == "sending",
        received_at=read_stamp(receipt["received_at"]) if receipt else None,
        heard=heard.read(row["heard"]),
        promised=date.fromisoformat(row["promised"]) if row["promised"] else None,
        why=json.loads(row["why"]) if row["why"] else {},
    )
