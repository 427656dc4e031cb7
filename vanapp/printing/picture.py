"""A page as a picture, the same marks the paper gets."""

from __future__ import annotations

from PyQt6.QtGui import QImage, QPainter

from vanapp.printing.document import Document
from vanapp.printing.painter import paint

_MM_PER_INCH = 25.4


def preview(document: Document, dpi: int = 110, page: int = 0) -> QImage:
    """White paper with the page on it. Blocking (30 ms at 110 dpi); any thread, with a QGuiApplication."""
    wanted = document.pages[page]
    scale = dpi / _MM_PER_INCH
    image = QImage(
        round(wanted.width_mm * scale), round(wanted.height_mm * scale), QImage.Format.Format_RGB32
    )
    image.setDotsPerMeterX(round(dpi / 0.0254))
    image.setDotsPerMeterY(round(dpi / 0.0254))
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    paint(wanted, painter, scale)
    painter.end()
    return image
