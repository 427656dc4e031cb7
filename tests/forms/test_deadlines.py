"""When a card must be ready."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from forms.deadlines import due


@pytest.mark.parametrize(
    ("household", "days", "day"),
    [
        ("local", 25, date(2026, 12, 16)),
        ("province", 40, date(2026, 12, 31)),
        ("other", 40, date(2026, 12, 31)),
    ],
)
def test_days_by_household(household: str, days: int, day: date) -> None:
    found = due(household, date(2026, 11, 21))
    assert (found.days, found.date) == (days, day)
    assert found.source


def test_an_unknown_household_gets_the_legal_maximum() -> None:
    assert due("", date(2026, 11, 21)).days == 60


def test_a_deadline_runs_over_a_leap_day() -> None:
    assert due("local", date(2028, 2, 10)).date == date(2028, 3, 6)


def test_the_day_of_sealing_is_the_day_in_china() -> None:
    late = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)  # 00:30 on the 21st in China
    assert due("local", late).date == date(2026, 12, 16)
