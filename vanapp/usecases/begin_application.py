"""Begin an application: a new draft with its receipt number, ready for the first answer."""

from __future__ import annotations

from forms.record import Application
from forms.status import Status
from vanapp.clock import today
from vanapp.services import Services
from vanapp.store.space import must_have_room
from vanapp.store.trips import Visit
from vanapp.usecases.choose_matter import choose_matter
from vanapp.usecases.draft import new_id
from vanapp.usecases.prefilled import fill_in, prefill_of


def begin_application(
    services: Services,
    *,
    way: str,
    trip: str | None = None,
    matter: str | None = None,
    visit: str | None = None,
) -> Application:
    """Lane: store. way: "visit", "van" or "campus".

    visit: id of the planned door; it names the trip and the matter, and a door whose draft is still
    open gets that draft again instead of a second one. The matter of a plan is a suggestion: it is set
    here and may be chosen again; so are the answers the office knows beforehand (usecases.prefilled).
    Raises store.room_low, usecases.unknown_matter.
    """
    store, session = services.store, services.session
    if services.paths.data.is_dir():
        must_have_room(services.paths.data)
    with store.transaction():
        planned = store.trips.get(visit) if visit else None
        if planned and (open_one := _still_open(services, planned)):
            store.trips.stand_at(session.officer, open_one.id, services.clock.now())
            return open_one
        now, day = services.clock.now(), f"{today(services.clock):%Y%m%d}"
        application = Application(
            id=new_id(services),
            number=f"{session.device_no}-{day}-{store.applications.next_number(session.device_no, day):04d}",
            version=1,
            corrects=None,
            matter="",
            form="",
            pack="",
            status=Status.DRAFT,
            officer=session.officer,
            way=way,
            begun_at=now,
            changed_at=now,
            training=services.training,
            trip=planned.trip if planned else trip,
        )
        store.applications.add(application)
        store.trips.stand_at(session.officer, application.id, now)
        if planned:
            store.trips.open(planned.id, application.id)
        store.audit.add(session.officer, "begin", application.id, number=application.number, way=way)
        known = prefill_of(services, planned) if planned else None
        if chosen := matter or (planned.matter if planned else None) or (known.matter if known else None):
            choose_matter(services, application.id, chosen)
        if known:
            fill_in(services, application.id, known)
        return store.applications.get(application.id)


def _still_open(services: Services, planned: Visit) -> Application | None:
    if planned.application is None:
        return None
    application = services.store.applications.get(planned.application)
    return application if application.status is Status.DRAFT else None
