"""Note a verdict: is this the person? It never blocks; "review" goes to a person at the office."""

from __future__ import annotations

from dataclasses import replace

from forms.record import Verdict
from vanapp.services import Services
from vanapp.usecases.draft import must_be_draft


def note_verdict(services: Services, application_id: str, verdict: Verdict) -> None:
    """Lane: store. A verdict of the same kind replaces the earlier one; its time is the moment of noting.

    Raises usecases.not_a_draft.
    """
    store = services.store
    with store.transaction():
        must_be_draft(services, application_id)
        store.applications.set_verdict(application_id, replace(verdict, at=services.clock.now()))
        store.audit.add(
            services.session.officer,
            "note_verdict",
            application_id,
            kind=verdict.kind,
            outcome=verdict.outcome,
            engine=verdict.engine,
        )
