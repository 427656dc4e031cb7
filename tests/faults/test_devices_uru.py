"""Everything a scanner can do wrong, through the bench: one coded error each, and afterwards work goes on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from devices.bench import Bench
from devices.contract import FingerImage, Kind
from devices.errors import BadReply, DeviceError, FingerGone, Removed, Silent
from devices.virtual import UruModel, stripes
from devices.virtual.bus import VirtualBus
from tests.devices.rigs import soon

FINGER = stripes()


@pytest.fixture
def model() -> UruModel:
    return UruModel()


@pytest.fixture
def bus(model: UruModel) -> VirtualBus:
    bus = VirtualBus()
    bus.plug(model)
    return bus


@pytest.fixture
def bench(bus: VirtualBus) -> Iterator[Bench]:
    with Bench([bus], look_again_s=0.1) as bench:
        yield bench


def capture(bench: Bench) -> FingerImage:
    def job(driver) -> FingerImage:  # type: ignore[no-untyped-def]
        image: FingerImage = driver.capture(lambda: False, lambda step: None)
        return image

    return bench.use(Kind.FINGER, job, lambda: False)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("short_frame", BadReply),
        ("bad_header", BadReply),
        ("fault_report", BadReply),
        ("stall", BadReply),
        ("babble", BadReply),
        ("no_image", Silent),
        ("lifted_early", FingerGone),
        ("black_frame", FingerGone),
        ("no_lines", FingerGone),
    ],
)
def test_each_fault_has_its_error_and_the_next_finger_is_taken(
    bench: Bench, model: UruModel, fault: str, error: type[DeviceError]
) -> None:
    model.fault(fault)
    model.press(FINGER)
    with pytest.raises(error):
        capture(bench)
    model.fault(fault, on=False)
    model.press(FINGER)
    assert capture(bench).width_px == 384


@pytest.mark.parametrize("fault", ["removed_mid_read", "removed_mid_frame"])
def test_pulled_out_mid_picture_is_removed_and_plugged_again_it_works(
    bench: Bench, bus: VirtualBus, model: UruModel, fault: str
) -> None:
    model.fault(fault)
    model.press(FINGER)
    with pytest.raises(Removed):
        capture(bench)
    assert soon(lambda: bench.state(Kind.FINGER).code is not None)  # seen as gone: nobody plugs faster
    model.faults.clear()
    bus.plug(model)
    assert soon(lambda: bench.state(Kind.FINGER).code is None)
    assert capture(bench).width_px == 384


def test_a_new_key_in_the_middle_is_no_fault(bench: Bench, model: UruModel) -> None:
    model.fault("key_change")
    model.press(FINGER)
    image = capture(bench)
    assert image.pixels[100 * 384 : 100 * 384 + 300] == FINGER.pixels[100 * 384 : 100 * 384 + 300]
