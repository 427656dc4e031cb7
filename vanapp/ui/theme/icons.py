"""Icons: Phosphor (MIT) drawings from resources/icons, tinted with a token's colour."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import QByteArray, QRectF, Qt
from PyQt6.QtGui import QIcon, QImage, QPainter, QPixmap
from PyQt6.QtSvg import QSvgRenderer

FOLDER = Path(__file__).resolve().parents[3] / "resources" / "icons"


class Drawer:
    """Draws icons and remembers them. One per Look, so a new theme starts empty."""

    def __init__(self) -> None:
        self._drawn: dict[tuple[str, str, int, float], QPixmap] = {}

    def pixmap(self, name: str, colour: str, side_px: int, ratio: float = 1.0) -> QPixmap:
        """A square picture of `name`; raises FileNotFoundError for an icon that was not copied in."""
        key = (name, colour, side_px, ratio)
        if key not in self._drawn:
            self._drawn[key] = _draw(name, colour, side_px, ratio)
        return self._drawn[key]


def _draw(name: str, colour: str, side_px: int, ratio: float) -> QPixmap:
    svg = (FOLDER / f"{name}.svg").read_bytes().replace(b"currentColor", colour.encode())
    device = round(side_px * ratio)
    image = QImage(device, device, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(svg)).render(painter, QRectF(0, 0, device, device))
    painter.end()
    pixmap = QPixmap.fromImage(image)
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def as_icon(pixmap: QPixmap) -> QIcon:
    """The same drawing in every state: Qt would grey a disabled one below the contrast we promise."""
    icon = QIcon(pixmap)
    icon.addPixmap(pixmap, QIcon.Mode.Disabled)
    icon.addPixmap(pixmap, QIcon.Mode.Selected)
    return icon
