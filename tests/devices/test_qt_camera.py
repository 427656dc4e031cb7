"""The camera, offscreen: training pictures through the real capture session; and when it goes."""

from __future__ import annotations

from typing import Any

import pytest
from PyQt6.QtCore import QThread
from PyQt6.QtGui import QImage
from pytestqt.qtbot import QtBot

from devices.biometrics import photo
from devices.contract import Frame
from devices.drivers import qt_camera
from devices.drivers.qt_camera import PictureSource, QtCamera
from devices.drivers.qt_pictures import as_frame, frame_of, image_of, picture_of
from devices.errors import DeviceError, NotConnected, Removed
from devices.virtual.feed import TrainingFeed


@pytest.fixture(params=["frame input", "straight into the sink"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second is what Qt 6.7 does."""
    if request.param != "frame input":
        monkeypatch.setattr(qt_camera, "QVideoFrameInput", None)


@pytest.mark.usefixtures("way")
def test_pictures_arrive_in_the_gui_thread_full_size(qtbot: QtBot, camera: QtCamera) -> None:
    seen: list[tuple[int, int, bool]] = []

    def sink(image: QImage) -> None:
        seen.append((image.width(), image.height(), QThread.currentThread() == camera.thread()))

    camera.start(sink)
    qtbot.waitUntil(lambda: len(seen) >= 3)
    assert set(seen) == {(1280, 720, True)}


@pytest.mark.usefixtures("way")
def test_a_portrait_can_be_taken_from_what_arrives(qtbot: QtBot, camera: QtCamera) -> None:
    camera.start(lambda image: None)
    qtbot.waitUntil(lambda: camera.frame() is not None)
    frame = camera.frame()
    assert frame is not None
    assert len(frame.rgb) == 1280 * 720 * 3
    assert all(finding.good for finding in photo.judge(frame))
    assert len(photo.portrait(frame).jpeg) > 10_000


class Counted(PictureSource):
    """Pictures that are all of one grey, each a little lighter than the one before."""

    def __init__(self) -> None:
        self.made = 0

    def available(self) -> bool:
        return True

    def picture(self, purpose: str) -> Frame:
        self.made += 1
        return Frame(bytes([self.made % 256]) * (64 * 48 * 3), 64, 48)


def test_a_busy_page_gets_the_newest_picture_and_no_old_ones(qtbot: QtBot) -> None:
    source = Counted()
    camera = QtCamera(source)
    late: list[int] = []

    def slow(image: QImage) -> None:
        late.append(source.made - image.pixelColor(5, 5).red())
        QThread.msleep(400)

    camera.start(slow)
    qtbot.waitUntil(lambda: len(late) >= 4)
    camera.stop()
    assert source.made >= 12
    assert max(late) <= 3  # what was made while the page was busy is skipped, but for those on their way


def test_pictures_nobody_fetched_are_replaced_and_told_once(qtbot: QtBot) -> None:
    told: list[int] = []
    converter = qt_camera._Converter(lambda: told.append(1))
    for grey in range(1, 6):
        converter.take(frame_of(image_of(Frame(bytes([grey]) * 48, 4, 4))))
        qtbot.waitUntil(lambda: converter._frame is None)
    qtbot.wait(50)
    newest = converter.newest()
    assert newest is not None
    assert newest.pixelColor(1, 1).red() == 5
    assert told == [1]
    assert converter.newest() is None
    converter.stop()


def test_after_stop_nothing_arrives_and_no_picture_stays(qtbot: QtBot, camera: QtCamera) -> None:
    seen: list[QImage] = []
    camera.start(seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    camera.stop()
    seen.clear()
    qtbot.wait(200)
    assert seen == []
    assert camera.frame() is None
    assert not camera.running


def test_it_starts_again_and_changes_its_purpose(qtbot: QtBot, camera: QtCamera, feed: TrainingFeed) -> None:
    for purpose in ("portrait", "document", "portrait"):
        seen: list[QImage] = []
        camera.start(seen.append, purpose)
        qtbot.waitUntil(lambda seen=seen: bool(seen))
        assert feed.asked_ns[purpose]


def test_a_camera_that_goes_away_is_told_once_and_stopped(
    qtbot: QtBot, camera: QtCamera, feed: TrainingFeed
) -> None:
    told: list[DeviceError] = []
    camera.on_error = told.append
    camera.start(lambda image: None)
    qtbot.waitUntil(lambda: camera.frame() is not None)
    feed.plug(False)
    qtbot.waitUntil(lambda: bool(told))
    qtbot.wait(150)
    assert [type(error) for error in told] == [Removed]
    assert not camera.running
    feed.plug(True)
    camera.start(lambda image: None)
    qtbot.waitUntil(lambda: camera.frame() is not None)


def test_without_a_camera_it_is_not_connected(qtbot: QtBot, feed: TrainingFeed) -> None:
    feed.plug(False)
    camera = QtCamera(feed)
    assert not camera.available()
    with pytest.raises(NotConnected):
        camera.start(lambda image: None)


def test_on_a_machine_without_cameras_the_real_one_is_not_connected(qtbot: QtBot) -> None:
    if QtCamera().inputs():
        pytest.skip("this machine has a camera")
    camera = QtCamera()
    assert not camera.available()
    with pytest.raises(NotConnected):
        camera.start(lambda image: None)


@pytest.mark.parametrize("width", [32, 33, 35])
def test_pictures_keep_every_pixel_whatever_their_width(width: int) -> None:
    frame = Frame(bytes((x * 7) % 256 for x in range(width * 5 * 3)), width, 5)
    assert as_frame(image_of(frame)) == frame
    assert as_frame(picture_of(frame_of(image_of(frame)))) == frame


class _Format:
    def __init__(self, width: int, height: int, rate: float) -> None:
        self._size, self._rate = (width, height), rate

    def resolution(self) -> Any:
        from PyQt6.QtCore import QSize

        return QSize(*self._size)

    def maxFrameRate(self) -> float:  # noqa: N802 - Qt's own name
        return self._rate


def test_the_smallest_format_that_is_large_enough_is_taken() -> None:
    formats: Any = [
        _Format(640, 480, 30),
        _Format(1920, 1080, 30),
        _Format(1280, 720, 10),
        _Format(1280, 720, 30),
    ]
    chosen: Any = qt_camera._format_for(formats, None)
    assert chosen is formats[3]
    assert qt_camera._format_for(formats[:1], None) is None
