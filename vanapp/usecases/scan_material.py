"""Scan a document into its material: the pile in the feeder, or the page on the glass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.contract import Cancelled, DocumentScanner, Kind, Progress
from forms.record import Capture
from vanapp.services import Services
from vanapp.usecases.draft import must_be_draft
from vanapp.usecases.papers import Paper, keep_papers, paper_of

if TYPE_CHECKING:
    from devices.scan.sheet import Sheet

DPI = 300
"""Small print of a household register stays legible in a copy of the copy."""


def scan_material(
    services: Services, application_id: str, material_id: str, cancelled: Cancelled, progress: Progress
) -> tuple[Capture, ...]:
    """Lane: scan. Blocks until all are kept, as one step of undo. Nothing is kept of a pile that broke off.

    Raises DeviceError, usecases.not_a_draft, store errors.
    """
    must_be_draft(services, application_id)

    def made(sheet: Sheet) -> Paper:
        return paper_of(services, sheet.frame(), sheet.dpi)

    def job(scanner: DocumentScanner) -> tuple[Paper, ...]:
        return scanner.scan_pile(DPI, made, cancelled, progress)

    papers = services.bench.use(Kind.SCANNER, job, cancelled)
    instrument = services.bench.state(Kind.SCANNER).instrument
    return keep_papers(services, application_id, material_id, papers, instrument)
