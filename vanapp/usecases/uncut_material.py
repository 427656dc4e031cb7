"""Take a page as the instrument saw it: the program took something else for the paper's edge."""

from __future__ import annotations

from forms.record import Capture
from vanapp.services import Services
from vanapp.store.errors import Unknown
from vanapp.usecases.draft import must_be_draft


def uncut_material(services: Services, application_id: str, slot: str) -> Capture:
    """Lane: store. slot: of a current material page; asked again, the cut one stands again. Undo brings back.

    A page that nothing was cut off stays as it is. Raises store.unknown, usecases.not_a_draft.
    """
    store = services.store
    with store.transaction():
        must_be_draft(services, application_id)
        standing = store.captures.current(application_id, slot)
        if standing is None or not slot.startswith("material."):
            raise Unknown(what="slot", id=slot)
        others = [c for c in store.captures.all_of(application_id, slot) if c.slot == slot]
        other = next((c for c in others if c.id != standing.id), None)
        if other is None:
            return standing
        step = store.answers.next_step(application_id)
        store.answers.remember(application_id, step, "slot", slot, standing.id)
        store.captures.stand(application_id, slot, other.id)
        store.audit.add(services.session.officer, "uncut_material", application_id, slot=slot)
    return other
