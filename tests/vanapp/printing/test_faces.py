"""No character of a name is lost: the chain finds a font that really draws it, or says that none does."""

from __future__ import annotations

import pytest
from PyQt6.QtGui import QImage

from tests.vanapp.printing.samples import RENEWAL, paper_view
from vanapp import printing
from vanapp.printing.document import Document, Glyphs
from vanapp.printing.faces import CHAINS, Faces

DPI = 300


def darkest(image: QImage, box: tuple[float, float, float, float]) -> int:
    x, y, w, h = (round(v * DPI / 25.4) for v in box)
    return min(image.pixelColor(x + i, y + j).lightness() for i in range(w) for j in range(h))


def name_line(document: Document, name: str) -> Glyphs:
    return next(m for m in document.pages[0].marks if isinstance(m, Glyphs) and m.text == name)


@pytest.mark.parametrize("face", sorted(CHAINS))
@pytest.mark.usefixtures("hanazono")
def test_each_extension_of_unicode_finds_a_font(face: str) -> None:
    faces = Faces()
    for character in "一㛃·〇﨑𠀀𠮷𪚥\U0002b740\U0002b820\U0002ceb0":
        assert faces.glyph(face, character), f"U+{ord(character):X}"


@pytest.mark.usefixtures("hanazono")
def test_every_character_of_a_rare_name_leaves_ink() -> None:
    name = "㛃𠮷𠀀𪚥﨑·〇"
    document = printing.form(paper_view({**RENEWAL, "name": name}))
    image = printing.preview(document, DPI)
    line = name_line(document, name)
    for x, character in zip(line.xs, name, strict=True):
        box = (x, line.y - 0.8 * line.em, 0.4 * line.em if character == "·" else line.em, 0.9 * line.em)
        assert darkest(image, box) < 100, f"U+{ord(character):X}"


@pytest.mark.parametrize(
    "character", ["\ue000", "\u200b", "\u0007", "\U000e0100", "\U0010fffd", "\u3164", "\U000323ae"]
)
def test_what_leaves_no_ink_is_unsupported(character: str) -> None:
    assert Faces().glyph("song", character) is None


def test_bold_is_really_bold() -> None:
    faces = Faces()
    glyph = faces.glyph("song-bold", "居")
    assert glyph
    assert glyph.cut.bold
    assert faces.sized(glyph.cut, 100).weight() >= 700
