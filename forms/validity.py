"""How long a new card will hold, and whether a birthday inside the processing time changes it.

Under 16: 5 years; 16-25: 10; 26-45: 20; 46 and older: long-term. Source: Resident Identity Card Law art. 5.
Full years count; the law does not say on which day, the day of issue is usual (confidence: medium). So the
card is reckoned from the given day, and a 16th, 26th or 46th birthday before the office must be done is
told.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cache

from forms.data import read_toml
from forms.days import add_days, add_years, age, birthday

STATUTORY_DAYS = 60  # art. 12: the longest a card may take


@dataclass(frozen=True)
class BirthdayWarning:
    """A birthday before the card is due that puts the holder into the next class of validity."""

    age: int
    on: date = field(repr=False)
    years_after: int | None  # validity when issued on or after that day; None: long-term


@dataclass(frozen=True)
class Validity:
    """`years` None and `valid_to` None mean long-term."""

    years: int | None
    valid_from: date
    valid_to: date | None
    birthday_warning: BirthdayWarning | None


@cache
def _classes() -> tuple[tuple[int, int | None], ...]:
    """(age from, years or None), youngest first."""
    rows = read_toml("laws/validity.toml")["ages"]
    return tuple((row["from"], row["years"] or None) for row in rows)


def years_at(full_years: int) -> int | None:
    """Years of validity at an age; None is long-term. An age below 0 counts as 0."""
    return next(years for start, years in reversed(_classes()) if max(full_years, 0) >= start)


def validity(birth: date, on: date, window_days: int = STATUTORY_DAYS) -> Validity:
    """The validity of a card issued on `on`, warning of a birthday within `window_days`."""
    years = years_at(age(birth, on))
    warning = None
    for start, years_after in _classes()[1:]:
        day = birthday(birth, start)
        if on < day <= add_days(on, window_days):
            warning = BirthdayWarning(start, day, years_after)
    return Validity(years, on, None if years is None else add_years(on, years), warning)
