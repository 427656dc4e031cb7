"""What stands where in a machine-readable zone, format by format.

Sources: ICAO Doc 9303, 8th edition, parts 4 (TD3), 5 (TD1), 6 (TD2), 7 (visas); confidence high.
China's own card formats are prescribed by GA/T 704.14-2015 and 704.16-2015, whose tables are not public:
`PERMIT` (travel permits of Hong Kong, Macao and Taiwan residents, issued since 2013/2015) and `EXIT` (card
permits of mainland residents, since 2014) were learnt from published specimens. The check digits of number,
dates and issue count agree on every specimen found (confidence medium-high). Not known, so neither checked
nor used: the last digit of a PERMIT's second line, the three signs after its Chinese name, and most of the
third line of an EXIT card's chip.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

LETTERS = "letters"
DIGITS = "digits"
ANY = "any"  # letters and digits
HANZI = "hanzi"  # A to P: half a byte of GBK each
FILL = "fill"  # always <


class Place(NamedTuple):
    """Columns start up to (not with) stop of a line, counted from 0, and what may stand there besides <."""

    line: int
    start: int
    stop: int
    holds: str = ANY


class Check(NamedTuple):
    """A check digit and the places it is over, one after the other."""

    digit: Place
    over: tuple[Place, ...]


@dataclass(frozen=True)
class Layout:
    name: str
    lines: int
    width: int
    begins: tuple[str, ...]  # first letters of the first line
    places: Mapping[str, Place]
    checks: Mapping[str, Check]


def _digit(line: int, column: int) -> Place:
    return Place(line, column, column + 1, DIGITS)


def _second_line(optional_ends: int) -> dict[str, Place]:
    """The second line of everything with two lines."""
    return {
        "number": Place(1, 0, 9),
        "nationality": Place(1, 10, 13, LETTERS),
        "birth": Place(1, 13, 19, DIGITS),
        "sex": Place(1, 20, 21, LETTERS),
        "expiry": Place(1, 21, 27, DIGITS),
        "optional": Place(1, 28, optional_ends),
    }


def _first_line(width: int) -> dict[str, Place]:
    return {
        "code": Place(0, 0, 2, LETTERS),
        "issuer": Place(0, 2, 5, LETTERS),
        "name": Place(0, 5, width, LETTERS),
    }


_SECOND_LINE_CHECKS = {
    "number": Check(_digit(1, 9), (Place(1, 0, 9),)),
    "birth": Check(_digit(1, 19), (Place(1, 13, 19),)),
    "expiry": Check(_digit(1, 27), (Place(1, 21, 27),)),
}

TD1 = Layout(
    "TD1",
    3,
    30,
    ("I", "A", "C"),
    {
        "code": Place(0, 0, 2, LETTERS),
        "issuer": Place(0, 2, 5, LETTERS),
        "number": Place(0, 5, 14),
        "optional": Place(0, 15, 30),
        "birth": Place(1, 0, 6, DIGITS),
        "sex": Place(1, 7, 8, LETTERS),
        "expiry": Place(1, 8, 14, DIGITS),
        "nationality": Place(1, 15, 18, LETTERS),
        "optional2": Place(1, 18, 29),
        "name": Place(2, 0, 30, LETTERS),
    },
    {
        "number": Check(_digit(0, 14), (Place(0, 5, 14),)),
        "birth": Check(_digit(1, 6), (Place(1, 0, 6),)),
        "expiry": Check(_digit(1, 14), (Place(1, 8, 14),)),
        "composite": Check(
            _digit(1, 29), (Place(0, 5, 30), Place(1, 0, 7), Place(1, 8, 15), Place(1, 18, 29))
        ),
    },
)

TD2 = Layout(
    "TD2",
    2,
    36,
    ("I", "A", "C"),
    _first_line(36) | _second_line(35),
    _SECOND_LINE_CHECKS
    | {"composite": Check(_digit(1, 35), (Place(1, 0, 10), Place(1, 13, 20), Place(1, 21, 35)))},
)

TD3 = Layout(
    "TD3",
    2,
    44,
    ("P",),
    _first_line(44) | _second_line(42),
    _SECOND_LINE_CHECKS
    | {
        "optional": Check(_digit(1, 42), (Place(1, 28, 42),)),
        "composite": Check(_digit(1, 43), (Place(1, 0, 10), Place(1, 13, 20), Place(1, 21, 43))),
    },
)

MRVA = Layout("MRVA", 2, 44, ("V",), _first_line(44) | _second_line(44), _SECOND_LINE_CHECKS)
MRVB = Layout("MRVB", 2, 36, ("V",), _first_line(36) | _second_line(36), _SECOND_LINE_CHECKS)

PERMIT = Layout(
    "PERMIT",
    3,
    30,
    ("CR", "CT"),
    {
        "code": Place(0, 0, 2, LETTERS),
        "number": Place(0, 2, 11),
        "issue": Place(0, 12, 14, DIGITS),
        "expiry": Place(0, 15, 21, DIGITS),
        "sex": Place(0, 22, 23, LETTERS),
        "birth": Place(0, 23, 29, DIGITS),
        "hanzi": Place(1, 0, 16, HANZI),
        "signs": Place(1, 16, 19),
        "other_number": Place(1, 19, 29),
        "name": Place(2, 0, 26, LETTERS),
        "authority": Place(2, 26, 30),
    },
    {
        "number": Check(_digit(0, 11), (Place(0, 2, 11),)),
        "issue": Check(_digit(0, 14), (Place(0, 12, 14),)),
        "expiry": Check(_digit(0, 21), (Place(0, 15, 21),)),
        "birth": Check(_digit(0, 29), (Place(0, 23, 29),)),
    },
)

# A foreigner's card of the same family: a country stands where the others have signs.
PERMIT_FOREIGN = Layout(
    "PERMIT",
    3,
    30,
    ("CF",),
    {
        **{key: place for key, place in PERMIT.places.items() if key not in ("hanzi", "signs")},
        "hanzi": Place(1, 0, 12, HANZI),
        "nationality": Place(1, 15, 18, LETTERS),
    },
    PERMIT.checks,
)

_EXIT_PLACES = {
    "code": Place(0, 0, 2, LETTERS),
    "number": Place(0, 2, 11),
    "fill": Place(0, 12, 13, FILL),
    "expiry": Place(0, 13, 19, DIGITS),
    "fill2": Place(0, 20, 21, FILL),
    "birth": Place(0, 21, 27, DIGITS),
    "fill3": Place(0, 28, 29, FILL),
}
_EXIT_CHECKS = {
    "number": Check(_digit(0, 11), (Place(0, 2, 11),)),
    "expiry": Check(_digit(0, 19), (Place(0, 13, 19),)),
    "birth": Check(_digit(0, 27), (Place(0, 21, 27),)),
    "composite": Check(_digit(0, 29), (Place(0, 2, 12), Place(0, 13, 20), Place(0, 21, 28))),
}

EXIT = Layout("EXIT", 1, 30, ("CS", "CD"), _EXIT_PLACES, _EXIT_CHECKS)
"""The one line printed on the card's back."""

EXIT_CHIP = Layout(
    "EXIT",
    3,
    30,
    ("CS", "CD"),
    _EXIT_PLACES
    | {
        "hanzi": Place(1, 0, 12, HANZI),
        "name": Place(1, 12, 30, LETTERS),
        "sex": Place(2, 0, 1, LETTERS),
    },
    _EXIT_CHECKS,
)
"""The three lines in the same card's chip."""

PERMIT_OF_1999 = "C<CHN"
"""A Hong Kong or Macao resident's permit of 1999 to 2012: other fields than TD1; the last expired in 2023."""

LAYOUTS = (TD3, MRVA, TD2, MRVB, PERMIT_FOREIGN, PERMIT, EXIT_CHIP, EXIT, TD1)
"""A more special one before TD1: cards of other states may begin with the same two letters, and their check
digits then decide.
"""


def layouts_of(lines: tuple[str, ...]) -> tuple[Layout, ...]:
    """The layouts that lines of these widths with this beginning may have, the likeliest first."""
    widths = {len(line) for line in lines}
    return tuple(
        layout
        for layout in LAYOUTS
        if len(lines) == layout.lines
        and widths == {layout.width}
        and lines[0].startswith(layout.begins)
        and not lines[0].startswith(PERMIT_OF_1999)
    )
