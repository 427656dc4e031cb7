"""The camera: a UVC camera through Qt Multimedia, or in training drawn pictures through the same
capture session.

Lives in the GUI thread (it is a QObject); converting, drawing and setting the lens happen in threads of their
own. The newest frame wins: a slow page sees fewer frames, never old ones. Qt is this
driver's library: beside qt_pictures.py the only file under devices that knows it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Protocol

from PyQt6.QtCore import QObject, Qt, pyqtSignal
from PyQt6.QtGui import QImage
from PyQt6.QtMultimedia import (
    QCamera,
    QCameraDevice,
    QCameraFormat,
    QMediaCaptureSession,
    QMediaDevices,
    QVideoFrame,
    QVideoSink,
)

from devices.camera_choice import CAMERA_GONE, SIZE_GONE, CameraInput, CameraWish, Tuner, pick
from devices.contract import Frame
from devices.drivers.qt_pictures import as_frame, frame_of, image_of, picture_of
from devices.drivers.v4l2_tuner import V4l2Tuner
from devices.errors import DeviceError, NotConnected, Removed, Silent

try:
    from PyQt6.QtMultimedia import QVideoFrameInput
except ImportError:  # Qt 6.7, the last for aarch64 UOS and Kylin
    QVideoFrameInput = None  # type: ignore[assignment, misc]

FRAMES_PER_S = 15
WANTED_PX = (1280, 720)
LEAST_PX = 480

Sink = Callable[[QImage], None]
Size = tuple[int, int]


class PictureSource(Protocol):
    """Where training takes its pictures from: cameras that may be chosen, and what they see."""

    def available(self) -> bool: ...

    def picture(self, purpose: str) -> Frame:
        """The picture of this moment; called in the feed's own thread. Raises a DeviceError when the
        camera is "gone".
        """
        ...

    def inputs(self) -> tuple[CameraInput, ...]:
        return ()

    def choose(self, purpose: str, camera: str, size: Size | None) -> None:
        """This camera, this large, serves that purpose from now on; size None: as it likes."""

    def tuner(self, camera: str) -> Tuner | None:
        return None


class QtCamera(QObject):
    """One camera for portraits and documents. GUI thread only."""

    _converted = pyqtSignal()
    _drawn = pyqtSignal()
    _broke = pyqtSignal(object)
    _unmet = pyqtSignal(int, object)

    def __init__(self, source: PictureSource | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.on_error: Callable[[DeviceError], None] | None = None
        self.on_notice: Callable[[str, Mapping[str, object]], None] | None = None
        """Told what of a wish cannot be had (code, values); pictures come all the same."""
        self._source = source
        self._sink: Sink | None = None
        self._newest: QImage | None = None
        self._session: QMediaCaptureSession | None = None
        self._camera: QCamera | None = None
        self._parts: list[QObject] = []
        self._converter: _Converter | None = None
        self._feed: _Feed | None = None
        self._devices = QMediaDevices(self) if source is None else None
        if self._devices is not None:
            self._devices.videoInputsChanged.connect(self._inputs_changed)
        self._converted.connect(self._hand_out)
        self._broke.connect(self._fail)
        self._turn = 0
        self._one_tunes = threading.Lock()
        self._unmet.connect(self._tell_unmet)

    def inputs(self) -> tuple[CameraInput, ...]:
        """Every camera of this machine, the system's favourite first."""
        if self._source is not None:
            return self._source.inputs()
        devices = sorted(QMediaDevices.videoInputs(), key=lambda device: not device.isDefault())
        return tuple(
            CameraInput(_id_of(device), device.description(), _sizes(device.videoFormats()))
            for device in devices
        )

    def tuner(self, camera: str) -> Tuner | None:
        """Of the camera with this id; None where nothing can be set. Any thread; what it does blocks."""
        if self._source is not None:
            return self._source.tuner(camera)
        return V4l2Tuner(camera) if camera.startswith("/dev/") else None

    def available(self) -> bool:
        if self._source is not None:
            return self._source.available()
        return bool(QMediaDevices.videoInputs())

    def start(self, sink: Sink, purpose: str = "portrait", wish: CameraWish | None = None) -> None:
        """Hand every new picture to `sink`, in the GUI thread, until stop(). purpose: "portrait", "document".

        What of the wish cannot be had is told to `on_notice`; the next best is used. Raises NotConnected.
        Later trouble goes to `on_error` as a coded error; the camera is stopped then.
        """
        self.stop()
        if not self.available():
            raise NotConnected(kind="camera")
        self._sink = sink
        session = self._session = QMediaCaptureSession(self)
        video = QVideoSink(session)
        session.setVideoSink(video)
        converter = self._converter = _Converter(self._converted.emit)
        # Direct: a real camera's frames must not queue up behind a busy page.
        video.videoFrameChanged.connect(  # type: ignore[call-arg]  # the stubs know no connection types
            converter.take, Qt.ConnectionType.DirectConnection
        )
        self._parts = [session, video]
        found, size, wish = self._settled(wish or CameraWish())
        if self._source is None:
            self._start_camera(session, found, size)
        else:
            if found is not None:
                self._source.choose(purpose, found.id, size)
            self._start_feed(session, video, self._source, purpose)
        if found is not None:
            self._tune(found, wish)

    def stop(self) -> None:
        """Stop handing out pictures; the newest one stays in frame() no longer."""
        self._sink, self._newest = None, None
        self._turn += 1
        if self._feed is not None:
            self._feed.stop()
            self._drawn.disconnect()
        if self._camera is not None:
            self._camera.errorOccurred.disconnect(self._camera_error)
            self._camera.stop()
        if self._converter is not None:
            self._converter.stop()
        if self._session is not None:
            self._session.setVideoSink(None)
            self._session.deleteLater()
        self._session = self._camera = self._converter = self._feed = None
        self._parts = []

    def frame(self) -> Frame | None:
        """The newest picture, full size, for judging and taking; None before the first one."""
        return None if self._newest is None else as_frame(self._newest)

    @property
    def running(self) -> bool:
        return self._sink is not None

    # the two ways a picture gets into the session

    def _start_camera(
        self, session: QMediaCaptureSession, found: CameraInput | None, size: Size | None
    ) -> None:
        device = self._device(found)
        camera = self._camera = QCamera(device, session)
        wanted = _format_for(device.videoFormats(), size)
        if wanted is not None:
            camera.setCameraFormat(wanted)
        camera.errorOccurred.connect(self._camera_error)
        session.setCamera(camera)
        camera.start()

    def _device(self, found: CameraInput | None) -> QCameraDevice:
        for device in QMediaDevices.videoInputs():
            if found is not None and _id_of(device) == found.id:
                return device
        return QMediaDevices.defaultVideoInput()

    def _start_feed(
        self, session: QMediaCaptureSession, video: QVideoSink, source: PictureSource, purpose: str
    ) -> None:
        feed = self._feed = _Feed(source, purpose, self._drawn.emit, self._broke.emit)
        if QVideoFrameInput is None:
            self._drawn.connect(lambda: video.setVideoFrame(frame_of(feed.newest())))
        else:
            feed_input = QVideoFrameInput(session)
            session.setVideoFrameInput(feed_input)
            self._parts.append(feed_input)
            self._drawn.connect(lambda: feed_input.sendVideoFrame(QVideoFrame(feed.newest())) and None)

    # what was chosen

    def _settled(self, wish: CameraWish) -> tuple[CameraInput | None, Size | None, CameraWish]:
        """Camera, size and what is left of the wish: another camera is used as it likes, but for its focus
        and exposure, which must not stay as they were fixed for something else.
        """
        found, chosen = pick(self.inputs(), wish)
        if not chosen:
            if found is not None:
                self._notice(CAMERA_GONE, {"chosen": wish.label or wish.camera, "used": found.label})
            return found, None, CameraWish()
        if wish.size is None or (found is not None and wish.size in found.sizes):
            return found, wish.size, wish
        width, height = wish.size
        self._notice(SIZE_GONE, {"width": width, "height": height})
        return found, None, wish

    def _tune(self, found: CameraInput, wish: CameraWish) -> None:
        """Focus and exposure, in a thread of its own: a lens takes its time, one start after the other."""
        tuner, turn = self.tuner(found.id), self._turn
        if tuner is None:
            return

        def work() -> None:
            with self._one_tunes:
                unmet = tuner.tune(wish.focus, wish.exposure) if turn == self._turn else ()
            if unmet:
                with suppress(RuntimeError):  # the program ends, and this object has gone before
                    self._unmet.emit(turn, unmet)

        threading.Thread(target=work, name="camera lens", daemon=True).start()

    def _tell_unmet(self, turn: int, codes: tuple[str, ...]) -> None:
        if turn == self._turn:
            for code in codes:
                self._notice(code, {})

    def _notice(self, code: str, values: Mapping[str, object]) -> None:
        if self.on_notice is not None:
            self.on_notice(code, values)

    # what comes out of it

    def _hand_out(self) -> None:
        if self._converter is None or self._sink is None:
            return
        image = self._converter.newest()
        if image is not None:
            self._newest = image
            self._sink(image)

    def _camera_error(self, error: QCamera.Error, text: str) -> None:
        if error != QCamera.Error.NoError:
            self._fail(Removed(kind="camera") if not self._still_there() else Silent(kind="camera"))

    def _inputs_changed(self) -> None:
        if self._camera is not None and not self._still_there():
            self._fail(Removed(kind="camera"))

    def _still_there(self) -> bool:
        return self._camera is not None and self._camera.cameraDevice() in QMediaDevices.videoInputs()

    def _fail(self, error: DeviceError) -> None:
        if self._sink is None:
            return
        self.stop()
        if self.on_error is not None:
            self.on_error(error)


class _Converter:
    """Turns video frames into pictures in its own thread; keeps only the newest of each."""

    def __init__(self, ready: Callable[[], None]) -> None:
        self._ready = ready
        self._wake = threading.Condition()
        self._frame: QVideoFrame | None = None
        self._image: QImage | None = None
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="camera pictures", daemon=True)
        self._thread.start()

    def take(self, frame: QVideoFrame) -> None:
        with self._wake:
            self._frame = QVideoFrame(frame)
            self._wake.notify()

    def newest(self) -> QImage | None:
        with self._wake:
            image, self._image = self._image, None
            return image

    def stop(self) -> None:
        with self._wake:
            self._stopping = True
            self._wake.notify()
        self._thread.join(2)

    def _run(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._frame is not None or self._stopping)
                if self._stopping:
                    return
                frame, self._frame = self._frame, None
            image = picture_of(frame) if frame is not None else QImage()
            if image.isNull():
                continue
            with self._wake:
                waiting, self._image = self._image is not None, image
            if not waiting:  # the page has not fetched the one before: it will fetch this one instead
                self._ready()


class _Feed:
    """Draws training pictures at a steady pace in its own thread."""

    def __init__(
        self,
        source: PictureSource,
        purpose: str,
        drawn: Callable[[], None],
        broke: Callable[[DeviceError], None],
    ) -> None:
        self._source, self._purpose, self._drawn, self._broke = source, purpose, drawn, broke
        self._lock = threading.Lock()
        self._image: QImage | None = None
        self._told = False
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="training camera", daemon=True)
        self._thread.start()

    def newest(self) -> QImage:
        with self._lock:
            self._told = False
            return self._image or QImage()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join(2)

    def _run(self) -> None:
        while not self._stopping.wait(1 / FRAMES_PER_S):
            try:
                image = image_of(self._source.picture(self._purpose))
            except DeviceError as error:
                if not self._stopping.is_set():
                    self._broke(error)
                return
            with self._lock:
                self._image = image
                told, self._told = self._told, True
            if not told and not self._stopping.is_set():
                self._drawn()


def _id_of(device: QCameraDevice) -> str:
    return bytes(device.id().data()).decode("latin-1")


def _size_of(found: QCameraFormat) -> Size:
    return found.resolution().width(), found.resolution().height()


def _sizes(formats: Sequence[QCameraFormat]) -> tuple[Size, ...]:
    """Each size once, the largest first. What is smaller than a person's head on the photo is left out."""
    sizes = {_size_of(found) for found in formats}
    return tuple(sorted((size for size in sizes if min(size) >= LEAST_PX), key=_area, reverse=True))


def _area(size: Size) -> int:
    return size[0] * size[1]


def _format_for(formats: Sequence[QCameraFormat], size: Size | None) -> QCameraFormat | None:
    """The fastest of this size. None: the smallest that is large enough for the portrait, then the fastest.

    Nothing fits: None, it is left to the camera.
    """
    fitting = [found for found in formats if _fits(_size_of(found), size)]
    return min(fitting, key=lambda found: (_area(_size_of(found)), -found.maxFrameRate()), default=None)


def _fits(found: Size, wanted: Size | None) -> bool:
    return found == wanted if wanted is not None else found[0] >= WANTED_PX[0] and found[1] >= WANTED_PX[1]
