"""Why the office returned an application, and which fields or captures to look at."""

from __future__ import annotations

from dataclasses import dataclass

from vanapp.services import Services


@dataclass(frozen=True)
class Reasons:
    sentences: tuple[str, ...] = ()  # the office's words, for the officer
    fields: tuple[str, ...] = ()  # field ids and slots


def returned_reasons(services: Services, application_id: str) -> Reasons:
    """Lane: store. Asked of a correction, it answers for the version it corrects."""
    raise NotImplementedError
