"""Not a verb: answers known beforehand, by the office or from the household. Each waits for the officer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from forms.question import Mistake
from forms.record import Application
from forms.spec import field_of, tidy, visible_fields
from vanapp.clock import today
from vanapp.services import Services
from vanapp.store.prefills import Prefill
from vanapp.store.trips import Visit
from vanapp.usecases.draft import form_of, open_draft, put_answers

SOURCE = "draft"
CARRIED = "visit"
"""Of another person of the household, served just before."""
UNCONFIRMED = "usecases.prefilled"
DOUBTS = {SOURCE: UNCONFIRMED, CARRIED: "usecases.carried"}
NOT_BEFOREHAND = frozenset({"household", "pay_way", "fee_waiver"})
"""Decided in front of the person, on pages of their own; the situation of a draft answers the first."""


def prefill_of(services: Services, visit: Visit) -> Prefill | None:
    """What is known for this door or for its person."""
    return services.store.prefills.find(services.store.trips.day_of(visit), visit.own, visit.id_number)


def fill_in(services: Services, application_id: str, known: Prefill) -> None:
    """Part of the caller's transaction. What the form does not ask, or holds already, is left out."""
    draft = open_draft(services, application_id)
    form = form_of(draft)
    asked = {
        name: tidy(form, name, text)
        for name, text in known.answers.items()
        if field_of(form, name) is not None and name not in NOT_BEFOREHAND and not draft.answers.get(name)
    }
    step = services.store.answers.next_step(application_id)
    if asked:
        put_answers(services, application_id, asked, SOURCE, step)
    if known.matter == draft.matter and known.scenario:
        put_answers(services, application_id, known.scenario, SOURCE, step)
    services.store.audit.add(
        services.session.officer, "prefilled", application_id, draft=known.id, fields=len(asked)
    )


def unconfirmed(application: Application, answers: Mapping[str, str], day: date) -> tuple[Mistake, ...]:
    """What still stands as it was known: the officer confirms it or types it. Only what is asked."""
    standing = {
        name: DOUBTS[source]
        for name, source in application.sources.items()
        if source in DOUBTS and answers.get(name) and answers.get(name) == application.answers.get(name)
    }
    if not standing:
        return ()
    asked = {entry.id for entry in visible_fields(form_of(application), answers, day)} - NOT_BEFOREHAND
    return tuple(Mistake(name, code, "confirm") for name, code in standing.items() if name in asked)


def todays_prefill(services: Services, id_number: str) -> Prefill | None:
    """For a person met without a door."""
    return services.store.prefills.find(today(services.clock), "", id_number)
