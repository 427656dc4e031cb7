"""The camera: a UVC camera through Qt Multimedia, or in training drawn pictures through the same
capture session.

Lives in the GUI thread (it is a QObject); converting and drawing happen in a thread of their own. The
newest frame
wins: a slow page sees fewer frames, never old ones. The only file under devices that knows Qt: Qt is
this driver's
library.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
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
    QVideoFrameFormat,
    QVideoSink,
)

from devices.contract import Frame
from devices.errors import BadReply, DeviceError, NotConnected, Removed, Silent

try:
    from PyQt6.QtMultimedia import QVideoFrameInput
except ImportError:  # Qt 6.7, the last for aarch64 UOS and Kylin
    QVideoFrameInput = None  # type: ignore[assignment, misc]

FRAMES_PER_S = 15
WANTED_PX = (1280, 720)

Sink = Callable[[QImage], None]


class PictureSource(Protocol):
    """Where training takes its pictures from. Called in the feed's own thread."""

    def available(self) -> bool: ...

    def picture(self, purpose: str) -> Frame:
        """The picture of this moment. Raises a DeviceError when the camera is "gone"."""
        ...


class QtCamera(QObject):
    """One camera for portraits and documents. GUI thread only."""

    _converted = pyqtSignal()
    _drawn = pyqtSignal()
    _broke = pyqtSignal(object)

    def __init__(self, source: PictureSource | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.on_error: Callable[[DeviceError], None] | None = None
        self.wanted: dict[str, str] = {}  # purpose -> camera id, for machines with two cameras
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

    @staticmethod
    def cameras() -> tuple[tuple[str, str], ...]:
        """(id, label) of every camera of this machine, the system's favourite first."""
        devices = sorted(QMediaDevices.videoInputs(), key=lambda device: not device.isDefault())
        return tuple(
            (bytes(device.id().data()).decode("latin-1"), device.description()) for device in devices
        )

    def available(self) -> bool:
        if self._source is not None:
            return self._source.available()
        return bool(QMediaDevices.videoInputs())

    def start(self, sink: Sink, purpose: str = "portrait") -> None:
        """Hand every new picture to `sink`, in the GUI thread, until stop(). purpose: "portrait", "document".

        Raises NotConnected. Later trouble goes to `on_error` as a coded error; the camera is stopped then.
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
        if self._source is None:
            self._start_camera(session, purpose)
        else:
            self._start_feed(session, video, self._source, purpose)

    def stop(self) -> None:
        """Stop handing out pictures; the newest one stays in frame() no longer."""
        self._sink, self._newest = None, None
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

    def _start_camera(self, session: QMediaCaptureSession, purpose: str) -> None:
        device = self._device(purpose)
        camera = self._camera = QCamera(device, session)
        wanted = _nearest_format(device.videoFormats())
        if wanted is not None:
            camera.setCameraFormat(wanted)
        camera.errorOccurred.connect(self._camera_error)
        session.setCamera(camera)
        camera.start()

    def _device(self, purpose: str) -> QCameraDevice:
        for device in QMediaDevices.videoInputs():
            if bytes(device.id().data()).decode("latin-1") == self.wanted.get(purpose):
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


def picture_of(frame: QVideoFrame) -> QImage:
    """The frame as a picture. RGB is copied as it is; what a real camera sends is converted by Qt
    (toImage), which
    would set up a graphics context for plain copies too.
    """
    plain = QVideoFrameFormat.imageFormatFromPixelFormat(frame.pixelFormat())
    if (
        plain == QImage.Format.Format_Invalid
        or frame.mirrored()
        or not frame.map(QVideoFrame.MapMode.ReadOnly)
    ):
        return frame.toImage()
    bits = frame.bits(0)
    assert bits is not None
    data = bits.asstring(frame.mappedBytes(0))
    image = QImage(data, frame.width(), frame.height(), frame.bytesPerLine(0), plain)
    copied = image.convertToFormat(QImage.Format.Format_RGB32)
    frame.unmap()
    return copied.copy() if image.format() == copied.format() else copied


def image_of(frame: Frame) -> QImage:
    """A picture of its own (the bytes are copied), in the format screens paint fastest. Raises BadReply: Qt
    would read past the end of a frame that lies about its size.
    """
    sizes = (frame.width_px, frame.height_px)
    if min(sizes) <= 0 or len(frame.rgb) != 3 * frame.width_px * frame.height_px:
        raise BadReply(expected=f"{sizes[0]} x {sizes[1]} pixels", got=f"{len(frame.rgb)} bytes")
    image = QImage(
        frame.rgb, frame.width_px, frame.height_px, 3 * frame.width_px, QImage.Format.Format_RGB888
    )
    return image.convertToFormat(QImage.Format.Format_RGB32)


def as_frame(image: QImage) -> Frame:
    """What the analysis wants: 8-bit RGB without gaps between the rows."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    bits = plain.constBits()
    assert bits is not None
    data = bytes(bits.asarray(plain.sizeInBytes()))
    row, stride = 3 * plain.width(), plain.bytesPerLine()
    if stride != row:
        data = b"".join(data[start : start + row] for start in range(0, len(data), stride))
    return Frame(data, plain.width(), plain.height())


def frame_of(image: QImage) -> QVideoFrame:
    """A video frame of a picture without QVideoFrame(QImage), which Qt 6.7 has not."""
    rgbx = image.convertToFormat(QImage.Format.Format_RGBX8888)
    frame = QVideoFrame(QVideoFrameFormat(rgbx.size(), QVideoFrameFormat.PixelFormat.Format_RGBX8888))
    if frame.map(QVideoFrame.MapMode.WriteOnly):
        target, source = frame.bits(0), rgbx.constBits()
        if target is not None and source is not None:
            stride, row = frame.bytesPerLine(0), rgbx.bytesPerLine()
            target.setsize(frame.mappedBytes(0))
            pixels = bytes(source.asarray(rgbx.sizeInBytes()))
            for y in range(rgbx.height()):
                target[y * stride : y * stride + row] = pixels[y * row : (y + 1) * row]
        frame.unmap()
    return frame


def _nearest_format(formats: list[QCameraFormat]) -> QCameraFormat | None:
    """The smallest format that is large enough for the portrait, then the fastest; None: leave it to
    the camera.
    """
    enough = [
        found
        for found in formats
        if found.resolution().width() >= WANTED_PX[0] and found.resolution().height() >= WANTED_PX[1]
    ]
    return min(
        enough,
        key=lambda found: (found.resolution().width() * found.resolution().height(), -found.maxFrameRate()),
        default=None,
    )
