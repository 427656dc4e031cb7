"""Where a record belongs: the queue of its matter, the county that decides, the day it must be ready by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from forms.deadlines import due
from forms.errors import BadDefinition
from forms.jurisdiction import county_of
from forms.matter import matter
from forms.packs.shelf import pack_named
from forms.record import Application

UNOPENED = "unopened"
"""The queue of what came sealed and cannot be read here."""
OTHER = "other"
"""The queue of matters this office's programs do not know."""
UNREADABLE = "unreadable"
"""... and of what cannot be opened with the keys that are here."""
NO_DAY = "9999-12-31"
MOST_OFFICER = 32


@dataclass(frozen=True)
class Route:
    """due: "YYYY-MM-DD", NO_DAY when no rule gives one. jurisdiction: six digits, "": address unclear."""

    queue: str
    jurisdiction: str
    due: str


def of(application: Application, sealed_at: datetime) -> Route:
    """By what the application says; never raises for a matter or address nobody knows."""
    answers = application.answers
    place = county_of(answers.get("address", ""))
    try:
        category = matter(application.matter).category
        deadline = due(answers.get("household", ""), sealed_at, category, pack_named(application.pack))
    except BadDefinition:
        return Route(OTHER, place, NO_DAY)
    return Route(category, place, NO_DAY if deadline is None else deadline.date.isoformat())


def rank(urgent: bool) -> int:
    """Lower comes first."""
    return 0 if urgent else 1
