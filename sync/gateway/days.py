"""The office's day: counted in China, wherever its machine stands."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))


def day_of(at: datetime) -> date:
    return at.astimezone(CHINA).date()
