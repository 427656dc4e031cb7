"""Confirm what was read from a document: the officer compared it with the paper."""

from __future__ import annotations

from forms.record import Application
from forms.spec import confirmation_id
from vanapp.services import Services
from vanapp.usecases.draft import open_draft, put_answers
from vanapp.usecases.reading import doubts_of


def confirm_reading(services: Services, application_id: str) -> Application:
    """Lane: store. All that was read in doubt and still stands is right. Raises usecases.not_a_draft."""
    with services.store.transaction():
        draft = open_draft(services, application_id)
        said = {
            confirmation_id(doubt): draft.answers[doubt.field] for doubt in doubts_of(draft, draft.answers)
        }
        put_answers(services, application_id, said, "officer", None)
        return services.store.applications.get(application_id)
