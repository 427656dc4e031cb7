"""Note that a paper left the printer."""

from __future__ import annotations

from vanapp.services import Services


def note_printed(services: Services, application_id: str, what: str, printer: str) -> None:
    """Lane: store. what: print_paper.Paper; printer: its name, or "pdf"."""
    services.store.audit.add(services.session.officer, "print", application_id, what=what, printer=printer)
