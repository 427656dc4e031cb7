"""Not a verb: the office's earlier photo and prints of this very person, when it sent them for the visit.

They stay sealed in the store, are opened here for a comparison, and never become part of the application.
"""

from __future__ import annotations

import base64
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field

from forms.errors import FormError
from forms.record import Application
from forms.sheets import Row, load
from sync.errors import BadParcel
from vanapp.clock import today
from vanapp.services import Services

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class OfficeRecord:
    """photo: JPEG or PNG, b"" for none. prints: templates or ISO/IEC 19794-2 records, as they came."""

    photo: bytes = field(default=b"", repr=False)
    prints: tuple[bytes, ...] = field(default=(), repr=False)


def office_record(services: Services, application: Application) -> OfficeRecord | None:
    """Lane: store or analysis. None: nothing was sent, or it is of another number than this person's."""
    number = application.answers.get("id_number", "")
    if not number:
        return None
    row = next((row for row in _rows(services, application, number) if row.get("id_number") == number), None)
    if row is None:
        return None
    prints = (text for column, text in sorted(row.items()) if column.startswith("finger."))
    try:
        return OfficeRecord(base64.b64decode(row.get("photo", "")), tuple(map(base64.b64decode, prints)))
    except ValueError:
        return None


def _rows(services: Services, application: Application, number: str) -> Iterator[Row]:
    store = services.store
    visit = store.trips.of(application.id)
    day = store.trips.day_of(visit) if visit else today(services.clock)
    for sealed in store.earlier.find(day, visit.own if visit else "", number):
        try:
            yield from load(services.papers.open(sealed)).rows
        except (BadParcel, FormError):
            log.info("an earlier photo cannot be opened")  # it costs the comparison, not the application
