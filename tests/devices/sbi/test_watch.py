"""SBI scanners come to the bench by themselves, work there like any other, and leave."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from devices.bench import Bench
from devices.contract import FingerImage, Kind
from devices.errors import Busy, Cancelled, DeviceError, NotConnected, Removed
from devices.sbi.errors import NotReady, Untrusted
from devices.sbi.watch import SbiWatch
from devices.virtual.sbi_answers import SERIAL
from devices.virtual.sbi_service import SbiService
from tests.devices.rigs import soon
from tests.devices.sbi.rig import COMMAND_MS, FINGER, IN_TIME_S, trust


@pytest.fixture
def service() -> Iterator[SbiService]:
    service = SbiService()
    service.start()
    yield service
    service.stop()


@pytest.fixture
def bench() -> Iterator[Bench]:
    with Bench([]) as bench:
        yield bench


def watch(bench: Bench, *ports: int) -> SbiWatch:
    return SbiWatch(
        bench, trust(), ports=ports, now=lambda: datetime.now(UTC), look_every_s=0.05, command_ms=COMMAND_MS
    )


def take(bench: Bench, cancelled: Callable[[], bool] = lambda: False) -> FingerImage:
    image: FingerImage = bench.use(
        Kind.FINGER, lambda driver: driver.capture(cancelled, lambda _: None), cancelled
    )
    return image


def test_a_scanner_behind_a_service_lies_on_the_bench(bench: Bench, service: SbiService) -> None:
    watch(bench, service.port).look()
    (instrument,) = bench.instruments()
    assert (instrument.kind, instrument.driver, instrument.serial) == (Kind.FINGER, "sbi_finger", SERIAL)
    assert instrument.label == "Vanapp Training scanner"
    assert instrument.usb_id is None
    assert bench.state(Kind.FINGER).code is None


def test_it_is_used_like_any_other_in_its_own_thread(bench: Bench, service: SbiService) -> None:
    watch(bench, service.port).look()
    service.press(FINGER)
    assert take(bench) == FINGER


def test_it_leaves_when_its_service_ends_and_comes_back(bench: Bench, service: SbiService) -> None:
    looking = watch(bench, service.port)
    looking.start()
    assert soon(lambda: len(bench.instruments()) == 1)
    service.stop()
    assert soon(lambda: bench.instruments() == ())
    with pytest.raises(NotConnected):
        take(bench)
    service.start()
    assert soon(lambda: len(bench.instruments()) == 1)
    service.press(FINGER)
    assert take(bench) == FINGER
    looking.stop()


def test_a_service_that_ends_in_the_middle_is_removed(bench: Bench, service: SbiService) -> None:
    watch(bench, service.port).look()
    with pytest.raises(Removed):
        bench.use(
            Kind.FINGER,
            lambda driver: driver.capture(lambda: False, lambda _: service.stop()),
            lambda: False,
        )


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("foreign_root", Untrusted.code),
        ("expired", Untrusted.code),
        ("busy", Busy.code),
        ("not_ready", NotReady.code),
        ("not_registered", "sbi.not_registered"),
    ],
)
def test_one_that_cannot_work_lies_there_with_the_reason_until_it_can(
    bench: Bench, service: SbiService, fault: str, code: str
) -> None:
    service.fault(fault)
    looking = watch(bench, service.port)
    looking.look()
    assert bench.state(Kind.FINGER).code == code
    with pytest.raises(DeviceError):
        take(bench)
    service.fault(fault, on=False)
    looking.look()
    assert bench.state(Kind.FINGER).code is None
    assert len(bench.instruments()) == 1


def test_a_program_that_speaks_no_sbi_is_left_alone(bench: Bench, service: SbiService) -> None:
    service.fault("not_json")
    looking = watch(bench, service.port)
    for _ in range(3):
        looking.look()
    assert bench.instruments() == ()
    assert len(service.asked) == 1


def test_a_mute_listener_delays_nothing_but_the_watch(bench: Bench) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        looking = watch(bench, mute.getsockname()[1])
        looking.start()
        time.sleep(0.1)
        began = time.monotonic()
        looking.stop()
        assert time.monotonic() - began < COMMAND_MS / 1000 + IN_TIME_S
    assert bench.instruments() == ()


def test_while_a_finger_is_taken_the_service_is_not_disturbed(bench: Bench, service: SbiService) -> None:
    """Some services answer nobody while they capture; ours would be taken for gone."""
    looking = watch(bench, service.port)
    looking.look()
    stopped = threading.Event()

    def take_and_stop() -> None:
        with pytest.raises(Cancelled):
            take(bench, stopped.is_set)

    taking = threading.Thread(target=take_and_stop)
    taking.start()
    assert soon(lambda: "RCAPTURE" in [verb for verb, _, _ in service.asked])
    service.asked.clear()
    for _ in range(3):
        looking.look()
    assert service.asked == []
    assert bench.state(Kind.FINGER).code is None
    stopped.set()
    taking.join(3)
    looking.look()
    assert len(bench.instruments()) == 1


def test_a_camera_for_faces_is_no_scanner_of_fingers(bench: Bench) -> None:
    face = SbiService(subtype="Full face")
    face.start()
    watch(bench, face.port).look()
    assert bench.instruments() == ()
    face.stop()


def test_two_services_are_two_scanners(bench: Bench, service: SbiService) -> None:
    other = SbiService()
    other.start()
    watch(bench, service.port, other.port).look()
    assert len({instrument.key for instrument in bench.instruments()}) == 2
    other.stop()
