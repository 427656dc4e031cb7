"""The next version of an application with everything carried over: a correction, or a paper that came."""

from __future__ import annotations

from dataclasses import replace

from forms import ratings
from forms.days import parse_day
from forms.record import Application, Promise
from forms.status import Status
from vanapp.clock import today
from vanapp.services import Services
from vanapp.usecases.draft import new_id
from vanapp.usecases.errors import NothingPromised, NotReturned
from vanapp.usecases.seal import BY_RULE


def correct(services: Services, application_id: str) -> Application:
    """Lane: store. A draft with version + 1 and the same number; asked twice, the same draft comes back.

    Answers, captures, ticks and verdicts come along; a signature holds as long as the answers under it
    do not change. The returned version becomes CORRECTED when the new one is sealed.
    Raises usecases.not_returned.
    """
    store = services.store
    with store.transaction():
        returned = store.applications.get(application_id)
        if returned.status is not Status.RETURNED:
            raise NotReturned(id=application_id, status=returned.status.value)
        return _next_version(services, returned, "correct", "check", "")


def supplement(services: Services, application_id: str) -> Application:
    """Lane: store. A paper that was promised, or that the office asks for, is there: the next version.

    It stands before that paper's scan. Also of an application the office has not decided yet.
    Raises usecases.nothing_promised.
    """
    store = services.store
    with store.transaction():
        given = store.applications.get(application_id)
        line = store.listing.one(given.id)
        asked = dict(line.heard.asked) if line is not None else {}
        promised = [promise.material for promise in store.promises.of(given.id)]
        missing = [*promised, *(name for name in asked if name not in promised)]
        if given.status not in (Status.RECEIVED, Status.RETURNED) or not missing:
            raise NothingPromised(status=given.status.value)
        fresh = _next_version(services, given, "supplement", "materials", f"material.{missing[0]}")
        here = {promise.material for promise in fresh.promises}
        for name in missing:
            if name not in here and name in asked:
                until = parse_day(asked[name].replace("-", "")) or today(services.clock)
                promise = Promise(name, until, services.session.officer)
                store.promises.put(fresh.id, promise, services.clock.now())
        return store.applications.get(fresh.id)


def _next_version(services: Services, old: Application, what: str, page: str, place: str) -> Application:
    store, session, now = services.store, services.session, services.clock.now()
    if begun := store.applications.correction_of(old.id):
        store.trips.stand_at(session.officer, begun, now)
        return store.applications.get(begun)
    fresh = replace(
        old,
        id=new_id(services),
        version=store.applications.last_version(old.number) + 1,
        corrects=old.id,
        status=Status.DRAFT,
        officer=session.officer,
        begun_at=now,
        changed_at=now,
        sealed_at=None,
        page=page,
        place=place,
    )
    store.applications.add(fresh)
    # What a rule filled in is left to the rules of today.
    for field_id, text in old.answers.items():
        if field_id == ratings.ANSWER:
            continue  # a service is rated once
        if (source := old.sources[field_id]) != BY_RULE:
            store.answers.put(fresh.id, {field_id: text}, source, now, None)
    for material, by in store.answers.ticks(old.id).items():
        store.answers.tick(fresh.id, material, by, now, None)
    for promise in store.promises.of(old.id):
        store.promises.put(fresh.id, promise, now)
    for verdict in old.verdicts:
        store.applications.set_verdict(fresh.id, verdict)
    store.captures.carry_over(old.id, fresh.id)
    store.trips.stand_at(session.officer, fresh.id, now)
    store.audit.add(session.officer, what, old.id, by=fresh.id, number=fresh.number, version=fresh.version)
    return store.applications.get(fresh.id)
