"""Void a draft: withdrawn before it was sealed."""

from __future__ import annotations

from forms.status import Step
from vanapp.services import Services
from vanapp.usecases.draft import must_be_draft


def void(services: Services, application_id: str) -> None:
    """Lane: store. Raises usecases.not_a_draft."""
    store = services.store
    with store.transaction():
        must_be_draft(services, application_id)
        store.applications.move(application_id, Step.VOID, services.clock.now())
        store.trips.plan_again(application_id)
        store.lists.put_back(application_id)
        if store.trips.where(services.session.officer) == application_id:
            store.trips.leave(services.session.officer)
        store.audit.add(services.session.officer, "void", application_id)
