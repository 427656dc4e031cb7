"""A sheet of work and its bytes: gzip of canonical JSON, the same bytes for the same sheet."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import Any

from forms.errors import BadRecord
from forms.sheets.kinds import KINDS

FORMAT = "vanapp.work/1"
MAX_ROWS = 10_000
MAX_BYTES = 16 * 1024 * 1024  # unpacked; whoever made more made a bomb

Row = Mapping[str, str]


@dataclass(frozen=True)
class Sheet:
    """id: the office's own name for it, never a person's. day: on which it is for (of lists: until when)."""

    kind: str
    id: str
    day: date
    title: str = field(default="", repr=False)  # the unit's, the school's, the community's name
    rows: tuple[Row, ...] = field(default=(), repr=False)


def dump(sheet: Sheet) -> bytes:
    said = {
        "format": FORMAT,
        "kind": sheet.kind,
        "id": sheet.id,
        "day": sheet.day.isoformat(),
        "title": sheet.title,
        "rows": [dict(row) for row in sheet.rows],
    }
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return gzip.compress(text.encode(), mtime=0)


def load(content: bytes) -> Sheet:
    """Raises BadRecord when it is no sheet of this format (values: place)."""
    try:
        said = json.loads(_unpacked(content))
        if said["format"] != FORMAT or said["kind"] not in KINDS:
            raise BadRecord(place="format")
        rows = tuple(_row(row) for row in said["rows"])
        title, id = said["title"], said["id"]
        if not (isinstance(title, str) and isinstance(id, str)) or len(rows) > MAX_ROWS:
            raise BadRecord(place="head")
        return Sheet(said["kind"], id, date.fromisoformat(said["day"]), title, rows)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise BadRecord(place="sheet") from error


def _unpacked(content: bytes) -> bytes:
    try:
        with gzip.open(BytesIO(content)) as packed:
            text = packed.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise BadRecord(place="gzip") from error
    if len(text) > MAX_BYTES:
        raise BadRecord(place="size")
    return text


def _row(value: Any) -> Row:
    row = dict(value)
    if not all(isinstance(text, str) for pair in row.items() for text in pair):
        raise BadRecord(place="rows")
    return row
