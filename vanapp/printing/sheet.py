"""Fills a sheet layout with an application: every text inside its cell, what does not fit on a continuation sheet."""

from __future__ import annotations

from collections.abc import Iterator

from vanapp.printing import training, wording
from vanapp.printing.document import Box, Document, Glyphs, Mark, Page, Picture, Rule
from vanapp.printing.faces import Faces
from vanapp.printing.layouts import Cell, Sheet
from vanapp.printing.qr import qr
from vanapp.printing.typeset import LEADING, MM_PER_PT, Fitted, Setter
from vanapp.printing.view import ApplicationView, entries

_MARGIN = 15.0  # mm, of continuation sheets
_BAND = 5.0


def fill(layout: Sheet, view: ApplicationView, kind: str, english: bool = False) -> Document:
    """The document. Lays out in the calling thread; needs a QGuiApplication for the fonts."""
    setter = Setter(Faces())
    filler = _Filler(layout, view, setter, english)
    pages = [filler.page(), *filler.continuation()]
    numbered = tuple(
        Page(layout.width_mm, layout.height_mm, (*marks, *filler.foot(number, len(pages))))
        for number, marks in enumerate(pages, 1)
    )
    return Document(
        kind=kind,
        layout=f"{layout.id}@{layout.version}",
        title=f"{layout.title} {view.number}",
        training=view.training,
        pages=numbered,
        unsupported=tuple(setter.unsupported),
    )


class _Filler:
    def __init__(self, layout: Sheet, view: ApplicationView, setter: Setter, english: bool) -> None:
        self._layout = layout
        self._view = view
        self._entries = entries(view)
        self._setter = setter
        self._english = english
        self._cut: list[tuple[str, str]] = []  # name of the cell and its whole text

    def page(self) -> list[Mark]:
        """The sheet itself: pictures first, the training mark over them, lines and text on top of both."""
        pictures: list[Mark] = []
        rest: list[Mark] = []
        for dy, words in self._layout.copies:
            for cell in self._layout.cells:
                x, y, w, h = cell.box
                box = (x, y + dy, w, h)
                pictures.extend(self._picture(cell, box))
                rest.extend(self._content(cell, box, words))
        width = self._layout.width_mm
        rest.extend(Rule(0, y, width, y, 0.15, (6, 6)) for y in self._layout.cuts)
        return [*pictures, *self._mark(), *rest]

    def continuation(self) -> Iterator[list[Mark]]:
        """As many further pages as the cut texts need; empty when all fitted."""
        if not self._cut:
            return
        width = self._layout.width_mm - 2 * _MARGIN
        bottom = self._layout.height_mm - 2 * _MARGIN
        em = 10.5 * MM_PER_PT
        lines: list[tuple[str, str]] = []  # face, text
        for name, text in dict.fromkeys(self._cut):
            legible = self._setter.legible(text, "song")
            lines.append(("song-bold", name))
            lines += [("song", line) for line in self._setter.lines(legible, "song", width / em)]
            lines.append(("song", ""))
        while lines:
            marks: list[Mark] = [*self._mark(), *self._heading()]
            top = _MARGIN + 26
            while lines and top + em * LEADING <= bottom:
                face, text = lines.pop(0)
                marks.append(self._setter.line(text, (_MARGIN, top), em, face=face))
                top += em * LEADING
            yield marks

    def foot(self, number: int, pages: int) -> Iterator[Glyphs]:
        if self._layout.copies[0][1]:
            return  # a sheet of several slips has no page number
        text = wording.form("page").format(page=number, pages=pages)
        em = 8 * MM_PER_PT
        left = (self._layout.width_mm - self._setter.width(text, "song") * em) / 2
        yield self._setter.line(text, (left, self._layout.height_mm - 10), em, face="song")

    def _heading(self) -> Iterator[Glyphs]:
        title = wording.form("sheet_title").format(title=self._layout.title)
        note = wording.form("sheet_note").format(number=self._view.number)
        width = self._layout.width_mm - 2 * _MARGIN
        for text, top, pt, face in ((title, _MARGIN, 16.0, "song-bold"), (note, _MARGIN + 11, 9.0, "song")):
            fitted = self._setter.fit(text, face, (width, 10), (pt, 6))
            yield from self._setter.block(fitted, (_MARGIN, top, width, 10), face=face, align="centre")

    def _mark(self) -> Iterator[Mark]:
        if not self._view.training:
            return
        width, height = self._layout.width_mm, self._layout.height_mm
        yield from training.stamps(self._setter, width, height)
        for y in (3.0, height - _BAND - 1):
            yield from training.bands(self._setter, (10, y, width - 20), size_mm=_BAND - 1)

    def _picture(self, cell: Cell, box: tuple[float, float, float, float]) -> Iterator[Picture]:
        data: bytes = getattr(self._view, cell.picture) if cell.picture else b""
        if data:
            yield Picture(*_inner(cell, box), data)

    def _content(self, cell: Cell, box: tuple[float, float, float, float], copy: str) -> Iterator[Mark]:
        x, y, w, h = box
        if cell.frame:
            yield Box(x, y, w, h, cell.frame)
        if cell.code:
            yield qr(self._view.code, (x, y), min(w, h))
        elif cell.ticks:
            yield from self._ticks(cell, box)
        elif cell.split:
            yield from self._split(cell, box)
        elif cell.words and not (cell.picture and getattr(self._view, cell.picture)):
            yield from self._text(cell, box, cell.words, copy)

    def _text(self, cell: Cell, box: tuple[float, float, float, float], words: str, copy: str = "") -> Iterator[Glyphs]:
        x, y, w, h = box
        text = words.format_map({**self._entries, "copy": copy})
        if self._english and cell.en:
            text += "\n" + cell.en.format_map(self._entries)
        room = (w - 2 * cell.pad, h - 0.6)
        fitted = self._setter.fit(text, cell.face, room, (cell.pt, cell.min_pt))
        if not fitted.whole:
            self._cut.append((cell.name or self._layout.title, text))
        inside = (x + cell.pad, y + 0.3, room[0], room[1])
        if cell.align == "spread" and len(fitted.lines) == 1:
            yield self._spread(fitted, inside, cell.face)
        else:
            align = "centre" if cell.align == "spread" else cell.align
            yield from self._setter.block(fitted, inside, face=cell.face, align=align)

    def _spread(self, fitted: Fitted, box: tuple[float, float, float, float], face: str) -> Glyphs:
        """A heading with its characters spread over the cell, as forms do; at most one em between two."""
        x, y, w, h = box
        text = fitted.lines[0]
        wide = self._setter.width(text, face) * fitted.em
        gap = min(fitted.em, (w - wide) / (len(text) + 1)) if len(text) > 1 else 0.0
        left = x + (w - wide - gap * (len(text) - 1)) / 2
        line = self._setter.line(text, (left, y + (h - fitted.em) / 2), fitted.em, face=face)
        xs = tuple(at + gap * number for number, at in enumerate(line.xs))
        return Glyphs(line.text, xs, line.y, line.em, line.face)

    def _split(self, cell: Cell, box: tuple[float, float, float, float]) -> Iterator[Mark]:
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

    def _ticks(self, cell: Cell, box: tuple[float, float, float, float]) -> Iterator[Mark]:
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
                    yield Rule(left + em * 0.14, line_top + em * 0.5, left + em * 0.38, line_top + em * 0.76, 0.45)
                    yield Rule(left + em * 0.38, line_top + em * 0.76, left + em * 0.8, line_top + em * 0.12, 0.45)
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


def _inner(cell: Cell, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    x, y, w, h = box
    if cell.inner is None:
        return (x + cell.pad, y + cell.pad, w - 2 * cell.pad, h - 2 * cell.pad)
    wide, high = cell.inner
    return (x + (w - wide) / 2, y + (h - high) / 2, wide, high)
