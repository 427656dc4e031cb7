"""Breaks text into lines, shrinks it until it fits its cell, and says when it does not.

Sizes in points are a typographer's points (25.4/72 mm); everything else is millimetres.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from vanapp.printing import wording
from vanapp.printing.document import BLACK, Glyphs
from vanapp.printing.faces import Faces

MM_PER_PT = 25.4 / 72
LEADING = 1.25  # line height in em
_ASCENT = 0.88  # of a Chinese character's body above the baseline, in em
_STEP_PT = 0.5
_NOT_FIRST = frozenset("，。、；：？！）〕》」』】％·…,.;:?!)%")
_NOT_LAST = frozenset("（〔《「『【(")


@dataclass(frozen=True)
class Fitted:
    """Lines at a size. `whole` is False when the text was cut and must go to a continuation sheet."""

    lines: tuple[str, ...]
    em: float
    whole: bool

    @property
    def height(self) -> float:
        return len(self.lines) * self.em * LEADING


class Setter:
    """Sets text with the fonts it is handed and remembers every character no font could draw."""

    def __init__(self, faces: Faces) -> None:
        self._faces = faces
        self.unsupported: dict[str, None] = {}

    def legible(self, text: str, face: str) -> str:
        """The text with what no font draws replaced by its code point, so that nothing is silently blank."""
        return "".join(self._legible(character, face) for character in text)

    def width(self, text: str, face: str) -> float:
        """Width in em."""
        return sum(self._advance(character, face) for character in text)

    def lines(self, text: str, face: str, width_em: float) -> tuple[str, ...]:
        """Breaks after any Chinese character, between words otherwise; "\\n" always breaks."""
        return tuple(line for part in text.split("\n") for line in self._wrap(part, face, width_em))

    def fit(self, text: str, face: str, room: tuple[float, float], sizes_pt: tuple[float, float]) -> Fitted:
        """The largest size between `sizes_pt` (largest, smallest) at which the text stays inside `room`.

        room: width and height in mm. Where even the smallest is too large, the beginning is kept and the
        line ends in a pointer to the continuation sheet.
        """
        text = self.legible(text, face)
        width, height = room
        size, smallest = sizes_pt
        while True:
            em = size * MM_PER_PT
            lines = self.lines(text, face, width / em)
            if len(lines) * em * LEADING <= height + 0.01:
                return Fitted(lines, em, True)
            if size <= smallest:
                break
            size = max(smallest, size - _STEP_PT)
        return Fitted(self._cut(lines, face, (width / em, height / (em * LEADING))), em, False)

    def line(
        self, text: str, at: tuple[float, float], em: float, *, face: str, ink: str = BLACK, angle: float = 0
    ) -> Glyphs:
        """One line with its left end and the top of its body at `at`."""
        left, top = at
        xs: list[float] = []
        for character in text:
            xs.append(left)
            left += self._advance(character, face) * em
        return Glyphs(text, tuple(xs), top + _ASCENT * em, em, face, ink, angle)

    def block(
        self, fitted: Fitted, box: tuple[float, float, float, float], *, face: str, align: str = "left"
    ) -> Iterator[Glyphs]:
        """The lines in their box (x, y, w, h): centred vertically; align "left", "centre", "right", "top".

        "top" is left-aligned and starts at the upper edge.
        """
        x, y, w, h = box
        step = fitted.em * LEADING
        top = y if align == "top" else y + (h - fitted.height) / 2
        for number, text in enumerate(fitted.lines):
            spare = w - self.width(text, face) * fitted.em
            left = x + {"centre": spare / 2, "right": spare}.get(align, 0.0)
            yield self.line(text, (left, top + number * step + (step - fitted.em) / 2), fitted.em, face=face)

    def _cut(self, lines: tuple[str, ...], face: str, room: tuple[float, float]) -> tuple[str, ...]:
        """The lines a cell has room for (em wide, lines high), the last ending in a pointer."""
        width, height = room
        kept = list(lines[: max(1, int(height + 0.01))])
        pointers = (wording.form("see_sheet"), wording.form("see_sheet")[0], "")
        pointer = next(p for p in pointers if not p or self.width(p, face) <= width)
        while kept[-1] and self.width(kept[-1] + pointer, face) > width:
            kept[-1] = kept[-1][:-1]
        return (*kept[:-1], kept[-1] + pointer)

    def _advance(self, character: str, face: str) -> float:
        glyph = self._faces.glyph(face, character)
        return glyph.advance if glyph else 1.0

    def _legible(self, character: str, face: str) -> str:
        if character == "\n" or self._faces.glyph(face, character):
            return character
        point = f"U+{ord(character):04X}"
        self.unsupported[point] = None
        return f"〔{point}〕"

    def _wrap(self, text: str, face: str, width: float) -> Iterator[str]:
        line = ""
        used = 0.0
        for word in _words(text):
            wide = self.width(word, face)
            if line and used + wide > width + 1e-6:
                yield line.rstrip(" ")
                line, used = "", 0.0
                word = word.lstrip(" ")
            for piece in self._pieces(word, face, width):
                if line and used + self.width(piece, face) > width + 1e-6:
                    yield line
                    line, used = "", 0.0
                line += piece
                used += self.width(piece, face)
        yield line

    def _pieces(self, word: str, face: str, width: float) -> Iterator[str]:
        """A word, or its characters when it is longer than a whole line."""
        if self.width(word, face) <= width:
            yield word
        else:
            yield from word


def _words(text: str) -> Iterator[str]:
    """What must stay together: Latin words and numbers, and punctuation with its neighbour."""
    word = ""
    for character in text:
        joined = word and (
            (_latin(word[-1]) and _latin(character)) or character in _NOT_FIRST or word[-1] in _NOT_LAST
        )
        if word and not joined:
            yield word
            word = ""
        word += character
    if word:
        yield word


def _latin(character: str) -> bool:
    return "!" <= character <= "~" or "\u00c0" <= character <= "\u024f"
