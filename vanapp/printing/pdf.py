"""A document as PDF/A-1b whose text layer says what the eye reads."""

from __future__ import annotations

from PyQt6.QtCore import QBuffer, QIODevice, QMarginsF, QSizeF
from PyQt6.QtGui import QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter

from vanapp.printing.document import Document, Page
from vanapp.printing.errors import CannotSave
from vanapp.printing.faces import Faces
from vanapp.printing.painter import Used, paint

DPI = 1200
_MM_PER_INCH = 25.4


def to_pdf(document: Document) -> bytes:
    """The PDF. Blocking (about 0.2 s for the form); any thread, with a QGuiApplication."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    used = _write(document, QPdfWriter(buffer))
    from vanapp.printing.textlayer import (
        corrected,
    )  # pikepdf costs 80 ms to import: only when a PDF is wanted

    return corrected(bytes(buffer.data().data()), used, Faces())


def page_size(page: Page) -> QPageSize:
    size = QSizeF(page.width_mm, page.height_mm)
    return QPageSize(size, QPageSize.Unit.Millimeter, matchPolicy=QPageSize.SizeMatchPolicy.FuzzyMatch)


def _write(document: Document, writer: QPdfWriter) -> Used:
    writer.setPdfVersion(QPagedPaintDevice.PdfVersion.PdfVersion_A1b)
    writer.setResolution(DPI)
    writer.setTitle(document.title)
    writer.setCreator("vanapp")
    used: Used = {}
    painter = QPainter()
    for number, page in enumerate(document.pages):
        writer.setPageLayout(QPageLayout(page_size(page), QPageLayout.Orientation.Portrait, QMarginsF()))
        if number:
            writer.newPage()
        elif not painter.begin(writer):
            raise CannotSave(what="pdf")
        paint(page, painter, DPI / _MM_PER_INCH, used)
    painter.end()
    return used
