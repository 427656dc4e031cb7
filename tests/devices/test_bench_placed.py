"""What hangs on no USB bus of ours is worked with all the same: in its own thread, until it is taken away."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Self

import pytest

from devices.bench import Bench
from devices.clock import Clock
from devices.contract import Instrument, Kind
from devices.errors import NotConnected, NotPermitted, Removed
from tests.devices.rigs import soon

LIBRARY = Instrument("library/one", Kind.FINGER, "vendor_livescan", "A maker's scanner")


class Scanner:
    """Notes who opened it and in which thread."""

    def __init__(self, clock: Clock, nonce: Callable[[], int]) -> None:
        assert clock.monotonic_ns() > 0
        assert 0 <= nonce() < 1 << 32
        self.is_open = False

    def __enter__(self) -> Self:
        self.is_open = True
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.is_open = False


def never() -> bool:
    return False


@pytest.fixture
def bench() -> Iterator[Bench]:
    with Bench([], look_again_s=0.02) as bench:
        yield bench


def where(driver: Scanner) -> str:
    assert driver.is_open
    return threading.current_thread().name


def test_a_placed_instrument_with_a_driver_is_used_in_its_own_thread(bench: Bench) -> None:
    bench.place(LIBRARY, driver_factory=Scanner)
    assert bench.state(Kind.FINGER).code is None
    assert {bench.use(Kind.FINGER, where, never) for _ in range(3)} == {LIBRARY.key}


def test_without_a_driver_it_shows_and_cannot_be_used(bench: Bench) -> None:
    bench.place(LIBRARY)
    assert bench.state(Kind.FINGER).instrument == LIBRARY
    with pytest.raises(NotConnected):
        bench.use(Kind.FINGER, where, never)


def test_no_look_at_the_buses_takes_it_for_unplugged(bench: Bench) -> None:
    bench.place(LIBRARY, "devices.busy", driver_factory=Scanner)
    told = threading.Event()
    bench.on_change(told.set)
    assert not told.wait(0.1)
    assert bench.state(Kind.FINGER).code == "devices.busy"


def test_placed_again_it_keeps_its_open_driver(bench: Bench) -> None:
    bench.place(LIBRARY, driver_factory=Scanner)
    drivers: list[Scanner] = []
    bench.use(Kind.FINGER, drivers.append, never)
    renamed = Instrument(LIBRARY.key, LIBRARY.kind, LIBRARY.driver, "Another label")
    bench.place(renamed, "devices.busy")
    bench.use(Kind.FINGER, drivers.append, never)
    assert drivers[0] is drivers[1]
    assert bench.instruments() == (renamed,)


def test_a_good_use_clears_its_trouble_and_a_refusal_sets_it(bench: Bench) -> None:
    bench.place(LIBRARY, "devices.busy", driver_factory=Scanner)
    bench.use(Kind.FINGER, where, never)
    assert bench.state(Kind.FINGER).code is None

    def refuse(driver: Scanner) -> None:
        raise NotPermitted()

    with pytest.raises(NotPermitted):
        bench.use(Kind.FINGER, refuse, never)
    assert bench.state(Kind.FINGER).code == "devices.not_permitted"


def test_one_that_is_not_plugged_in_makes_room_for_another(bench: Bench) -> None:
    """A maker's library knows only when it is used; the other scanner must not wait behind it for ever."""
    other = Instrument("library/two", Kind.FINGER, "vendor_livescan", "Another maker's scanner")
    bench.place(LIBRARY, driver_factory=Scanner)
    bench.place(other, driver_factory=Scanner)

    def absent(driver: Scanner) -> None:
        raise NotConnected()

    with pytest.raises(NotConnected):
        bench.use(Kind.FINGER, absent, never)
    assert bench.state(Kind.FINGER).instrument == other
    assert bench.use(Kind.FINGER, where, never) == other.key


def test_taken_away_it_closes_and_waiting_jobs_end_in_removed(bench: Bench) -> None:
    bench.place(LIBRARY, driver_factory=Scanner)
    drivers: list[Scanner] = []
    working, go_on = threading.Event(), threading.Event()

    def long_job(driver: Scanner) -> None:
        drivers.append(driver)
        working.set()
        go_on.wait(5)

    first = threading.Thread(target=lambda: bench.use(Kind.FINGER, long_job, never))
    first.start()
    assert working.wait(5)
    ends: list[type[BaseException]] = []

    def second_job() -> None:
        with pytest.raises(Removed):
            bench.use(Kind.FINGER, where, never)
        ends.append(Removed)

    second = threading.Thread(target=second_job)
    second.start()
    assert soon(lambda: bench._places[LIBRARY.key].in_use == 2)
    bench.take_away(LIBRARY.key)
    assert bench.state(Kind.FINGER).code == "devices.not_connected"
    go_on.set()
    first.join(5)
    second.join(5)
    assert ends == [Removed]
    assert soon(lambda: not drivers[0].is_open)


def test_stop_waits_for_what_was_taken_away_to_close() -> None:
    bench = Bench([])
    bench.start()
    bench.place(LIBRARY, driver_factory=Scanner)
    drivers: list[Scanner] = []
    bench.use(Kind.FINGER, drivers.append, never)
    bench.take_away(LIBRARY.key)
    bench.stop()
    assert not drivers[0].is_open
