"""Acceptance numbers (受理号) on their way: blocks an office gives a laptop, and what it says of them.

A number is the block's head and a running number of so many digits; how an office composes its heads is its
own affair (`sync/gateway/desk/numbers.toml`), so a laptop needs to know nothing about it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sync.protocol import canonical

FORMAT = "vanapp.numbers/1"
MOST_LONG = 40  # signs of a number
MOST_DIGITS = 9
MOST_IN_BLOCK = 10_000
MOST_TOLD = 500  # blocks, or numbers, in one question


@dataclass(frozen=True)
class Block:
    """Numbers of one day, `first` to `last`, both given. Raises ValueError when it is none."""

    id: str
    day: date
    head: str
    digits: int
    first: int
    last: int

    def __post_init__(self) -> None:
        fits = (
            0 < len(self.id) <= 2 * MOST_LONG
            and self.head.isascii()
            and self.head.isdigit()
            and 1 <= self.digits <= MOST_DIGITS
            and len(self.head) + self.digits <= MOST_LONG
            and 0 <= self.first <= self.last < min(10**self.digits, self.first + MOST_IN_BLOCK)
        )
        if not fits:
            raise ValueError("no block of numbers")

    @property
    def size(self) -> int:
        return self.last - self.first + 1

    def number(self, place: int) -> str:
        """The number at a place from 0 on."""
        return f"{self.head}{self.first + place:0{self.digits}d}"


@dataclass(frozen=True)
class Used:
    """A block the laptop has, and how many of it are taken, from the first on."""

    block: Block
    used: int


@dataclass(frozen=True)
class Given:
    """A number the office itself gave to a record afterwards."""

    record: str
    number: str


@dataclass(frozen=True)
class Report:
    blocks: tuple[Used, ...] = ()
    given: tuple[Given, ...] = ()


def dump(block: Block) -> bytes:
    """A block as it is sealed to a device."""
    return canonical({"format": FORMAT, **_said(block)})


def load(content: bytes) -> Block:
    """Raises ValueError."""
    said = _object(content)
    if said.pop("format", None) != FORMAT:
        raise ValueError("no block of numbers")
    return _block(said)


def write_report(report: Report) -> bytes:
    blocks = [{**_said(one.block), "used": one.used} for one in report.blocks]
    return canonical({"blocks": blocks, "given": [asdict(one) for one in report.given]})


def read_report(body: bytes) -> Report:
    """Raises ValueError."""
    said = _object(body)
    blocks, given = said.get("blocks", []), said.get("given", [])
    if (
        not isinstance(blocks, list)
        or not isinstance(given, list)
        or max(len(blocks), len(given)) > MOST_TOLD
    ):
        raise ValueError("no report of numbers")
    return Report(tuple(map(_used, blocks)), tuple(map(_given, given)))


def write_heard(used: Mapping[str, int]) -> bytes:
    """What the office answers: of each block, how many it has seen taken."""
    return canonical({"used": dict(used)})


def read_heard(body: bytes) -> Mapping[str, int]:
    """Raises ValueError."""
    used = _object(body).get("used")
    if not isinstance(used, dict):
        raise ValueError("no answer about numbers")
    return {id: _whole(number) for id, number in used.items()}


def _said(block: Block) -> dict[str, Any]:
    return {**asdict(block), "day": block.day.isoformat()}


def _block(said: Mapping[str, Any]) -> Block:
    return Block(
        id=_text(said.get("id")),
        day=date.fromisoformat(_text(said.get("day"))),
        head=_text(said.get("head")),
        digits=_whole(said.get("digits")),
        first=_whole(said.get("first")),
        last=_whole(said.get("last")),
    )


def _used(said: Any) -> Used:
    if not isinstance(said, dict):
        raise ValueError("table expected")
    block, used = _block(said), _whole(said.get("used"))
    if used > block.size:
        raise ValueError("more than there are")
    return Used(block, used)


def _given(said: Any) -> Given:
    if not isinstance(said, dict):
        raise ValueError("table expected")
    return Given(_text(said.get("record")), _text(said.get("number")))


def _object(content: bytes) -> dict[str, Any]:
    try:
        said = json.loads(content)
    except RecursionError as error:
        raise ValueError("too deep") from error
    if not isinstance(said, dict):
        raise ValueError("table expected")
    return said


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > 2 * MOST_LONG:
        raise ValueError("text expected")
    return value


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**31:
        raise ValueError("number expected")
    return value
