"""What can go wrong with a print.

PrintingError
 +- NoFont         none of the fonts a form needs is installed
 +- BadLayout      a layout file that does not fit its schema, or asks for a field no form has
 +- NoPrinter      no printer of that name is known to the system
 +- Refused        the printer is known but did not take the pages
 +- CannotSave     the folder for the PDF cannot be written
 +- Stopped        the process that prints ended or did not answer, twice over one paper
 +- JobStalled     the pages wait in the system's queue and come out by themselves once the printer can
 |   +- PrinterPaper, PrinterJam, PrinterCover, PrinterToner, PrinterUnreachable   what the printer says
 |   +- PrinterPaused   somebody, or an error of the driver, stopped the queue
 |   +- JobWaits        the job itself is held
 +- JobCancelled   somebody took the job out of the queue
 +- JobFailed      the printer's driver gave the job up
"""

from __future__ import annotations


class PrintingError(Exception):
    """An expected error: `code` is the key of its words, `values` fill them. No personal data."""

    code = "printing.error"

    def __init__(self, **values: object) -> None:
        super().__init__(self.code, values)
        self.values = values


class NoFont(PrintingError):
    code = "printing.no_font"


class BadLayout(PrintingError):
    code = "printing.bad_layout"


class NoPrinter(PrintingError):
    code = "printing.no_printer"


class Refused(PrintingError):
    code = "printing.refused"


class CannotSave(PrintingError):
    code = "printing.cannot_save"


class Stopped(PrintingError):
    code = "printing.stopped"


class JobStalled(PrintingError):
    """values: printer. Printing again would print twice."""

    code = "printing.job_stalled"


class PrinterPaper(JobStalled):
    code = "printing.printer_paper"


class PrinterJam(JobStalled):
    code = "printing.printer_jam"


class PrinterCover(JobStalled):
    code = "printing.printer_cover"


class PrinterToner(JobStalled):
    code = "printing.printer_toner"


class PrinterUnreachable(JobStalled):
    code = "printing.printer_unreachable"


class PrinterPaused(JobStalled):
    code = "printing.printer_paused"


class JobWaits(JobStalled):
    code = "printing.job_waits"


class JobCancelled(PrintingError):
    code = "printing.job_cancelled"


class JobFailed(PrintingError):
    code = "printing.job_failed"
