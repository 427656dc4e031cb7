"""Makes a PDF's text layer say the characters that were drawn.

Qt guesses the character of a glyph from the font, lowest code point first and only up to U+FFFF. With Noto
CJK it writes Kangxi radicals for a dozen everyday characters, and nothing at all for characters beyond the
BMP; a search for the card's own name finds nothing. We know what we drew: the painter noted each glyph and
its character, so every font's ToUnicode table is written anew from that. No list of radicals is needed, and
no prepared font.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf

from vanapp.printing.faces import Faces
from vanapp.printing.painter import Used

_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""
_FOOT = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
_RANGE = re.compile(r"<([0-9A-F]{4})> <([0-9A-F]{4})> \[((?:<[0-9A-F]+> ?)+)\]")
_BLOCK = 100  # entries; the most one bfchar block may have


def corrected(pdf: bytes, used: Used, faces: Faces) -> bytes:
    """The PDF with right ToUnicode tables. It stays PDF/A-1: nothing else is touched."""
    cuts = {_plain(f"{cut.family} {'bold' if cut.bold else ''}"): cut for cut in used}
    with pikepdf.open(BytesIO(pdf)) as file:
        for font in _fonts(file):
            cut = cuts.get(_plain(str(font.BaseFont)))
            if cut is None:
                continue  # a font under a name we do not know keeps Qt's table
            guessed = _guessed(font.ToUnicode.read_bytes().decode("ascii"))
            by_font = {cid: faces.index(cut, text) for cid, text in guessed.items()}
            font.ToUnicode = file.make_stream(_cmap(table(by_font, used[cut])).encode("ascii"))
        out = BytesIO()
        file.save(out)
    return out.getvalue()


def table(known: dict[int, int], drawn: dict[int, str]) -> dict[int, str]:
    """Number in the PDF -> character. `known`: number -> glyph of the font, where Qt could name it.

    Those are looked up by their glyph, whatever character Qt named it by. The others (beyond the BMP)
    follow from the order of first use.
    """
    table = {number: drawn[glyph] for number, glyph in known.items() if glyph in drawn}
    for number, (glyph, character) in enumerate(drawn.items(), 1):  # 0 is .notdef
        if known.get(number, glyph) != glyph:
            break  # not the order we think it is: better no text than a wrong one
        table[number] = character
    return table


def _guessed(cmap: str) -> dict[int, str]:
    found: dict[int, str] = {}
    for first, _, targets in _RANGE.findall(cmap):
        for number, target in enumerate(re.findall(r"<([0-9A-F]+)>", targets)):
            found[int(first, 16) + number] = bytes.fromhex(target).decode("utf-16-be")
    return found


def _cmap(table: dict[int, str]) -> str:
    rows = [
        f"<{cid:04X}> <{text.encode('utf-16-be').hex().upper()}>\n" for cid, text in sorted(table.items())
    ]
    blocks = [rows[at : at + _BLOCK] for at in range(0, len(rows), _BLOCK)]
    body = "".join(f"{len(block)} beginbfchar\n{''.join(block)}endbfchar\n" for block in blocks)
    return _HEAD + body + _FOOT


def _fonts(file: pikepdf.Pdf) -> Iterator[Any]:
    for thing in file.objects:
        if isinstance(thing, pikepdf.Dictionary) and "/ToUnicode" in thing:
            yield thing


def _plain(name: str) -> str:
    """NotoSerifCJKsc-Bold and "Noto Serif CJK SC bold" come out the same."""
    return re.sub(r"[^a-z]", "", name.lower()).removesuffix("regular")
