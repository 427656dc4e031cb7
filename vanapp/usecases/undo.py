"""Undo the last edit of a draft: an answer, a card's worth of answers, a dropped or replaced picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from vanapp.services import Services


@dataclass(frozen=True)
class Undone:
    """What stands again. answers: field id -> text now ("" = empty); slots: captures put back or taken out."""

    answers: Mapping[str, str] = field(default_factory=dict, repr=False)
    slots: tuple[str, ...] = ()


def undo(services: Services, application_id: str) -> Undone | None:
    """Lane: store. None when there is nothing left to undo. Raises usecases.not_a_draft."""
    raise NotImplementedError
