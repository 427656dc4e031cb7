"""Where acceptance numbers (受理号) come from: how they are composed, and which of a day are still free.

Whoever takes numbers writes alone (`Database.write`), and a block's id is its head and first number, so two
of one kind cannot be written. An office restored from a backup does not know what it gave since: for the days
that may have numbers already it goes on in another part of the space, drawn by its new epoch. An ordinary day
never reaches those parts, so no number of before can come again.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, insert, select

from forms.days import day_of
from sync.gateway import alarms
from sync.gateway.desk.tables import number_blocks
from sync.gateway.tables import alarms as alarms_table
from sync.gateway.tables import office as office_table
from sync.numbers import Block
from sync.protocol import moment, stamp

PARTS = 64  # of the upper half, for days that had numbers before a restore
LONGEST_AHEAD = 31  # days: no rule gives numbers further ahead


@dataclass(frozen=True)
class Rule:
    """numbers.toml. An ordinary day takes numbers up to `ordinary`; what is above is for after a restore."""

    unit_digits: int
    digits: int
    size: int
    few: int
    most: int
    days_ahead: int

    def __post_init__(self) -> None:
        if not (0 < self.few <= self.size <= self.part and 0 <= self.days_ahead <= LONGEST_AHEAD):
            raise ValueError("numbers.toml")

    @property
    def last(self) -> int:
        return int(10**self.digits) - 1

    @property
    def ordinary(self) -> int:
        return self.last // 2 + 1

    @property
    def part(self) -> int:
        """Numbers in one part of the upper half."""
        return (self.last - self.ordinary) // PARTS

    def head(self, unit: str, day: date) -> str:
        return f"{unit}{day:%Y%m%d}"


def _read() -> Rule:
    said = tomllib.loads(Path(__file__).with_name("numbers.toml").read_text("utf-8"))
    return Rule(**said["number"], **said["blocks"])


RULE = _read()


def block_of(head: str, day: date, first: int, last: int) -> Block:
    return Block(f"{head}-{first:0{RULE.digits}d}", day, head, RULE.digits, first, last)


def row_of(block: Block) -> dict[str, Any]:
    return {**vars(block), "day": block.day.isoformat()}


def epoch_of(connection: Connection) -> str:
    """As the database has it: a gateway that runs may not know of a new one yet."""
    return _facts(connection)["epoch"]


def take(connection: Connection, van: str, unit: str, day: date, key: str, now: datetime) -> Block | None:
    """The next free block of a unit's day. None: there is none, and an alarm was rung, once.

    van: "" for the office itself. key: SHA-256 of the device's that will get it.
    """
    facts = _facts(connection)
    head = RULE.head(unit, day)
    first = next(_free(connection, head, day, facts), None)
    if first is None:
        _ring_once(connection, head, van, now)
        return None
    block = block_of(head, day, first, first + RULE.size - 1)
    row = {**row_of(block), "van": van, "unit": unit, "used": 0, "key_sha256": key, "epoch": facts["epoch"]}
    connection.execute(insert(number_blocks).values(**row, cursor=0, given_at=stamp(now)))
    return block


def _facts(connection: Connection) -> dict[str, str]:
    asked = select(office_table).where(office_table.c.fact.in_(("epoch", "restored_at")))
    return {row.fact: row.value for row in connection.execute(asked)}


def _free(connection: Connection, head: str, day: date, facts: Mapping[str, str]) -> Iterator[int]:
    for low, high in _spaces(day, facts):
        within = (number_blocks.c.head == head) & number_blocks.c.last.between(low, high)
        last = connection.execute(select(func.max(number_blocks.c.last)).where(within)).scalar_one()
        first = low if last is None else last + 1
        if first + RULE.size - 1 <= high:
            yield first


def _spaces(day: date, facts: Mapping[str, str]) -> list[tuple[int, int]]:
    """Where numbers of a day may be taken, in this order: (first, last)."""
    restored = facts.get("restored_at")
    if restored is None or day > day_of(moment(restored)) + timedelta(days=LONGEST_AHEAD):
        return [(1, RULE.ordinary)]
    drawn = int(facts["epoch"], 16) % PARTS
    lows = [RULE.ordinary + 1 + (drawn + turn) % PARTS * RULE.part for turn in range(PARTS)]
    return [(low, low + RULE.part - 1) for low in lows]


def _ring_once(connection: Connection, head: str, van: str, now: datetime) -> None:
    rung = (alarms_table.c.kind == "numbers-exhausted") & (alarms_table.c.record == head)
    if connection.execute(select(alarms_table.c.seq).where(rung).limit(1)).first() is None:
        alarms.ring(connection, at=now, kind="numbers-exhausted", van=van, record=head)
