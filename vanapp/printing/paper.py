"""Puts a document on paper, or as a PDF into a folder where there is no printer and files are allowed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Protocol

from PyQt6.QtCore import QMarginsF
from PyQt6.QtGui import QPageLayout, QPainter
from PyQt6.QtPrintSupport import QPrinter, QPrinterInfo

from vanapp.printing import jobs
from vanapp.printing.document import Document
from vanapp.printing.errors import CannotSave, NoPrinter, PrintingError, Refused
from vanapp.printing.painter import paint
from vanapp.printing.pdf import page_size, to_pdf
from vanapp.printing.printed import Printed

_MM_PER_INCH = 25.4


class Press(Protocol):
    """What takes pages: the system's printers, or a test's."""

    def names(self) -> tuple[str, ...]:
        """Every printer the system knows, the default one first."""
        ...

    def put(self, document: Document, name: str) -> int:
        """Returns when the printer took the last page: the job's number, 0 for unknown. Raises Refused."""
        ...


class SystemPress:
    """The printers Qt finds (CUPS on Linux, the spooler on Windows)."""

    def names(self) -> tuple[str, ...]:
        first = QPrinterInfo.defaultPrinterName()
        found = QPrinterInfo.availablePrinterNames()
        return tuple(sorted(found, key=lambda name: (name != first, name)))

    def put(self, document: Document, name: str) -> int:
        before = jobs.newest(name)
        printer = QPrinter(QPrinterInfo.printerInfo(name), QPrinter.PrinterMode.HighResolution)
        put_on(document, printer, name)
        return jobs.handed_in(name, document.title, before)


def put_on(document: Document, printer: QPrinter, name: str) -> None:
    """Paints every page on a Qt printer. Raises Refused when it cannot begin, go on or end."""
    painter = QPainter()
    printer.setFullPage(True)  # millimetres count from the paper's edge, not from the printable area
    printer.setDocName(document.title)
    printer.setCreator("vanapp")
    for number, page in enumerate(document.pages):
        printer.setPageLayout(QPageLayout(page_size(page), QPageLayout.Orientation.Portrait, QMarginsF()))
        # isValid() is true for printers that do not exist; begin() tells (measured, ../shared ux.md C).
        if not (printer.newPage() if number else painter.begin(printer)):
            raise Refused(printer=name)
        paint(page, painter, printer.resolution() / _MM_PER_INCH)
    if not painter.end() or printer.printerState() in (
        QPrinter.PrinterState.Error,
        QPrinter.PrinterState.Aborted,
    ):
        raise Refused(printer=name)


def printers() -> tuple[str, ...]:
    """Names to choose from, the system's default first."""
    return SystemPress().names()


def print_on(
    document: Document, printer_name: str | None, folder: Path | None, *, press: Press | None = None
) -> Printed:
    """Prints, or saves the PDF into `folder` when the printer is missing or refuses. Blocking; lane "print".

    printer_name: None takes the system's default. folder: None where nobody may leave a plain PDF
    on the disk; then NoPrinter and Refused are raised. Raises CannotSave when even the folder fails.
    """
    press = press or SystemPress()
    try:
        name = _known(press, printer_name)
        job = press.put(document, name)
    except PrintingError as trouble:
        if folder is None:
            raise
        path = save(document, folder)
        return Printed("file", len(document.pages), path=path, code=trouble.code)
    return Printed("queue", len(document.pages), printer=name, job=job)


def save(document: Document, folder: Path) -> Path:
    """Writes the PDF whole or not at all, named by the receipt number. Raises CannotSave."""
    path = folder / f"{document.kind}-{document.title.rsplit(' ', 1)[-1]}.pdf"
    part = path.with_suffix(".part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            file.write(to_pdf(document))
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise CannotSave(folder=str(folder)) from error
    return path


def _known(press: Press, wanted: str | None) -> str:
    names = press.names()
    if wanted:
        if wanted not in names:
            raise NoPrinter(printer=wanted)
        return wanted
    if not names:
        raise NoPrinter(printer="")
    return names[0]
