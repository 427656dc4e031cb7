"""Where the pages of a paper are now. No Qt: the program's own process needs no more of a print than this."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Printed:
    """Where the pages are now. way "paper": the printer itself said they are on paper; "queue": the system's
    queue took them, which says nothing of the paper; "file": they lie in `path`.

    `code` says why it is a file although paper was wanted ("printing.no_printer", "printing.refused"), else
    "".

    job: its number in the system's queue, for jobs.follow; 0: it cannot be followed.
    """

    way: str
    pages: int
    printer: str = ""
    path: Path | None = field(default=None, repr=False)
    code: str = ""
    job: int = 0
