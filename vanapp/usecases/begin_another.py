"""Begin another application at the same visit: the household's data once, the papers' pictures at hand."""

from __future__ import annotations

from forms.record import Application
from vanapp.services import Services
from vanapp.usecases.begin_application import begin_application
from vanapp.usecases.draft import put_answers
from vanapp.usecases.prefilled import CARRIED

HOUSEHOLD = ("address", "phone")
"""What people of one household share. A card that is read goes over it, and the officer confirms the rest."""


def begin_another(services: Services, application_id: str) -> Application:
    """Lane: store. application_id: taken before at this visit, sealed or not. A new draft, joined to it.

    Raises store.unknown, store.room_low.
    """
    store = services.store
    with store.transaction():
        before = store.applications.get(application_id)
        begun = begin_application(services, way=before.way, trip=before.trip)
        visit = store.together.join(begun.id, application_id)
        shared = {name: text for name in HOUSEHOLD if (text := before.answers.get(name, ""))}
        if shared:
            put_answers(services, begun.id, shared, CARRIED, None)
        store.audit.add(services.session.officer, "begin_another", begun.id, visit=visit, fields=len(shared))
        return store.applications.get(begun.id)
