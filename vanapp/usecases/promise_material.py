"""Accept with a paper missing (容缺): which, until when, who sees to it; and that it came."""

from __future__ import annotations

from datetime import timedelta

from forms.packs.shelf import pack_named
from forms.record import Promise
from vanapp.clock import today
from vanapp.services import Services
from vanapp.usecases.draft import open_draft
from vanapp.usecases.errors import NothingPromised, NotLater


def promise_material(services: Services, application_id: str, material_id: str) -> Promise | None:
    """Lane: store. It is to be brought within the days of the pack; asked again it is needed at once.

    Whoever is signed in sees to it. Raises usecases.not_later, usecases.not_a_draft.
    """
    store, officer = services.store, services.session.officer
    with store.transaction():
        draft = open_draft(services, application_id)
        material = pack_named(draft.pack).materials.get(material_id)
        if material is None or material.later is None:
            raise NotLater(material=material_id)
        promise = None
        if not store.promises.drop(draft.id, material_id):
            due = today(services.clock) + timedelta(days=material.later.days)
            promise = Promise(material_id, due, officer)
            store.promises.put(draft.id, promise, services.clock.now())
        store.applications.touch(draft.id, services.clock.now())
        until = promise.due.isoformat() if promise else ""
        store.audit.add(officer, "promise", draft.id, material=material_id, due=until)
    return promise


def keep_promise(services: Services, application_id: str, material_id: str) -> None:
    """Lane: store. The paper was handed in at the station, which sees to it from there on.

    Raises usecases.nothing_promised.
    """
    store, officer = services.store, services.session.officer
    with store.transaction():
        if not store.promises.keep(application_id, material_id, officer, "station", services.clock.now()):
            raise NothingPromised(status="")
        store.audit.add(officer, "keep_promise", application_id, material=material_id, how="station")
