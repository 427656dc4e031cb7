"""Take a document's picture out again; undo brings it back."""

from __future__ import annotations

from vanapp.services import Services


def drop_material(services: Services, application_id: str, slot: str) -> None:
    """Lane: store. slot: of a current material capture. Raises store.unknown, usecases.not_a_draft."""
    raise NotImplementedError
