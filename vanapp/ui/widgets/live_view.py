"""The camera's picture with the guide frame, the oval and one instruction on it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PyQt6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PyQt6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PyQt6.QtWidgets import QSizePolicy, QWidget

from vanapp.ui.theme import current, pixmap
from vanapp.ui.theme.tokens import RADIUS_CARD, TEXT_INSTRUCTION

CARD_RATIO = 358 / 441
"""The ID photo's width to height (GA 461); the guide has the same shape."""
GUIDE_HEIGHT, GUIDE_TOP = 0.80, 0.06
"""Of the picture's height; the photo checks measure against the same frame (devices.biometrics.photo)."""
OVAL = (0.62, 0.70)  # of the guide's width and height: where the head belongs
HAIRLINE = 0.035  # the oval's top, of the guide's height
EYES = 0.40
SHADE = QColor(10, 16, 24)
"""Beside a picture that does not fill the view, and under the words on it."""


class LiveView(QWidget):
    """Shows the newest frame, mirrored or not, and says one thing. It never queues frames.

    Give it an accessible name; what it says is also readable as `instruction`.
    """

    def __init__(self, *, guide: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frame = QImage()
        self._guide = guide
        self._tone = "attention"
        self._icon = ""
        self._says = ""
        self._count = 0
        self._mark: tuple[str, Sequence[tuple[float, float]]] = ("", ())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(280, 200)

    @property
    def instruction(self) -> str:
        return self._says

    @property
    def frame(self) -> QImage:
        return self._frame

    def show_frame(self, frame: QImage) -> None:
        """The newest picture; the one before is forgotten."""
        self._frame = frame
        self.update()

    def set_guide(self, guide: bool) -> None:
        self._guide = guide
        self.update()

    def say(self, words: str, tone: str, icon: str, count: int = 0) -> None:
        """One instruction at a time; tone "good" or "attention" colours the guide too. count 0: none."""
        if (words, tone, icon, count) != (self._says, self._tone, self._icon, self._count):
            self._says, self._tone, self._icon, self._count = words, tone, icon, count
            self.setAccessibleDescription(words)
            self.update()

    def point_at(self, shape: str = "", points: Sequence[tuple[float, float]] = ()) -> None:
        """Draw attention to a place in the picture: a "box" by two corners, a "line", an "arrow".

        points: x, y as shares of the picture; none: to nothing.
        """
        if (shape, points) != self._mark:
            self._mark = shape, points
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(current().px(320), current().px(140))  # it takes what room there is

    def guide_rect(self) -> QRectF:
        """The frame the portrait is cut from, in widget pixels."""
        height = self.height() * GUIDE_HEIGHT
        width = height * CARD_RATIO
        return QRectF((self.width() - width) / 2, self.height() * GUIDE_TOP, width, height)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = current()
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.rect()), look.px(RADIUS_CARD), look.px(RADIUS_CARD))
        painter.setClipPath(outline)
        painter.fillPath(outline, look.colour("picture"))
        if not self._frame.isNull():
            painter.fillPath(outline, SHADE)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self._place(), self._frame, self._covered())
        if self._guide and not self._frame.isNull():
            self._paint_guide(painter)
        if self._mark[1] and not self._frame.isNull():
            self._paint_mark(painter)
        if self._says:
            self._paint_words(painter)

    def _covered(self) -> QRectF:
        """The part of the frame that is shown: a portrait loses its sides, never the top of a head."""
        frame = QRectF(self._frame.rect())
        if not self._guide or self.width() * frame.height() >= self.height() * frame.width():
            return frame
        width = self.width() * frame.height() / max(1, self.height())
        return QRectF((frame.width() - width) / 2, 0, width, frame.height())

    def _place(self) -> QRectF:
        """Where that part lies in the widget: filling it, or whole between two dark edges."""
        part = self._covered().size()
        fitted = part.scaled(QSizeF(self.size()), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - fitted.width()) / 2, (self.height() - fitted.height()) / 2
        return QRectF(QPointF(left, top), fitted)

    def in_widget(self, x: float, y: float) -> QPointF:
        """A point of the picture, as shares of it, in widget pixels."""
        part, place = self._covered(), self._place()
        across = (x * self._frame.width() - part.left()) / max(part.width(), 1)
        down = (y * self._frame.height() - part.top()) / max(part.height(), 1)
        return QPointF(place.left() + across * place.width(), place.top() + down * place.height())

    def _paint_mark(self, painter: QPainter) -> None:
        """In the colour of the words, on a dark rim: seen on a white wall and on black hair."""
        look = current()
        shape, points = self._mark
        path = marked_path([self.in_widget(x, y) for x, y in points], shape, look.px(14))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for token, wide in ((SHADE, look.px(6)), (look.colour("guide_attention"), look.px(3))):
            pen = QPen(token, wide)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.drawPath(path)

    def _paint_guide(self, painter: QPainter) -> None:
        look = current()
        box = self.guide_rect()
        colour = look.colour("guide" if self._tone == "good" else "guide_attention")
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(look.colour("over_picture", 120), 1))
        eyes = box.top() + box.height() * EYES
        painter.drawLine(QPointF(box.left(), eyes), QPointF(box.right(), eyes))
        oval = QRectF(0, 0, box.width() * OVAL[0], box.height() * OVAL[1])
        oval.moveCenter(QPointF(box.center().x(), 0))
        oval.moveTop(box.top() + box.height() * HAIRLINE)
        dashes = QPen(look.colour("over_picture"), look.px(2), Qt.PenStyle.CustomDashLine)
        dashes.setDashPattern([4, 4])
        painter.setPen(dashes)
        painter.drawEllipse(oval)
        painter.setPen(QPen(colour, look.px(4)))
        painter.drawRoundedRect(box, look.px(10), look.px(10))

    def _paint_words(self, painter: QPainter) -> None:
        look = current()
        shade = QRectF(0, self.height() - look.px(104), self.width(), look.px(104))
        fade = QLinearGradient(shade.topLeft(), shade.bottomLeft())
        fade.setColorAt(0, QColor(10, 16, 24, 0))
        fade.setColorAt(0.45, QColor(10, 16, 24, 190))
        fade.setColorAt(1, QColor(10, 16, 24, 235))
        painter.fillRect(shade, fade)
        font = look.font(TEXT_INSTRUCTION, bold=True)
        big = QFont(font)
        big.setPixelSize(look.px(38))
        said = QFontMetricsF(font)
        counted = QFontMetricsF(big)
        number = str(self._count) if self._count else ""
        side = look.px(28) if self._icon else 0
        gap = look.px(14)
        room = self.width() - look.px(40) - side - gap
        words, wide = self._says, said.horizontalAdvance(self._says)
        if wide > room:  # a long sentence: smaller, on two lines
            font = look.font(TEXT_INSTRUCTION - 6, bold=True)
            wide = min(room, QFontMetricsF(font).horizontalAdvance(words) + 4)
        width = side + (gap if side else 0) + wide
        width += gap + counted.horizontalAdvance(number) if number else 0
        left = (self.width() - width) / 2
        middle = self.height() - look.px(38)
        if self._icon:
            token = "guide" if self._tone == "good" else "guide_attention"
            picture = pixmap(self._icon, token, 28, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(left, middle - side / 2), picture)
            left += side + gap
        painter.setPen(look.colour("over_picture"))
        painter.setFont(font)
        line = QRectF(left, middle - look.px(30), wide + 4, look.px(60))
        painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap), words)
        if number:
            painter.setFont(big)
            line.moveLeft(left + wide + gap)
            line.setWidth(counted.horizontalAdvance(number) + 4)
            painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter), number)


def marked_path(points: Sequence[QPointF], shape: str, head_px: float) -> QPainterPath:
    """A box by two corners, a line, or an arrow with a head of head_px."""
    path = QPainterPath()
    if len(points) < 2:
        return path
    if shape == "box":
        path.addRoundedRect(QRectF(points[0], points[1]).normalized(), head_px / 2, head_px / 2)
        return path
    path.moveTo(points[0])
    for point in points[1:]:
        path.lineTo(point)
    if shape == "arrow":
        start, end = points[-2], points[-1]
        angle = math.atan2(end.y() - start.y(), end.x() - start.x())
        for side in (-0.5, 0.5):
            back = angle + math.pi + side
            path.moveTo(end)
            path.lineTo(end + QPointF(math.cos(back), math.sin(back)) * head_px)
    return path
