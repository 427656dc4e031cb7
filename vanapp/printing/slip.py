"""Fills a roll layout: a receipt as long as its content, for the paper rolls of portable printers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from vanapp.printing import training
from vanapp.printing.document import Document, Mark, Page, Picture, Rule
from vanapp.printing.entries import ApplicationView, entries
from vanapp.printing.errors import BadLayout
from vanapp.printing.faces import Faces
from vanapp.printing.layouts import Item, Roll, RollPaper
from vanapp.printing.qr import qr
from vanapp.printing.typeset import LEADING, MM_PER_PT, Fitted, Setter

HEAD_DOTS_PER_MM = 203 / 25.4
"""Of the rolls' heads: a code drawn on their whole dots is not blurred."""
_TOP = 4.0  # mm before the first mark; the cutter takes the rest
_BAND = 4.5
_BETWEEN = 0.5  # mm between two pairs
_SMALLER = 0.78  # size of the English line


def fill_roll(layout: Roll, view: ApplicationView, paper: str, english: bool = False) -> Document:
    """The slip for one width of paper ("80", "58"). Raises BadLayout when the layout has no such paper."""
    if paper not in layout.papers:
        raise BadLayout(place=f"{layout.id} paper {paper}")
    setter = Setter(Faces())
    filler = RollFiller(layout.papers[paper], entries(view), setter, view.training, view.code, english)
    return Document(
        kind="receipt",
        layout=f"{layout.id}@{layout.version}",
        title=f"{layout.title} {view.number}",
        training=view.training,
        pages=(filler.page(layout.items),),
        unsupported=tuple(setter.unsupported),
    )


class RollFiller:
    """Sets items one below the other. entries: what {words} of items stand for; code: of the QR code.

    pictures: by the name in an item of kind "picture".
    """

    def __init__(
        self,
        paper: RollPaper,
        entries: Mapping[str, str],
        setter: Setter,
        training: bool,
        code: str = "",
        english: bool = False,
        *,
        pictures: Mapping[str, bytes] | None = None,
    ) -> None:
        self._pictures = pictures or {}
        self._paper = paper
        self._entries = entries
        self._training = training
        self._code_says = code
        self._setter = setter
        self._english = english
        self._x = paper.margin_mm
        self._w = paper.width_mm - 2 * paper.margin_mm
        self._y = _TOP
        self._marks: list[Mark] = []

    def page(self, items: tuple[Item, ...]) -> Page:
        steps: dict[str, Callable[[Item], None]] = {
            "title": self._words,
            "words": self._words,
            "pair": self._pair,
            "rule": self._rule,
            "code": self._code,
            "gap": self._gap,
            "picture": self._picture,
        }
        self._band()
        for item in items:
            steps[item.kind](item)
        self._band()
        height = round(self._y + _TOP, 1)
        stamps: list[Mark] = []
        if self._training:
            stamps += training.stamps(self._setter, self._paper.width_mm, height)
        return Page(self._paper.width_mm, height, (*stamps, *self._marks))

    def _band(self) -> None:
        if self._training:
            self._marks += training.bands(self._setter, (self._x, self._y, self._w), size_mm=_BAND, roll=True)
            self._y += _BAND + 1.5

    def _words(self, item: Item) -> None:
        self._set(item.words.format_map(self._entries), item, self._x, self._w)
        if self._english and item.en:
            self._set(item.en.format_map(self._entries), item, self._x, self._w, _SMALLER)

    def _pair(self, item: Item) -> None:
        """A label and its words beside it; left out when there is nothing to say."""
        text = item.words.format_map(self._entries)
        if not text:
            return
        top = self._y
        label = self._paper.label_mm
        self._set(item.label, item, self._x, label)
        if self._english and item.label_en:
            self._set(item.label_en, item, self._x, label, _SMALLER)
        below, self._y = self._y, top
        self._set(text, item, self._x + label, self._w - label)
        if self._english and item.en:
            self._set(item.en.format_map(self._entries), item, self._x + label, self._w - label, _SMALLER)
        self._y = max(self._y, below) + _BETWEEN

    def _rule(self, item: Item) -> None:
        self._y += 1
        self._marks.append(
            Rule(self._x, self._y, self._x + self._w, self._y, 0.25, (4, 3) if item.mm else ())
        )
        self._y += 1.2

    def _code(self, item: Item) -> None:
        side = self._paper.code_mm
        at = (self._x + (self._w - side) / 2, self._y)
        self._marks += qr(self._code_says, at, side, HEAD_DOTS_PER_MM)
        self._y += side

    def _picture(self, item: Item) -> None:
        """item.words: which one; item.mm: how high. Its room stays where there is none, to sign there."""
        if data := self._pictures.get(item.words):
            self._marks.append(Picture(self._x, self._y, min(self._w, item.mm * 4), item.mm, data))
        self._y += item.mm

    def _gap(self, item: Item) -> None:
        self._y += item.mm

    def _set(self, text: str, item: Item, x: float, w: float, scale: float = 1.0) -> None:
        em = self._paper.pt * item.scale * scale * MM_PER_PT
        lines = self._setter.lines(self._setter.legible(text, item.face), item.face, w / em)
        if item.kind == "title":  # a title stays on one line: it shrinks instead
            em = min(em, w / max(self._setter.width(text, item.face), 1))
            lines = (text,)
        fitted = Fitted(lines, em, True)
        box = (x, self._y, w, fitted.height)
        self._marks += self._setter.block(fitted, box, face=item.face, align=item.align)
        self._y += len(lines) * em * LEADING
