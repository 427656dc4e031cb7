"""Scanners come to the bench by themselves, and SANE is asked only when something was plugged."""

from __future__ import annotations

from collections.abc import Callable

from devices.bench import Bench
from devices.bus import Found, Unsubscribe
from devices.contract import Kind, UsbId
from devices.errors import NotConnected, Silent
from devices.scan.errors import ScanSoftwareMissing
from devices.scan.listing import Scanner
from devices.scan.watch import ScannerWatch
from devices.virtual.scanner_model import ScannerModel
from tests.devices.rigs import soon

QUICK = 0.01


class Plugs:
    """A USB list nobody tells changes of."""

    training = False

    def __init__(self) -> None:
        self.found: tuple[Found, ...] = ()
        self.looks = 0

    def devices(self) -> tuple[Found, ...]:
        self.looks += 1
        return self.found

    def watch(self, changed: Callable[[], None]) -> Unsubscribe | None:
        return None


class Sane:
    def __init__(self) -> None:
        self.lists: tuple[Scanner, ...] = ()
        self.error: Exception | None = None
        self.asked = 0

    def __call__(self, cancelled: Callable[[], bool]) -> tuple[Scanner, ...]:
        self.asked += 1
        if self.error is not None:
            raise self.error
        return self.lists


def something() -> Found:
    return Found("1-1", 4, UsbId(0x04B8, 0x013A), "", None)


def test_the_training_scanner_is_found_and_goes_with_its_plug() -> None:
    model = ScannerModel()
    model.plug(True)
    with Bench([]) as bench:
        watch = ScannerWatch(bench, model, model.scanners, model.driver, look_every_s=QUICK)
        watch.start()
        assert soon(lambda: bench.state(Kind.SCANNER).instrument is not None)
        instrument = bench.state(Kind.SCANNER).instrument
        assert instrument is not None
        assert instrument.training
        model.plug(False)
        assert soon(lambda: bench.state(Kind.SCANNER).code == NotConnected.code)
        watch.stop()


def test_sane_is_asked_once_until_something_is_plugged() -> None:
    plugs, sane = Plugs(), Sane()
    with Bench([]) as bench:
        watch = ScannerWatch(bench, plugs, sane, look_every_s=QUICK, warms_up_s=QUICK)
        watch.start()
        assert soon(lambda: plugs.looks > 5)
        assert sane.asked == 1
        sane.lists = (Scanner("epson2:libusb:001:004", "Epson"),)
        plugs.found = (something(),)
        assert soon(lambda: bench.state(Kind.SCANNER).instrument is not None)
        assert soon(lambda: sane.asked == 3)  # once more after it has warmed up
        watch.stop()


def test_a_list_that_fails_leaves_the_bench_as_it_was_and_is_asked_for_again() -> None:
    plugs, sane = Plugs(), Sane()
    sane.error = Silent()
    with Bench([]) as bench:
        watch = ScannerWatch(bench, plugs, sane, look_every_s=QUICK, warms_up_s=QUICK)
        watch.start()
        assert soon(lambda: sane.asked == 1)
        sane.error, sane.lists = None, (Scanner("a", "A"),)
        plugs.found = (something(),)
        assert soon(lambda: bench.state(Kind.SCANNER).instrument is not None)
        watch.stop()


def test_without_sane_nobody_asks_again() -> None:
    plugs, sane = Plugs(), Sane()
    sane.error = ScanSoftwareMissing()
    with Bench([]) as bench:
        watch = ScannerWatch(bench, plugs, sane, look_every_s=QUICK, warms_up_s=QUICK)
        watch.start()
        assert soon(lambda: not watch._thread.is_alive())
        watch.stop()
    assert sane.asked == 1
