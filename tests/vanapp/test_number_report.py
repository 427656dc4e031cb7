"""Numbers between a real office and a real store: given, taken, told, given again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from forms.days import day_of
from sync.errors import Unreachable
from sync.gateway.desk import number_use, units
from sync.gateway.desk.number_space import RULE
from sync.numbers import Report
from tests.sync.offices import Running
from tests.sync.test_gateway_numbers import UNIT, VAN
from tests.vanapp.bed import Van
from tests.vanapp.reached import reached, van_of
from vanapp.clock import today
from vanapp.number_report import tell_numbers


@pytest.fixture
def van(tmp_path: Path, office: Running) -> Iterator[Van]:
    with van_of(tmp_path, office) as one:
        yield one


def test_the_van_takes_numbers_tells_so_and_is_given_more(van: Van, office: Running, tmp_path: Path) -> None:
    units.join(office.office, VAN, UNIT, "clerk")
    numbers, day = van.store.numbers, today(van.clock)
    with reached(van, office, tmp_path) as laptop:  # its certificate brings its numbers
        laptop.pull()
        assert numbers.left(day) == RULE.size
        for n in range(RULE.size - RULE.few + 1):
            assert numbers.next(f"receipt-{n}", f"record-{n}", day, van.clock.now())
        assert tell_numbers(numbers, laptop.client, van.clock) == RULE.days_ahead + 1
        assert tell_numbers(numbers, laptop.client, van.clock) == 0
        [row] = number_use.days(office.office, UNIT, day_of(office.office.now()))
        assert (row["van"], row["used"], row["given"]) == (VAN, RULE.size - RULE.few + 1, 2 * RULE.size)
        laptop.pull()
        assert numbers.left(day) == RULE.size + RULE.few - 1


def test_cut_in_the_middle_it_is_told_again(van: Van) -> None:
    class Gone:
        def numbers(self, report: Report) -> dict[str, int]:
            raise Unreachable

    from tests.vanapp.store.test_numbers import BLOCK

    van.store.numbers.give(BLOCK)
    before = van.store.numbers.untold(today(van.clock))
    with pytest.raises(Unreachable):
        tell_numbers(van.store.numbers, Gone(), van.clock)
    assert van.store.numbers.untold(today(van.clock)) == before
