"""Resume: the application and the field the officer was at when the light went out."""

from __future__ import annotations

from forms.record import Application
from vanapp.services import Services


def last_place(services: Services) -> Application | None:
    """Lane: store. The application this officer was in, with `page` and `place`; None when there is none.

    A sealed one is returned only while its place is still page "finish" (not printed or handed over yet).
    """
    raise NotImplementedError


def leave_place(services: Services) -> None:
    """Lane: store. The officer went away on purpose: the next start opens at Today."""
    raise NotImplementedError
