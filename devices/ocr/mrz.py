"""Finds the machine-readable zone in a picture: its lines as read, and what they say once put right.

Which look-alike was meant is decided by `devices.travel`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from devices.ocr import reader as engine
from devices.ocr.reader import Line, Picture, Reader
from devices.ocr.rows import Row, rows
from devices.travel.errors import NotAnMrz
from devices.travel.mrz import Mrz, parse
from devices.travel.repair import repair

MOST_LINES = 3
LEAST_CHARACTERS = 24  # a card's line has 30; the rest may have been taken for the page's edge
_ZONE = re.compile(r"[0-9A-Z<]")
_FILLERS = str.maketrans(dict.fromkeys("〈‹＜﹤く", "<") | dict.fromkeys("«《≪", "<<"))
_SPURIOUS = 0.12  # of a line's characters that may be none of the zone's
_APART = 2.6  # line heights between two lines of one zone


@dataclass(frozen=True)
class MrzRead:
    """lines: top to bottom, as read, without blanks. confidence: the least sure tenth's mean, 0..1.

    zone: the same put right; None when its lines are no zone we know (one was not found, or too much of it).
    """

    lines: tuple[str, ...] = field(repr=False)
    confidence: float
    zone: Mrz | None = field(default=None, repr=False)


def read_mrz(picture: Picture, *, reader: Reader | None = None) -> MrzRead | None:
    """The zone in the picture, or None when there is none. Blocking, 1 s: call from an analysis lane.

    Raises PictureUnusable, ReadingFailed, ReaderMissing.
    """
    return find_mrz((reader or engine.shared()).lines(picture))


def find_mrz(lines: tuple[Line, ...]) -> MrzRead | None:
    """The zone among lines already read: the lowest run of lines that could be one."""
    run: list[tuple[str, Row]] = []
    for row in reversed(rows(lines)):
        text = plain(row)
        near = not run or run[-1][1][0].middle - row[0].middle < _APART * row[0].height
        if _could_be(text) and near and len(run) < MOST_LINES:
            run.append((text, row))
        elif run:
            break
    if not run:
        return None
    told = run[::-1]
    texts = tuple(text for text, _ in told)
    return MrzRead(texts, _confidence([line for _, row in told for line in row]), _zone(texts))


def _zone(lines: tuple[str, ...]) -> Mrz | None:
    try:
        return parse(repair(lines))
    except NotAnMrz:
        return None


def plain(row: Row) -> str:
    """The row without blanks, whatever looks like a filler as one."""
    return re.sub(r"\s", "", "".join(line.text for line in row)).translate(_FILLERS)


def _could_be(text: str) -> bool:
    if len(text) < LEAST_CHARACTERS:
        return False
    strange = sum(not _ZONE.match(sign.upper()) for sign in text)
    fillers, digits = text.count("<"), sum(sign.isdigit() for sign in text)
    return strange <= _SPURIOUS * len(text) and (fillers >= 2 or digits >= 10)


def _confidence(lines: list[Line]) -> float:
    """Of the least sure tenth: one wrong character among ninety is what matters."""
    sure = sorted(each for line in lines for each in line.sure)
    least = sure[: max(1, len(sure) // 10)]
    return round(sum(least) / max(1, len(least)), 3)
