"""A table somebody sends: xlsx, or CSV or JSON as `forms.sheets` reads them. Nothing in it is computed.

An xlsx is a zip of XML: before anything of it is parsed, its parts are counted and measured, and what no list
of names needs (macros, links to other files, embedded objects, declarations in the XML) refuses it.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from itertools import islice
from typing import Any
from xml.etree.ElementTree import ParseError

from forms.days import write_day
from forms.sheets import Kind
from forms.sheets.reading import BadFile, Told, read
from forms.sheets.sheet import MAX_ROWS

MOST_BYTES = 8 * 1024 * 1024  # of the file
MOST_UNPACKED = 24 * 1024 * 1024  # of all its parts: ten thousand full rows need five
MOST_RATIO = 200  # of one part; text packs ten to forty times
SMALL = 256 * 1024  # below which nobody asks for the ratio
MOST_PARTS = 300
MOST_COLUMNS = 60
MOST_CELLS = 200_000  # twenty full columns of the most rows there may be
MOST_LINES = 20_000  # empty ones with them
MOST_CELL = 1000  # characters; forms.sheets takes fewer

FORMULA = "roster.formula"
ROUNDED = "roster.rounded"
_OLD = b"\xd0\xcf\x11\xe0"  # Excel before 2007, and what is locked with a password
_NOT_NEEDED = (
    "vbaproject",
    "externallinks/",
    "embeddings/",
    "activex/",
    "macrosheets/",
    "customui",
    "ctrlprops/",
)
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")
# XML in UTF-8: what another encoding could hide is not looked for.
_START = re.compile(rb"(\xef\xbb\xbf)?\s*<(?!\?xml[^>]{0,80}encoding=(?![\"'](?i:utf-8|us-ascii)[\"']))")
_ROW = re.compile(rb"<(?:[\w.-]+:)?row[\s/>]")
_CELL = re.compile(rb"<(?:[\w.-]+:)?c[\s/>]")
_EXACT = 15  # digits a spreadsheet's number holds


class Marked(str):
    """A cell's text that cannot be taken as it stands; code: why."""

    code: str = ""

    @classmethod
    def of(cls, text: str, code: str) -> Marked:
        made = cls(text)
        made.code = code
        return made


def read_table(kind: Kind, content: bytes) -> Told:
    """Raises BadFile: work.file, work.too_many, and roster.too_large, .old_excel, .hostile, .too_wide."""
    if len(content) > MOST_BYTES:
        raise BadFile("roster.too_large")
    if content.startswith(_OLD):
        raise BadFile("roster.old_excel")
    if not content.startswith(b"PK"):
        return read(kind, content)
    _must_be_harmless(content)
    return Told({}, tuple(_rows(kind, content)))


def _must_be_harmless(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            parts = book.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise BadFile("roster.too_large")
            names = [part.filename.lower().replace("\\", "/") for part in parts]
            if "xl/workbook.xml" not in names:
                raise BadFile
            if len(set(names)) != len(names) or any(word in name for name in names for word in _NOT_NEEDED):
                raise BadFile("roster.hostile")
            for part in parts:
                _must_be_plain(book, part)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError) as error:
        raise BadFile from error


def _must_be_plain(book: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    if part.flag_bits & 1:
        raise BadFile("roster.hostile")
    if part.file_size > SMALL and part.file_size > MOST_RATIO * max(part.compress_size, 1):
        raise BadFile("roster.too_large")
    with book.open(part) as file:
        text = file.read(MOST_UNPACKED + 1)
    if len(text) != part.file_size:  # it says less than it is
        raise BadFile("roster.hostile")
    name = part.filename.lower()
    if not name.endswith((".xml", ".rels", ".vml")):
        return
    if not _START.match(text) or b"\0" in text or any(word in text for word in _DECLARATIONS):
        raise BadFile("roster.hostile")
    if "/worksheets/" in name:
        _must_be_narrow(text)


def _must_be_narrow(sheet: bytes) -> None:
    """Counted before it is parsed: half a million cells take a quarter of a minute to parse."""
    cells = 0
    for row in _ROW.split(sheet):
        wide = sum(1 for _ in islice(_CELL.finditer(row), MOST_COLUMNS + 1))
        if wide > MOST_COLUMNS:
            raise BadFile("roster.too_wide")
        cells += wide
    if cells > MOST_CELLS:
        raise BadFile("roster.too_large")


def _rows(kind: Kind, content: bytes) -> Iterator[tuple[int, Mapping[str, str]]]:
    import openpyxl  # a quarter of a second: only who sends a workbook pays
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        yield from _of_sheet(kind, book.worksheets[0])
    except BadFile:
        raise
    except (
        *(KeyError, ValueError, TypeError, IndexError, AttributeError, OverflowError, AssertionError),
        *(ParseError, InvalidFileException, zipfile.BadZipFile, OSError),
    ) as error:
        raise BadFile from error


def _of_sheet(kind: Kind, sheet: Any) -> Iterator[tuple[int, Mapping[str, str]]]:
    sheet.reset_dimensions()  # what a file says of its size is not what it has
    columns: list[str] = []
    found = 0
    for line, cells in enumerate(islice(sheet.iter_rows(max_col=MOST_COLUMNS + 1), MOST_LINES + 1), 1):
        texts = [_text(cell) for cell in cells]
        if line > MOST_LINES or found > MAX_ROWS:
            raise BadFile("work.too_many")
        if len(texts) > MOST_COLUMNS and texts[MOST_COLUMNS]:
            raise BadFile("roster.too_wide")
        if not any(text.strip() for text in texts):
            continue
        if not columns:
            columns = [kind.column_of(text) or text.strip() for text in texts]
            continue
        found += 1
        yield line, {column: text for column, text in zip(columns, texts, strict=False) if column}
    if not columns:
        raise BadFile


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f" or cell.data_type == "e":
        return Marked.of(str(value)[:MOST_CELL], FORMULA)
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, datetime | date):
        return write_day(value.date() if isinstance(value, datetime) else value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return str(value)[:MOST_CELL]


def _number(value: int | float) -> str:
    """A long number kept as a number has lost its last digits: an identity number above all."""
    if isinstance(value, float) and not value.is_integer():
        return str(value)
    text = str(int(value))
    return Marked.of(text, ROUNDED) if len(text.lstrip("-")) > _EXACT else text
