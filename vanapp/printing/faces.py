"""Which font draws which character: a chain of families, so that no rare name loses a character.

Characters are drawn as glyphs we picked ourselves. Qt's own font merging would choose differently on another
machine, and would draw an empty box where every font fails.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from PyQt6.QtGui import QFont, QRawFont

from vanapp.printing.errors import NoFont

# Noto has the everyday characters, HanaMin 42 711 of the 42 720 in Extension B and most up to Extension F
# (measured, ../shared/reference/ux.md "Font coverage"). Song is the face of government forms; Hei reads
# better on a 203 dpi thermal printer.
_RARE = ("HanaMinA", "HanaMinB")
CHAINS: dict[str, tuple[tuple[str, bool], ...]] = {
    name: tuple((family, bold and family.startswith("Noto")) for family in (first, *_RARE, last))
    for name, first, last, bold in (
        ("song", "Noto Serif CJK SC", "Noto Sans CJK SC", False),
        ("song-bold", "Noto Serif CJK SC", "Noto Sans CJK SC", True),
        ("hei", "Noto Sans CJK SC", "Noto Serif CJK SC", False),
        ("hei-bold", "Noto Sans CJK SC", "Noto Serif CJK SC", True),
    )
}
_DESIGN_PX = 1000  # advances are read at this size, unhinted, and used as fractions of it


@dataclass(frozen=True)
class Cut:
    """One weight of one family."""

    family: str
    bold: bool


@dataclass(frozen=True)
class Glyph:
    """How one character is drawn: by which cut, as which glyph, how wide (in em)."""

    cut: Cut
    index: int
    advance: float


class Faces:
    """The installed fonts of the chains. Lives in the thread that made it (QRawFont's rule): one per job.

    Needs a QGuiApplication. Raises NoFont when not one family of a chain is installed.
    """

    def __init__(self) -> None:
        self._designs: dict[Cut, QRawFont | None] = {}
        self._sized: dict[tuple[Cut, float], QRawFont] = {}
        self._glyphs: dict[tuple[str, str], Glyph | None] = {}

    def glyph(self, face: str, character: str) -> Glyph | None:
        """The glyph of a character in a chain, or None when no installed font of the chain draws it."""
        key = (face, character)
        if key not in self._glyphs:
            self._glyphs[key] = self._find(face, character)
        return self._glyphs[key]

    def sized(self, cut: Cut, size_px: float) -> QRawFont:
        """A cut at a size for painting, in pixels of the device."""
        key = (cut, size_px)
        if key not in self._sized:
            design = self._design(cut)
            assert design is not None, "only cuts that gave a glyph are painted"
            font = QRawFont(design)
            font.setPixelSize(size_px)
            self._sized[key] = font
        return self._sized[key]

    def index(self, cut: Cut, character: str) -> int:
        """The glyph a cut has for a character, 0 for none."""
        design = self._design(cut)
        found = design.glyphIndexesForString(character) if design else []
        return found[0] if found else 0

    def _find(self, face: str, character: str) -> Glyph | None:
        if unicodedata.category(character) in {"Cc", "Cf", "Co", "Cs", "Cn"}:
            return None  # control, format, private use, unassigned: nobody can read these on paper
        installed = 0
        for family, bold in CHAINS[face]:
            cut = Cut(family, bold)
            design = self._design(cut)
            if design is None:
                continue
            installed += 1
            if not design.supportsCharacter(ord(character)):
                continue
            index = design.glyphIndexesForString(character)[0]
            if not character.isspace() and design.boundingRect(index).isEmpty():
                continue  # the font claims the character and draws nothing
            advance = design.advancesForGlyphIndexes([index])[0].x() / _DESIGN_PX
            return Glyph(cut, index, advance)
        if not installed:
            raise NoFont(wanted=", ".join(family for family, _ in CHAINS[face]))
        return None

    def _design(self, cut: Cut) -> QRawFont | None:
        if cut not in self._designs:
            wanted = QFont(cut.family)
            wanted.setPixelSize(_DESIGN_PX)
            wanted.setBold(cut.bold)
            wanted.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
            found = QRawFont.fromFont(wanted)
            # The system answers with some other family when this one is not installed.
            self._designs[cut] = found if found.familyName() == cut.family else None
        return self._designs[cut]
