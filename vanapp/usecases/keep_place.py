"""Keep the place: which page and field the officer is at, so that a power cut costs nothing."""

from __future__ import annotations

from vanapp.services import Services


def keep_place(services: Services, application_id: str, page: str, place: str = "") -> None:
    """Lane: store. page: intake page id; place: field id or slot."""
    store = services.store
    with store.transaction():
        store.applications.set_place(application_id, page, place)
        store.trips.stand_at(services.session.officer, application_id, services.clock.now())
