"""Fills a sheet layout with an application; what does not fit its cell goes to a continuation sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vanapp.printing import training, wording
from vanapp.printing.cells import Cells
from vanapp.printing.document import Document, Glyphs, Mark, Page, Picture, Rule
from vanapp.printing.entries import ApplicationView
from vanapp.printing.faces import Faces
from vanapp.printing.layouts import Sheet
from vanapp.printing.typeset import LEADING, MM_PER_PT, Setter

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
        self._setter = setter
        self._cells = Cells(view, setter, english)

    def page(self) -> list[Mark]:
        """The sheet itself: pictures first, the training mark over them, lines and text on top of both."""
        pictures: list[Picture] = []
        rest: list[Mark] = []
        for dy, words in self._layout.copies:
            for cell in self._layout.cells:
                x, y, w, h = cell.box
                box = (x, y + dy, w, h)
                pictures.extend(self._cells.picture(cell, box))
                rest.extend(self._cells.content(cell, box, words))
        width = self._layout.width_mm
        rest.extend(Rule(0, y, width, y, 0.15, (6, 6)) for y in self._layout.cuts)
        return [*pictures, *self._mark(pictures), *rest]

    def continuation(self) -> Iterator[list[Mark]]:
        """As many further pages as the cut texts need; empty when all fitted."""
        if not self._cells.cut:
            return
        width = self._layout.width_mm - 2 * _MARGIN
        bottom = self._layout.height_mm - 2 * _MARGIN
        em = 10.5 * MM_PER_PT
        lines: list[tuple[str, str]] = []  # face, text
        for name, text in self._cells.cut:
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

    def _mark(self, pictures: Sequence[Picture] = ()) -> Iterator[Mark]:
        if not self._view.training:
            return
        for picture in pictures:
            yield from training.over(self._setter, picture)
        width, height = self._layout.width_mm, self._layout.height_mm
        yield from training.stamps(self._setter, width, height)
        for y in (3.0, height - _BAND - 1):
            yield from training.bands(self._setter, (10, y, width - 20), size_mm=_BAND - 1)
