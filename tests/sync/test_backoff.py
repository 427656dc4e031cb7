"""How long a parcel is left alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sync.backoff import FIRST_S, LONGEST_S, delay_s


@given(st.integers(-5, 10_000), st.floats(0, 1, exclude_max=True), st.none() | st.floats(-1e9, 1e9))
def test_the_wait_is_never_longer_than_a_minute(tries: int, chance: float, asked: float | None) -> None:
    assert 0 <= delay_s(tries, lambda: chance, asked) <= LONGEST_S


def test_the_wait_doubles_from_the_first_try() -> None:
    waits = [delay_s(tries, lambda: 1.0) for tries in (1, 2, 3, 4, 5, 6, 7)]
    assert waits == [FIRST_S, 4, 8, 16, 32, LONGEST_S, LONGEST_S]


def test_a_fleet_that_failed_together_does_not_come_back_together() -> None:
    assert {delay_s(4, lambda c=c: c) for c in (0.0, 0.25, 0.75)} == {8.0, 10.0, 14.0}  # type: ignore[misc]


def test_the_office_may_name_its_own_wait() -> None:
    assert delay_s(9, lambda: 0.5, 3.0) == 3.0
