"""The resident rates the service, if they like: before the seal, so that it travels in the record."""

from __future__ import annotations

from forms import ratings
from vanapp.services import Services
from vanapp.usecases.draft import open_draft, put_answers
from vanapp.usecases.errors import UnknownRating


def rate_service(services: Services, application_id: str, level: str) -> None:
    """Lane: store. level: of forms.ratings; "" takes it back.

    Raises usecases.not_a_draft, usecases.unknown_rating.
    """
    if level and level not in {one.code for one in ratings.levels()}:
        raise UnknownRating
    store = services.store
    with store.transaction():
        draft = open_draft(services, application_id)
        if draft.answers.get(ratings.ANSWER, "") != level:
            step = store.answers.next_step(application_id)
            put_answers(services, application_id, {ratings.ANSWER: level}, "officer", step)
