"""STU tablets: the contract of every instrument, strokes with time and pressure, a screen left empty."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.contract import PenPoint, Signature
from devices.drivers import stu_reports as reports
from devices.drivers.wacom_stu import WacomStu
from devices.errors import BadReply, Cancelled, Removed
from devices.virtual.stu_model import GAP_MS, SAMPLE_MS, StuModel
from tests.devices.rigs import Rig, reading_threads, refusal
from tests.devices.wire_contract import UsbContract

FIRST = [(1000 + 50 * i, 2000 + 10 * i, 100 + i) for i in range(60)]
SECOND = [(5000, 1000 + 40 * i, 900 - 5 * i) for i in range(40)]


def tablet(rig: Rig) -> StuModel:
    assert isinstance(rig.model, StuModel)
    return rig.model


def sign(driver: Any, rig: Rig, **how: Any) -> Signature:
    """The officer presses "done" when the person has written."""
    touched = tablet(rig)
    signature: Signature = driver.sign(
        lambda: bool(touched.written and touched.screen) or "hovers" in touched.faults,
        rig.patient,
        rig.progress,
        **how,
    )
    return signature


class TestTablet(UsbContract):
    @pytest.fixture
    def rig(self) -> Rig:
        return Rig(WacomStu, StuModel())

    def fresh(self, rig: Rig) -> StuModel:
        return StuModel()

    def answer_comes(self, rig: Rig) -> None:
        tablet(rig).write(FIRST, SECOND)

    def use(self, driver: Any, rig: Rig) -> Signature:
        return sign(driver, rig)

    def garble(self, rig: Rig) -> None:
        rig.model.fault("outside")


def written(*faults: str) -> tuple[Signature, StuModel]:
    model = StuModel()
    for fault in faults:
        model.fault(fault)
    rig = Rig(WacomStu, model)
    model.write(FIRST, SECOND)
    with rig.driver() as driver:
        return sign(driver, rig), model


def shape(signature: Signature) -> list[list[tuple[int, int]]]:
    return [
        [(round(p.x * signature.width), round(p.y * signature.height)) for p in stroke]
        for stroke in signature.strokes
    ]


WRITTEN = [[point[:2] for point in stroke] for stroke in (FIRST, SECOND)]


def test_every_point_is_kept_with_time_and_pressure() -> None:
    signature, _ = written()
    assert shape(signature) == WRITTEN
    assert (signature.width, signature.height, signature.lost) == (10800, 6480, 0)
    first, second = signature.strokes
    assert [p.ms for p in first] == [SAMPLE_MS * i for i in range(60)]
    assert second[0].ms - first[-1].ms == GAP_MS + 3 * SAMPLE_MS
    assert [round(p.pressure * 1023) for p in second] == [p for *_, p in SECOND]


def test_the_screen_is_empty_before_and_after() -> None:
    model = StuModel()
    model.screen = [(1, 1)]  # the last person's
    rig = Rig(WacomStu, model)
    seen: list[int] = []
    rig.on_step["waiting"] = lambda: (seen.append(len(model.screen)), model.write(FIRST))[1]
    with rig.driver() as driver:
        sign(driver, rig)
        assert len(model.screen) == 60  # the person sees what was written
        assert not model.inking
    assert (seen, model.screen, model.inking) == ([0], [], False)


def test_the_second_person_sees_nothing_of_the_first() -> None:
    model = StuModel()
    rig = Rig(WacomStu, model)
    seen: list[int] = []
    rig.on_step["waiting"] = lambda: (seen.append(len(model.screen)), model.write(FIRST))[1]
    with rig.driver() as driver:
        sign(driver, rig)
        sign(driver, rig)
    assert seen == [0, 0]


@pytest.mark.parametrize("hidden", range(5))
def test_a_tablet_without_a_size_is_refused(hidden: int) -> None:
    numbers = [9600, 6000, 1023, 320, 200]
    numbers[hidden] = 0
    told = bytes([reports.CAPABILITY]) + b"".join(n.to_bytes(2, "big") for n in numbers) + b"\xc8"
    with pytest.raises(BadReply):
        reports.capability(told)


def test_a_stopped_signature_is_wiped() -> None:
    model = StuModel()
    rig = Rig(WacomStu, model)
    rig.on_step["waiting"] = lambda: model.write(FIRST)
    touched: list[bool] = []
    rig.on_step["touched"] = lambda: touched.append(True)
    with rig.driver() as driver:
        with pytest.raises(Cancelled):
            driver.sign(lambda: False, lambda: bool(touched), rig.progress)
        assert (model.screen, model.inking) == ([], False)
        rig.on_step.clear()
        model.write(SECOND)
        assert shape(sign(driver, rig)) == WRITTEN[1:]


def test_the_line_is_told_while_it_is_drawn() -> None:
    model = StuModel()
    rig = Rig(WacomStu, model)
    model.write(FIRST, SECOND)
    told: list[PenPoint | None] = []
    with rig.driver() as driver:
        signature = sign(driver, rig, drawn=told.append)
    assert [p for p in told if p is not None] == [p for stroke in signature.strokes for p in stroke]
    assert told.count(None) == 2
    assert rig.steps == ["waiting", "touched"]


def test_it_knows_the_tablet() -> None:
    rig = Rig(WacomStu, StuModel())
    with rig.driver() as driver:
        assert (driver.model, driver.can.screen_width_px, driver.can.rate_hz) == ("STU-540", 800, 200)


@pytest.mark.parametrize("fault", ["no_information", "strange_reports", "never_lifts", "clock_jumps_back"])
def test_what_does_not_touch_the_line_is_lived_with(fault: str) -> None:
    signature, _ = written(fault)
    assert shape(signature) == WRITTEN
    times = [p.ms for stroke in signature.strokes for p in stroke]
    assert times == sorted(times)


def test_a_tablet_that_hides_its_sizes_is_taken_for_the_smallest() -> None:
    model = StuModel(can=reports.STU_430)
    model.fault("no_capability")
    model.write(FIRST)
    rig = Rig(WacomStu, model)
    with rig.driver() as driver:
        assert shape(sign(driver, rig)) == WRITTEN[:1]


def test_without_its_clock_ours_counts() -> None:
    signature, _ = written("no_timing")
    assert shape(signature) == WRITTEN
    times = [p.ms for stroke in signature.strokes for p in stroke]
    assert times[0] == 0
    assert times == sorted(times)


def test_lost_samples_are_counted() -> None:
    signature, _ = written("loses_reports")
    whole = len(FIRST) + len(SECOND)
    assert 20 <= signature.lost <= 30
    assert len([p for stroke in signature.strokes for p in stroke]) >= whole - signature.lost


def test_pressure_never_exceeds_one() -> None:
    signature, _ = written("too_hard")
    assert {p.pressure for stroke in signature.strokes for p in stroke} == {1.0}


def test_a_pen_that_only_hovers_writes_nothing() -> None:
    signature, _ = written("hovers")
    assert signature.strokes == ()


WRONG = {
    "short_capability": BadReply,
    "empty_capability": BadReply,
    "other_report": BadReply,
    "no_clear": BadReply,
    "short_report": BadReply,
    "outside": BadReply,
    "removed_mid_stroke": Removed,
}


@pytest.mark.parametrize("fault", WRONG)
def test_every_fault_has_its_error_and_the_next_signature_is_whole(fault: str) -> None:
    model = StuModel()
    rig = Rig(WacomStu, model)
    model.fault(fault)
    model.write(FIRST)
    with pytest.raises(WRONG[fault]), rig.driver() as driver:
        sign(driver, rig)
    assert (model.claimed, reading_threads()) == ({}, [])
    model.faults.clear()
    model._waiting.clear()
    rig.bus.unplug(model)
    rig.bus.plug(model)
    model.write(SECOND)
    with rig.driver() as driver:
        assert shape(sign(driver, rig)) == WRITTEN[1:]


@given(st.binary(max_size=70))
def test_any_bytes_are_a_report_or_refused(data: bytes) -> None:
    for first in (b"", b"\x01", b"\x34", b"\x09"):
        refusal(lambda raw: reports.pen(raw, reports.STU_430), first + data, BadReply)
        refusal(reports.capability, first + data, BadReply)
        reports.model(first + data)
