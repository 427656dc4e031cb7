"""Chip readers on the bench: placed when one is there, taken away with the last, used in their own thread."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from devices.bench import Bench
from devices.contract import ChipTrust, Instrument, Kind
from devices.drivers.pcsc_mrtd import PcscMrtd
from devices.errors import NotConnected, Removed
from devices.travel.watch import KEY, PcscWatch, label_of, readers
from tests.devices.rigs import PATIENCE_S, soon
from tests.devices.travel import specimens
from tests.devices.travel.pcscd import stand, why_not
from tests.devices.travel.rig import KEY as CHIP_KEY
from tests.devices.travel.rig import ChipRig, utopia

READERS = """
import json, sys, threading
print(json.dumps({"say": "readers", "names": ["A 00 00"]}), flush=True)
sys.stdin.readline()
{then}
sys.stdin.read()
"""


def child(then: str) -> tuple[str, ...]:
    return (sys.executable, "-c", READERS.replace("{then}", then))


@contextmanager
def watching(bench: Bench, *command: str) -> Iterator[None]:
    watch = PcscWatch(bench, command=command, again_s=0.05)
    watch.start()
    try:
        yield
    finally:
        watch.stop()
    assert not [one for one in threading.enumerate() if one.name in ("pcsc line", "pcsc watch")]


def there(bench: Bench) -> Callable[[], bool]:
    return lambda: bench.state(Kind.CHIP).instrument is not None


def test_a_reader_lies_on_the_bench() -> None:
    with Bench([]) as bench, watching(bench, *child("")):
        assert soon(there(bench))
        instrument = bench.state(Kind.CHIP).instrument
        assert instrument == Instrument(KEY, Kind.CHIP, "pcsc_mrtd", "A")


@pytest.mark.parametrize(
    "then",
    [
        'print(json.dumps({"say": "readers", "names": []}), flush=True)',
        'print(json.dumps({"say": "failed", "status": "SCARD_E_NO_SERVICE"}), flush=True)',
        'print(json.dumps({"say": "readers", "names": [7]}), flush=True)',
        "sys.exit(1)",
    ],
)
def test_it_is_taken_away_when_readers_or_service_go(then: str) -> None:
    with Bench([]) as bench:
        gone = threading.Event()
        bench.on_change(lambda: gone.set() if bench.state(Kind.CHIP).instrument is None else None)
        with watching(bench, *child(then)):
            assert gone.wait(PATIENCE_S)


def test_without_pyscard_nobody_asks_again() -> None:
    with Bench([]) as bench:
        watch = PcscWatch(bench, command=("/nonexistent/python3",))
        watch.start()
        watch._thread.join(PATIENCE_S)
        assert not watch._thread.is_alive()
        with pytest.raises(NotConnected):
            bench.use(Kind.CHIP, lambda driver: driver, lambda: False)


@pytest.mark.parametrize(
    ("names", "label"),
    [
        (["ACS ACR1252 Dual Reader [ACR1252 Dual Reader PICC] (0) 00 00"], "ACS ACR1252 Dual Reader"),
        (["Virtual PCD 00 00", "Virtual PCD 00 01"], "Virtual PCD +1"),
        (["01"], "01"),
        (["x" * 200], "x" * 60),
    ],
)
def test_what_a_reader_is_called(names: list[str], label: str) -> None:
    assert label_of(names) == label


def test_a_document_is_read_through_the_bench() -> None:
    rig = ChipRig()
    with Bench([]) as bench:
        chip = Instrument("virtual", Kind.CHIP, PcscMrtd.name, "virtual")
        bench.place(chip, driver_factory=lambda _clock, _nonce: PcscMrtd(rig.slots, roots=[utopia().root]))
        rig.lay()
        read = bench.use(
            Kind.CHIP, lambda reader: reader.read(CHIP_KEY, rig.cancelled, rig.progress), rig.cancelled
        )
        assert (read.lines, read.trust) == (specimens.TD3, ChipTrust.AUTHENTIC)
        rig.on_step["reading"] = lambda: rig.slots.plug(False)
        rig.lay()
        with pytest.raises(Removed):
            bench.use(
                Kind.CHIP, lambda reader: reader.read(CHIP_KEY, rig.cancelled, rig.progress), rig.cancelled
            )
    assert rig.slots.opened == 0


@pytest.mark.skipif(bool(why_not()), reason=why_not() or "a card service can be started")
def test_a_real_services_readers_come_and_go() -> None:
    with Bench([]) as bench, stand() as service:
        watch = PcscWatch(bench, environment=service.environment)
        watch.start()
        assert soon(there(bench))
        assert len(readers(environment=service.environment)) == 2
        instrument = bench.state(Kind.CHIP).instrument
        assert instrument is not None
        assert instrument.label == "Virtual PCD +1"
        service.kill()
        assert soon(lambda: not there(bench)())
        watch.stop()
