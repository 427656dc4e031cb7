"""Validity by age, and the birthdays that change it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.days import add_years, age
from forms.validity import validity, years_at
from tests.forms.facts import facts


def test_the_classes_are_those_of_the_law() -> None:
    for row in facts("validity_rules")["rules"]:
        for full_years in range(row["age_min"], (row["age_max"] or 130) + 1):
            assert years_at(full_years) == row["years"]


@pytest.mark.parametrize(
    ("birth", "years"),
    [
        (date(2010, 11, 22), 5),  # 15, one day before 16
        (date(2010, 11, 21), 10),  # 16 today
        (date(2000, 11, 22), 10),
        (date(2000, 11, 21), 20),
        (date(1980, 11, 22), 20),
        (date(1980, 11, 21), None),
        (date(2026, 11, 21), 5),
    ],
)
def test_the_birthday_itself_counts(birth: date, years: int | None) -> None:
    assert validity(birth, date(2026, 11, 21)).years == years


def test_a_card_ends_on_the_same_day_years_later() -> None:
    found = validity(date(1990, 1, 1), date(2010, 1, 1))
    assert (found.valid_from, found.valid_to) == (date(2010, 1, 1), date(2020, 1, 1))


def test_a_card_of_29_february_ends_on_28_when_there_is_no_29th() -> None:
    assert validity(date(2015, 1, 1), date(2024, 2, 29)).valid_to == date(2029, 2, 28)
    assert validity(date(2000, 1, 1), date(2024, 2, 29)).valid_to == date(2034, 2, 28)
    assert validity(date(1990, 1, 1), date(2024, 2, 29)).valid_to == date(2044, 2, 29)


def test_a_long_term_card_has_no_end() -> None:
    found = validity(date(1960, 1, 1), date(2026, 1, 1))
    assert (found.years, found.valid_to, found.birthday_warning) == (None, None, None)


@pytest.mark.parametrize(("turns", "after"), [(16, 10), (26, 20), (46, None)])
def test_a_birthday_inside_the_processing_time_is_told(turns: int, after: int | None) -> None:
    today = date(2026, 11, 21)
    for days in (1, 25, 60):
        birth = add_years(today + timedelta(days=days), -turns)
        warning = validity(birth, today).birthday_warning
        assert warning is not None
        assert (warning.age, warning.on, warning.years_after) == (turns, today + timedelta(days=days), after)
    for days in (0, 61):
        birth = add_years(today + timedelta(days=days), -turns)
        assert validity(birth, today).birthday_warning is None


def test_a_leap_birthday_inside_the_processing_time_is_told() -> None:
    warning = validity(date(2000, 2, 29), date(2026, 1, 15)).birthday_warning
    assert warning is not None
    assert warning.on == date(2026, 2, 28)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2026, 1, 1)), st.integers(0, 40000))
def test_the_warning_and_the_class_agree(birth: date, days: int) -> None:
    on = birth + timedelta(days=days)
    found = validity(birth, on)
    warning = found.birthday_warning
    if warning is None:
        assert years_at(age(birth, on + timedelta(days=60))) == found.years
    else:
        assert years_at(age(birth, warning.on)) == warning.years_after != found.years
        assert years_at(age(birth, warning.on - timedelta(days=1))) == found.years
