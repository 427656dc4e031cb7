"""Send again: the officer looked at a parcel the office refused and lets it go once more."""

from __future__ import annotations

from vanapp.services import Services


def send_again(services: Services, application_id: str) -> None:
    """Lane: store. The next `send` takes it. One that is not refused stays as it is."""
    store = services.store
    with store.transaction():
        store.outbox.release(application_id)
        store.audit.add(services.session.officer, "send_again", application_id)
