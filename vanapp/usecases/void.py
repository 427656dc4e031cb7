"""Void a draft: withdrawn before it was sealed."""

from __future__ import annotations

from vanapp.services import Services


def void(services: Services, application_id: str) -> None:
    """Lane: store. Raises usecases.not_a_draft."""
    raise NotImplementedError
