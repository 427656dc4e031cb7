"""An Application as bytes, and back: one canonical form, versioned, exact both ways.

Canonical JSON: UTF-8, keys sorted by code point, no spaces, times in UTC with microseconds and "Z", every
field present. So one application has one byte string and one digest, and `load` refuses any other spelling
of it. Whatever the bytes are, `load` gives an Application or raises BadRecord.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, NoReturn

from forms.errors import BadRecord
from forms.record import Application, Capture, CaptureKind, Json, Verdict
from forms.status import Status

FORMAT = "vanapp.application/1"
MOST_BYTES = 4 * 1024 * 1024
MOST_DEPTH = 32  # of lists and tables inside a capture's facts
_TIME = "%Y-%m-%dT%H:%M:%S.%fZ"


def dump(application: Application) -> bytes:
    """The canonical bytes. Raises BadRecord for what has none: a naive time, NaN, a lone surrogate."""
    written = {
        "format": FORMAT,
        **{key: write(getattr(application, key), key) for key, (write, _) in _APPLICATION.items()},
    }
    return _encode(written)


def load(data: bytes) -> Application:
    """The Application in canonical bytes. Raises BadRecord(place) and nothing else."""
    if len(data) > MOST_BYTES:
        raise BadRecord(place="size")
    try:
        found = json.loads(data.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:  # UnicodeDecodeError and JSONDecodeError are ValueErrors
        raise BadRecord(place="json") from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise BadRecord(place="format")
    del found["format"]
    application = Application(**_read_row(found, _APPLICATION, "application"))
    if dump(application) != data:
        raise BadRecord(place="canonical")
    return application


def _encode(written: Mapping[str, Any]) -> bytes:
    try:
        text = json.dumps(written, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
        data = text.encode("utf-8")
    except (ValueError, TypeError, RecursionError) as error:  # UnicodeEncodeError is a ValueError
        raise BadRecord(place="json") from error
    if len(data) > MOST_BYTES:
        raise BadRecord(place="size")
    return data


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


# One row per field: how it is written, how it is read. Both take (value, place) and raise BadRecord.
_Write = Callable[[Any, str], Any]
_Read = Callable[[Any, str], Any]


def _bad(place: str) -> NoReturn:
    raise BadRecord(place=place)


def _text(value: Any, place: str) -> str:
    return value if isinstance(value, str) else _bad(place)


def _text_or_none(value: Any, place: str) -> str | None:
    return None if value is None else _text(value, place)


def _whole(value: Any, place: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) >= 2**63:
        _bad(place)
    return value


def _flag(value: Any, place: str) -> bool:
    return value if isinstance(value, bool) else _bad(place)


def _real_or_none(value: Any, place: str) -> float | None:
    if value is None:
        return None
    return value if isinstance(value, float) and math.isfinite(value) else _bad(place)


def _write_real_or_none(value: Any, place: str) -> float | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return _real_or_none(float(value) if is_number else value, place)


def _write_time(value: Any, place: str) -> str:
    if not isinstance(value, datetime) or value.tzinfo is None:
        _bad(place)
    # isoformat, not strftime: strftime does not pad years below 1000 on every platform.
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def _read_time(value: Any, place: str) -> datetime:
    if not re.fullmatch(
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z", _text(value, place)
    ):
        _bad(place)
    try:
        return datetime.strptime(value, _TIME).replace(tzinfo=UTC)
    except ValueError:
        _bad(place)


def _texts(value: Any, place: str) -> dict[str, str]:
    if not isinstance(value, Mapping):
        _bad(place)
    return {_text(key, place): _text(entry, f"{place}.{key}") for key, entry in value.items()}


def _json(value: Any, place: str, depth: int = 0) -> Json:
    if depth > MOST_DEPTH:
        _bad(place)
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        return _whole(value, place)
    if isinstance(value, float):
        return value if math.isfinite(value) else _bad(place)
    if isinstance(value, list | tuple):
        return [_json(entry, place, depth + 1) for entry in value]
    if isinstance(value, Mapping):
        return {_text(key, place): _json(entry, place, depth + 1) for key, entry in value.items()}
    _bad(place)


def _facts(value: Any, place: str) -> dict[str, Json]:
    if not isinstance(value, Mapping):
        _bad(place)
    return {_text(key, place): _json(entry, place) for key, entry in value.items()}


def _one_of(kind: type[Status] | type[CaptureKind]) -> _Read:
    def read(value: Any, place: str) -> Any:
        return (
            kind(value)
            if isinstance(value, str) and value in {entry.value for entry in kind}
            else _bad(place)
        )

    return read


def _rows(
    kind: type[Capture] | type[Verdict], table: Mapping[str, tuple[_Write, _Read]]
) -> tuple[_Write, _Read]:
    def write(value: Any, place: str) -> list[dict[str, Any]]:
        return [
            {key: put(getattr(row, key), f"{place}.{number}.{key}") for key, (put, _) in table.items()}
            for number, row in enumerate(value)
        ]

    def read(value: Any, place: str) -> tuple[Any, ...]:
        if not isinstance(value, list):
            _bad(place)
        return tuple(kind(**_read_row(row, table, f"{place}.{number}")) for number, row in enumerate(value))

    return write, read


def _read_row(row: Any, table: Mapping[str, tuple[_Write, _Read]], place: str) -> dict[str, Any]:
    if not isinstance(row, dict) or set(row) != set(table):
        _bad(place)
    return {key: read(row[key], f"{place}.{key}") for key, (_, read) in table.items()}


def _value(value: Any, place: str) -> str:
    return str(value.value)


_TEXT = (_text, _text)
_MAYBE = (_text_or_none, _text_or_none)
_WHOLE = (_whole, _whole)
_FLAG = (_flag, _flag)
_MOMENT = (_write_time, _read_time)
_TEXTS = (_texts, _texts)
_REAL_OR_NONE = (_write_real_or_none, _real_or_none)

_CAPTURE: dict[str, tuple[_Write, _Read]] = {
    "id": _TEXT, "kind": (_value, _one_of(CaptureKind)), "slot": _TEXT, "media_type": _TEXT, "sha256": _TEXT,
    "size": _WHOLE, "device": _TEXT, "serial": _TEXT, "taken_at": _MOMENT, "monotonic_ns": _WHOLE,
    "width_px": _WHOLE, "height_px": _WHOLE, "dpi": _WHOLE, "training": _FLAG, "facts": (_facts, _facts),
}  # fmt: skip
_VERDICT: dict[str, tuple[_Write, _Read]] = {
    "kind": _TEXT, "outcome": _TEXT, "engine": _TEXT, "version": _TEXT, "at": _MOMENT,
    "score": _REAL_OR_NONE, "threshold": _REAL_OR_NONE, "note": _TEXT,
}  # fmt: skip
_APPLICATION: dict[str, tuple[_Write, _Read]] = {
    "id": _TEXT, "number": _TEXT, "version": _WHOLE, "corrects": _MAYBE, "matter": _TEXT, "form": _TEXT,
    "pack": _TEXT, "status": (_value, _one_of(Status)), "officer": _TEXT, "way": _TEXT, "begun_at": _MOMENT,
    "changed_at": _MOMENT,
    "sealed_at": (
        lambda value, place: None if value is None else _write_time(value, place),
        lambda value, place: None if value is None else _read_time(value, place),
    ),
    "page": _TEXT, "place": _TEXT, "urgent": _FLAG, "training": _FLAG, "trip": _MAYBE, "answers": _TEXTS,
    "sources": _TEXTS, "captures": _rows(Capture, _CAPTURE), "verdicts": _rows(Verdict, _VERDICT),
}  # fmt: skip
