"""What every driver of a kind must do, whatever the maker: one class per kind, for drivers' tests to inherit.

A driver's test gives the fixture `rig` and says how to bring its model to an answer.
"""

from __future__ import annotations

from typing import Any

import pytest

from devices.contract import FingerImage
from devices.errors import BadReply, Busy, Cancelled, DeviceError, FingerGone, NotPermitted, Removed, Silent
from tests.devices.rigs import Rig, reading_threads


class DriverContract:
    """Holds for every instrument on USB."""

    first_wait = "waiting"  # the step a driver tells while it waits for a person

    def answer_comes(self, rig: Rig) -> None:
        """Make the model give what the driver waits for: put the finger on, lay the card down."""
        raise NotImplementedError

    def use(self, driver: Any, rig: Rig) -> Any:
        """Use the driver once, as a use case would."""
        raise NotImplementedError

    def garble(self, rig: Rig) -> None:
        """Make the model answer what the protocol does not have."""
        raise NotImplementedError

    def test_captures(self, rig: Rig) -> None:
        self.answer_comes(rig)
        with rig.driver() as driver:
            assert self.use(driver, rig) is not None

    def test_captures_when_the_person_takes_a_while(self, rig: Rig) -> None:
        rig.on_step[self.first_wait] = lambda: rig.later(0.15, lambda: self.answer_comes(rig))
        with rig.driver() as driver:
            assert self.use(driver, rig) is not None

    def test_survives_silence_from_the_beginning(self, rig: Rig) -> None:
        rig.model.fault("silent")
        with pytest.raises(Silent), rig.driver() as driver:
            self.use(driver, rig)
        rig.model.fault("silent", on=False)
        self.answer_comes(rig)
        with rig.driver() as driver:
            assert self.use(driver, rig) is not None

    def test_stops_on_cancel_while_it_waits(self, rig: Rig) -> None:
        waiting: list[bool] = []
        rig.on_step[self.first_wait] = lambda: waiting.append(True)
        rig.patient = lambda: bool(waiting)  # type: ignore[method-assign]
        with rig.driver() as driver, pytest.raises(Cancelled):
            self.use(driver, rig)

    def test_works_again_after_a_cancel(self, rig: Rig) -> None:
        patient = rig.patient
        with rig.driver() as driver:
            rig.patient = lambda: True  # type: ignore[method-assign]
            with pytest.raises(Cancelled):
                self.use(driver, rig)
            rig.patient = patient  # type: ignore[method-assign]
            self.answer_comes(rig)
            assert self.use(driver, rig) is not None

    def test_names_both_sides_of_a_bad_reply(self, rig: Rig) -> None:
        self.garble(rig)
        self.answer_comes(rig)
        with pytest.raises(BadReply) as caught, rig.driver() as driver:
            self.use(driver, rig)
        assert caught.value.values["expected"]
        assert caught.value.values["got"]

    def test_a_refused_request_is_a_bad_reply(self, rig: Rig) -> None:
        rig.model.fault("stall")
        with pytest.raises(BadReply), rig.driver() as driver:
            self.use(driver, rig)

    def test_more_bytes_than_asked_for_is_an_error_with_a_code(self, rig: Rig) -> None:
        rig.model.fault("babble")
        self.answer_comes(rig)
        with pytest.raises(DeviceError), rig.driver() as driver:
            self.use(driver, rig)

    def test_unplugged_while_waiting_ends_in_removed(self, rig: Rig) -> None:
        rig.on_step[self.first_wait] = lambda: rig.later(0.1, lambda: rig.bus.unplug(rig.model))
        with pytest.raises(Removed), rig.driver() as driver:
            self.use(driver, rig)

    def test_unplugged_mid_read_ends_in_removed(self, rig: Rig) -> None:
        rig.on_step[self.first_wait] = lambda: (rig.model.fault("removed_mid_read"), self.answer_comes(rig))[
            1
        ]
        with pytest.raises(Removed), rig.driver() as driver:
            self.use(driver, rig)

    def test_plugged_in_again_it_works_again(self, rig: Rig) -> None:
        rig.on_step[self.first_wait] = lambda: rig.bus.unplug(rig.model)
        with pytest.raises(Removed), rig.driver() as driver:
            self.use(driver, rig)
        rig.on_step.clear()
        rig.bus.plug(rig.model)
        self.answer_comes(rig)
        with rig.driver() as driver:
            assert self.use(driver, rig) is not None

    def test_held_by_another_program_is_busy(self, rig: Rig) -> None:
        rig.model.fault("busy")
        with pytest.raises(Busy), rig.driver():
            pass

    def test_forbidden_by_the_system_is_not_permitted(self, rig: Rig) -> None:
        rig.model.fault("not_permitted")
        with pytest.raises(NotPermitted), rig.driver():
            pass

    @pytest.mark.parametrize("fault", ["stall", "removed_mid_read", "babble"])
    def test_closes_on_error(self, rig: Rig, fault: str) -> None:
        rig.on_step[self.first_wait] = lambda: (rig.model.fault(fault), self.answer_comes(rig))[1]
        with pytest.raises(DeviceError), rig.driver() as driver:
            self.use(driver, rig)
        assert (rig.model.claimed, rig.model.handles) == ({}, 0)
        assert reading_threads() == []

    def test_closes_on_an_error_of_the_caller(self, rig: Rig) -> None:
        with pytest.raises(ZeroDivisionError), rig.driver():
            raise ZeroDivisionError
        assert (rig.model.claimed, rig.model.handles) == ({}, 0)
        assert reading_threads() == []


class FingerContract(DriverContract):
    """Holds for every fingerprint scanner."""

    def use(self, driver: Any, rig: Rig) -> FingerImage:
        image: FingerImage = driver.capture(rig.patient, rig.progress)
        return image

    def no_print(self, rig: Rig) -> None:
        """Make the model send a picture with nothing on it."""
        raise NotImplementedError

    def lift_early(self, rig: Rig) -> None:
        """Make the finger leave in the middle of the picture."""
        raise NotImplementedError

    def test_the_picture_has_the_size_it_says(self, rig: Rig) -> None:
        self.answer_comes(rig)
        with rig.driver() as driver:
            image = self.use(driver, rig)
        assert len(image.pixels) == image.width_px * image.height_px
        assert 490 <= image.dpi <= 1000

    def test_ridges_are_dark_on_light_ground(self, rig: Rig) -> None:
        self.answer_comes(rig)
        with rig.driver() as driver:
            image = self.use(driver, rig)
        corner = [image.pixels[y * image.width_px + x] for y in range(4, 12) for x in range(8)]
        middle = image.pixels[len(image.pixels) // 2 :][: image.width_px]
        assert min(middle) < sum(corner) / len(corner)

    def test_tells_what_happens(self, rig: Rig) -> None:
        self.answer_comes(rig)
        with rig.driver() as driver:
            self.use(driver, rig)
        assert rig.steps == ["waiting", "touched", "reading"]

    def test_the_same_finger_is_not_taken_twice_without_lifting(self, rig: Rig) -> None:
        self.answer_comes(rig)
        stopped: list[bool] = []
        with rig.driver() as driver:
            self.use(driver, rig)
            rig.on_step["lift"] = lambda: stopped.append(True)
            rig.patient = lambda: bool(stopped)  # type: ignore[method-assign]
            with pytest.raises(Cancelled):
                self.use(driver, rig)

    def test_silence_once_the_finger_is_felt_is_silent(self, rig: Rig) -> None:
        rig.on_step["touched"] = lambda: rig.model.fault("silent")
        self.answer_comes(rig)
        with pytest.raises(Silent), rig.driver() as driver:
            self.use(driver, rig)
        assert rig.model.claimed == {}

    def test_an_empty_picture_is_finger_gone(self, rig: Rig) -> None:
        self.no_print(rig)
        self.answer_comes(rig)
        with rig.driver() as driver, pytest.raises(FingerGone):
            self.use(driver, rig)

    def test_a_finger_lifted_early_is_finger_gone_and_the_next_one_is_taken(self, rig: Rig) -> None:
        self.lift_early(rig)
        self.answer_comes(rig)
        with rig.driver() as driver:
            with pytest.raises(FingerGone):
                self.use(driver, rig)
            rig.model.faults.clear()
            self.answer_comes(rig)
            assert self.use(driver, rig) is not None
