"""Note that a paper left the printer."""

from __future__ import annotations

from vanapp.services import Services


def note_printed(services: Services, application_id: str, what: str, printer: str) -> None:
    """Lane: store. what: "form" or "receipt"; printer: its name, or "pdf"."""
    raise NotImplementedError
