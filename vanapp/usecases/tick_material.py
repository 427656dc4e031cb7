"""Tick a material the officer has seen or taken, or take the tick away."""

from __future__ import annotations

from vanapp.services import Services
from vanapp.usecases.draft import must_be_draft


def tick_material(
    services: Services, application_id: str, material_id: str, done: bool = True, by: str = "officer"
) -> None:
    """Lane: store. by: "officer" (original seen or taken), "licence" (electronic licence), "card" (read)."""
    store = services.store
    with store.transaction():
        must_be_draft(services, application_id)
        step = store.answers.next_step(application_id)
        store.answers.tick(application_id, material_id, by if done else None, services.clock.now(), step)
        store.audit.add(
            services.session.officer, "tick_material", application_id, material=material_id, by=by, done=done
        )
