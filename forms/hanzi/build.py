"""Makes the table of characters anew from its sources; run by hand when Unicode grows, never by the program.

    python -m forms.hanzi.build UNIHAN_IRGSOURCES.bz2 IDS_LV2.txt OUT.tsv.xz

One line a character: the character, its strokes, the parts it is put together from (one level), and all
parts inside those; fewest strokes first. Strokes that Unihan of that version does not know yet are summed
from the parts.
"""

from __future__ import annotations

import bz2
import lzma
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from forms.names import is_name_hanzi

_TAGS = re.compile(r"\([^)]*\)|\[[^\]]*\]|#|\{[^}]*\}")
_DEPTH = 12  # no character is put together deeper; a loop in the source ends here


def build(unihan: Path, ids: Path) -> str:
    """The whole table as text."""
    strokes = _strokes(unihan)
    parts = _parts(ids)
    signs = [sign for sign in parts if is_name_hanzi(sign)]
    counts = {sign: _count(sign, strokes, parts) for sign in signs}
    return "".join(
        f"{sign}\t{counts[sign]}\t{parts[sign]}\t{_inside(sign, parts)}\n"
        for sign in sorted(signs, key=lambda sign: (counts[sign] or 99, sign))
    )


def _strokes(unihan: Path) -> Mapping[str, int]:
    found = {}
    for line in bz2.decompress(unihan.read_bytes()).decode("utf-8").splitlines():
        if "\tkTotalStrokes\t" in line:
            point, _, counts = line.split("\t")
            found[chr(int(point[2:], 16))] = int(counts.split()[0])  # the first is the mainland's
    return found


def _parts(ids: Path) -> Mapping[str, str]:
    """The first description of each character, its parts alone."""
    found = {}
    for line in ids.read_text(encoding="utf-8").splitlines():
        sign, said = line.split("\t")[:2]
        first = _TAGS.sub("", said.split(";")[0])
        found[sign] = "".join(part for part in first if not _is_shape(part) and part != sign)
    return found


def _is_shape(sign: str) -> bool:
    """Signs that say how parts lie, and what stands for parts without a code point."""
    return "\u2ff0" <= sign <= "\u2fff" or sign.isascii() or "\u25dc" <= sign <= "\u25df" or sign == "？"


def _inside(sign: str, parts: Mapping[str, str]) -> str:
    """Every part of its parts, each once, strokes left out."""
    seen: dict[str, None] = {}
    layer = parts.get(sign, "")
    for _ in range(_DEPTH):
        following = "".join(parts.get(part, "") for part in layer)
        fresh = [part for part in following if part not in seen and not "\u31c0" <= part <= "\u31e3"]
        if not fresh:
            break
        seen.update(dict.fromkeys(fresh))
        layer = "".join(fresh)
    return "".join(part for part in seen if part not in parts.get(sign, "") and part != sign)


def _count(sign: str, strokes: Mapping[str, int], parts: Mapping[str, str], depth: int = 0) -> int:
    """0: nobody knows."""
    if sign in strokes:
        return strokes[sign]
    if "\u31c0" <= sign <= "\u31e3":
        return 1
    inner = parts.get(sign, "")
    counts = [_count(part, strokes, parts, depth + 1) for part in inner] if depth < _DEPTH else []
    return sum(counts) if counts and all(counts) else 0


def main(arguments: list[str]) -> int:
    """The command line; returns the exit code."""
    if len(arguments) != 3:
        print("use: UNIHAN_IRGSOURCES.bz2 IDS_LV2.txt OUT.tsv.xz", file=sys.stderr)
        return 2
    unihan, ids, out = map(Path, arguments)
    out.write_bytes(lzma.compress(build(unihan, ids).encode("utf-8"), preset=9 | lzma.PRESET_EXTREME))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
