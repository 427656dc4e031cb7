"""The bench: what is plugged in, by kind, and one job at a time for each instrument."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from devices.bench import Bench
from devices.bus import Found
from devices.contract import Instrument, Kind
from devices.errors import BadReply, Busy, Cancelled, FingerGone, NotConnected, NotPermitted, Removed
from devices.virtual import UruModel, stripes
from devices.virtual.bus import VirtualBus
from devices.virtual.descriptors import build
from devices.virtual.model import DeviceModel
from tests.devices.rigs import soon

FINGER = stripes()


@pytest.fixture
def bus() -> VirtualBus:
    return VirtualBus()


@pytest.fixture
def bench(bus: VirtualBus) -> Iterator[Bench]:
    with Bench([bus], look_again_s=0.1) as bench:
        yield bench


def never() -> bool:
    return False


def scanner(bus: VirtualBus, bench: Bench) -> UruModel:
    model = UruModel()
    bus.plug(model)
    assert soon(lambda: bench.state(Kind.FINGER).instrument is not None)
    return model


def test_nothing_plugged_is_not_connected(bench: Bench) -> None:
    state = bench.state(Kind.FINGER)
    assert (state.instrument, state.code) == (None, "devices.not_connected")
    with pytest.raises(NotConnected):
        bench.use(Kind.FINGER, lambda driver: None, never)


def test_plug_and_unplug_show_and_are_told(bus: VirtualBus, bench: Bench) -> None:
    told: list[int] = []
    leave = bench.on_change(lambda: told.append(len(bench.instruments())))
    model = scanner(bus, bench)
    state = bench.state(Kind.FINGER)
    assert state.code is None
    assert state.instrument is not None
    assert (state.instrument.driver, state.instrument.training) == ("digitalpersona_uru4000", True)
    bus.unplug(model)
    assert soon(lambda: bench.state(Kind.FINGER).code == "devices.not_connected")
    assert soon(lambda: told == [1, 0])
    leave()


def test_a_device_of_nobodys_is_left_alone(bus: VirtualBus, bench: Bench) -> None:
    bus.plug(DeviceModel(build(0x1209, 0x0001, ())))
    scanner(bus, bench)
    assert len(bench.instruments()) == 1


def test_two_of_a_kind_show_and_the_ready_one_is_used(bus: VirtualBus, bench: Bench) -> None:
    held, free = UruModel(serial="held"), UruModel(serial="free")
    held.fault("busy")
    bus.plug(held)
    bus.plug(free)
    assert soon(lambda: len(bench.instruments()) == 2)
    state = bench.state(Kind.FINGER)
    assert state.instrument is not None
    assert state.instrument.serial == "free"
    free.press(FINGER)
    assert bench.use(Kind.FINGER, lambda driver: driver.capture(never, lambda step: None), never)


@pytest.mark.parametrize(("fault", "error"), [("busy", Busy), ("not_permitted", NotPermitted)])
def test_trouble_at_the_plug_is_a_state_with_a_code(
    bus: VirtualBus, bench: Bench, fault: str, error: type[Busy | NotPermitted]
) -> None:
    model = UruModel()
    model.fault(fault)
    bus.plug(model)
    assert soon(lambda: bench.state(Kind.FINGER).code == error.code)
    with pytest.raises(error):
        bench.use(Kind.FINGER, lambda driver: None, never)
    model.fault(fault, on=False)
    assert soon(lambda: bench.state(Kind.FINGER).code is None)


def test_a_capture_goes_through_the_instruments_own_thread(bus: VirtualBus, bench: Bench) -> None:
    scanner(bus, bench).press(FINGER)
    names: list[str] = []

    def job(driver: object) -> None:
        names.append(threading.current_thread().name)

    bench.use(Kind.FINGER, job, never)
    bench.use(Kind.FINGER, job, never)
    assert len(set(names)) == 1
    assert names[0] != threading.current_thread().name


def test_jobs_on_one_instrument_come_one_after_the_other(bus: VirtualBus, bench: Bench) -> None:
    scanner(bus, bench)
    inside: list[int] = []
    most: list[int] = []

    def job(driver: object) -> None:
        inside.append(1)
        most.append(len(inside))
        time.sleep(0.02)
        inside.pop()

    threads = [threading.Thread(target=bench.use, args=(Kind.FINGER, job, never)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1, 1, 1, 1]


def test_unplugged_mid_capture_is_removed_and_plugged_again_it_works(bus: VirtualBus, bench: Bench) -> None:
    model = scanner(bus, bench)
    with pytest.raises(Removed):
        bench.use(Kind.FINGER, lambda driver: driver.capture(never, lambda step: bus.unplug(model)), never)
    assert soon(lambda: bench.state(Kind.FINGER).code == "devices.not_connected")
    bus.plug(model)
    assert soon(lambda: bench.state(Kind.FINGER).code is None)
    model.press(FINGER)
    assert bench.use(Kind.FINGER, lambda driver: driver.capture(never, lambda step: None), never)


class PatientBus(VirtualBus):
    """Is not looked at while hands are on it."""

    def __init__(self) -> None:
        super().__init__()
        self.hands_off = threading.Lock()

    def devices(self) -> tuple[Found, ...]:
        with self.hands_off:
            return super().devices()


def test_pulled_and_plugged_before_we_looked_is_still_noticed() -> None:
    bus, model = PatientBus(), UruModel()
    bus.plug(model)
    told: list[bool] = []
    with Bench([bus], look_again_s=0.1) as bench:
        bench.use(Kind.FINGER, lambda driver: None, never)
        bench.on_change(lambda: told.append(True))
        with bus.hands_off:
            bus.unplug(model)
            bus.plug(model)
        assert soon(lambda: bool(told))
        model.press(FINGER)
        assert bench.use(Kind.FINGER, lambda driver: driver.capture(never, lambda step: None), never)


def test_cancel_ends_the_wait_for_a_finger(bus: VirtualBus, bench: Bench) -> None:
    scanner(bus, bench)
    stop = threading.Event()
    with pytest.raises(Cancelled):
        bench.use(
            Kind.FINGER, lambda driver: driver.capture(stop.is_set, lambda step: stop.set()), stop.is_set
        )


def test_cancel_leaves_a_job_behind_that_hangs(bus: VirtualBus, bench: Bench) -> None:
    scanner(bus, bench)
    release = threading.Event()
    with pytest.raises(Cancelled):
        bench.use(Kind.FINGER, lambda driver: release.wait(10), lambda: True)
    assert not release.is_set()
    release.set()


def test_cancel_does_not_wait_for_somebody_elses_job(bus: VirtualBus, bench: Bench) -> None:
    scanner(bus, bench)
    begun, release = threading.Event(), threading.Event()

    def long(driver: object) -> None:
        begun.set()
        release.wait(10)

    other = threading.Thread(target=bench.use, args=(Kind.FINGER, long, never))
    other.start()
    assert begun.wait(5)
    with pytest.raises(Cancelled):
        bench.use(Kind.FINGER, lambda driver: None, lambda: True)
    release.set()
    other.join()


def test_the_driver_stays_open_while_only_the_person_was_wrong(bus: VirtualBus, bench: Bench) -> None:
    model = scanner(bus, bench)
    seen: list[int] = []

    def wrong(driver: object) -> None:
        seen.append(id(driver))
        raise FingerGone(reason="empty")

    for _ in range(2):
        with pytest.raises(FingerGone):
            bench.use(Kind.FINGER, wrong, never)
    assert len(set(seen)) == 1
    assert model.claimed


def test_the_driver_is_closed_after_trouble_and_after_a_bug(bus: VirtualBus, bench: Bench) -> None:
    model = scanner(bus, bench)

    def bad_reply(driver: object) -> None:
        raise BadReply(expected="a", got="b")

    def bug(driver: object) -> None:
        raise ZeroDivisionError

    for job, error in ((bad_reply, BadReply), (bug, ZeroDivisionError)):
        with pytest.raises(error):
            bench.use(Kind.FINGER, job, never)
        assert soon(lambda: not model.claimed)
    assert bench.use(Kind.FINGER, lambda driver: 7, never) == 7


def test_stopping_closes_the_instruments(bus: VirtualBus) -> None:
    model = UruModel()
    bus.plug(model)
    with Bench([bus]) as bench:
        bench.use(Kind.FINGER, lambda driver: None, never)
        assert model.claimed
    assert model.claimed == {}


def test_stopping_waits_for_an_unplugged_instrument_to_be_closed(bus: VirtualBus) -> None:
    """Otherwise the program's end pulls libusb away under a closing thread (seen: SIGSEGV, 1 in 20)."""
    model = UruModel()
    bus.plug(model)
    bench = Bench([bus], look_again_s=0.05)
    bench.start()
    assert bench.wait_first_look()
    begun = threading.Event()

    def hang(driver: object) -> None:
        begun.set()
        time.sleep(0.8)

    with pytest.raises(Cancelled):
        bench.use(Kind.FINGER, hang, begun.is_set)
    bus.unplug(model)
    assert soon(lambda: bench.instruments() == ())
    bench.stop()
    assert (model.claimed, model.handles) == ({}, 0)


def test_a_camera_is_put_on_the_bench_by_hand(bench: Bench) -> None:
    camera = Instrument("qt/camera-1", Kind.CAMERA, "qt_camera", "Webcam")
    bench.place(camera)
    assert bench.state(Kind.CAMERA).instrument == camera
    bench.place(camera, "devices.busy")
    assert bench.state(Kind.CAMERA).code == "devices.busy"
    bench.take_away(camera.key)
    assert bench.state(Kind.CAMERA).code == "devices.not_connected"
