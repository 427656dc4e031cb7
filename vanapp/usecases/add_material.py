"""Add a picture of a document to its material."""

from __future__ import annotations

from forms.record import Capture
from vanapp.services import Services


def add_material(
    services: Services, application_id: str, material_id: str, image: bytes, media_type: str
) -> Capture:
    """Lane: store. Slot "material.<material id>.<n>", n counts from 1. Raises usecases.not_a_draft."""
    raise NotImplementedError
