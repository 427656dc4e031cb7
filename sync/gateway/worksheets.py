"""Files with work for a van, as an office has them: read, checked with line and reason, put in."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from forms.days import day_of
from forms.sheets import KINDS, Kind, Row, RowMistake, Sheet, checked
from forms.sheets.checks import PICTURE_BYTES
from forms.sheets.reading import headed, read
from sync.gateway import work
from sync.gateway.desk import keyed
from sync.gateway.office import Office

LONGEST_NAME = 200  # of a picture's file; what is longer is its bytes


@dataclass(frozen=True)
class Head:
    """What the file does not say itself, or is to be put otherwise; "" for nothing."""

    id: str = ""
    day: str = ""
    title: str = ""


@dataclass(frozen=True)
class Taken:
    """mistakes: of rows left out, or (of a kind that is whole) why nothing was put in."""

    sheets: tuple[tuple[str, work.Put], ...]  # id, what became of it
    good: int
    mistakes: tuple[RowMistake, ...]


@dataclass(frozen=True)
class File:
    """A file put in. folder: where pictures lie that it names; None: it has them inside (base64)."""

    van: str
    kind: str
    content: bytes = field(repr=False)
    head: Head = Head()
    folder: Path | None = None


def take(office: Office, file: File, who: str) -> Taken:
    """Raises BadFile (work.file, work.head, work.too_many); Problem as `work.put` does."""
    today = day_of(office.now())
    asked = KINDS[file.kind]
    told = read(asked, file.content)
    begun = headed(asked, told, id=file.head.id, day=file.head.day, title=file.head.title)
    filled = ((line, _filled(row, file.folder)) for line, row in told.rows)
    good, mistakes = checked(asked, filled, today)
    if mistakes and asked.whole:
        return Taken((), 0, mistakes)
    made = tuple(_sheets(office, asked, begun, _in_order(good)))
    put = tuple((sheet.id, work.put(office, file.van, sheet, who)) for sheet in made)
    return Taken(put, len(good), mistakes)


def _in_order(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """By time where rows have one; the office's own order otherwise."""
    return tuple(sorted(rows, key=lambda row: row.get("at", "")))


def _sheets(office: Office, kind: Kind, head: Sheet, rows: tuple[Row, ...]) -> Iterator[Sheet]:
    """What is known of one person beforehand is a sheet of its own, so that it can be let go alone.

    Its name stands in clear: for whom it is goes into it as a keyed hash.
    """
    if kind.name not in ("draft", "earlier"):
        yield replace(head, rows=rows)
        return
    for row in rows:
        yield replace(head, id=f"{head.id}.{keyed.person(office, row['for'])[:32]}", rows=(row,))


def _filled(row: Row, folder: Path | None) -> Row:
    """Photos and prints named by a file beside the table: their bytes take the names' place."""
    if folder is None:
        return row
    return {column: _content(column, text, folder) for column, text in row.items()}


def _content(column: str, text: str, folder: Path) -> str:
    is_picture = column == "photo" or column.startswith("finger.")
    if not is_picture or len(text) > LONGEST_NAME or not text.strip():
        return text
    path = folder / text.strip()
    if not path.is_file() or path.stat().st_size > PICTURE_BYTES:
        return text
    return base64.b64encode(path.read_bytes()).decode()
