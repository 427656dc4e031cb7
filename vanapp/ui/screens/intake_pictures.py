"""Pictures on their way from the camera to the store."""

from __future__ import annotations

from PyQt6.QtCore import QBuffer, QIODevice
from PyQt6.QtGui import QImage

DOCUMENT_QUALITY = 82
"""JPEG quality of a scanned page: small print stays legible, a page of 1080 lines stays below 300 KB."""


def jpeg_of(image: QImage) -> bytes:
    """The picture as JPEG; b"" when there is none."""
    if image.isNull():
        return b""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.convertToFormat(QImage.Format.Format_RGB888).save(buffer, "JPEG", DOCUMENT_QUALITY)
    return bytes(buffer.data().data())
