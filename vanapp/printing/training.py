"""The mark no training print can be without: bands at head and foot, stamps across everything between.

It is part of the marks of the page, in the ink of the page, above pictures: no option leaves it out, and no
cutting of a corner takes it away.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import cos, radians, sin

from vanapp.printing import wording
from vanapp.printing.document import BLACK, Fill, Glyphs, Picture
from vanapp.printing.typeset import Setter

STAMP_INK = "#eac6c2"  # opaque (PDF/A-1 knows no transparency), light enough to read black text over it
BAND_INK = "#b03a2e"
_FACE = "hei-bold"
_ANGLE = -32.0


def stamps(setter: Setter, width_mm: float, height_mm: float) -> Iterator[Glyphs]:
    """Slanted words over the whole page; their distance is at most 3/10 of the page's shorter side."""
    text = wording.form("training_stamp")
    em = min(11.0, width_mm / 10)
    long = setter.width(text, _FACE) * em
    reach = long * cos(radians(_ANGLE))
    rise = -long * sin(radians(_ANGLE))
    step = max(em * 2, min(width_mm, height_mm) / 3.5)
    columns = max(1, round(width_mm / (reach * 1.25)))
    pitch = width_mm / columns
    top, row = rise, 0
    while top < height_mm + rise:
        for column in range(-1, columns + 1):
            left = column * pitch + (pitch - reach) / 2 + (pitch / 2 if row % 2 and columns > 1 else 0)
            if left > -reach / 2 and left + reach / 2 < width_mm:
                yield setter.line(text, (left, top), em, face=_FACE, ink=STAMP_INK, angle=_ANGLE)
        top += step
        row += 1


def over(setter: Setter, picture: Picture) -> Iterator[Glyphs]:
    """The same words across a portrait or a signature, so that neither can be cut out unmarked."""
    text = wording.form("training_stamp")
    em = min(picture.w / setter.width(text, _FACE), picture.h / 3)
    left = picture.x + (picture.w - setter.width(text, _FACE) * em * cos(radians(_ANGLE / 2))) / 2
    top = picture.y + picture.h / 2 + setter.width(text, _FACE) * em * sin(radians(-_ANGLE / 2)) / 2 - em / 2
    yield setter.line(text, (left, top), em, face=_FACE, ink=STAMP_INK, angle=_ANGLE / 2)


def bands(
    setter: Setter, box: tuple[float, float, float], *, size_mm: float, roll: bool = False
) -> Iterator[Fill | Glyphs]:
    """A filled band with the words in white at x, y, as wide as w; the words shrink to fit.

    On a roll the words are fewer and the band is black: a thermal head would make dots of any other ink.
    """
    x, y, w = box
    text = wording.form("training_band_roll" if roll else "training_band")
    em = min(size_mm * 0.7, w / (setter.width(text, _FACE) + 1))
    yield Fill(x, y, w, size_mm, BLACK if roll else BAND_INK)
    left = x + (w - setter.width(text, _FACE) * em) / 2
    yield setter.line(text, (left, y + (size_mm - em) / 2), em, face=_FACE, ink="#ffffff")
