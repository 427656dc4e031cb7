"""Correct a returned application: its next version, with everything carried over."""

from __future__ import annotations

from dataclasses import replace

from forms.record import Application
from forms.status import Status
from vanapp.services import Services
from vanapp.usecases.draft import new_id
from vanapp.usecases.errors import NotReturned
from vanapp.usecases.seal import BY_RULE


def correct(services: Services, application_id: str) -> Application:
    """Lane: store. A draft with version + 1 and the same number; asked twice, the same draft comes back.

    Answers, captures, ticks and verdicts come along; a signature holds as long as the answers under it
    do not change. The returned version becomes CORRECTED when the new one is sealed.
    Raises usecases.not_returned.
    """
    store, session = services.store, services.session
    with store.transaction():
        returned = store.applications.get(application_id)
        if returned.status is not Status.RETURNED:
            raise NotReturned(id=application_id, status=returned.status.value)
        now = services.clock.now()
        if begun := store.applications.correction_of(application_id):
            store.trips.stand_at(session.officer, begun, now)
            return store.applications.get(begun)
        fresh = replace(
            returned,
            id=new_id(services),
            version=store.applications.last_version(returned.number) + 1,
            corrects=returned.id,
            status=Status.DRAFT,
            officer=session.officer,
            begun_at=now,
            changed_at=now,
            sealed_at=None,
            page="check",
            place="",
        )
        store.applications.add(fresh)
        # What a rule filled in is left to the rules of today.
        for field_id, text in returned.answers.items():
            if (source := returned.sources[field_id]) != BY_RULE:
                store.answers.put(fresh.id, {field_id: text}, source, now, None)
        for material, by in store.answers.ticks(returned.id).items():
            store.answers.tick(fresh.id, material, by, now, None)
        for verdict in returned.verdicts:
            store.applications.set_verdict(fresh.id, verdict)
        store.captures.carry_over(returned.id, fresh.id)
        store.trips.stand_at(session.officer, fresh.id, now)
        store.audit.add(
            session.officer, "correct", returned.id, by=fresh.id, number=fresh.number, version=fresh.version
        )
        return store.applications.get(fresh.id)
