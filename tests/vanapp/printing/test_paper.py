"""Paper when there is a printer, a file when there is none, never a dead end."""

from __future__ import annotations

from pathlib import Path

import pytest
from PyQt6.QtPrintSupport import QPrinter

from tests.vanapp.printing.samples import paper_view, poppler
from vanapp import printing
from vanapp.printing.document import Document
from vanapp.printing.errors import CannotSave, NoPrinter, PrintingError, Refused
from vanapp.printing.paper import put_on


class OnePrinter:
    """A system with one printer, that takes pages or refuses them."""

    def __init__(self, *, refuses: bool = False) -> None:
        self.taken: list[Document] = []
        self._refuses = refuses

    def names(self) -> tuple[str, ...]:
        return ("van",)

    def put(self, document: Document, name: str) -> None:
        if self._refuses:
            raise Refused(printer=name)
        self.taken.append(document)


class NoPrinters:
    def names(self) -> tuple[str, ...]:
        return ()

    def put(self, document: Document, name: str) -> None:
        raise AssertionError("there is no printer to put it on")


def test_the_default_printer_takes_it(tmp_path: Path) -> None:
    press, document = OnePrinter(), printing.form(paper_view())
    printed = printing.print_on(document, None, tmp_path, press=press)
    assert (printed.way, printed.printer, printed.code) == ("queue", "van", "")
    assert press.taken == [document]
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("press", "name", "code"),
    [
        (NoPrinters(), None, "printing.no_printer"),
        (OnePrinter(), "gone", "printing.no_printer"),
        (OnePrinter(refuses=True), "van", "printing.refused"),
    ],
)
def test_without_paper_the_pdf_lies_in_the_folder(
    press: OnePrinter | NoPrinters, name: str | None, code: str, tmp_path: Path
) -> None:
    printed = printing.print_on(printing.form(paper_view()), name, tmp_path / "prints", press=press)
    assert (printed.way, printed.code) == ("file", code)
    assert printed.path == tmp_path / "prints" / "form-D027-20261120-0007.pdf"
    assert printed.path.read_bytes().startswith(b"%PDF")
    assert [p.name for p in (tmp_path / "prints").iterdir()] == ["form-D027-20261120-0007.pdf"]


@pytest.mark.parametrize(("press", "kind"), [(NoPrinters(), NoPrinter), (OnePrinter(refuses=True), Refused)])
def test_where_no_plain_file_may_be_left_the_trouble_is_told(
    press: OnePrinter | NoPrinters, kind: type[PrintingError]
) -> None:
    with pytest.raises(kind):
        printing.print_on(printing.form(paper_view()), None, None, press=press)


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "prints").write_text("a file, not a folder")
    with pytest.raises(CannotSave) as caught:
        printing.save(printing.form(paper_view()), tmp_path / "prints")
    assert caught.value.code == "printing.cannot_save"


def test_this_machines_printers_can_be_listed() -> None:
    assert isinstance(printing.printers(), tuple)


def test_pages_reach_a_qt_printer_at_their_size(tmp_path: Path) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "paper.pdf"))
    put_on(printing.receipt(paper_view(), "58"), printer, "test")
    pdf = (tmp_path / "paper.pdf").read_bytes()
    size = next(r for r in poppler("pdfinfo", pdf, tmp_path).splitlines() if r.startswith("Page size"))
    assert abs(float(size.split()[2]) * 25.4 / 72 - 58) < 0.5


@pytest.mark.qt_log_ignore("QPainter::begin.*Returned false")
def test_a_printer_that_cannot_begin_is_not_called_printed(tmp_path: Path) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "no such folder" / "paper.pdf"))
    with pytest.raises(Refused):
        put_on(printing.form(paper_view()), printer, "test")
