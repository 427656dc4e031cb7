"""The camera when its pictures, or the camera itself, are not what they should be: told or skipped."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from PyQt6.QtCore import QSize
from PyQt6.QtGui import QImage
from PyQt6.QtMultimedia import QCamera, QVideoFrame, QVideoFrameFormat
from pytestqt.qtbot import QtBot

from devices.contract import Frame
from devices.drivers.qt_camera import PictureSource, QtCamera
from devices.drivers.qt_pictures import image_of
from devices.errors import BadReply, Busy, DeviceError, NotPermitted, Removed, Silent

GOOD = Frame(bytes([90]) * (64 * 48 * 3), 64, 48)
Format = QVideoFrameFormat.PixelFormat


class Source(PictureSource):
    """Gives good pictures, and from the n-th on what the test wants."""

    def __init__(self, then: Callable[[], Frame], after: int = 0) -> None:
        self._then, self._left = then, after

    def available(self) -> bool:
        return True

    def picture(self, purpose: str) -> Frame:
        if self._left > 0:
            self._left -= 1
            return GOOD
        return self._then()


def raising(error: DeviceError) -> Callable[[], Frame]:
    def fail() -> Frame:
        raise error

    return fail


AT_THE_SOURCE: dict[str, tuple[Callable[[], Frame], int, type[DeviceError]]] = {
    "gone at once": (raising(Removed()), 0, Removed),
    "gone after some pictures": (raising(Removed()), 3, Removed),
    "held by another program": (raising(Busy()), 0, Busy),
    "not permitted": (raising(NotPermitted()), 0, NotPermitted),
    "silent after some pictures": (raising(Silent()), 2, Silent),
    "an empty picture": (lambda: Frame(b"", 0, 0), 2, BadReply),
    "fewer pixels than it says": (lambda: Frame(bytes(100), 64, 48), 2, BadReply),
    "more pixels than it says": (lambda: Frame(bytes(64 * 48 * 3 + 1), 64, 48), 2, BadReply),
    "a size below zero": (lambda: Frame(bytes(9), -1, -3), 0, BadReply),
}


@pytest.mark.parametrize("fault", AT_THE_SOURCE)
def test_trouble_at_the_source_is_told_once_and_stops_the_camera(qtbot: QtBot, fault: str) -> None:
    then, after, error = AT_THE_SOURCE[fault]
    camera, told = QtCamera(Source(then, after)), list[DeviceError]()
    camera.on_error = told.append
    camera.start(lambda image: None)
    qtbot.waitUntil(lambda: not camera.running)
    assert [type(one) for one in told] == [error]
    camera.start(lambda image: None)  # it may be tried again
    qtbot.waitUntil(lambda: len(told) == 2)
    camera.stop()


@pytest.fixture
def camera(qtbot: QtBot) -> Iterator[QtCamera]:
    """A camera whose own feed gives nothing: frames are handed to it as Qt does."""
    waiting = threading.Event()
    camera = QtCamera(Source(lambda: (waiting.wait(0.3), GOOD)[1]))
    yield camera
    waiting.set()
    camera.stop()


def video(kind: Format, width: int = 64, height: int = 48) -> QVideoFrame:
    frame = QVideoFrame(QVideoFrameFormat(QSize(width, height), kind))
    if frame.map(QVideoFrame.MapMode.WriteOnly):
        for plane in range(frame.planeCount()):
            bits = frame.bits(plane)
            if bits is not None:
                bits.setsize(frame.mappedBytes(plane))
                bits[:] = os.urandom(frame.mappedBytes(plane))
        frame.unmap()
    return frame


ODD: dict[str, Callable[[], QVideoFrame]] = {
    "no frame": QVideoFrame,
    "no format": lambda: QVideoFrame(QVideoFrameFormat(QSize(64, 48), Format.Format_Invalid)),
    "no size": lambda: QVideoFrame(QVideoFrameFormat(QSize(0, 0), Format.Format_NV12)),
    "a JPEG that is none": lambda: video(Format.Format_Jpeg),
    "a size no sensor has": lambda: video(Format.Format_YUV420P, 63, 47),
    "one line": lambda: video(Format.Format_YUYV, 64, 1),
}


@pytest.mark.qt_log_ignore("No RHI backend", extend=True)  # no graphics card: Qt converts with the processor
@pytest.mark.parametrize("fault", ODD)
def test_an_odd_frame_costs_itself_and_the_next_one_is_shown(
    qtbot: QtBot, camera: QtCamera, fault: str
) -> None:
    seen: list[QImage] = []
    camera.start(seen.append)
    converter = camera._converter
    assert converter is not None
    for _ in range(3):
        converter.take(ODD[fault]())
        time.sleep(0.01)
    converter.take(video(Format.Format_RGBX8888, 66, 50))
    qtbot.waitUntil(lambda: any((image.width(), image.height()) == (66, 50) for image in seen))
    assert camera.running
    assert not any(image.isNull() for image in seen)


def test_a_flood_of_frames_shows_the_newest_and_keeps_none(qtbot: QtBot, camera: QtCamera) -> None:
    seen: list[QImage] = []
    camera.start(seen.append)
    converter = camera._converter
    assert converter is not None
    for width in range(32, 332):
        converter.take(video(Format.Format_RGBX8888, width, 32))
    qtbot.waitUntil(lambda: any(image.width() == 331 for image in seen))
    assert len(seen) < 300


@pytest.mark.parametrize(
    ("fault", "error"),
    [(QCamera.Error.CameraError, Removed), (QCamera.Error.NoError, None)],
    ids=["an error of the system's", "an error that is none"],
)
def test_what_the_system_says_of_the_camera(
    qtbot: QtBot, camera: QtCamera, fault: QCamera.Error, error: type[DeviceError] | None
) -> None:
    told: list[DeviceError] = []
    camera.on_error = told.append
    camera.start(lambda image: None)
    camera._camera_error(fault, "words of the driver")
    assert [type(one) for one in told] == ([] if error is None else [error])
    assert camera.running == (error is None)


def test_a_frame_after_the_stop_is_nobodys(qtbot: QtBot, camera: QtCamera) -> None:
    seen: list[QImage] = []
    camera.start(seen.append)
    converter = camera._converter
    assert converter is not None
    camera.stop()
    converter.take(video(Format.Format_RGBX8888))
    qtbot.wait(30)
    assert seen == []
    assert camera.frame() is None


def test_a_picture_that_lies_about_its_size_is_never_read_past_its_end() -> None:
    with pytest.raises(BadReply):
        image_of(Frame(bytes(10), 1920, 1080))
