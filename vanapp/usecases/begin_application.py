"""Begin an application: a new draft with its receipt number, ready for the first answer."""

from __future__ import annotations

from forms.record import Application
from vanapp.services import Services


def begin_application(
    services: Services,
    *,
    way: str,
    trip: str | None = None,
    matter: str | None = None,
    visit: str | None = None,
) -> Application:
    """Lane: store. way: "visit", "van" or "campus".

    visit: id of the planned door; it names the trip and the matter, and a door whose draft is still
    open gets that draft again instead of a second one.
    """
    raise NotImplementedError
