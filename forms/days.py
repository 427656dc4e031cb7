"""Days as the law counts them: written days, full years of age, the same day some years later.

Source: Civil Code art. 200-204 (calendar periods; where the month has no such day, its last day counts).
The card law does not say when a person born on 29 February comes of age; we follow art. 202 by analogy and
take 28 February in common years (confidence: low; one constant, LEAP_DAY_FALLS_BACK).
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "CST")
"""No summer time since 1991: the office and the law count days in it, whatever zone a machine was set to."""
LEAP_DAY_FALLS_BACK = True  # 29 Feb -> 28 Feb in common years; False would mean 1 Mar


def day_of(at: datetime) -> date:
    """Which day that is in China. at: aware."""
    return at.astimezone(CHINA).date()


def parse_day(text: str) -> date | None:
    """The day written YYYYMMDD in ASCII digits, or None when there is no such day."""
    if not re.fullmatch(r"[0-9]{8}", text):
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


def write_day(day: date) -> str:
    """YYYYMMDD, as on the chip and in all answers."""
    return f"{day.year:04}{day.month:02}{day.day:02}"


def add_days(day: date, days: int) -> date:
    """`days` (0 or more) later, at most the calendar's last day."""
    return date.max if (date.max - day).days < days else day + timedelta(days=days)


def add_years(day: date, years: int) -> date:
    """The same month and day `years` later; 29 February falls back to 28 February in common years.

    Years beyond 9999 give date.max: a card that outlives the calendar is long-term anyway.
    """
    if day.year + years > date.max.year:
        return date.max
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        later = date(day.year + years, 2, 28)
        return later if LEAP_DAY_FALLS_BACK else later + timedelta(days=1)


def add_months(day: date, months: int) -> date:
    """The same day `months` later or earlier, or that month's last day (Civil Code art. 202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= date.max.year:
        return date.max if months > 0 else date.min
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def birthday(birth: date, age: int) -> date:
    """The day somebody born on `birth` reaches `age` full years."""
    return add_years(birth, age)


def age(birth: date, on: date) -> int:
    """Full years (zhou sui) on the day `on`; negative before birth."""
    years = on.year - birth.year
    return years if birthday(birth, years) <= on else years - 1
