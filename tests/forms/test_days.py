"""Days, ages and leap days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.days import add_days, add_months, add_years, age, birthday, parse_day, write_day


@pytest.mark.parametrize(
    "text", ["20230229", "20261301", "20260431", "00000101", "2026011", "２０２６０１０１", "", "abcdefgh"]
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert parse_day(text) is None


def test_a_leap_day_is_a_day() -> None:
    assert parse_day("20240229") == date(2024, 2, 29)


@given(st.dates())
def test_a_written_day_reads_back(day: date) -> None:
    assert parse_day(write_day(day)) == day


def test_a_leap_child_comes_of_age_on_28_february_in_a_common_year() -> None:
    born = date(2008, 2, 29)
    assert birthday(born, 18) == date(2026, 2, 28)
    assert age(born, date(2026, 2, 27)) == 17
    assert age(born, date(2026, 2, 28)) == 18
    assert age(born, date(2024, 2, 28)) == 15
    assert age(born, date(2024, 2, 29)) == 16


def test_a_month_without_the_day_takes_its_last() -> None:
    assert add_months(date(2026, 5, 31), -3) == date(2026, 2, 28)
    assert add_months(date(2024, 5, 31), -3) == date(2024, 2, 29)
    assert add_months(date(2026, 11, 30), 3) == date(2027, 2, 28)


def test_the_calendar_has_ends() -> None:
    assert add_days(date(9999, 12, 1), 31) == date.max
    assert add_days(date(2026, 11, 21), 25) == date(2026, 12, 16)
    assert add_years(date(9990, 1, 1), 20) == date.max
    assert add_months(date(9999, 12, 31), 3) == date.max
    assert add_months(date(1, 1, 31), -3) == date.min


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)), st.integers(0, 45000))
def test_the_age_grows_by_one_on_each_birthday(birth: date, days: int) -> None:
    on = birth + timedelta(days=days)
    years = age(birth, on)
    assert birthday(birth, years) <= on < birthday(birth, years + 1)
