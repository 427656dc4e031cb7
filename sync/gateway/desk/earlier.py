"""Earlier photos and prints of the people of a roster, for a van to compare with: from a zip or a folder.

Files are named by the person's number: `NUMBER.jpg` (or .png) is the photo, `NUMBER.11.iso` a print of
position 11 to 20 (GA/T 866), as ISO/IEC 19794-2. Nothing of a zip is written to disk; of a name with folders
only the last part counts.
"""

from __future__ import annotations

import base64
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from forms.idnumber import tidy
from forms.sheets import KINDS, Sheet, checked
from forms.sheets.checks import PICTURE_BYTES
from forms.sheets.reading import BadFile
from sync.gateway import work
from sync.gateway.desk import keyed, rosters

if TYPE_CHECKING:
    from sync.gateway.office import Office

PHOTOS = (".jpg", ".jpeg", ".png")
MOST_FILES = 30_000
MOST_BYTES = 1024 * 1024 * 1024  # of all pictures of a zip, unpacked


@dataclass(frozen=True)
class Attached:
    """people: so many have something to compare with now. strangers: files of nobody on the list, or not
    named as told. bad: no picture or print, or too large. Files are not told by name: they are numbers.
    """

    people: int
    strangers: int
    bad: int


def attach(office: Office, roster: str, files: Iterable[tuple[str, bytes]], who: str) -> Attached:
    """files: (name, content). Told sealed to the roster's van. Raises NotThere, Closed."""
    people = rosters.get(office, "roster", roster)
    known = {row["id_number"] for row in people.rows}
    rows: dict[str, dict[str, str]] = {}
    strangers = bad = 0
    for name, content in files:
        number, column = _named(name)
        if number not in known or not column:
            strangers += 1
            continue
        said = {"for": number, "id_number": number, column: base64.b64encode(content).decode()}
        if checked(KINDS["earlier"], [(1, said)], people.until)[1]:
            bad += 1
            continue
        rows.setdefault(number, {}).update(said)
    for number, row in sorted(rows.items()):
        id = f"e-{roster}.{keyed.person(office, number)[:16]}"
        work.put(office, people.van, Sheet("earlier", id, people.until, "", (row,)), who)
    return Attached(len(rows), strangers, bad)


def of_zip(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Raises BadFile: no zip, too many files, larger than it says."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as pack:
            parts = [part for part in pack.infolist() if not part.is_dir()]
            if len(parts) > MOST_FILES or sum(part.file_size for part in parts) > MOST_BYTES:
                raise BadFile("roster.too_large")
            for part in parts:
                with pack.open(part) as file:
                    yield part.filename, file.read(PICTURE_BYTES + 1)  # one byte more is too large already
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError) as error:
        raise BadFile from error


def of_folder(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Of its own files, in their order; what lies deeper is left alone."""
    for path in sorted(folder.iterdir()):
        if path.is_file():
            with path.open("rb") as file:
                yield path.name, file.read(PICTURE_BYTES + 1)


def _named(name: str) -> tuple[str, str]:
    """The person's number and the column of `forms.sheets` it belongs to; "" for none."""
    last = PurePosixPath(name.replace("\\", "/")).name
    number, _, rest = last.partition(".")
    ending = f".{rest.lower()}"
    if ending in PHOTOS:
        return tidy(number), "photo"
    position, dot, _kind = rest.partition(".")
    return tidy(number), f"finger.{position}" if dot and position.isdecimal() else ""
