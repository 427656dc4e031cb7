"""Undo the last edit of a draft: an answer, a card's worth of answers, a dropped or replaced picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from vanapp.services import Services
from vanapp.usecases.draft import must_be_draft, put_answers


@dataclass(frozen=True)
class Undone:
    """What stands again. answers: field id -> text now ("" = empty); slots: captures put back or out."""

    answers: Mapping[str, str] = field(default_factory=dict, repr=False)
    slots: tuple[str, ...] = ()
    ticks: tuple[str, ...] = ()  # materials


def undo(services: Services, application_id: str) -> Undone | None:
    """Lane: store. None when there is nothing left to undo. Raises usecases.not_a_draft."""
    store = services.store
    with store.transaction():
        must_be_draft(services, application_id)
        taken = store.answers.take_back(application_id)
        answers: dict[str, str] = {}
        slots: dict[str, None] = {}
        ticks: dict[str, None] = {}
        for edit in taken:
            if edit.kind == "answer":
                answers[edit.key] = edit.was or ""
                put_answers(services, application_id, {edit.key: edit.was or ""}, edit.was_source or "", None)
            elif edit.kind == "slot":
                slots[edit.key] = None
                store.captures.stand(application_id, edit.key, edit.was)
            else:
                ticks[edit.key] = None
                store.answers.tick(application_id, edit.key, edit.was, services.clock.now(), None)
    return Undone(answers, tuple(slots), tuple(ticks)) if taken else None
