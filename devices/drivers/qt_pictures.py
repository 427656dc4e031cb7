"""From Qt's video frames to pictures, and from pictures to what the analysis takes, and back."""

from __future__ import annotations

from PyQt6.QtGui import QImage
from PyQt6.QtMultimedia import QVideoFrame, QVideoFrameFormat

from devices.contract import Frame
from devices.errors import BadReply


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
