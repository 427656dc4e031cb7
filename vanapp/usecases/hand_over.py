"""Hand over: the receipt (after sealing) or the made card is in the person's hand."""

from __future__ import annotations

from forms.record import Application
from forms.status import Status, Step
from vanapp.services import Services


def hand_over(services: Services, application_id: str) -> Application:
    """Lane: store. A MADE card becomes HANDED_OVER; before that the receipt is noted as given.

    Either way the officer's place is left: the next start opens at Today.
    Raises forms.not_allowed for a draft.
    """
    store, session = services.store, services.session
    with store.transaction():
        status = store.applications.status(application_id)
        if status in (Status.MADE, Status.DRAFT, Status.VOID):
            store.applications.move(application_id, Step.HAND_OVER, services.clock.now())
        card = status is Status.MADE
        store.audit.add(session.officer, "hand_over", application_id, what="card" if card else "receipt")
        if store.trips.where(session.officer) == application_id:
            store.trips.leave(session.officer)
        return store.applications.get(application_id)
