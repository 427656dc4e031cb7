"""Today: the doors planned, what needs the officer, and how the day's work stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from vanapp.services import Services
from vanapp.usecases.list_outbox import OutboxRow


@dataclass(frozen=True)
class Visit:
    """One door or one stop. kind: "visit" 上门, "delivery" 送证上门, "van" 流动车, "campus" 校园."""

    id: str
    trip: str
    at: str  # local time "09:30"
    kind: str
    title: str = field(repr=False)  # a person's or a place's name
    age: int | None = None
    matter: str | None = None
    note: str = field(default="", repr=False)
    state: str = "planned"  # "planned", "open", "done"
    application: str | None = None
    person: str = ""  # training: key of the TrainingPerson


@dataclass(frozen=True)
class Draft:
    """An application begun and not sealed."""

    id: str
    number: str
    name: str = field(repr=False)
    matter: str
    page: str


@dataclass(frozen=True)
class Today:
    day: date
    trip: str | None
    visits: tuple[Visit, ...]
    drafts: tuple[Draft, ...]
    needs_you: tuple[OutboxRow, ...]
    counts: Mapping[str, int]  # "here", "office", "accepted", "needs_you", "draft"


def today(services: Services) -> Today:
    """Lane: store."""
    raise NotImplementedError
