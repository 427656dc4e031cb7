"""The U.are.U family: the contract of every scanner, on the 4500 and on Microsoft's v2, and its habits."""

from __future__ import annotations

import numpy as np
import pytest

from devices.contract import FingerImage, UsbId
from devices.drivers import uru4000_frame as frame
from devices.drivers.digitalpersona_uru4000 import MSV2, DigitalPersonaUru4000
from devices.errors import BadReply, Silent
from devices.usb import Port
from devices.virtual import stripes
from devices.virtual.uru_model import LAYOUT, UruModel
from tests.devices.contracts import FingerContract
from tests.devices.rigs import Rig
from tests.devices.wire_contract import UsbContract

U4500 = UsbId(0x05BA, 0x000A)
FINGER = stripes()


class TestScanner(UsbContract, FingerContract):
    longest_s = 4.0  # its power, then one command

    @pytest.fixture(params=[U4500, MSV2], ids=["4500", "msv2"])
    def rig(self, request: pytest.FixtureRequest) -> Rig:
        return Rig(DigitalPersonaUru4000, UruModel(request.param))

    def fresh(self, rig: Rig) -> UruModel:
        return UruModel(rig.model.usb_id)

    def answer_comes(self, rig: Rig) -> None:
        assert isinstance(rig.model, UruModel)
        rig.model.press(FINGER)

    def garble(self, rig: Rig) -> None:
        rig.model.fault("bad_header")

    def no_print(self, rig: Rig) -> None:
        rig.model.fault("black_frame")

    def lift_early(self, rig: Rig) -> None:
        rig.model.fault("lifted_early")

    def lost_bytes(self, rig: Rig) -> np.ndarray:  # type: ignore[type-arg]
        """Where the scrambling loses a byte, and the one line that stays away: True."""
        lost = np.zeros((frame.HEIGHT_PX, frame.WIDTH_PX), bool)
        row = 0
        for flags, lines in LAYOUT:
            row += lines
            if flags & frame.SCRAMBLED:
                lost[row - 1, -1] = True
            if flags & frame.NOT_PRESENT:
                lost[row - 1] = True
        return lost[::-1, ::-1] if rig.model.usb_id == U4500 else lost

    @pytest.mark.parametrize("key_change", [False, True])
    def test_what_lies_on_the_glass_comes_out_upright(self, rig: Rig, key_change: bool) -> None:
        if key_change:
            rig.model.fault("key_change")
        self.answer_comes(rig)
        with rig.driver() as driver:
            image = self.use(driver, rig)
        seen, given = grey(image), grey(FINGER)
        kept = ~self.lost_bytes(rig)
        assert (seen[kept] == given[kept]).all()


def grey(image: FingerImage) -> frame.Bytes:
    return np.frombuffer(image.pixels, np.uint8).reshape(image.height_px, image.width_px)


def test_microsofts_v2_stays_down_for_a_host_without_its_key() -> None:
    rig = Rig(DigitalPersonaUru4000, UruModel(MSV2))
    (found,) = rig.bus.devices()
    port = Port(found.device)
    port.claim()
    port.control_out(4, 0x07, b"\x81")
    port.control_in(4, 0x2010, 16)
    port.control_out(4, 0x2000, bytes(16))
    port.control_out(4, 0x07, b"\x01")
    assert port.control_in(4, 0x07, 1) == b"\x81"
    port.close()
    with rig.driver():
        pass  # ours knows it


def test_no_power_is_silent_not_forever() -> None:
    rig = Rig(DigitalPersonaUru4000, UruModel())
    rig.model.fault("no_power")
    with pytest.raises(Silent), rig.driver():
        pass


def test_a_finger_felt_but_no_picture_is_silent() -> None:
    model = UruModel()
    rig = Rig(DigitalPersonaUru4000, model)
    model.fault("no_image")
    model.press(FINGER)
    with rig.driver() as driver, pytest.raises(Silent):
        driver.capture(rig.patient, rig.progress)


def test_half_a_picture_with_the_finger_still_on_is_a_bad_reply() -> None:
    model = UruModel()
    rig = Rig(DigitalPersonaUru4000, model)
    model.fault("short_frame")
    model.press(FINGER)
    with rig.driver() as driver, pytest.raises(BadReply) as caught:
        driver.capture(rig.patient, rig.progress)
    assert caught.value.values == {"expected": "111040 bytes", "got": "55521 bytes"}


def test_the_second_capture_waits_for_the_finger_to_lift() -> None:
    model = UruModel()
    rig = Rig(DigitalPersonaUru4000, model)
    model.press(FINGER)
    rig.on_step["lift"] = lambda: (model.lift(), model.press(FINGER))[1]
    with rig.driver() as driver:
        driver.capture(rig.patient, rig.progress)
        driver.capture(rig.patient, rig.progress)
    assert rig.steps == ["waiting", "touched", "reading", "lift", "waiting", "touched", "reading"]
