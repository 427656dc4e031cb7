"""Two instruments of one kind: the officer's choice holds on any port, and never stands in the way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from devices.bench import Bench
from devices.contract import Instrument, Kind
from devices.errors import Busy, NotConnected
from devices.virtual.bus import VirtualBus
from devices.virtual.uru_model import UruModel
from tests.devices.rigs import soon

FIRST = Instrument("library/first", Kind.FINGER, "maker", "First", serial="A1")
SECOND = Instrument("library/second", Kind.FINGER, "maker", "Second", serial="B2")
NAMELESS = Instrument("usb/1-4/05ba:000a", Kind.FINGER, "uru", "No serial")


class Named:
    """A driver that says who it is."""

    def __init__(self, name: str, error: Exception | None = None) -> None:
        self.name, self._error = name, error

    def __enter__(self) -> Named:
        if self._error is not None:
            raise self._error
        return self

    def __exit__(self, *_: object) -> None:
        return None


@pytest.fixture
def bench() -> Iterator[Bench]:
    with Bench([]) as bench:
        for instrument in (FIRST, SECOND):
            put(bench, instrument)
        yield bench


def put(bench: Bench, instrument: Instrument, error: Exception | None = None) -> None:
    bench.place(instrument, driver_factory=lambda clock, nonce: Named(instrument.label, error))


def used(bench: Bench) -> Any:
    return bench.use(Kind.FINGER, lambda driver: driver.name, lambda: False)


def test_the_first_plugged_is_used_until_the_officer_chooses(bench: Bench) -> None:
    assert used(bench) == "First"
    bench.choose({"finger": SECOND.lasting})
    assert used(bench) == "Second"
    assert [state.instrument for state in bench.states()] == [SECOND, FIRST]


def test_the_choice_holds_on_another_port_and_another_day(bench: Bench) -> None:
    bench.choose({"finger": SECOND.lasting})
    bench.take_away(SECOND.key)
    assert used(bench) == "First"  # not there: no hindrance
    put(bench, Instrument("library/elsewhere", Kind.FINGER, "maker", "Second", serial="B2"))
    assert used(bench) == "Second"


def test_without_a_serial_number_the_port_is_what_lasts() -> None:
    assert NAMELESS.lasting == "usb/1-4/05ba:000a"
    assert FIRST.lasting == "maker#A1"


def test_the_chosen_one_in_trouble_is_said_and_another_can_be_chosen() -> None:
    with Bench([]) as bench:
        put(bench, FIRST)
        put(bench, SECOND, Busy())
        bench.choose({"finger": SECOND.lasting})
        with pytest.raises(Busy):
            used(bench)
        assert bench.state(Kind.FINGER).code == Busy.code
        bench.choose({"finger": FIRST.lasting})
        assert used(bench) == "First"


def test_two_scanners_on_the_bus_and_one_pulled() -> None:
    bus, one, other = VirtualBus(), UruModel(), UruModel()
    bus.plug(one)
    bus.plug(other)
    with Bench([bus]) as bench:
        assert len([s for s in bench.states() if s.kind is Kind.FINGER]) == 2
        bus.unplug(one)
        assert soon(lambda: len(bench.states()) == 1)
        assert bench.state(Kind.FINGER).instrument is not None
        bus.unplug(other)
        assert soon(lambda: bench.state(Kind.FINGER).code == NotConnected.code)
