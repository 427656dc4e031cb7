"""Puts right what a camera, a swipe reader or a hand got wrong in a machine-readable zone.

Three things, in this order: lines are found in what was typed; look-alikes are exchanged where the place
says whether a letter or a digit must stand; a number of letters and digits is put right only where its own
check digit leaves one possibility. Nothing is made up: only signs that look alike are exchanged, and lost
fillers come back where fillers stand. G and 6 have the same value in a check digit, so in such a number they
stay as read.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

from devices.travel import hanzi
from devices.travel.errors import NotAnMrz
from devices.travel.layouts import DIGITS, FILL, HANZI, LAYOUTS, LETTERS, TD3, Layout, Place
from devices.travel.mrz import ALPHABET, FILLER, agrees, cut, layout_of, share

MOST_LOST = 12  # characters a line may lack: more is not this line
MOST_EXCHANGED = 3  # look-alikes tried in one number

_AS_DIGIT = str.maketrans("OQDUILZSBGT", "00001125867")
_AS_LETTER = str.maketrans("01258", "OIZSB")
_AS_EITHER = str.maketrans("OI", "01")  # where a number may have a letter, these two are never used
_LIKE_A_FILLER = "KCLSEXZ"
_LOOK_ALIKES = {"O": "0", "I": "1", "Z": "2", "S": "5", "B": "8"}
"""In a number only letters become digits: a digit typed wrongly would too often find a letter that fits."""
_SEXES = {"M": "M", "F": "F", "N": "M", "H": "M", "P": "F", "E": "F", "X": FILLER, FILLER: FILLER}
_CHINESE_NUMBERS = {
    "CR": "A99999999",
    "CF": "AA9999999",
    "CT": "99999999<",
    "CS": "A?9999999",
    "CD": "A?9999999",
}
"""How numbers of China's own formats are made: A a letter, 9 a digit, ? either. Source: notices of the
Ministry of Public Security (2010) and the National Immigration Administration (2018); CD from one specimen.
"""

_FULL_WIDTH = {0xFF01 + step: chr(0x21 + step) for step in range(94)}
_FILLERS = str.maketrans(dict.fromkeys("‹〈《«≪＜﹤く({[", FILLER) | {"«": "<<", "《": "<<", "≪": "<<"})


def split(text: str) -> tuple[str, ...]:
    """The lines in what was typed, pasted or sent by a swipe reader, with or without line ends."""
    lines = tuple(line for line in (_tidy(part) for part in text.splitlines()) if line)
    if len(lines) == 1:
        (whole,) = lines
        for layout in LAYOUTS:
            if len(whole) == layout.lines * layout.width and whole.startswith(layout.begins):
                return tuple(whole[at : at + layout.width] for at in range(0, len(whole), layout.width))
    return lines


def repair(lines: Iterable[str]) -> tuple[str, ...]:
    """The zone as it must have been printed: lines of full width, for mrz.parse. Raises NotAnMrz.

    What cannot be put right stays as read: parse then tells which check digit does not agree.
    """
    told = tuple(line for line in (_tidy(line) for line in lines) if line)
    candidates = [repaired for layout in LAYOUTS if (repaired := _as(told, layout)) is not None]

    def likelihood(found: tuple[Layout, tuple[str, ...]]) -> tuple[float, int]:
        layout, repaired = found
        return share(repaired, layout), -abs(layout.lines * layout.width - sum(map(len, told)))

    best = max(candidates, key=likelihood, default=None)
    if best is None or layout_of(best[1]) is None:
        raise NotAnMrz(lines=len(told), widths=[len(line) for line in told])
    return best[1]


def _tidy(line: str) -> str:
    plain = line.translate(_FILLERS).translate(_FULL_WIDTH).upper()
    return "".join(sign for sign in plain if sign in ALPHABET + FILLER)


def _as(lines: tuple[str, ...], layout: Layout) -> tuple[Layout, tuple[str, ...]] | None:
    """These lines put right for one layout; None when they are not of it."""
    if len(lines) != layout.lines:
        return None
    if any(not layout.width - MOST_LOST <= len(line) <= layout.width + MOST_LOST for line in lines):
        return None
    begin = lines[0][:2].translate(_AS_LETTER)
    if not begin.startswith(layout.begins):
        return None
    options = [_widened(line, layout) for line in lines]
    if not all(options):
        return None
    found = max(
        (_exchanged(choice, layout) for choice in itertools.product(*options)),
        key=lambda choice: share(choice, layout),
    )
    return layout, _number_mended(found, layout)


def _widened(line: str, layout: Layout) -> list[str]:
    """The line in its full width, fillers put in or taken out of a run of them or at its end; none when
    something else had to go.
    """
    missing = layout.width - len(line)
    if missing == 0:
        return [line]
    ends = list({match.end() for match in re.finditer(f"{FILLER}+", line)} | {len(line)})
    if missing > 0:
        return [line[:end] + FILLER * missing + line[end:] for end in sorted(ends, reverse=True)]
    runs = [match for match in re.finditer(f"{FILLER}+", line) if len(match.group()) > -missing]
    return [line[: run.end() + missing] + line[run.end() :] for run in runs]


def _exchanged(lines: tuple[str, ...], layout: Layout) -> tuple[str, ...]:
    signs = [list(line) for line in lines]
    code = lines[0][:2].translate(_AS_LETTER)
    for name, place in layout.places.items():
        _put(signs, place, _fitting(name, cut(lines, place), layout, code))
    for check in layout.checks.values():
        _put(signs, check.digit, cut(lines, check.digit).translate(_AS_DIGIT))
    found = tuple("".join(line) for line in signs)
    return _chinese_name_mended(found) if layout is TD3 else found


def _chinese_name_mended(lines: tuple[str, ...]) -> tuple[str, ...]:
    """A PRC passport (PO, PD, ...; not P<, which Hong Kong and Macao use) has its Chinese name in letters."""
    place = Place(1, 28, 40, HANZI)
    letters = cut(lines, place).translate(_AS_LETTER)
    chinese = lines[0][2:5] == "CHN" and lines[0][1] != FILLER and hanzi.decode(letters)
    return _with(lines, place, letters) if chinese else lines


def _fitting(name: str, text: str, layout: Layout, code: str) -> str:
    """The same text with every sign of the class that may stand there."""
    place = layout.places[name]
    if name == "sex":
        return _SEXES.get(text, text)
    if name == "number" and layout.name in ("PERMIT", "EXIT"):
        return _shaped(text, _CHINESE_NUMBERS[code])
    if name == "name":
        return _name(text.translate(_AS_LETTER))
    if place.holds in (LETTERS, HANZI):
        return text.translate(_AS_LETTER)
    if place.holds == DIGITS:
        return text.translate(_AS_DIGIT)
    return FILLER * len(text) if place.holds == FILL else text


def _shaped(number: str, shape: str) -> str:
    by_class = {"A": _AS_LETTER, "9": _AS_DIGIT, "?": _AS_EITHER, FILLER: {}}
    return "".join(sign.translate(by_class[kind]) for sign, kind in zip(number, shape, strict=True))


def _name(text: str) -> str:
    """Fillers after the name that were read as letters: single ones among the fillers behind it, nothing
    longer, so that a given name behind one filler too many stays.
    """
    behind = re.search(f"{FILLER}{{3,}}[{FILLER}{_LIKE_A_FILLER}]*$", text)
    if behind is None or re.search(f"[{_LIKE_A_FILLER}]{{2}}", behind.group()):
        return text
    return text[: behind.start()] + FILLER * len(behind.group())


def _number_mended(lines: tuple[str, ...], layout: Layout) -> tuple[str, ...]:
    """The number with the fewest look-alikes exchanged, when exactly one such way makes its digit agree."""
    check, place = layout.checks["number"], layout.places["number"]
    if agrees(lines, "number", check):
        return lines
    number = cut(lines, place)
    spots = [at for at, sign in enumerate(number) if sign in _LOOK_ALIKES]
    for many in range(1, min(MOST_EXCHANGED, len(spots)) + 1):
        ways = [
            trial
            for chosen in itertools.combinations(spots, many)
            if agrees(trial := _with(lines, place, _exchange(number, chosen)), "number", check)
        ]
        if ways:
            return ways[0] if len(ways) == 1 else lines
    return lines


def _exchange(number: str, chosen: tuple[int, ...]) -> str:
    return "".join(_LOOK_ALIKES[sign] if at in chosen else sign for at, sign in enumerate(number))


def _with(lines: tuple[str, ...], place: Place, text: str) -> tuple[str, ...]:
    signs = [list(line) for line in lines]
    _put(signs, place, text)
    return tuple("".join(line) for line in signs)


def _put(signs: list[list[str]], place: Place, text: str) -> None:
    signs[place.line][place.start : place.stop] = text
