"""Answer one question: every keystroke is committed before it is shown as saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from forms.record import Application
from forms.spec import Mistake, derive, is_confirmed, mistakes, tidy
from vanapp.clock import today
from vanapp.services import Services
from vanapp.usecases.draft import form_of, open_draft, put_answers
from vanapp.usecases.errors import ChipReadOnly
from vanapp.usecases.prefilled import unconfirmed
from vanapp.usecases.reading import doubts_of

FROM_CHIP = frozenset({"name", "sex", "ethnic", "birth", "id_number"})
"""What the chip says about the person is not typed over; where they live now may differ from the card."""


@dataclass(frozen=True)
class Saved:
    """The commit that happened. derived: what the answers say about other questions (field id -> text)."""

    at: datetime
    mistakes: tuple[Mistake, ...] = ()  # of the whole form as it now stands, confirmed ones left out
    text: str = field(default="", repr=False)  # what was kept (tidied)
    derived: Mapping[str, str] = field(default_factory=dict, repr=False)


def answer(
    services: Services, application_id: str, field_id: str, text: str, source: str = "officer"
) -> Saved:
    """Lane: store. Takes any field of the form, and confirmations (forms.spec.confirmation_id).

    The keystrokes of one field in a row are one step for undo.
    Raises usecases.chip_read_only, usecases.not_a_draft, store.disk_full.
    """
    store = services.store
    with store.transaction():
        draft = open_draft(services, application_id)
        kept = tidy(form_of(draft), field_id, text)
        if kept != draft.answers.get(field_id, ""):
            _not_over_the_chip(draft, field_id, source)
            typing = store.answers.typing_step(application_id, field_id)
            step = typing if typing is not None else store.answers.next_step(application_id)
            put_answers(services, application_id, {field_id: kept}, source, step)
    answers = {**draft.answers, field_id: kept}
    return Saved(
        at=services.clock.now(),
        mistakes=standing_mistakes(services, draft, answers),
        text=kept,
        derived=derive(form_of(draft), answers, today(services.clock)),
    )


def standing_mistakes(
    services: Services, draft: Application, answers: Mapping[str, str]
) -> tuple[Mistake, ...]:
    """What is wrong and not confirmed. Before a matter is chosen nothing counts as missing."""
    day = today(services.clock)
    doubts = (*doubts_of(draft, answers), *unconfirmed(draft, answers, day))
    found = (*mistakes(form_of(draft), {**answers, "pack": draft.pack}, day), *doubts)
    return tuple(m for m in found if not is_confirmed(m, answers) and (draft.matter or answers.get(m.field)))


def _not_over_the_chip(draft: Application, field_id: str, source: str) -> None:
    chip = draft.sources.get(field_id) == "chip" and field_id in FROM_CHIP
    if chip and source != "chip" and draft.matter != "change":
        raise ChipReadOnly(field=field_id)
