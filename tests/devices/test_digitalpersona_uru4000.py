"""The U.are.U family: the contract of every scanner, on the 4500 and on Microsoft's v2, and its habits."""

from __future__ import annotations

import numpy as np
import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given
from hypothesis import strategies as st

from devices.contract import FingerImage, UsbId
from devices.drivers import uru4000_frame as frame
from devices.drivers.digitalpersona_uru4000 import CHALLENGE, MSV2, RESPONSE, DigitalPersonaUru4000
from devices.errors import BadReply, DeviceError, FingerGone, Removed, Silent
from devices.usb import Port
from devices.virtual import stripes
from devices.virtual.model import Setup
from devices.virtual.uru_model import LAYOUT, UruModel
from tests.devices.contracts import FingerContract
from tests.devices.quick import QuickRig
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


WRONG: dict[str, type[DeviceError]] = {
    "no_power": Silent,
    "short_frame": BadReply,
    "lifted_early": FingerGone,
    "black_frame": FingerGone,
    "no_lines": FingerGone,
    "no_image": Silent,
    "fault_report": BadReply,
    "bad_header": BadReply,
    "removed_mid_frame": Removed,
}
WRONG_FOR_MICROSOFT = {"no_challenge": BadReply, "short_challenge": BadReply, "believes_nobody": Silent}


@pytest.mark.parametrize(
    ("usb_id", "fault"),
    [(usb_id, fault) for usb_id in (U4500, MSV2) for fault in WRONG]
    + [(MSV2, fault) for fault in WRONG_FOR_MICROSOFT],
)
def test_every_fault_has_its_error_in_time_and_the_next_capture_works(usb_id: UsbId, fault: str) -> None:
    model = UruModel(usb_id)
    quick = QuickRig(DigitalPersonaUru4000, model)
    model.press(FINGER)
    model.fault(fault)
    with pytest.raises((WRONG | WRONG_FOR_MICROSOFT)[fault]), quick.driver() as driver:
        driver.capture(quick.patient, quick.progress)
    assert quick.clock.passed_s <= 4.5
    model.faults.clear()
    model.gone = False
    model.power_up()
    model.press(FINGER)
    with quick.driver() as driver:
        assert driver.capture(quick.patient, quick.progress) is not None


def test_a_microsoft_v2_that_believes_late_is_answered_until_it_does() -> None:
    model = UruModel(MSV2)
    quick = QuickRig(DigitalPersonaUru4000, model)
    model.fault("believes_late")
    model.press(FINGER)
    with quick.driver() as driver:
        assert driver.capture(quick.patient, quick.progress) is not None
    assert model._answers == 3


def test_a_microsoft_v2_is_convinced_anew_at_every_plug() -> None:
    model = UruModel(MSV2)
    quick = QuickRig(DigitalPersonaUru4000, model)
    for _ in range(2):
        with quick.driver():
            assert model._answers == 1
        model.power_up()


@given(st.binary(min_size=16, max_size=16))
def test_the_answer_to_a_challenge_is_one_block_of_aes(challenge: bytes) -> None:
    """Turned back with the other half of the cipher it is the challenge: no mode, no other key."""
    said: list[bytes] = []

    class Told(UruModel):
        def control_in(self, setup: Setup) -> bytes:
            return challenge if setup.value == CHALLENGE else super().control_in(setup)

        def control_out(self, setup: Setup, data: bytes) -> None:
            if setup.value == RESPONSE:
                said.append(data)
                self._challenge = challenge
            super().control_out(setup, data)

    with QuickRig(DigitalPersonaUru4000, Told(MSV2)).driver():
        pass
    key = bytes.fromhex("79ac91795ca1478e98e00f3c598f5f4b")
    decryptor = Cipher(algorithms.AES(key), modes.ECB()).decryptor()
    assert [decryptor.update(one) for one in said] == [challenge]


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
