"""The contract of every fingerprint scanner, kept by whatever stands behind an SBI service."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from devices.contract import FingerImage
from devices.errors import Cancelled, DeviceError, FingerGone, Silent
from devices.sbi.errors import Untrusted
from tests.devices.contracts import FingerContract
from tests.devices.rigs import Rig
from tests.devices.sbi.rig import FINGER, OTHER_FINGER, SbiRig


class TestSbiFinger(FingerContract):
    @pytest.fixture
    def rig(self) -> Iterator[Rig]:
        rig = SbiRig()
        yield rig
        rig.service.stop()

    def answer_comes(self, rig: Rig) -> None:
        assert isinstance(rig, SbiRig)
        fresh = FINGER if len(rig.service.said) < 3 else OTHER_FINGER
        rig.service.press(fresh)

    def garble(self, rig: Rig) -> None:
        rig.model.fault("lying_length")

    def no_print(self, rig: Rig) -> None:
        rig.model.fault("empty_picture")

    def lift_early(self, rig: Rig) -> None:
        rig.model.fault("error_nothing_seen")

    @pytest.mark.parametrize("fault", ["stall", "removed_mid_read", "babble"])
    def test_closes_on_error(self, rig: Rig, fault: str) -> None:
        assert isinstance(rig, SbiRig)
        rig.on_step["waiting"] = lambda: (rig.model.fault(fault), self.answer_comes(rig))[1]
        with pytest.raises(DeviceError), rig.driver() as driver:
            self.use(driver, rig)
        assert rig.service.closed()

    def test_closes_on_an_error_of_the_caller(self, rig: Rig) -> None:
        assert isinstance(rig, SbiRig)
        with pytest.raises(ZeroDivisionError), rig.driver():
            raise ZeroDivisionError
        assert rig.service.closed()

    def test_silence_once_the_finger_is_felt_is_silent(self, rig: Rig) -> None:
        rig.on_step["waiting"] = lambda: rig.model.fault("stops_mid_answer")
        self.answer_comes(rig)
        with pytest.raises(Silent), rig.driver() as driver:
            self.use(driver, rig)

    def test_the_same_finger_is_not_taken_twice_without_lifting(self, rig: Rig) -> None:
        """SBI says nothing of lifting: the device waits for it, and a repeated record is refused (below)."""
        self.answer_comes(rig)
        waiting: list[bool] = []
        with rig.driver() as driver:
            self.use(driver, rig)
            rig.on_step["waiting"] = lambda: waiting.append(True)
            rig.patient = lambda: bool(waiting)  # type: ignore[method-assign]
            with pytest.raises(Cancelled):
                self.use(driver, rig)


def test_the_very_same_record_again_is_refused() -> None:
    rig = SbiRig()
    with rig.driver() as driver:
        rig.service.press(FINGER)
        driver.capture(rig.patient, rig.progress)
        rig.service.press(FINGER)
        with pytest.raises(Untrusted) as caught:
            driver.capture(rig.patient, rig.progress)
    assert caught.value.values["reason"] == "repeated"
    rig.service.stop()


def test_no_finger_in_one_round_means_another_round() -> None:
    rig = SbiRig()
    rig.on_step["waiting"] = lambda: rig.later(2.0, lambda: rig.service.press(FINGER))
    with rig.driver() as driver:
        assert driver.capture(rig.patient, rig.progress) == FINGER
    rounds = [one for one in rig.service.asked if one[0] == "RCAPTURE"]
    assert len(rounds) == 2
    assert rounds[0][2]["transactionId"] != rounds[1][2]["transactionId"]
    rig.service.stop()


def test_a_finger_that_came_and_went_is_said_at_once() -> None:
    rig = SbiRig()
    rig.service.fault("error_nothing_seen")
    with pytest.raises(FingerGone):
        rig.capture()
    rig.service.stop()


def test_the_picture_comes_out_as_it_lay_there() -> None:
    rig = SbiRig()
    assert rig.capture() == FingerImage(FINGER.pixels, 160, 160, 512)
    rig.service.stop()


def test_captures_of_one_session_are_chained() -> None:
    rig = SbiRig()
    with rig.driver() as driver:
        for image in (FINGER, OTHER_FINGER):
            rig.service.press(image)
            driver.capture(rig.patient, rig.progress)
    asked: list[Any] = [one[2]["bio"][0]["previousHash"] for one in rig.service.asked if one[0] == "RCAPTURE"]
    said = [one[1]["biometrics"][0]["hash"] for one in rig.service.said if one[0] == "RCAPTURE"]
    assert asked[1] == said[0]
    rig.service.stop()


def test_a_capture_given_up_does_not_make_the_next_one_busy() -> None:
    rig = SbiRig()
    with rig.driver() as driver:
        stopped: list[bool] = []
        rig.later(0.2, lambda: stopped.append(True))
        with pytest.raises(Cancelled):
            driver.capture(lambda: bool(stopped), rig.progress)
        rig.later(2.0, lambda: rig.service.press(FINGER))
        assert driver.capture(rig.patient, rig.progress) == FINGER
    rig.service.stop()
