"""The QR code as modules to paint. Content is made by vanapp.printing.view.code."""

from __future__ import annotations

import segno

from vanapp.printing.document import Modules

_QUIET = 4  # modules of white around it (ISO/IEC 18004)


def qr(content: str, at: tuple[float, float], side_mm: float) -> Modules:
    """A QR code with its quiet zone inside `side_mm`; error correction M (15 %), small type first."""
    rows = tuple("".join("1" if bit else "0" for bit in row) for row in segno.make_qr(content, error="m").matrix)
    size = side_mm / (len(rows) + 2 * _QUIET)
    return Modules(at[0] + _QUIET * size, at[1] + _QUIET * size, size, rows)
