"""Take a document's picture out again; undo brings it back."""

from __future__ import annotations

from vanapp.services import Services
from vanapp.store.errors import Unknown
from vanapp.usecases.draft import must_be_draft


def drop_material(services: Services, application_id: str, slot: str) -> None:
    """Lane: store. slot: of a current material capture. Raises store.unknown, usecases.not_a_draft."""
    store = services.store
    with store.transaction():
        must_be_draft(services, application_id)
        capture = store.captures.current(application_id, slot)
        if capture is None or not slot.startswith("material."):
            raise Unknown(what="slot", id=slot)
        step = store.answers.next_step(application_id)
        store.answers.remember(application_id, step, "slot", slot, capture.id)
        store.captures.stand(application_id, slot, None)
        store.audit.add(services.session.officer, "drop_material", application_id, slot=slot)
