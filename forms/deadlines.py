"""When the card must be ready: 25 days for the city's own people, 40 for others, 60 by law at the latest.

Source: Resident Identity Card Law art. 12 (60 days); Guangzhou practice (25 and 40, calendar days,
confidence of "calendar" medium). The days are data of the scenario pack, so a bureau changes them with its
pack.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from forms.days import add_days, day_of
from forms.packs.model import Pack
from forms.scenarios import decide


@dataclass(frozen=True)
class Deadline:
    """The last day, how many days that is after sealing, and where the number comes from."""

    date: date
    days: int
    source: str
    confidence: str


def due(
    household: str,
    sealed_on: date | datetime,
    category: str = "C19a",
    pack: Pack | None = None,
    situation: Mapping[str, str] | None = None,
) -> Deadline | None:
    """The deadline for an application sealed on a day (or at an aware moment: its day in China counts).

    `household`: "local", "province" or "other"; anything else gets the legal maximum. situation: the other
    answers, for categories whose limit hangs on them. The day of sealing
    does not count (Civil Code art. 201). None: the pack knows no limit, or one in working
    days, and which days are worked is decreed year by year.
    """
    day = day_of(sealed_on) if isinstance(sealed_on, datetime) else sealed_on
    limit = decide(category, {**(situation or {}), "household": household}, pack).limit
    if limit is None or limit.unit != "calendar":
        return None
    return Deadline(add_days(day, limit.days), limit.days, limit.source, limit.confidence)
