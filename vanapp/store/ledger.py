"""The fees in order: what is owed, what came in, what went back; and the closings that counted the drawer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from vanapp.clock import read_stamp, stamp
from vanapp.store import rows
from vanapp.store.database import Database, Row
from vanapp.store.errors import Unknown

Kind = Literal["charge", "pay", "void", "float"]
Way = Literal["", "cash", "scan"]

_SUMS = (
    "coalesce(sum(cents) FILTER (WHERE kind = 'charge'), 0) AS charged, "
    "coalesce(sum(cents) FILTER (WHERE kind IN ('pay', 'void')), 0) AS paid"
)
_BY_RECEIPT = f"SELECT receipt, {_SUMS}, max(seq) AS last FROM ledger WHERE receipt <> '' GROUP BY receipt"
_ENTRY = "SELECT l.*, v.number AS voided_by FROM ledger l LEFT JOIN ledger v ON v.voids = l.number "


@dataclass(frozen=True)
class Entry:
    """One line. cents: fen, below 0 what went back. receipt: Application.number, "" of the drawer itself."""

    number: str
    day: date
    at: datetime
    officer: str
    kind: Kind
    way: Way
    receipt: str
    cents: int
    rule: str = ""
    waiver: str = ""
    voids: str = ""
    reason: str = ""
    voided_by: str = ""
    seq: int = 0


@dataclass(frozen=True)
class Account:
    """Where the fee of one application stands, in fen. owed below 0: it is to be given back."""

    receipt: str
    charged: int
    paid: int

    @property
    def owed(self) -> int:
        return self.charged - self.paid


@dataclass(frozen=True)
class Charged:
    """An account with whose it is. The repr hides the person."""

    receipt: str
    name: str = field(repr=False)
    matter: str
    charged: int
    paid: int


@dataclass(frozen=True)
class Drawer:
    """Since the last closing, in fen. opened: what lay there, with what was put in as change."""

    opened: int
    cash: int
    scan: int
    through: int  # the last line counted

    @property
    def expected(self) -> int:
        """What must lie in the drawer."""
        return self.opened + self.cash


@dataclass(frozen=True)
class Closing:
    """A drawer counted. pieces: face in fen -> how many. held: originals of people the van held then."""

    number: str
    day: date
    at: datetime
    officer: str
    drawer: Drawer
    counted: int
    kept: int
    pieces: Mapping[int, int]
    held: int = 0
    reason: str = ""

    @property
    def difference(self) -> int:
        """Above 0: more was there than must be."""
        return self.counted - self.drawer.expected

    @property
    def handed_in(self) -> int:
        return self.counted - self.kept


class Ledger:
    """Every method that writes is part of the caller's transaction, with its audit entry beside it."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def add(self, entry: Entry) -> None:
        self._db.execute(
            "INSERT INTO ledger (number, day, at, officer, kind, way, receipt, cents, rule, waiver, voids, "
            "reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(entry.number, entry.day.isoformat(), stamp(entry.at), entry.officer, entry.kind, entry.way),
                *(entry.receipt, entry.cents, entry.rule, entry.waiver, entry.voids or None, entry.reason),
            ),
        )

    def get(self, number: str) -> Entry:
        """Raises store.unknown."""
        row = self._db.row(_ENTRY + "WHERE l.number = ?", (number,))
        if row is None:
            raise Unknown(what="entry", id=number)
        return _entry(row)

    def of(self, receipt: str) -> list[Entry]:
        """Everything of one application, in order."""
        found = self._db.rows(_ENTRY + "WHERE l.receipt = ? ORDER BY l.seq", (receipt,))
        return [_entry(row) for row in found]

    def payment(self, receipt: str) -> Entry | None:
        """The last that came in for an application and was not given back."""
        return next((e for e in reversed(self.of(receipt)) if e.kind == "pay" and not e.voided_by), None)

    def account(self, receipt: str) -> Account:
        row = self._db.row(
            f"SELECT {_SUMS} FROM ledger WHERE receipt = ?",
            (receipt,),
        )
        assert row is not None
        return Account(receipt, int(row["charged"]), int(row["paid"]))

    def reprint(self, number: str, nth: int, officer: str, reason: str, at: datetime) -> None:
        """The slip of this payment was printed once more."""
        self._db.execute(
            "INSERT INTO fee_reprints VALUES (?, ?, ?, ?, ?)", (number, nth, stamp(at), officer, reason)
        )

    def reprints(self, number: str) -> int:
        row = self._db.row("SELECT count(*) AS n FROM fee_reprints WHERE number = ?", (number,))
        return int(row["n"]) if row else 0

    def unsettled(self, limit: int = 200) -> list[Account]:
        """Applications whose fee is not paid, or paid too much; the newest first."""
        found = self._db.rows(
            f"{_BY_RECEIPT} HAVING charged <> paid ORDER BY last DESC LIMIT ?",
            (limit,),
        )
        return [Account(row["receipt"], int(row["charged"]), int(row["paid"])) for row in found]

    def accounts(self, limit: int = 500) -> list[Charged]:
        """Those with a line since the last closing, and those not settled; the newest first."""
        found = self._db.rows(
            f"SELECT s.*, a.name, a.matter FROM ({_BY_RECEIPT}) s "
            "JOIN applications a ON a.id = (SELECT id FROM applications WHERE number = s.receipt "
            "AND sealed_at IS NOT NULL ORDER BY version DESC LIMIT 1) "
            "WHERE s.last > ? OR s.charged <> s.paid ORDER BY s.last DESC LIMIT ?",
            (self._counted(), limit),
        )
        return [
            Charged(r["receipt"], r["name"], r["matter"], int(r["charged"]), int(r["paid"])) for r in found
        ]

    def open_entries(self) -> list[Entry]:
        """Since the last closing, in order."""
        found = self._db.rows(_ENTRY + "WHERE l.seq > ? ORDER BY l.seq", (self._counted(),))
        return [_entry(row) for row in found]

    def drawer(self) -> Drawer:
        """As it must be now."""
        counted, last = self._counted(), self.last_closing()
        row = self._db.row(
            "SELECT coalesce(sum(cents) FILTER (WHERE kind = 'float'), 0) AS put_in, "
            "coalesce(sum(cents) FILTER (WHERE way = 'cash' AND kind <> 'float'), 0) AS cash, "
            "coalesce(sum(cents) FILTER (WHERE way = 'scan'), 0) AS scan, max(seq) AS last "
            "FROM ledger WHERE seq > ?",
            (counted,),
        )
        assert row is not None
        opened = (last.kept if last else 0) + int(row["put_in"])
        return Drawer(opened, int(row["cash"]), int(row["scan"]), int(row["last"] or counted))

    def close(self, closing: Closing) -> None:
        drawer = closing.drawer
        self._db.execute(
            "INSERT INTO closings (number, day, at, officer, through, opened, cash, scan, counted, kept, "
            "pieces, held, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(closing.number, closing.day.isoformat(), stamp(closing.at), closing.officer),
                *(drawer.through, drawer.opened, drawer.cash, drawer.scan, closing.counted, closing.kept),
                rows.to_json({str(face): count for face, count in closing.pieces.items() if count}),
                *(closing.held, closing.reason),
            ),
        )

    def last_closing(self) -> Closing | None:
        row = self._db.row("SELECT * FROM closings ORDER BY seq DESC LIMIT 1")
        return _closing(row) if row else None

    def closings(self, limit: int = 50) -> list[Closing]:
        """The newest first."""
        found = self._db.rows("SELECT * FROM closings ORDER BY seq DESC LIMIT ?", (limit,))
        return [_closing(row) for row in found]

    def _counted(self) -> int:
        row = self._db.row("SELECT max(through) AS last FROM closings")
        return int(row["last"] or 0) if row else 0


def _entry(row: Row) -> Entry:
    return Entry(
        number=row["number"],
        day=date.fromisoformat(row["day"]),
        at=read_stamp(row["at"]),
        officer=row["officer"],
        kind=row["kind"],
        way=row["way"],
        receipt=row["receipt"],
        cents=row["cents"],
        rule=row["rule"],
        waiver=row["waiver"],
        voids=row["voids"] or "",
        reason=row["reason"],
        voided_by=row["voided_by"] or "",
        seq=row["seq"],
    )


def _closing(row: Row) -> Closing:
    return Closing(
        number=row["number"],
        day=date.fromisoformat(row["day"]),
        at=read_stamp(row["at"]),
        officer=row["officer"],
        drawer=Drawer(row["opened"], row["cash"], row["scan"], row["through"]),
        counted=row["counted"],
        kept=row["kept"],
        pieces={int(face): count for face, count in json.loads(row["pieces"]).items()},
        held=row["held"],
        reason=row["reason"],
    )
