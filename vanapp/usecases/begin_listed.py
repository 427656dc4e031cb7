"""Begin with somebody of a list: what the list says of him is not typed again, only confirmed."""

from __future__ import annotations

from forms.record import Application
from forms.status import Status
from vanapp.clock import today
from vanapp.services import Services
from vanapp.store.errors import Unknown
from vanapp.store.listed import Listed
from vanapp.store.prefills import Prefill
from vanapp.usecases.begin_application import begin_application
from vanapp.usecases.choose_matter import choose_matter
from vanapp.usecases.prefilled import fill_in, todays_prefill

WAYS = {"roster": "campus", "outreach": "visit"}
FROM_LIST = ("address", "birth")
"""Columns that are answers of the person's own. The telephone is often a teacher's or a child's."""


def begin_listed(services: Services, person: str) -> Application:
    """Lane: store. person: Listed.id. A draft that is still open comes back instead of a second one.

    Raises store.unknown, store.room_low, usecases.unknown_matter.
    """
    store = services.store
    kind, list, number = person.split("/")
    with store.transaction():
        listed = store.lists.get(kind, list, number)
        if listed is None:
            raise Unknown(what="person", id=f"{kind}/{list}")
        if listed.application and listed.status == Status.DRAFT.value:
            store.trips.stand_at(services.session.officer, listed.application, services.clock.now())
            return store.applications.get(listed.application)
        begun = begin_application(services, way=WAYS[kind])
        store.lists.begun(listed, begun.id)
        known = todays_prefill(services, number)
        if matter := listed.said.get("matter") or (known.matter if known else ""):
            choose_matter(services, begun.id, matter)
        if known:
            fill_in(services, begun.id, known)
        fill_in(services, begun.id, _of_list(services, listed))
        return store.applications.get(begun.id)


def _of_list(services: Services, listed: Listed) -> Prefill:
    own = {name: listed.said[name] for name in FROM_LIST if name in listed.said}
    return Prefill(
        id=listed.list,
        day=today(services.clock),
        target=listed.id_number,
        matter="",
        id_number=listed.id_number,
        answers={"id_number": listed.id_number, "name": listed.name, **own},
    )
