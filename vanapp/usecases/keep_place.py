"""Keep the place: which page and field the officer is at, so that a power cut costs nothing."""

from __future__ import annotations

from vanapp.services import Services


def keep_place(services: Services, application_id: str, page: str, place: str = "") -> None:
    """Lane: store. page: intake page id; place: field id or slot."""
    raise NotImplementedError
