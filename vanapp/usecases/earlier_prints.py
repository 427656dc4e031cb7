"""Not a verb: the prints of this person that today's may be held against, as templates."""

from __future__ import annotations

from collections.abc import Iterator

from forms.record import Application, Capture
from vanapp.services import Services
from vanapp.usecases import fingers
from vanapp.usecases.finger_templates import template_of_capture
from vanapp.usecases.office_record import office_record

SLOT = "earlier.finger."
"""Slots of templates or records from the office's record of this person, or from a chip."""


def has_earlier_prints(services: Services, application: Application) -> bool:
    """Costs no analysis."""
    if next(_records(application), None) is not None or _before(services, application):
        return True
    record = office_record(services, application)
    return record is not None and bool(record.prints)


def earlier_prints(services: Services, application: Application) -> tuple[bytes, ...]:
    """Lane: analysis. Records as they came; of the version the office returned, what its prints give.

    Raises biometrics.analysis_failed, biometrics.engine_missing.
    """
    records = [services.store.captures.content(c.sha256) for c in _records(application)]
    if (record := office_record(services, application)) is not None:
        records += record.prints
    made = (template_of_capture(services, c) for c in _before(services, application))
    return (*records, *(template.to_bytes() for template in made if template is not None))


def _records(application: Application) -> Iterator[Capture]:
    return (c for c in application.captures if c.slot.startswith(SLOT))


def _before(services: Services, application: Application) -> list[Capture]:
    """The returned version's prints; one that was carried over says nothing about itself."""
    if application.corrects is None:
        return []
    today = {capture.sha256 for capture in application.captures}
    found = [services.store.captures.current(application.corrects, slot) for slot in fingers.SLOTS]
    return [capture for capture in found if capture is not None and capture.sha256 not in today]
