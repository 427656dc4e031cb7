"""Which camera, how large, how focused and exposed: as chosen, or the next best with a sentence."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import QObject, QSize, pyqtSignal
from PyQt6.QtGui import QImage
from PyQt6.QtMultimedia import QCamera, QMediaCaptureSession, QMediaDevices, QVideoFrame
from pytestqt.qtbot import QtBot

from devices.camera_choice import CameraInput, CameraWish, lasting_id, pick
from devices.contract import Frame
from devices.drivers import qt_camera
from devices.drivers.qt_camera import QtCamera
from devices.drivers.qt_pictures import frame_of, image_of
from devices.virtual.feed import TrainingFeed

DESK = CameraInput("/dev/video0", "Desk", ((1920, 1080), (1280, 720)))
ARM = CameraInput("/dev/video2", "Arm", ((3264, 2448), (1280, 720)))
Notices = list[tuple[str, Mapping[str, object]]]


def test_the_chosen_one_is_found_by_its_id_then_by_its_model() -> None:
    assert pick((DESK, ARM), CameraWish("/dev/video2", "Arm")) == (ARM, True)
    moved = CameraInput("/dev/video5", "Arm")
    assert pick((DESK, moved), CameraWish("/dev/video2", "Arm")) == (moved, True)
    other_there = CameraInput("/dev/video2", "Other")
    assert pick((DESK, other_there, moved), CameraWish("/dev/video2", "Arm")) == (moved, True)


def test_without_it_the_systems_favourite_is_used_and_that_is_told() -> None:
    assert pick((DESK,), CameraWish("/dev/video2", "Arm")) == (DESK, False)
    assert pick((DESK,), CameraWish()) == (DESK, True)
    assert pick((), CameraWish("/dev/video2", "Arm")) == (None, False)


def test_a_linux_cameras_id_is_the_name_udev_keeps_for_it(tmp_path: Path) -> None:
    first, second = tmp_path / "video3", tmp_path / "video4"
    names = tmp_path / "by-id"
    names.mkdir()
    for device in (first, second):
        device.touch()
    name = "usb-046d_HD_Pro_Webcam_C920_1A2B-video-index0"
    (names / name).symlink_to(first)
    assert lasting_id(str(first), names) == name
    assert lasting_id(str(second), names) == str(second)  # one without a name keeps its number
    assert lasting_id(str(first), tmp_path / "none") == str(first)
    assert lasting_id("\\\\?\\usb#vid_046d", names) == "\\\\?\\usb#vid_046d"  # Windows


# --- training: the virtual camera through the real capture session --------------------------------------


def watch(
    qtbot: QtBot, camera: QtCamera, wish: CameraWish, purpose: str = "portrait"
) -> tuple[list[QImage], Notices]:
    seen: list[QImage] = []
    notices: Notices = []
    camera.on_notice = lambda code, values: notices.append((code, values))
    camera.start(seen.append, purpose, wish)
    qtbot.waitUntil(lambda: bool(seen))
    return seen, notices


@pytest.mark.parametrize("size", [(1920, 1080), (960, 540)])
def test_pictures_have_the_chosen_size(qtbot: QtBot, camera: QtCamera, size: tuple[int, int]) -> None:
    seen, notices = watch(qtbot, camera, CameraWish(size=size))
    assert (seen[0].width(), seen[0].height()) == size
    assert notices == []


def test_each_purpose_has_its_own_camera(qtbot: QtBot, camera: QtCamera, feed: TrainingFeed) -> None:
    first, second = feed.inputs()
    watch(qtbot, camera, CameraWish(first.id, first.label, focus="1"))
    qtbot.waitUntil(lambda: feed.controls[first.id].position == 0)
    watch(qtbot, camera, CameraWish(second.id, second.label, focus="5"), "document")
    qtbot.waitUntil(lambda: feed.controls[second.id].position == 250)
    assert feed.controls[first.id].position == 0


def test_focus_and_exposure_are_seen_in_the_picture_and_let_go_again(
    qtbot: QtBot, camera: QtCamera, feed: TrainingFeed
) -> None:
    model = feed.controls[feed.inputs()[0].id]
    by_itself = grey(watch(qtbot, camera, CameraWish())[0][-1])
    seen, _ = watch(qtbot, camera, CameraWish(exposure="1/200"))
    qtbot.waitUntil(lambda: grey(seen[-1]) < by_itself / 2)
    seen, notices = watch(qtbot, camera, CameraWish())
    qtbot.waitUntil(lambda: model.exposure_100us is None and grey(seen[-1]) > by_itself * 0.9)
    assert notices == []


def test_a_camera_that_is_not_there_is_replaced_with_a_sentence(
    qtbot: QtBot, camera: QtCamera, feed: TrainingFeed
) -> None:
    feed.controls[feed.inputs()[0].id].fault("refuses")  # says nothing of a camera nobody chose
    wish = CameraWish("/dev/video7", "Arm", (3264, 2448), "3", "1/50")
    seen, notices = watch(qtbot, camera, wish)
    qtbot.wait(50)
    assert notices == [("devices.camera_choice_gone", {"chosen": "Arm", "used": "Training camera"})]
    assert (seen[0].width(), seen[0].height()) == (1280, 720)


def test_what_the_camera_does_not_do_any_more_is_told_each(
    qtbot: QtBot, camera: QtCamera, feed: TrainingFeed
) -> None:
    feed.controls[feed.inputs()[0].id].fault("refuses")
    _, notices = watch(qtbot, camera, CameraWish(size=(4000, 3000), focus="3", exposure="1/50"))
    qtbot.waitUntil(lambda: len(notices) == 3)
    assert notices == [
        ("devices.camera_size_gone", {"width": 4000, "height": 3000}),
        ("devices.camera_focus_gone", {}),
        ("devices.camera_exposure_gone", {}),
    ]
    assert camera.running


def test_a_lens_that_takes_its_time_holds_nobody_up(
    qtbot: QtBot, camera: QtCamera, feed: TrainingFeed
) -> None:
    moving, arrived, model = threading.Event(), threading.Event(), feed.controls[feed.inputs()[0].id]
    plain = model.ioctl

    def slow(file: int, request: int, buffer: bytearray) -> int:
        moving.set()
        assert arrived.wait(10)
        return plain(file, request, buffer)

    model.ioctl = slow  # type: ignore[method-assign]
    _, notices = watch(qtbot, camera, CameraWish(focus="9"))  # pictures come while the lens still moves
    assert moving.is_set()
    camera.stop()
    arrived.set()
    qtbot.waitUntil(lambda: model.files == 0)
    qtbot.wait(50)
    assert notices == []  # the page has gone on: nobody is told of its lens


def grey(image: QImage) -> float:
    small = image.scaled(8, 8)
    pixels = [small.pixelColor(x, y) for x in range(8) for y in range(8)]
    return sum(colour.lightness() for colour in pixels) / len(pixels)


# --- a real QCamera in the real session, with a device of the test's ------------------------------------


class Format:
    def __init__(self, width: int, height: int, rate: float) -> None:
        self._size, self._rate = QSize(width, height), rate

    def resolution(self) -> QSize:
        return self._size

    def maxFrameRate(self) -> float:  # noqa: N802 - Qt's own name
        return self._rate


class Device:
    """A QCameraDevice as the system would list it."""

    def __init__(self, name: str, label: str, *formats: Format, favourite: bool = False) -> None:
        self._name, self._label, self._formats, self._favourite = name, label, formats, favourite

    def id(self) -> Any:
        return type("Id", (), {"data": lambda _, name=self._name: name.encode()})()

    def description(self) -> str:
        return self._label

    def isDefault(self) -> bool:  # noqa: N802
        return self._favourite

    def videoFormats(self) -> list[Any]:  # noqa: N802
        return list(self._formats)


ARM_FORMATS = (Format(3264, 2448, 2), Format(3264, 2448, 15), Format(1280, 720, 30), Format(320, 240, 60))


class System(QObject):
    """In the place of QMediaDevices."""

    videoInputsChanged = pyqtSignal()  # noqa: N815
    here: tuple[Device, ...] = ()

    @classmethod
    def videoInputs(cls) -> list[Any]:  # noqa: N802
        return list(cls.here)

    @classmethod
    def defaultVideoInput(cls) -> Any:  # noqa: N802
        return cls.here[0]


class HandedCamera(QCamera):
    """A QCamera whose frames the test sends from a thread of its own, as Qt's do."""

    started: tuple[HandedCamera, ...] = ()

    def __init__(self, device: Device, session: QMediaCaptureSession) -> None:
        super().__init__(session)
        self.device, self.session, self.format = device, session, None

    def setCameraFormat(self, wanted: Any) -> None:  # noqa: N802
        self.format = wanted

    def cameraDevice(self) -> Any:  # noqa: N802
        return self.device

    def start(self) -> None:
        HandedCamera.started = (*HandedCamera.started, self)

    def send(self, frames: list[QVideoFrame]) -> threading.Thread:
        sink = self.session.videoSink()
        assert sink is not None

        def work() -> None:
            for frame in frames:
                sink.setVideoFrame(frame)

        thread = threading.Thread(target=work)
        thread.start()
        return thread


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch) -> type[System]:
    """Two cameras of a machine, the desk's the favourite."""
    monkeypatch.setattr(qt_camera, "QMediaDevices", System)
    monkeypatch.setattr(qt_camera, "QCamera", HandedCamera)
    HandedCamera.started = ()
    desk = Device("id-desk", "Desk", Format(1280, 720, 10), Format(1280, 720, 30), favourite=True)
    System.here = (Device("id-arm", "Arm", *ARM_FORMATS), desk)
    return System


def test_the_machines_cameras_are_listed_with_their_sizes(qtbot: QtBot, system: type[System]) -> None:
    assert QMediaDevices is not qt_camera.QMediaDevices
    assert QtCamera().inputs() == (
        CameraInput("id-desk", "Desk", ((1280, 720),)),
        CameraInput("id-arm", "Arm", ((3264, 2448), (1280, 720))),
    )


def test_the_chosen_camera_starts_in_the_chosen_size_at_its_fastest(
    qtbot: QtBot, system: type[System]
) -> None:
    camera = QtCamera()
    camera.start(lambda image: None, "document", CameraWish("id-arm", "Arm", (3264, 2448)))
    camera.start(lambda image: None, "portrait")
    camera.stop()
    arm, desk = HandedCamera.started
    assert (arm.device.description(), arm.format) == ("Arm", ARM_FORMATS[1])
    assert desk.device.description() == "Desk"
    assert desk.format is not None
    assert desk.format.maxFrameRate() == 30


def test_the_chosen_one_pulled_the_other_starts_and_that_is_told(qtbot: QtBot, system: type[System]) -> None:
    notices: Notices = []
    system.here = system.here[1:]
    camera = QtCamera()
    camera.on_notice = lambda code, values: notices.append((code, values))
    camera.start(lambda image: None, "document", CameraWish("id-arm", "Arm", (3264, 2448)))
    camera.stop()
    assert HandedCamera.started[-1].device.description() == "Desk"
    assert notices == [("devices.camera_choice_gone", {"chosen": "Arm", "used": "Desk"})]


def numbered(count: int) -> list[QVideoFrame]:
    """Frames that differ in their width: the n-th is 32 + n pixels wide."""
    return [
        frame_of(image_of(Frame(bytes([n % 256]) * ((32 + n) * 24 * 3), 32 + n, 24))) for n in range(count)
    ]


def test_a_slow_page_drops_frames_and_never_queues_them(qtbot: QtBot, system: type[System]) -> None:
    """The page is held up at its first picture until all the others were sent and turned into pictures."""
    camera, seen, held, all_made = QtCamera(), list[int](), threading.Event(), threading.Event()

    def slow(image: QImage) -> None:
        seen.append(image.width())
        held.set()
        assert all_made.wait(20)

    camera.start(slow, "portrait")
    first, *others = numbered(100)
    live, converter = HandedCamera.started[-1], camera._converter
    assert converter is not None
    late: list[int] = []

    def each_is_made() -> None:
        live.send([first]).join()
        assert held.wait(10)
        deadline = time.monotonic() + 5
        for frame in others:
            live.session.videoSink().setVideoFrame(frame)  # type: ignore[union-attr]
            while (made := converter._image) is None or made.width() != frame.width():
                if time.monotonic() > deadline:
                    late.append(frame.width())
                    break
                time.sleep(0.0005)
        all_made.set()

    thread = threading.Thread(target=each_is_made)
    thread.start()
    qtbot.waitUntil(lambda: bool(seen) and seen[-1] == 131, timeout=20_000)
    thread.join()
    qtbot.wait(50)
    camera.stop()
    assert late == []  # the camera's side never waits for the page
    assert len(seen) <= 3
    assert seen == sorted(seen)


def test_frames_are_not_decoded_in_the_gui_thread(
    qtbot: QtBot, system: type[System], monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, decoded_in, seen = qt_camera.picture_of, set[int](), list[int]()

    def noted(frame: QVideoFrame) -> QImage:
        decoded_in.add(threading.get_ident())
        return plain(frame)

    monkeypatch.setattr(qt_camera, "picture_of", noted)
    camera = QtCamera()
    camera.start(lambda image: seen.append(threading.get_ident()), "portrait")
    HandedCamera.started[-1].send(numbered(5)).join()
    qtbot.waitUntil(lambda: bool(seen))
    camera.stop()
    assert set(seen) == {threading.get_ident()}
    assert decoded_in
    assert threading.get_ident() not in decoded_in
