"""Single values as they stand in canonical JSON: each kind has a way to write and a way to read.

All take (value, place) and raise BadRecord(place) for anything that is not of their kind; `place` names a
field, never its content.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, NamedTuple, NoReturn

from forms.errors import BadRecord
from forms.record import Json

MOST_DEPTH = 32  # of lists and tables in free JSON
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")


class Value(NamedTuple):
    """How one kind of value is written and read."""

    write: Callable[[Any, str], Any]
    read: Callable[[Any, str], Any]


def bad(place: str) -> NoReturn:
    raise BadRecord(place=place)


def text(value: Any, place: str) -> str:
    return value if isinstance(value, str) else bad(place)


def whole(value: Any, place: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) >= 2**63:
        bad(place)
    return value


def flag(value: Any, place: str) -> bool:
    return value if isinstance(value, bool) else bad(place)


def real(value: Any, place: str) -> float:
    return value if isinstance(value, float) and math.isfinite(value) else bad(place)


def write_real(value: Any, place: str) -> float:
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    return real(float(whole(value, place)) if is_whole else value, place)


def write_time(value: Any, place: str) -> str:
    """UTC with microseconds. isoformat, not strftime, which does not pad years below 1000 everywhere."""
    if not isinstance(value, datetime) or value.tzinfo is None:
        bad(place)
    try:
        moment = value.astimezone(UTC)
    except OverflowError:
        bad(place)
    return moment.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def read_time(value: Any, place: str) -> datetime:
    if not _TIME.fullmatch(text(value, place)):
        bad(place)
    try:
        return datetime.fromisoformat(value[:-1]).replace(tzinfo=UTC)
    except ValueError:
        bad(place)


def write_day(value: Any, place: str) -> str:
    if not isinstance(value, date) or isinstance(value, datetime):
        bad(place)
    return value.isoformat()


def read_day(value: Any, place: str) -> date:
    try:
        return date.fromisoformat(text(value, place))
    except ValueError:
        bad(place)


def texts(value: Any, place: str) -> dict[str, str]:
    if not isinstance(value, Mapping):
        bad(place)
    return {text(key, place): text(entry, place) for key, entry in value.items()}


def table(value: Any, place: str) -> dict[str, Json]:
    if not isinstance(value, Mapping):
        bad(place)
    return {text(key, place): free(entry, place) for key, entry in value.items()}


def free(value: Any, place: str, depth: int = 0) -> Json:
    """Any JSON value; numbers finite and below 2**63, depth bounded. A tuple is written as a list."""
    if depth > MOST_DEPTH:
        bad(place)
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        return whole(value, place)
    if isinstance(value, float):
        return real(value, place)
    if isinstance(value, list | tuple):
        return [free(entry, place, depth + 1) for entry in value]
    if isinstance(value, Mapping):
        return {text(key, place): free(entry, place, depth + 1) for key, entry in value.items()}
    bad(place)


def maybe(value: Value) -> Value:
    """The same kind, or null."""
    return Value(
        lambda found, place: None if found is None else value.write(found, place),
        lambda found, place: None if found is None else value.read(found, place),
    )


def one_of(kind: type[StrEnum]) -> Value:
    """A member of an enumeration, written as its value."""

    def read(value: Any, place: str) -> StrEnum:
        try:
            return kind(text(value, place))
        except ValueError:
            bad(place)

    return Value(lambda value, place: read(value, place).value, read)


TEXT = Value(text, text)
WHOLE = Value(whole, whole)
FLAG = Value(flag, flag)
REAL = Value(write_real, real)
TIME = Value(write_time, read_time)
DAY = Value(write_day, read_day)
TEXTS = Value(texts, texts)
TABLE = Value(table, table)
