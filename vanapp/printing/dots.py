"""A page as the black and white dots of a thermal head: what a roll printer on our own port takes."""

from __future__ import annotations

import numpy as np
from PyQt6.QtGui import QImage

from vanapp.printing.document import Document
from vanapp.printing.picture import preview

DOTS_PER_INCH = 203  # 8 dots a millimetre
ROLL_DOTS = {"58": 384, "80": 576}
"""Dots the head of a 58 or 80 mm printer can print; the paper is wider than the head."""
BLACKEST = 160  # grey below this is printed: thin strokes of small type survive, greys of the mark too


def dots(document: Document, paper: str, page: int = 0) -> tuple[bytes, int, int]:
    """Rows of 8 dots a byte, 1 black, with width and height in dots. Any thread, with a QGuiApplication."""
    picture = preview(document, DOTS_PER_INCH, page)
    width = ROLL_DOTS[paper]
    left = max((picture.width() - width) // 2, 0)  # the head is centred on the paper
    grey = picture.copy(left, 0, width, picture.height()).convertToFormat(QImage.Format.Format_Grayscale8)
    rows = grey.constBits()
    assert rows is not None
    levels = np.frombuffer(rows.asstring(grey.sizeInBytes()), np.uint8).reshape(
        grey.height(), grey.bytesPerLine()
    )[:, :width]
    # One threshold: dithering would make mush of type this small.
    return np.packbits(levels < BLACKEST, axis=1).tobytes(), width, grey.height()
