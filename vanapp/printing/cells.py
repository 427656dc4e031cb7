"""What stands in one cell of a sheet: fitted text, a spread heading, boxed digits, choices, a code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from vanapp.printing.document import Box, Glyphs, Mark, Picture, Rule
from vanapp.printing.entries import ApplicationView, entries
from vanapp.printing.layouts import Cell
from vanapp.printing.qr import qr
from vanapp.printing.typeset import MM_PER_PT, Fitted, Setter

Place = tuple[float, float, float, float]  # x, y, w, h in mm

_ENGLISH_PART = 0.44  # of a cell's height, for the second line
_SMALLER = 0.78
_INSET = 0.7  # mm kept free above and below two lines


class Cells:
    """Draws cells for one view and remembers in `cut` (name, whole text) what did not fit."""

    def __init__(self, view: ApplicationView, setter: Setter, english: bool) -> None:
        self._view = view
        self._entries = entries(view)
        self._setter = setter
        self._english = english
        self.cut: dict[tuple[str, str], None] = {}

    def picture(self, cell: Cell, box: Place) -> Iterator[Picture]:
        data: bytes = getattr(self._view, cell.picture) if cell.picture else b""
        if data:
            yield Picture(*_inner(cell, box), data)

    def content(self, cell: Cell, box: Place, copy: str) -> Iterator[Mark]:
        x, y, w, h = box
        if cell.frame:
            yield Box(x, y, w, h, cell.frame)
        if cell.code:
            yield from qr(self._view.code, (x, y), min(w, h))
        elif cell.ticks:
            yield from self._ticks(cell, box)
        elif cell.split:
            yield from self._split(cell, box)
        elif cell.words and not (cell.picture and getattr(self._view, cell.picture)):
            yield from self._text(cell, box, cell.words, copy)

    def _text(self, cell: Cell, box: Place, words: str, copy: str = "") -> Iterator[Glyphs]:
        x, y, w, h = box
        text = words.format_map({**self._entries, "copy": copy})
        if self._english and cell.en:
            below = cell.en.format_map(self._entries)
            y, h = y + _INSET, h - 2 * _INSET
            part = h * _ENGLISH_PART
            small = replace(cell, words=below, en="", pt=cell.pt * _SMALLER, min_pt=5.0)
            yield from self._text(small, (x, y + h - part, w, part), below)
            h -= part
        room = (w - 2 * cell.pad, h - 0.6)
        fitted = self._setter.fit(text, cell.face, room, (cell.pt, cell.min_pt))
        if not fitted.whole:
            self.cut[(cell.name or cell.words, text)] = None
        inside = (x + cell.pad, y + 0.3, room[0], room[1])
        if cell.align == "spread" and len(fitted.lines) == 1:
            yield self._spread(fitted, inside, cell.face)
        else:
            align = "centre" if cell.align == "spread" else cell.align
            yield from self._setter.block(fitted, inside, face=cell.face, align=align)

    def _spread(self, fitted: Fitted, box: Place, face: str) -> Glyphs:
        """A heading with its characters spread over the cell, as forms do; at most one em between two."""
        x, y, w, h = box
        text = fitted.lines[0]
        wide = self._setter.width(text, face) * fitted.em
        gap = min(fitted.em, (w - wide) / (len(text) + 1)) if len(text) > 1 else 0.0
        left = x + (w - wide - gap * (len(text) - 1)) / 2
        line = self._setter.line(text, (left, y + (h - fitted.em) / 2), fitted.em, face=face)
        xs = tuple(at + gap * number for number, at in enumerate(line.xs))
        return Glyphs(line.text, xs, line.y, line.em, line.face)

    def _split(self, cell: Cell, box: Place) -> Iterator[Mark]:
        """One box per character, for numbers of fixed length; a longer text is set as a whole instead."""
        x, y, w, h = box
        text = cell.words.format_map(self._entries)
        if len(text) > cell.split:
            yield from self._text(cell, box, cell.words)
            return
        step = w / cell.split
        for number in range(1, cell.split):
            yield Rule(x + number * step, y, x + number * step, y + h, 0.15)
        for number, character in enumerate(text):
            fitted = self._setter.fit(character, cell.face, (step, h), (cell.pt, cell.min_pt))
            place = (x + number * step, y, step, h)
            yield from self._setter.block(fitted, place, face=cell.face, align="centre")

    def _ticks(self, cell: Cell, box: Place) -> Iterator[Mark]:
        """Choices with a box each; the size shrinks until they stand in the cell."""
        x, y, w, h = box
        chosen = set(self._entries.get(cell.of, "").split(","))
        width = w - 2 * cell.pad
        pt = cell.pt
        while True:
            em = pt * MM_PER_PT
            rows = self._tick_rows(cell, width / em)
            if len(rows) * em * 1.5 <= h or pt <= cell.min_pt:
                break
            pt -= 0.5
        top = y + (h - len(rows) * em * 1.5) / 2
        for number, row in enumerate(rows):
            line_top = top + number * em * 1.5 + em * 0.25
            for left_em, code, words in row:
                left = x + cell.pad + left_em * em
                yield Box(left, line_top + em * 0.04, em * 0.88, em * 0.88, 0.2)
                if code in chosen:
                    yield Rule(
                        left + em * 0.14, line_top + em * 0.5, left + em * 0.38, line_top + em * 0.76, 0.45
                    )
                    yield Rule(
                        left + em * 0.38, line_top + em * 0.76, left + em * 0.8, line_top + em * 0.12, 0.45
                    )
                yield self._setter.line(words, (left + em * 1.1, line_top), em, face=cell.face)

    def _tick_rows(self, cell: Cell, width_em: float) -> list[list[tuple[float, str, str]]]:
        rows: list[list[tuple[float, str, str]]] = [[]]
        used = 0.0
        for code, words in cell.ticks:
            wide = 1.1 + self._setter.width(words, cell.face)
            if rows[-1] and used + wide > width_em:
                rows.append([])
                used = 0.0
            rows[-1].append((used, code, words))
            used += wide + 0.9
        return rows


def _inner(cell: Cell, box: Place) -> Place:
    x, y, w, h = box
    if cell.inner is None:
        return (x + cell.pad, y + cell.pad, w - 2 * cell.pad, h - 2 * cell.pad)
    wide, high = cell.inner
    return (x + (w - wide) / 2, y + (h - high) / 2, wide, high)
