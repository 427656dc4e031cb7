"""Load an application as it stands, with answers, current captures and verdicts."""

from __future__ import annotations

from forms.record import Application
from vanapp.services import Services


def load_application(services: Services, application_id: str) -> Application:
    """Lane: store. Raises store.unknown."""
    return services.store.applications.get(application_id)
