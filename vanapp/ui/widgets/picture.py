"""A picture with rounded corners: scaled to fit or to fill, with a frame in a meaning's colour."""

from __future__ import annotations

from PyQt6.QtCore import QRectF, QSize, Qt
from PyQt6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PyQt6.QtWidgets import QSizePolicy, QWidget

from vanapp.ui.theme import current, pixmap
from vanapp.ui.theme.tokens import RADIUS


class PictureView(QWidget):
    """Shows one QImage; without one, a quiet icon. Give it an accessible name that says what it shows.

    `frame_token` colours a 4 px frame ("" none); `fill` crops to fill instead of fitting.
    """

    def __init__(
        self, *, empty_icon: str = "image", fill: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._empty, self._fill, self._frame = empty_icon, fill, ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_image(self, image: QImage | None) -> None:
        self._image = image or QImage()
        self.update()

    def show_bytes(self, encoded: bytes) -> None:
        """A PNG or JPEG; unreadable bytes show the empty icon."""
        self.show_image(QImage.fromData(encoded))

    def set_frame(self, frame_token: str) -> None:
        if frame_token != self._frame:
            self._frame = frame_token
            self.update()

    @property
    def image(self) -> QImage:
        return self._image

    def sizeHint(self) -> QSize:
        return QSize(current().px(160), current().px(200))

    def picture_rect(self) -> QRectF:
        """Where the picture lies inside the widget, so that guides can be drawn on it."""
        box = QRectF(self.rect())
        if self._image.isNull() or self._fill:
            return box
        shape = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - shape.width()) / 2, (self.height() - shape.height()) / 2
        return QRectF(left, top, shape.width(), shape.height())

    def paintEvent(self, event: QPaintEvent | None) -> None:
        look = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = self.picture_rect()
        outline = QPainterPath()
        outline.addRoundedRect(box, look.px(RADIUS), look.px(RADIUS))
        painter.save()
        painter.setClipPath(outline)
        if self._image.isNull():
            painter.fillPath(outline, look.colour("background"))
            side = look.px(40)
            empty = pixmap(self._empty, "muted", 40, self.devicePixelRatioF())
            painter.drawPixmap(round(box.center().x() - side / 2), round(box.center().y() - side / 2), empty)
        elif self._fill:
            painter.drawImage(box, self._image, self._cropped())
        else:
            painter.drawImage(box, self._image)
        painter.restore()
        if self._frame:
            width = look.px(4)
            painter.setPen(QPen(look.colour(self._frame), width))
            painter.drawRoundedRect(
                box.adjusted(width / 2, width / 2, -width / 2, -width / 2), look.px(RADIUS), look.px(RADIUS)
            )
        else:  # a white photo on a white card still has an edge
            painter.setPen(QPen(look.colour("line"), 1))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), look.px(RADIUS), look.px(RADIUS))

    def _cropped(self) -> QRectF:
        shape = self.size().scaled(self._image.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left = (self._image.width() - shape.width()) / 2
        top = (self._image.height() - shape.height()) / 2
        return QRectF(left, top, shape.width(), shape.height())
