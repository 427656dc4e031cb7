"""A scanner behind its maker's library: every scanner's contract, and the many ways a library goes wrong."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.clock import SteadyClock
from devices.drivers.vendor_livescan import VendorLivescan, touched
from devices.errors import (
    BadReply,
    Cancelled,
    DeviceError,
    FingerGone,
    NotConnected,
    NotPermitted,
    NotSupported,
    Removed,
    Silent,
)
from devices.vendor.errors import (
    LibraryCrashed,
    LibraryFailed,
    LibraryGarbage,
    LibraryHung,
    LibraryMissing,
    NoLicence,
    PoorPrint,
)
from devices.vendor.ga1012_capture import Capture
from tests.devices.contracts import FingerContract
from tests.devices.rigs import Rig
from tests.devices.vendor.stubs import VendorRig, livescan_rig

GET = "LIVESCAN_GetFPBmpData"


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[VendorRig]:
    rig = livescan_rig(tmp_path)
    yield rig
    assert rig.model.claimed == {}


class TestContract(FingerContract):
    @pytest.fixture
    def rig(self, tmp_path: Path) -> Iterator[Rig]:
        rig = livescan_rig(tmp_path)
        yield rig
        assert rig.model.claimed == {}

    def answer_comes(self, rig: Rig) -> None:
        rig.model.fault("finger")

    def garble(self, rig: Rig) -> None:
        rig.model.fault("garble")

    def no_print(self, rig: Rig) -> None:
        rig.model.fault("no_print")

    def lift_early(self, rig: Rig) -> None:
        rig.model.fault("lift_early")

    def test_held_by_another_program_is_busy(self, rig: Rig) -> None:
        """These libraries have no number for it: it stays "failed", with the library's own number."""
        rig.model.fault("return:-8@LIVESCAN_Init")
        with pytest.raises(LibraryFailed) as caught, rig.driver():
            pass
        assert caught.value.values["number"] == -8


# What the library does, where, and what the officer is told of it. At "waiting" the finger comes, too.
FAULTS: tuple[tuple[str, type[DeviceError]], ...] = (
    ("crash@load", LibraryCrashed),
    ("hang@load", LibraryHung),
    ("crash@LIVESCAN_Init", LibraryCrashed),
    ("hang@LIVESCAN_Init", LibraryHung),
    ("abort@LIVESCAN_BeginCapture", LibraryCrashed),
    ("exit@LIVESCAN_GetCaptWindow", LibraryCrashed),
    (f"crash@{GET}", LibraryCrashed),
    (f"abort@{GET}", LibraryCrashed),
    (f"exit@{GET}", LibraryCrashed),
    (f"hang@{GET}", LibraryHung),
    (f"deaf@{GET}", LibraryHung),
    (f"pipes@{GET}", LibraryCrashed),
    ("return:-4@LIVESCAN_Init", NotConnected),
    ("return:0@LIVESCAN_GetChannelCount", NotConnected),
    ("return:-4@LIVESCAN_GetChannelCount", NotConnected),
    ("return:-7@LIVESCAN_Init", NoLicence),
    ("return:-103@LIVESCAN_BeginCapture", NotPermitted),
    ("return:-101@LIVESCAN_BeginCapture", NotSupported),
    ("return:-2@LIVESCAN_Init", LibraryFailed),
    ("return:-2000000000@LIVESCAN_Init", LibraryGarbage),
    ("huge_window", LibraryGarbage),
    ("no_window", LibraryGarbage),
    (f"return:-4@{GET}", Removed),
    (f"return:-7@{GET}", NoLicence),
    (f"return:-109@{GET}", BadReply),
    (f"return:-112@{GET}", PoorPrint),
    (f"return:2@{GET}", PoorPrint),
    (f"return:4711@{GET}", LibraryGarbage),
    ("garble", LibraryGarbage),
    ("short_lines", LibraryGarbage),
    ("nothing", LibraryGarbage),
    ("babble", LibraryGarbage),
    ("before", LibraryGarbage),
    ("brief", FingerGone),
)


@pytest.mark.parametrize(("fault", "error"), FAULTS, ids=[fault for fault, _ in FAULTS])
def test_whatever_the_library_does_the_officer_is_told(
    rig: VendorRig, fault: str, error: type[DeviceError]
) -> None:
    rig.model.fault(fault)
    rig.model.fault("finger")
    with pytest.raises(error), rig.driver() as driver:
        driver.capture(rig.patient, rig.progress)
    assert rig.model.claimed == {}


@pytest.mark.parametrize("fault", [f"crash@{GET}", f"hang@{GET}", "babble", "return:-4"])
def test_after_the_trouble_the_next_use_works(rig: VendorRig, fault: str) -> None:
    rig.model.fault(fault)
    with pytest.raises(DeviceError), rig.driver() as driver:
        driver.capture(rig.patient, rig.progress)
    rig.model.fault(fault, on=False)
    rig.model.fault("finger")
    with rig.driver() as driver:
        assert driver.capture(rig.patient, rig.progress).width_px == 256


@pytest.mark.parametrize("fault", ["slow", "noise", "spill", f"return:-3@{GET}"])
def test_what_does_no_harm_is_put_up_with(rig: VendorRig, fault: str) -> None:
    """A slow one, one that prints, one that writes a little too far, one without BMP."""
    rig.model.fault(fault)
    rig.model.fault("finger")
    with rig.driver() as driver:
        image = driver.capture(rig.patient, rig.progress)
    assert (image.width_px, image.height_px, image.dpi) == (256, 360, 500)


def test_bmp_and_raw_show_the_same_picture_the_same_way_up(rig: VendorRig) -> None:
    rig.model.fault("finger")
    with rig.driver() as driver:
        from_bmp = driver.capture(rig.patient, rig.progress)
    rig.model.fault(f"return:-3@{GET}")
    with rig.driver() as driver:
        raw = driver.capture(rig.patient, rig.progress)
    assert from_bmp == raw
    assert raw.pixels[-1] == 0
    assert raw.pixels[0] == 240


def test_without_a_capture_window_the_largest_picture_counts(rig: VendorRig) -> None:
    rig.model.fault("return:-3@LIVESCAN_GetCaptWindow")
    rig.model.fault("finger")
    with rig.driver() as driver:
        assert driver.capture(rig.patient, rig.progress).height_px == 360


def test_a_hanging_call_is_left_when_the_officer_stops(rig: VendorRig) -> None:
    hangs = f"hang@{GET}"
    waiting: list[float] = []

    def hang() -> None:
        rig.model.fault(hangs)
        waiting.append(time.monotonic())

    rig.on_step["waiting"] = hang
    with rig.driver() as driver:
        with pytest.raises(Cancelled):
            driver.capture(lambda: bool(waiting) and time.monotonic() > waiting[0] + 0.1, rig.progress)
        rig.model.fault(hangs, on=False)
        rig.on_step.clear()
        rig.model.fault("finger")
        assert driver.capture(rig.patient, rig.progress) is not None


def test_the_error_says_what_the_library_says_without_long_numbers(rig: VendorRig) -> None:
    rig.model.fault("return:-4@LIVESCAN_Init")
    with pytest.raises(NotConnected) as caught, rig.driver():
        pass
    assert caught.value.values["text"] == "未找到采集设备 " + "#" * 18


@pytest.mark.parametrize("fault", ["crash", "hang", "endless_text", "return:-6"])
def test_an_error_text_that_cannot_be_had_changes_nothing(rig: VendorRig, fault: str) -> None:
    rig.model.fault(f"{fault}@LIVESCAN_GetErrorInfo" if fault != "endless_text" else fault)
    rig.model.fault("return:-7@LIVESCAN_Init")
    with pytest.raises(NoLicence), rig.driver():
        pass


def test_the_best_of_the_pictures_by_the_makers_own_score_is_kept(rig: VendorRig) -> None:
    scores = iter((40, 77, 12, 55, 60))
    library = rig.model.library
    assert library is not None
    driver = VendorLivescan(Capture(library), SteadyClock(), lambda image: next(scores))
    rig.model.fault("finger")
    with driver:
        driver.capture(rig.patient, rig.progress)
    assert driver.last_quality == 77


def test_the_library_may_wait_for_the_finger_itself_and_be_stopped(rig: VendorRig) -> None:
    library = rig.model.library
    assert library is not None
    capture = Capture(library)
    capture.open()
    rig.later(0.3, capture.stop_auto)
    with pytest.raises(LibraryFailed):
        capture.auto_frame(60)
    rig.model.fault("finger")
    image = capture.auto_frame(60)
    assert touched(image)
    assert (capture.describe(), capture.maker_code()) == ("指纹采集仪", "0042")
    capture.adjust(128, 100)
    with pytest.raises(LibraryFailed):
        capture.adjust(300, 100)
    capture.close()


def test_a_removed_library_file_is_missing(rig: VendorRig) -> None:
    rig.model.path.unlink()
    with pytest.raises(LibraryMissing), rig.driver():
        pass


def test_silence_and_crash_are_the_kinds_every_screen_knows() -> None:
    assert issubclass(LibraryHung, Silent)
    assert issubclass(LibraryCrashed, Removed)
    assert issubclass(LibraryGarbage, BadReply)
    assert issubclass(PoorPrint, FingerGone)
