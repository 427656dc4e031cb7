"""The QR code as modules to paint on its own white ground. What it says: vanapp.printing.view.code."""

from __future__ import annotations

from collections.abc import Iterator

import segno

from vanapp.printing.document import Fill, Modules

_QUIET = 4  # modules of white around it (ISO/IEC 18004)


def qr(content: str, at: tuple[float, float], side_mm: float) -> Iterator[Fill | Modules]:
    """A QR code with its quiet zone inside `side_mm`; error correction M (15 %)."""
    rows = tuple(
        "".join("1" if bit else "0" for bit in row) for row in segno.make_qr(content, error="m").matrix
    )
    size = side_mm / (len(rows) + 2 * _QUIET)
    yield Fill(at[0], at[1], side_mm, side_mm, "#ffffff")
    yield Modules(at[0] + _QUIET * size, at[1] + _QUIET * size, size, rows)
