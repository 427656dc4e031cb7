"""The QR code as modules to paint on its own white ground. What it says: vanapp.printing.view.code."""

from __future__ import annotations

import math
from collections.abc import Iterator

import segno

from vanapp.printing.document import Fill, Modules

_QUIET = 4  # modules of white around it (ISO/IEC 18004)

_SHORT = 120  # bytes


def modules(content: str) -> tuple[str, ...]:
    """Rows of "0" and "1", without the quiet zone. Error correction M (15 %); L (7 %) for a page of text,
    whose modules would get too small on a roll otherwise."""
    error = "m" if len(content.encode()) <= _SHORT else "l"
    made = segno.make_qr(content, error=error)
    return tuple("".join("1" if bit else "0" for bit in row) for row in made.matrix)


def qr(
    content: str, at: tuple[float, float], side_mm: float, dots_per_mm: float = 0.0
) -> Iterator[Fill | Modules]:
    """A QR code, its quiet zone inside `side_mm`. dots_per_mm: modules of whole dots, for coarse heads."""
    rows = modules(content)
    size = side_mm / (len(rows) + 2 * _QUIET)
    if dots_per_mm:
        size = max(1, math.floor(size * dots_per_mm + 1e-6)) / dots_per_mm
    yield Fill(at[0], at[1], side_mm, side_mm, "#ffffff")
    white = (side_mm - len(rows) * size) / 2
    yield Modules(at[0] + white, at[1] + white, size, rows)
