"""A file somebody put in: JSON, or a table as spreadsheets save it (CSV). Not checked yet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from forms.days import parse_day
from forms.errors import FormError
from forms.fieldtypes import tidy_digits, tidy_text
from forms.sheets.checks import is_key
from forms.sheets.kinds import Kind
from forms.sheets.sheet import MAX_ROWS, Sheet

HEAD = ("id", "day", "title")


class BadFile(FormError):
    """work.file (not to be read), work.head (no id or day), work.too_many."""

    code = "work.file"

    def __init__(self, code: str = "work.file", **values: object) -> None:
        super().__init__(**values)
        self.code = code


@dataclass(frozen=True)
class Told:
    """head: of HEAD what the file says. rows: (line, text by column); an unknown column keeps its heading."""

    head: Mapping[str, str]
    rows: tuple[tuple[int, Mapping[str, str]], ...] = field(repr=False)


def read(kind: Kind, content: bytes) -> Told:
    """JSON begins with a brace or bracket: {"id", "day", "title", "rows": [...]}; else a table with headings.

    Raises BadFile.
    """
    text = _text(content)
    told = _json(text) if text.lstrip()[:1] in ("{", "[") else _table(kind, text)
    if len(told.rows) > MAX_ROWS:
        raise BadFile("work.too_many")
    return told


def headed(kind: Kind, told: Told, *, id: str = "", day: str = "", title: str = "") -> Sheet:
    """The sheet without its rows; what is given counts over what the file says. Raises BadFile."""
    when = parse_day(tidy_digits(day or told.head.get("day", "")))
    name = id or told.head.get("id", "")
    if when is None or not is_key(name):
        raise BadFile("work.head")
    return Sheet(kind.name, name, when, tidy_text(title or told.head.get("title", "")))


def _text(content: bytes) -> str:
    """Spreadsheets here save UTF-8 with a mark, or GB 18030."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadFile


def _json(text: str) -> Told:
    try:
        said = json.loads(text)
        if isinstance(said, list):
            said = {"rows": said}
        head = {name: said[name] for name in HEAD if name in said}
        rows = tuple((number, _flat(row)) for number, row in enumerate(said["rows"], 1))
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise BadFile from error
    if not all(isinstance(value, str) for value in head.values()):
        raise BadFile
    return Told(head, rows)


def _flat(row: Mapping[str, Any]) -> dict[str, str]:
    """{"answers": {"name": "…"}} is the column "answers.name"."""
    flat: dict[str, str] = {}
    for name, value in row.items():
        inner = {f"{name}.{key}": text for key, text in value.items()} if isinstance(value, dict) else None
        flat |= inner if inner is not None else {name: "" if value is None else value}
    if not all(isinstance(value, str) for value in flat.values()):
        raise TypeError("text expected")
    return flat


def _table(kind: Kind, text: str) -> Told:
    lines = csv.reader(io.StringIO(text), strict=True)
    rows: list[tuple[int, Mapping[str, str]]] = []
    try:
        headings = next(lines, [])
        columns = [kind.column_of(heading) or heading.strip() for heading in headings]
        for cells in lines:
            row = {column: cell for column, cell in zip(columns, cells, strict=False) if column}
            if any(cell.strip() for cell in cells):
                rows.append((lines.line_num, row))
    except csv.Error as error:
        raise BadFile from error
    if not headings:
        raise BadFile
    return Told({}, tuple(rows))
