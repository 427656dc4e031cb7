"""Seal: close the application, queue its parcel and write it in the audit - in one transaction."""

from __future__ import annotations

from dataclasses import dataclass

from forms.record import Application
from vanapp.services import Services


@dataclass(frozen=True)
class Sealed:
    application: Application
    parcel_id: str
    size: int  # bytes of the parcel


def seal(services: Services, application_id: str) -> Sealed:
    """Lane: store.

    Raises usecases.not_ready (values: first, count, gaps, fields), usecases.signature_stale,
    usecases.wrong_mode, usecases.not_a_draft, store.disk_full.
    """
    raise NotImplementedError
