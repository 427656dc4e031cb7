"""PTP cameras: the contract of every instrument, the shutter and its faults, and a real Canon's recording."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.clock import SteadyClock
from devices.contract import Photo
from devices.drivers import ptp_camera as ptp
from devices.drivers import ptp_data as dataset
from devices.drivers import ptp_wire as wire
from devices.drivers.ptp_camera import PtpCamera
from devices.errors import (
    BadReply,
    Cancelled,
    MemoryCardFull,
    NoMemoryCard,
    NotSupported,
    Removed,
    ShotFailed,
    Silent,
)
from devices.usb import Port
from devices.virtual import replay
from devices.virtual.bus import VirtualBus
from devices.virtual.ptp_model import FOLDER, IN, PtpModel
from tests.conftest import ROOT
from tests.devices.rigs import Rig, reading_threads, refusal
from tests.devices.wire_contract import UsbContract

PICTURE = b"\xff\xd8" + os.urandom(150_000) + b"\xff\xd9"


def never() -> bool:
    return False


class TestCamera(UsbContract):
    longest_s = 20.0  # a shot in poor light, and one answer
    first_wait = "shooting"

    @pytest.fixture
    def rig(self) -> Rig:
        return Rig(PtpCamera, PtpModel(jpeg=PICTURE))

    def fresh(self, rig: Rig) -> PtpModel:
        return PtpModel(jpeg=PICTURE)

    def answer_comes(self, rig: Rig) -> None:
        """A camera waits for nobody."""

    def use(self, driver: Any, rig: Rig) -> Photo:
        photo: Photo = driver.shoot(rig.patient, rig.progress)
        return photo

    def garble(self, rig: Rig) -> None:
        rig.model.fault("wrong_transaction")

    def test_unplugged_while_waiting_ends_in_removed(self, rig: Rig) -> None:
        rig.model.fault("no_event")
        super().test_unplugged_while_waiting_ends_in_removed(rig)

    def test_what_it_sees_comes_out_and_does_not_stay_on_its_card(self, rig: Rig) -> None:
        assert isinstance(rig.model, PtpModel)
        with rig.driver() as driver:
            photo = self.use(driver, rig)
        assert photo.jpeg == PICTURE
        assert (photo.name, photo.width_px, photo.height_px, photo.left_on_card) == (
            "DSC_0001.JPG",
            1600,
            1200,
            False,
        )
        assert [name for *_, name, _ in rig.model.card.values()] == ["DCIM", "100TRAIN"]
        assert rig.steps == ["shooting", "reading"]


def camera(*faults: str) -> tuple[PtpModel, Rig]:
    model = PtpModel(jpeg=PICTURE)
    for fault in faults:
        model.fault(fault)
    return model, Rig(PtpCamera, model)


SHOT = {
    "busy_forever": Silent,
    "no_card": NoMemoryCard,
    "card_full": MemoryCardFull,
    "card_full_event": MemoryCardFull,
    "no_release": NotSupported,
    "will_not_release": ShotFailed,
    "no_event": Silent,
    "no_picture": ShotFailed,
    "bad_event": BadReply,
    "short_length": BadReply,
    "endless_length": BadReply,
    "wrong_transaction": BadReply,
    "wrong_type": BadReply,
    "wrong_code": BadReply,
    "no_data": BadReply,
    "half_data": BadReply,
    "too_much_data": BadReply,
    "not_jpeg": BadReply,
    "lying_size": BadReply,
    "removed_mid_picture": Removed,
}


@pytest.mark.parametrize("fault", SHOT)
def test_every_fault_has_its_error_and_the_next_shot_works(
    fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SHOT_TIMEOUT_MS", "AFTER_COMPLETE_MS"):
        monkeypatch.setattr(ptp, name, 300)
    monkeypatch.setattr(wire, "READ_TIMEOUT_MS", 300)
    monkeypatch.setattr(wire, "BUSY_PAUSE_MS", 1)
    model, rig = camera(fault)
    with pytest.raises(SHOT[fault]), rig.driver() as driver:
        driver.shoot(rig.patient, rig.progress)
    assert (model.claimed, reading_threads()) == ({}, [])
    model.faults.clear()
    rig.bus.unplug(model)
    rig.bus.plug(model)
    with rig.driver() as driver:
        assert driver.shoot(rig.patient, rig.progress).jpeg == PICTURE


@pytest.mark.parametrize(
    "fault", ["session_left_open", "confused", "busy_twice", "raw_too", "complete_first"]
)
def test_a_cameras_moods_do_not_cost_the_picture(fault: str) -> None:
    _, rig = camera(fault)
    with rig.driver() as driver:
        assert driver.shoot(rig.patient, rig.progress).jpeg == PICTURE


def test_a_picture_that_cannot_be_deleted_is_told() -> None:
    model, rig = camera("cannot_delete")
    with rig.driver() as driver:
        assert driver.shoot(rig.patient, rig.progress).left_on_card
    assert len(model.card) == 3


def test_the_picture_of_a_shot_given_up_is_neither_taken_for_the_next_nor_left() -> None:
    model, rig = camera()
    model.sees = lambda: b"\xff\xd8 somebody else"
    shooting: list[bool] = []
    rig.on_step["shooting"] = lambda: shooting.append(True)
    with rig.driver() as driver:
        with pytest.raises(Cancelled):
            driver.shoot(lambda: bool(shooting), rig.progress)
        rig.on_step.clear()
        driver._port.pause(150)  # the exposure ends
        model.sees = lambda: PICTURE
        assert driver.shoot(rig.patient, rig.progress).jpeg == PICTURE
    assert model.released == 2
    assert len(model.card) == 2  # the folders


@pytest.mark.parametrize("size", [511, 512, 1011, 1012, 65536, 65536 + 500, 131_072 - 12, 131_072 + 500])
def test_pictures_of_every_size_come_whole(size: int) -> None:
    """Around full packets: an empty packet may or may not follow."""
    model, rig = camera()
    model.store("A.JPG", b"\xff\xd8" + bytes(size - 2))
    with rig.driver() as driver:
        (picture,) = driver.pictures(rig.patient)
        assert len(driver.download(picture, rig.patient)) == size
        assert driver.pictures(rig.patient) == (picture,)


def test_a_picture_taken_with_the_cameras_own_button_is_left_alone() -> None:
    model, rig = camera()
    with rig.driver() as driver:
        driver.shoot(rig.patient, rig.progress)
        own = model.store("MINE.JPG", PICTURE)
        model._due.append(
            (0.0, wire.HEAD.pack(16, wire.EVENT, ptp.OBJECT_ADDED, 0) + own.to_bytes(4, "little"))
        )
        driver._port.pause(100)
        assert driver.shoot(rig.patient, rig.progress).name == "DSC_0003.JPG"
    assert own in model.card


def test_lists_pictures_and_nothing_else() -> None:
    model, rig = camera()
    assert model.store("MOVIE.AVI", b"RIFF", 0x300A)
    first, second = model.store("A.JPG", PICTURE), model.store("B.JPG", PICTURE)
    with rig.driver() as driver:
        found = driver.pictures(rig.patient)
    assert [(p.handle, p.info.name, p.info.parent) for p in found] == [
        (first, "A.JPG", FOLDER),
        (second, "B.JPG", FOLDER),
    ]


def test_an_empty_card_has_no_pictures() -> None:
    _, rig = camera()
    with rig.driver() as driver:
        assert driver.model == "PTP camera"
        assert driver.pictures(rig.patient) == ()


@pytest.mark.parametrize(
    ("fault", "error"), [("no_card", NoMemoryCard), ("lying_array", BadReply), ("folder_in_itself", BadReply)]
)
def test_a_card_that_lies_is_refused(fault: str, error: type[Exception]) -> None:
    model, rig = camera(fault)
    model.store("A.JPG", PICTURE)
    with rig.driver() as driver, pytest.raises(error):
        driver.pictures(rig.patient)


def test_a_camera_that_says_more_than_it_announced_is_refused_at_once() -> None:
    _, rig = camera("too_much_data")
    with pytest.raises(BadReply), rig.driver():
        pass


@pytest.mark.parametrize("length", [0, 4, 11, wire.LARGEST + 1, 0xFFFFFFFF])
def test_a_container_of_impossible_length_is_refused_before_it_is_read(length: int) -> None:
    with pytest.raises(BadReply):
        wire.parse(wire.HEAD.pack(length, wire.DATA, ptp.OBJECT, 1) + bytes(500))


@given(st.binary(max_size=120))
@settings(max_examples=300)
def test_any_dataset_is_read_or_refused(data: bytes) -> None:
    for parse in (dataset.device_info, dataset.object_info, dataset.handles, wire.parse):
        refusal(parse, data, BadReply)
    refusal(lambda raw: dataset.canon_entry(raw, 1), data, BadReply)


@given(st.lists(st.binary(max_size=40), max_size=4), st.integers(0, 200))
@settings(deadline=None, max_examples=25)
def test_any_bytes_instead_of_an_answer_are_an_error(pieces: list[bytes], count: int) -> None:
    class Babbler(PtpModel):
        def received(self, endpoint: int, data: bytes) -> None:
            for piece in pieces:
                self.send(IN, piece, empty_end=True)
            self.send(IN, bytes(count), empty_end=True)

    rig = Rig(PtpCamera, Babbler())
    before = wire.READ_TIMEOUT_MS
    wire.READ_TIMEOUT_MS = 60
    try:
        with pytest.raises((BadReply, Silent)), rig.driver():
            pass
    finally:
        wire.READ_TIMEOUT_MS = before


# --- the recording of a real one ------------------------------------------------------------------------


@pytest.fixture
def recording(shared: Path) -> Path:
    folder = shared / "recordings" / "canon-powershot-sx200"
    if not folder.is_dir():
        pytest.skip("../shared/recordings/canon-powershot-sx200 is not here")
    return folder


def photos_of(recording: Path) -> dict[str, str]:
    """Name -> SHA-1 of what was on the real camera's card."""
    with tarfile.open(recording / "test-photos.tar") as tar:
        found = {}
        for member in tar.getmembers():
            file = tar.extractfile(member)
            if file is not None and member.name.endswith(".JPG"):
                found[Path(member.name).name] = hashlib.sha1(file.read()).hexdigest()
    return found


def test_the_recorded_pictures_are_identical_to_those_on_the_card(recording: Path) -> None:
    bus = VirtualBus()
    model = replay.load_tree(
        recording / "canon-powershot-sx200.umockdev", recording / "canon-powershot-sx200.ioctl"
    )
    bus.plug(model)
    (found,) = bus.devices()
    with PtpCamera(Port(found.device), SteadyClock(), lambda: 0) as driver:
        seen = {
            picture.info.name: hashlib.sha1(driver.download(picture, never)).hexdigest()
            for picture in driver.pictures(never)
        }
    assert seen == photos_of(recording)
    assert len(seen) == 2
    assert model.surprises == []


def test_the_technicians_command_fetches_them_through_libusb(recording: Path, tmp_path: Path) -> None:
    """umockdev is strict: every byte the driver sends and the length of every read must be as recorded."""
    if shutil.which("umockdev-run") is None:
        pytest.skip("umockdev-run is not installed (Debian package umockdev)")
    traffic = recording / "canon-powershot-sx200.ioctl"
    play = ["umockdev-run", "-d", str(traffic.with_suffix(".umockdev"))]
    play += ["-i", f"/dev/bus/usb/001/011={traffic}", "--"]
    look = ["-m", "devices.probe", "photos", "--usb", "04a9:31c0", "--out", str(tmp_path)]
    done = subprocess.run(
        [*play, sys.executable, *look], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    seen = {path.name: hashlib.sha1(path.read_bytes()).hexdigest() for path in tmp_path.glob("*.JPG")}
    assert seen == photos_of(recording)
