"""An Application as bytes, and back: one canonical form, versioned, exact both ways.

Canonical JSON: UTF-8, keys sorted by code point, no spaces, times in UTC with microseconds and "Z", every
field present. So one application has one byte string and one digest, and `load` refuses any other spelling
of it. Whatever the bytes are, `load` gives an Application or raises BadRecord.

Another meaning is a new FORMAT; `load` then keeps reading the old one. A field that came later and may be
without a word (LATER) is written only when it says something: what was sealed before it keeps its bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from forms.canonical import DAY, FLAG, REAL, TABLE, TEXT, TEXTS, TIME, WHOLE, Value, bad, maybe, one_of
from forms.errors import BadRecord
from forms.record import Application, Capture, CaptureKind, Promise, Verdict
from forms.status import Status

FORMAT = "vanapp.application/1"
MOST_BYTES = 4 * 1024 * 1024

Table = Mapping[str, Value]


def dump(application: Application) -> bytes:
    """The canonical bytes. Raises BadRecord for what has none: a naive time, NaN, a lone surrogate."""
    written = {"format": FORMAT, **_write_row(application, APPLICATION, "application")}
    for name, silent in LATER.items():
        if written[name] == silent:
            del written[name]
    try:
        text = json.dumps(written, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
        data = text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise BadRecord(place="surrogate") from error
    if len(data) > MOST_BYTES:
        raise BadRecord(place="size")
    return data


def load(data: bytes) -> Application:
    """The Application in canonical bytes. Raises BadRecord(place) and nothing else."""
    if len(data) > MOST_BYTES:
        raise BadRecord(place="size")
    try:
        found = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:  # UnicodeDecodeError and JSONDecodeError are ValueErrors
        raise BadRecord(place="json") from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise BadRecord(place="format")
    del found["format"]
    application = Application(**_read_row({**LATER, **found}, APPLICATION, "application"))
    if dump(application) != data:
        raise BadRecord(place="canonical")
    return application


def _write_row(row: object, table: Table, place: str) -> dict[str, Any]:
    return {key: value.write(getattr(row, key), f"{place}.{key}") for key, value in table.items()}


def _read_row(row: Any, table: Table, place: str) -> dict[str, Any]:
    if not isinstance(row, dict) or set(row) != set(table):
        bad(place)
    return {key: value.read(row[key], f"{place}.{key}") for key, value in table.items()}


def _rows(kind: type[Capture] | type[Verdict] | type[Promise], table: Table) -> Value:
    def write(rows: Any, place: str) -> list[dict[str, Any]]:
        return [_write_row(row, table, f"{place}.{number}") for number, row in enumerate(rows)]

    def read(rows: Any, place: str) -> tuple[Any, ...]:
        if not isinstance(rows, list):
            bad(place)
        return tuple(kind(**_read_row(row, table, f"{place}.{number}")) for number, row in enumerate(rows))

    return Value(write, read)


# One row per field of the dataclass; a test compares both.
CAPTURE: Table = {
    "id": TEXT, "kind": one_of(CaptureKind), "slot": TEXT, "media_type": TEXT, "sha256": TEXT, "size": WHOLE,
    "device": TEXT, "serial": TEXT, "taken_at": TIME, "monotonic_ns": WHOLE, "width_px": WHOLE,
    "height_px": WHOLE, "dpi": WHOLE, "training": FLAG, "facts": TABLE,
}  # fmt: skip
VERDICT: Table = {
    "kind": TEXT, "outcome": TEXT, "engine": TEXT, "version": TEXT, "at": TIME, "score": maybe(REAL),
    "threshold": maybe(REAL), "note": TEXT,
}  # fmt: skip
PROMISE: Table = {"material": TEXT, "due": DAY, "who": TEXT}
APPLICATION: Table = {
    "id": TEXT, "number": TEXT, "version": WHOLE, "corrects": maybe(TEXT), "matter": TEXT, "form": TEXT,
    "pack": TEXT, "status": one_of(Status), "officer": TEXT, "way": TEXT, "begun_at": TIME,
    "changed_at": TIME, "sealed_at": maybe(TIME), "page": TEXT, "place": TEXT, "urgent": FLAG,
    "training": FLAG, "trip": maybe(TEXT), "answers": TEXTS, "sources": TEXTS,
    "captures": _rows(Capture, CAPTURE), "verdicts": _rows(Verdict, VERDICT), "acceptance_number": TEXT,
    "promises": _rows(Promise, PROMISE),
}  # fmt: skip
LATER: Mapping[str, Any] = {"acceptance_number": "", "promises": []}
"""Field -> how it is written when it says nothing: then it is left out."""
