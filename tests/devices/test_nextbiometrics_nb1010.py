"""The NB-1010-U: the contract of every scanner, its own faults, and the real one's recording."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from devices.clock import SteadyClock
from devices.drivers import nextbiometrics_nb1010 as nb
from devices.drivers.nextbiometrics_nb1010 import NextBiometricsNb1010
from devices.errors import BadReply, Cancelled, DeviceError, Removed, Silent
from devices.usb import Port
from devices.virtual import ioctl_tree, replay, stripes
from devices.virtual.bus import VirtualBus
from devices.virtual.nb1010_model import Nb1010Model
from devices.virtual.pcapng import BadRecording
from tests.conftest import ROOT
from tests.devices.contracts import FingerContract
from tests.devices.rigs import Rig, reading_threads, refusal
from tests.devices.wire_contract import UsbContract

FINGER = stripes(nb.WIDTH_PX, nb.HEIGHT_PX)


class TestScanner(UsbContract, FingerContract):
    @pytest.fixture
    def rig(self) -> Rig:
        return Rig(NextBiometricsNb1010, Nb1010Model())

    def fresh(self, rig: Rig) -> Nb1010Model:
        return Nb1010Model()

    def answer_comes(self, rig: Rig) -> None:
        assert isinstance(rig.model, Nb1010Model)
        rig.model.press(FINGER)

    def garble(self, rig: Rig) -> None:
        rig.model.fault("wrong_code")

    def no_print(self, rig: Rig) -> None:
        rig.model.fault("flat_image")

    def lift_early(self, rig: Rig) -> None:
        rig.model.fault("lifted_early")

    def test_the_picture_has_the_size_it_says(self, rig: Rig) -> None:
        """A thermal sensor of 385 dpi: below what other scanners have, and said so."""
        self.answer_comes(rig)
        with rig.driver() as driver:
            image = self.use(driver, rig)
        assert (len(image.pixels), image.width_px, image.height_px, image.dpi) == (46080, 256, 180, 385)

    def test_what_lies_on_it_comes_out(self, rig: Rig) -> None:
        self.answer_comes(rig)
        with rig.driver() as driver:
            assert self.use(driver, rig).pixels == FINGER.pixels


WRONG = {
    "wrong_mark": BadReply,
    "wrong_code": BadReply,
    "wrong_number": BadReply,
    "short_answer": BadReply,
    "empty_answer": BadReply,
    "no_image": Silent,
    "half_image": Silent,
    "short_block": BadReply,
    "block_twice": BadReply,
    "block_lost": BadReply,
    "ends_early": BadReply,
    "removed_mid_image": Removed,
}


@pytest.mark.parametrize("fault", WRONG)
def test_every_fault_has_its_error_and_the_next_capture_works(fault: str) -> None:
    model = Nb1010Model()
    rig = Rig(NextBiometricsNb1010, model)
    model.press(FINGER)
    model.fault(fault)
    with pytest.raises(WRONG[fault]), rig.driver() as driver:
        driver.capture(rig.patient, rig.progress)
    assert (model.claimed, reading_threads()) == ({}, [])
    model.fault(fault, on=False)
    model.forget(nb.IN)  # what a real one drops when it is powered down
    rig.bus.plug(model)
    with rig.driver() as driver:
        assert driver.capture(rig.patient, rig.progress).pixels == FINGER.pixels


def test_stopped_in_the_middle_the_next_picture_is_whole() -> None:
    model = Nb1010Model()
    rig = Rig(NextBiometricsNb1010, model)
    model.press(FINGER)
    reading: list[bool] = []
    rig.on_step["reading"] = lambda: reading.append(True)
    with rig.driver() as driver:
        with pytest.raises(Cancelled):
            driver.capture(lambda: bool(reading), rig.progress)
        assert driver.capture(rig.patient, rig.progress).pixels == FINGER.pixels


def test_the_second_capture_waits_for_the_finger_to_lift() -> None:
    model = Nb1010Model()
    rig = Rig(NextBiometricsNb1010, model)
    model.press(FINGER)

    def lift_and_come_back() -> None:
        model.lift()
        rig.on_step["waiting"] = lambda: model.press(FINGER)

    rig.on_step["lift"] = lift_and_come_back
    with rig.driver() as driver:
        driver.capture(rig.patient, rig.progress)
        driver.capture(rig.patient, rig.progress)
    assert rig.steps == ["waiting", "touched", "reading", "lift", "waiting", "touched", "reading"]


@given(st.data())
@settings(deadline=None, max_examples=25)
def test_one_wrong_byte_in_a_header_is_a_bad_reply(data: st.DataObject) -> None:
    number = data.draw(st.integers(0, nb.BLOCKS - 1))
    place = data.draw(st.integers(0, nb.BLOCK_HEADER - 1))
    flip = data.draw(st.integers(1, 255))

    class Wrong(Nb1010Model):
        def _faulty(self, blocks: list[bytes]) -> list[bytes]:
            block = bytearray(blocks[number])
            block[place] ^= flip
            blocks[number] = bytes(block)
            return blocks

    model = Wrong()
    rig = Rig(NextBiometricsNb1010, model)
    model.press(FINGER)
    with pytest.raises(DeviceError) as caught, rig.driver() as driver:
        driver.capture(rig.patient, rig.progress)
    assert isinstance(caught.value, BadReply)


# --- the recording of a real one ------------------------------------------------------------------------


@pytest.fixture
def recording(shared: Path) -> Path:
    folder = shared / "recordings" / "nb1010"
    if not folder.is_dir():
        pytest.skip("../shared/recordings/nb1010 is not here")
    return folder


def test_the_recorded_picture_is_identical_to_the_makers(recording: Path) -> None:
    bus = VirtualBus()
    model = replay.load_tree(recording / "device", recording / "capture.ioctl")
    bus.plug(model)
    (found,) = bus.devices()
    with NextBiometricsNb1010(Port(found.device), SteadyClock(), lambda: 0) as driver:
        image = driver.capture(lambda: False, lambda step: None)
    assert image.pixels == Image.open(recording / "capture.png").convert("L").tobytes()
    assert model.surprises == []


def test_a_recording_answers_only_what_was_asked(recording: Path) -> None:
    bus = VirtualBus()
    model = replay.load_tree(recording / "device", recording / "capture.ioctl")
    bus.plug(model)
    port = Port(bus.devices()[0].device, 200)
    port.claim()
    with pytest.raises(BadReply):
        port.write(nb.OUT, b"\x80\x07\x01\x00\x08\x00\x00\x00")
    port.write(nb.OUT, nb.ASK_FINGER.data)
    with pytest.raises(Silent):
        port.read(nb.IN, 540, lambda: False, 100)
    assert port.read(nb.IN, 16, lambda: False, 100)[12] == 0xF7
    port.close()
    assert model.surprises == ["8007010008000000"]


def test_the_technicians_command_reads_it_through_libusb_pixel_for_pixel(
    recording: Path, tmp_path: Path
) -> None:
    """umockdev is strict: every byte the driver sends and the length of every read must be as recorded."""
    if shutil.which("umockdev-run") is None:
        pytest.skip("umockdev-run is not installed (Debian package umockdev)")
    traffic = recording / "capture.ioctl"
    node = traffic.read_text("ascii").split("\n", 1)[0].removeprefix("@DEV ")
    play = ["umockdev-run", "-d", str(recording / "device"), "-i", f"{node}={traffic}", "--"]
    look = ["-m", "devices.probe", "capture", "--usb", "298d:1010", "--out", str(tmp_path / "x.png")]
    done = subprocess.run(
        [*play, sys.executable, *look], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    seen, wanted = Image.open(tmp_path / "x.png"), Image.open(recording / "capture.png").convert("L")
    assert (seen.size, seen.tobytes()) == (wanted.size, wanted.tobytes())


LINE = "USBDEVFS_REAPURBNDELAY 0 3 131 0 0 16 2 0 8037"


def test_a_small_tree_reads_back() -> None:
    tree = f"@DEV /dev/bus/usb/001/003\nUSBDEVFS_GET_CAPABILITIES 0 FD010000\n {LINE}\n  {LINE}\n"
    assert ioctl_tree.read(tree) == (ioctl_tree.Transfer(0x83, 16, b"\x80\x37"),) * 2


@pytest.mark.parametrize(
    "line",
    [
        LINE[:-1],
        LINE + " 00",
        LINE.replace(" 16 2 ", " 16 3 "),
        LINE.replace(" 16 2 ", " 1 2 "),
        LINE.replace("0 3 131", "0 0 131"),
        LINE.replace(" 131 ", " 1131 "),
        LINE.replace(" 131 0 ", " 131 -32 "),
        LINE.replace(" 131 ", " x "),
        "USBDEVFS_REAPURB",
    ],
)
def test_a_damaged_line_is_refused_by_its_number(line: str) -> None:
    with pytest.raises(BadRecording, match="line 2: "):
        ioctl_tree.read(f"@DEV /dev/x\n{line}\n")


@given(st.text(alphabet="USBDEVFS_REAPURB 0123456789ABCDEF-\n", max_size=200))
def test_any_text_is_a_tree_or_refused(text: str) -> None:
    refused = refusal(lambda raw: ioctl_tree.read(LINE + "\n" + raw.decode()), text.encode(), BadRecording)
    assert refused is None or str(refused).startswith("line ")
