"""Acceptance numbers (受理号): the blocks this laptop was given, and which application has which number."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sync.numbers import MOST_TOLD, Block, Given, Report, Used
from vanapp.clock import stamp
from vanapp.store.database import Database, Row


class Numbers:
    """`next` belongs into the transaction that seals; every other method is one of its own."""

    def __init__(self, database: Database) -> None:
        self._db = database

    # --- taking -------------------------------------------------------------------------------------------

    def next(self, receipt: str, record: str, day: date, at: datetime) -> str:
        """The number of this receipt: the one it has, else the next one of that day, else "": none is left.

        receipt: Application.number; a correction keeps it, and so its acceptance number. Rolled back with the
        transaction around it, the number is free again; committed, it is nobody else's for ever.
        """
        if known := self.of(receipt):
            return known
        row = self._db.row(
            "SELECT * FROM number_blocks WHERE day = ? AND ended = 0 AND used < last - first + 1 ORDER BY id",
            (day.isoformat(),),
        )
        if row is None:
            return ""
        number = _block(row).number(row["used"])
        self._db.execute("UPDATE number_blocks SET used = used + 1 WHERE id = ?", (row["id"],))
        self._put(receipt, number, row["id"], record, at)
        return number

    def of(self, receipt: str) -> str:
        """ "": it has none yet."""
        row = self._db.row("SELECT number FROM acceptance_numbers WHERE receipt = ?", (receipt,))
        return str(row["number"]) if row else ""

    def left(self, day: date) -> int:
        """How many applications can still be numbered on that day."""
        row = self._db.row(
            "SELECT sum(last - first + 1 - used) AS n FROM number_blocks WHERE day = ? AND ended = 0",
            (day.isoformat(),),
        )
        return int(row["n"] or 0) if row else 0

    # --- what the office says -----------------------------------------------------------------------------

    def give(self, block: Block) -> bool:
        """A block from the office; heard again it changes nothing."""
        values = (block.id, block.day.isoformat(), block.head, block.digits, block.first, block.last)
        return bool(
            self._db.execute(
                "INSERT OR IGNORE INTO number_blocks (id, day, head, digits, first, last) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                values,
            )
        )

    def end(self, id: str) -> bool:
        """The rest of a block is not ours any more; the office hears once how far we were."""
        ended = "UPDATE number_blocks SET ended = 1, told = -1 WHERE id = ? AND ended = 0"
        return bool(self._db.execute(ended, (id,)))

    def assign(self, receipt: str, record: str, number: str, at: datetime) -> bool:
        """The office gave a number afterwards. One that is here already stays: it stands on a receipt."""
        if self.of(receipt):
            return False
        self._put(receipt, number, "", record, at)
        return True

    # --- what the office is told --------------------------------------------------------------------------

    def untold(self, day: date) -> Report:
        """What the office does not know yet. day: today; of a day that is over it hears once how it ended."""
        blocks = self._db.rows(
            "SELECT * FROM number_blocks WHERE used <> told OR (day < ?1 AND told_on <= day) "
            "ORDER BY day, id LIMIT ?2",
            (day.isoformat(), MOST_TOLD),
        )
        given = self._db.rows(
            "SELECT record, number FROM acceptance_numbers WHERE told = 0 ORDER BY receipt LIMIT ?",
            (MOST_TOLD,),
        )
        return Report(
            tuple(Used(_block(row), row["used"]) for row in blocks),
            tuple(Given(row["record"], row["number"]) for row in given),
        )

    def told(self, report: Report, heard: Mapping[str, int], day: date) -> None:
        """The office heard it. heard: what it has seen taken of each block. Where that is more than we know,
        this file is an older one, and those numbers stand on papers: they are not taken again.
        """
        with self._db.transaction():
            for one in report.blocks:
                seen = min(max(heard.get(one.block.id, 0), one.used), one.block.size)
                self._db.execute(
                    "UPDATE number_blocks SET used = max(used, ?), told = ?, told_on = ? WHERE id = ?",
                    (seen, seen, day.isoformat(), one.block.id),
                )
            self._db.many(
                "UPDATE acceptance_numbers SET told = 1 WHERE number = ?",
                [(one.number,) for one in report.given],
            )

    def tell_again(self) -> None:
        """The office was restored from a backup: it may not know what it gave us since."""
        with self._db.transaction():
            self._db.execute("UPDATE number_blocks SET told = -1")
            self._db.execute("UPDATE acceptance_numbers SET told = 0 WHERE block = ''")

    def _put(self, receipt: str, number: str, block: str, record: str, at: datetime) -> None:
        self._db.execute(
            "INSERT INTO acceptance_numbers (receipt, number, block, record, at) VALUES (?, ?, ?, ?, ?)",
            (receipt, number, block, record, stamp(at)),
        )


def _block(row: Row) -> Block:
    return Block(
        row["id"], date.fromisoformat(row["day"]), row["head"], row["digits"], row["first"], row["last"]
    )
