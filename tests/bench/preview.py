"""The camera's preview at 1080p: `python -m tests.bench.preview`. Promise: 25 a second, 15 % of a core.

Frames as a real camera gives them (NV12, YUYV) and as training draws them (RGBX) go into the production
camera's converter 30 times a second and come out painted on the real view. "Decode" is what Qt takes to turn
such a frame into a picture (it has no graphics card here, so this is the dear way); making the frames is the
bench's own work and is taken off.
"""

from __future__ import annotations

import os
import threading
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia.*=false")

from PyQt6.QtCore import QSize, QTimer
from PyQt6.QtGui import QPaintEvent
from PyQt6.QtMultimedia import QVideoFrame, QVideoFrameFormat
from PyQt6.QtWidgets import QApplication

from devices.contract import Frame
from devices.drivers.qt_camera import PictureSource, QtCamera
from devices.drivers.qt_pictures import picture_of
from tests.bench.rows import Row, tell
from vanapp.ui.widgets.live_view import LiveView

SIZE = QSize(1920, 1080)
A_SECOND, SECONDS = 30, 6
FORMATS = {
    "NV12": QVideoFrameFormat.PixelFormat.Format_NV12,
    "YUYV": QVideoFrameFormat.PixelFormat.Format_YUYV,
    "RGBX": QVideoFrameFormat.PixelFormat.Format_RGBX8888,
}


class Painted(LiveView):
    """Counts what a person would see."""

    painted = 0

    def paintEvent(self, event: QPaintEvent | None) -> None:
        super().paintEvent(event)
        self.painted += not self.frame.isNull()


class Nothing(PictureSource):
    """A camera that is there; the bench hands in its own frames."""

    def available(self) -> bool:
        return True

    def picture(self, purpose: str) -> Frame:
        threading.Event().wait(1)
        return Frame(bytes(3), 1, 1)


def fresh(kind: QVideoFrameFormat.PixelFormat, noise: bytes) -> QVideoFrame:
    """A frame of its own each time: Qt keeps the picture of a frame it has converted."""
    frame = QVideoFrame(QVideoFrameFormat(SIZE, kind))
    if frame.map(QVideoFrame.MapMode.WriteOnly):
        for plane in range(frame.planeCount()):
            bits = frame.bits(plane)
            assert bits is not None
            bits.setsize(frame.mappedBytes(plane))
            bits[:] = noise[: frame.mappedBytes(plane)]
        frame.unmap()
    return frame


def decode_ms(kind: QVideoFrameFormat.PixelFormat, noise: bytes) -> float:
    """CPU time of one frame into one picture."""
    spent = 0.0
    for _ in range(30):
        frame = fresh(kind, noise)
        began = time.process_time()
        picture_of(frame)
        spent += time.process_time() - began
    return spent / 30 * 1000


def preview(app: QApplication, name: str) -> None:
    kind = FORMATS[name]
    noise = bytes(range(256)) * (SIZE.width() * SIZE.height() * 4 // 256 + 1)
    decode = decode_ms(kind, noise)
    view, camera = Painted(), QtCamera(Nothing())
    view.resize(900, 700)
    view.show()
    camera.start(view.show_frame)
    converter = camera._converter
    assert converter is not None
    pushing: list[float] = []

    def push() -> None:
        spent = time.thread_time()
        began = time.perf_counter()
        for number in range(A_SECOND * SECONDS):
            time.sleep(max(0.0, began + number / A_SECOND - time.perf_counter()))
            converter.take(fresh(kind, noise))
        pushing.append(time.thread_time() - spent)

    app.processEvents()
    view.painted = 0
    cpu, wall = time.process_time(), time.perf_counter()
    thread = threading.Thread(target=push)
    thread.start()
    QTimer.singleShot(SECONDS * 1000, app.quit)
    app.exec()
    thread.join()
    took, spent = time.perf_counter() - wall, time.process_time() - cpu - pushing[0]
    camera.stop()
    view.close()
    share = (spent - view.painted * decode / 1000) / took * 100
    tell(
        Row(f"preview 1080p {name}, painted", view.painted / took, "fps", 25, at_least=True),
        Row("  beside decode", max(0.0, share), "% of a core", 15, note=f"decode {decode:.1f} ms a frame"),
    )


def main() -> None:
    app = QApplication([])
    for name in FORMATS:
        preview(app, name)


if __name__ == "__main__":
    main()
