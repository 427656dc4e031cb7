"""What the numbers of GA/T 1012 libraries mean, and what becomes of them here.

Source: facts fingerprint_api; GA/T 626.1 family as published. Names and signatures only, no code of anybody.
"""

from __future__ import annotations

from collections.abc import Callable

from devices.errors import BadReply, DeviceError, NotConnected, NotPermitted, NotSupported
from devices.vendor.errors import LibraryFailed, LibraryGarbage, NoLicence, PoorPrint

OK = 1
STRAIGHTENED = 3
"""Positive too: the picture was de-skewed; 2 means that this failed."""

MEANINGS: dict[int, tuple[type[DeviceError], str]] = {
    2: (PoorPrint, "could not be straightened"),
    -1: (LibraryFailed, "parameter"),
    -2: (LibraryFailed, "memory"),
    -3: (NotSupported, "not implemented"),
    -4: (NotConnected, "no device"),
    -5: (LibraryFailed, "not initialised"),
    -6: (LibraryFailed, "error number"),
    -7: (NoLicence, "licence"),
    -8: (LibraryFailed, "system"),
    -9: (LibraryFailed, "see its text"),
    -101: (NotSupported, "channel"),
    -102: (NotSupported, "window"),
    -103: (NotPermitted, "privilege"),
    -104: (LibraryFailed, "failed"),
    -105: (LibraryFailed, "called out of order"),
    -109: (BadReply, "damaged frame"),
    -112: (PoorPrint, "poor quality"),
}


def failure(number: int, function: str, text: Callable[[int], str]) -> DeviceError:
    """The error for a return value nobody hoped for. text: asks the library for its own words."""
    kind, what = MEANINGS.get(number, (LibraryGarbage, "unknown number"))
    if issubclass(kind, BadReply):
        return kind(part=what, function=function, expected=OK, got=number)
    return kind(function=function, number=number, what=what, text=text(number))


def words(raw: bytes) -> str:
    """A maker's text: GBK up to the first zero, made printable and short; long numbers are hidden."""
    text = raw.split(b"\0", 1)[0].decode("gbk", errors="replace")
    shown = "".join(letter for letter in text if letter.isprintable())[:60]
    return "".join("#" if letter.isdigit() and long else letter for letter, long in _numbers(shown))


def _numbers(text: str) -> list[tuple[str, bool]]:
    """Each letter, and whether it belongs to a run of more than four digits."""
    marked: list[tuple[str, bool]] = []
    run = 0
    for place, letter in enumerate(text):
        run = run + 1 if letter.isdigit() else 0
        if run == 1:
            ahead = next(
                (n for n, other in enumerate(text[place:]) if not other.isdigit()), len(text) - place
            )
        marked.append((letter, run > 0 and ahead > 4))
    return marked
