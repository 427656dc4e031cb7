"""A printed table or form taken apart: which text stands in the cell of which label.

Nothing is known of ruled lines: a value stands to the right of its label's middle (found edges are
rough), before the next label of the row,
and nearer to its own row of labels than to the next one. So a value of two lines, or a label of two, is
still one cell.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from devices.ocr.reader import Line
from devices.ocr.rows import level, rows

_SAME_BAND = 0.9  # of a label's height: labels whose middles are nearer stand in one row
_ABOVE = 1.6  # line heights: what stands higher above a row of labels is no value of it


@dataclass(frozen=True)
class Cell:
    """What stands beside one label: its lines joined, with the sureness of every character."""

    text: str = field(repr=False)
    sure: tuple[float, ...] = field(repr=False)


@dataclass(frozen=True)
class _Piece:
    """A part of a line: a label (its name) or other text."""

    text: str
    sure: tuple[float, ...]
    left: float
    right: float
    middle: float
    height: float
    label: str = ""


def cells(lines: Sequence[Line], labels: Mapping[str, str], reach: float | None = None) -> dict[str, Cell]:
    """label name -> its cell, for every label found. labels: what is printed -> name; blanks do not count.

    reach: of the distance between rows, how far from its label a value may stand; where one label was not
    read, its value would else be its neighbour's. None: any distance (an address of three lines).
    """
    pieces = _pieces(_joined(lines, labels), labels)
    bands = _bands([piece for piece in pieces if piece.label])
    farthest = _spacing(bands) * reach if reach is not None else float("inf")
    found: dict[str, list[_Piece]] = {piece.label: [] for band in bands for piece in band}
    for piece in pieces:
        if not piece.label and (owner := _owner(piece, bands, farthest)):
            found[owner].append(piece)
    return {name: _cell(inside) for name, inside in found.items()}


def _joined(lines: Sequence[Line], labels: Mapping[str, str]) -> list[Line]:
    """A label printed with wide gaps is read as two: 姓 and 名 become one again."""
    whole: list[Line] = []
    for row in rows(lines):
        for line in row:
            before = whole[-1] if whole else None
            if before is not None and before in row and _plain(before.text) + _plain(line.text) in labels:
                text, sure = before.text + line.text, before.sure + line.sure
                row = (*row, replace(before, text=text, sure=sure, right=line.right))
                whole[-1] = row[-1]
            else:
                whole.append(line)
    return whole


def _pieces(lines: Sequence[Line], labels: Mapping[str, str]) -> list[_Piece]:
    if not lines:
        return []
    lean = median(line.slope for line in lines)
    longest_first = sorted(labels, key=len, reverse=True)
    wanted = re.compile("|".join(re.escape(label) for label in longest_first))
    return [piece for line in lines for piece in _split(line, lean, wanted, labels)]


def _split(line: Line, lean: float, wanted: re.Pattern[str], labels: Mapping[str, str]) -> list[_Piece]:
    text, sure = line.packed
    edges = _edges(text, line)
    pieces, at = [], 0
    for match in [*wanted.finditer(text), None]:
        start, end = match.span() if match else (len(text), len(text))
        for first, last, label in ((at, start, ""), (start, end, labels.get(text[start:end], ""))):
            if first < last:
                pieces.append(
                    _Piece(
                        text=text[first:last],
                        sure=sure[first:last],
                        left=edges[first],
                        right=edges[last],
                        middle=level(line, lean),
                        height=line.height,
                        label=label,
                    )
                )
        at = end
    return pieces


def _edges(text: str, line: Line) -> list[float]:
    """Where each character begins, and where the last one ends: a Latin one is half as wide."""
    widths = [0.55 if sign.isascii() else 1.0 for sign in text]
    step = (line.right - line.left) / max(sum(widths), 1e-9)
    edges = [line.left]
    for width in widths:
        edges.append(edges[-1] + width * step)
    return edges


def _bands(found: Sequence[_Piece]) -> list[list[_Piece]]:
    """Labels that stand in one row, rows top to bottom, each left to right."""
    bands: list[list[_Piece]] = []
    for piece in sorted(found, key=lambda piece: piece.middle):
        near = bands[-1][0] if bands else None
        if near is not None and piece.middle - near.middle < _SAME_BAND * min(piece.height, near.height):
            bands[-1].append(piece)
        else:
            bands.append([piece])
    return [sorted(band, key=lambda piece: piece.left) for band in bands]


def _spacing(bands: Sequence[Sequence[_Piece]]) -> float:
    """The usual distance between two rows; without two of them, endless."""
    levels = [median(label.middle for label in band) for band in bands]
    return median(after - before for before, after in pairwise(levels)) if len(levels) > 1 else float("inf")


def _owner(piece: _Piece, bands: Sequence[Sequence[_Piece]], farthest: float) -> str:
    """The label whose cell this is; of the rows that have a label to its left, the nearest one's."""
    best, distance = "", farthest
    centre = (piece.left + piece.right) / 2
    for band in bands:
        before = [label for label in band if (label.left + label.right) / 2 < piece.left]
        after = [label for label in band if label not in before and label.left < centre]
        if not before or after:
            continue
        away = abs(before[-1].middle - piece.middle)
        if away < distance and piece.middle > band[0].middle - _ABOVE * max(piece.height, band[0].height):
            best, distance = before[-1].label, away
    return best


def _cell(inside: Sequence[_Piece]) -> Cell:
    """Line by line: what stands higher by half its height comes first."""
    ordered: list[_Piece] = []
    for band in _bands(inside):
        ordered += band
    return Cell(
        "".join(piece.text for piece in ordered), tuple(each for piece in ordered for each in piece.sure)
    )


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text)
