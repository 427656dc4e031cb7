"""Resume: the application and the field the officer was at when the light went out."""

from __future__ import annotations

from forms.record import Application
from forms.status import Status
from vanapp.services import Services

LAST_PAGE = "finish"


def last_place(services: Services) -> Application | None:
    """Lane: store. The application this officer was in, with `page` and `place`; None when there is none.

    A sealed one is returned only while its place is still page "finish" (not printed or handed over yet).
    """
    application_id = services.store.trips.where(services.session.officer)
    if application_id is None:
        return None
    application = services.store.applications.get(application_id)
    if application.status is Status.DRAFT:
        return application
    gone = application.status is Status.VOID or application.page != LAST_PAGE
    return None if gone else application


def leave_place(services: Services) -> None:
    """Lane: store. The officer went away on purpose: the next start opens at Today."""
    services.store.trips.leave(services.session.officer)
