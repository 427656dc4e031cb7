"""A draft under the officer's hand: found, checked to be one, and written with its trace."""

from __future__ import annotations

from collections.abc import Mapping

from forms.matter import matter
from forms.record import Application
from forms.spec import FormSpec, complete, load
from forms.status import Status
from vanapp.clock import today
from vanapp.services import Services
from vanapp.usecases.errors import NotADraft

ENGINES = ("face", "finger")
"""Kinds of verdicts an engine gives; what the officer saw himself is his own word."""
BEFORE_MATTER = "renewal_expiry"
"""The form whose person section is used while no matter is chosen yet: it has every field of a card."""


def open_draft(services: Services, application_id: str) -> Application:
    """The application, certain to be a draft. Raises store.unknown, usecases.not_a_draft."""
    application = services.store.applications.get(application_id)
    if application.status is not Status.DRAFT:
        raise NotADraft(id=application_id, status=application.status.value)
    return application


def must_be_draft(services: Services, application_id: str) -> None:
    """The cheap form of `open_draft`, for what happens at every keystroke."""
    status = services.store.applications.status(application_id)
    if status is not Status.DRAFT:
        raise NotADraft(id=application_id, status=status.value)


def form_of(application: Application) -> FormSpec:
    """The form this application is written on."""
    return load(matter(application.matter).definition if application.matter else BEFORE_MATTER)


def all_answers(services: Services, application: Application) -> dict[str, str]:
    """Given answers over derived ones over defaults: what is checked, shown and sealed."""
    return complete(form_of(application), application.answers, today(services.clock))


def new_id(services: Services) -> str:
    """A ULID of this moment."""
    from ulid import ULID  # reads package metadata, 20 ms: not before the first window

    return str(ULID.from_datetime(services.clock.now()))


def put_answers(
    services: Services, application_id: str, texts: Mapping[str, str], source: str, step: int | None
) -> None:
    """Write answers and that the draft changed; part of the caller's transaction.

    Another number is another person: what was compared with the one before says nothing any more.
    """
    at = services.clock.now()
    if "id_number" in texts:
        services.store.applications.drop_verdicts(application_id, ENGINES)
    services.store.answers.put(application_id, texts, source, at, step)
    services.store.applications.touch(application_id, at)
