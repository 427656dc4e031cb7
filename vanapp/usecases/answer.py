"""Answer one question: every keystroke is committed before it is shown as saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from forms.spec import Mistake
from vanapp.services import Services


@dataclass(frozen=True)
class Saved:
    """The commit that happened. derived: fields the program filled from this one (field id -> text)."""

    at: datetime
    mistakes: tuple[Mistake, ...] = ()  # of the whole form, as it now stands
    text: str = field(default="", repr=False)  # what was kept (tidied)
    derived: Mapping[str, str] = field(default_factory=dict, repr=False)


def answer(
    services: Services, application_id: str, field_id: str, text: str, source: str = "officer"
) -> Saved:
    """Lane: store. Takes any field of the form, and "confirmed.<field>" = code of a confirmed mistake.

    Raises usecases.chip_read_only, usecases.not_a_draft, store.disk_full.
    """
    raise NotImplementedError
