"""Where a person signs: pen, finger or mouse; every stroke with its time and pressure."""

from __future__ import annotations

import time
from collections.abc import Sequence
from itertools import pairwise

from PyQt6.QtCore import QBuffer, QIODevice, QPointF, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import (
    QColor,
    QImage,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QTabletEvent,
)
from PyQt6.QtWidgets import QSizePolicy, QWidget

from vanapp.ui.theme import current
from vanapp.ui.theme.tokens import RADIUS

Point = tuple[float, float, float, float]
"""x, y (widget pixels at 100 %), milliseconds since the first point, pressure 0..1."""

PNG_WIDTH = 1044  # 3 px per pad pixel of the design's 348 px: about 300 dpi on a printed form
INK_PX = 3.0
SHORTEST = 3  # points; a shorter touch is a slip, not a stroke


class SignaturePad(QWidget):
    """Emits `stroke_ended` after each stroke; `strokes` and `png()` then hold all of the signature.

    Qt turns touch and a pen without a tablet driver into mouse events; those have pressure 0.5.
    """

    stroke_ended = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strokes: list[list[Point]] = []
        self._drawing = False
        self._by_pen = False
        self._began_ns = 0
        self._area: tuple[int, int] | None = None  # of the tablet that is written on; None: this pad is
        self._lifted = True
        self._kept = QImage()
        self._caption = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setMinimumSize(360, 100)

    @property
    def strokes(self) -> tuple[tuple[Point, ...], ...]:
        return tuple(tuple(stroke) for stroke in self._strokes)

    def set_caption(self, caption: str) -> None:
        self._caption = caption
        self.update()

    @property
    def surface(self) -> tuple[float, float]:
        """Width and height in the unit of `strokes`."""
        scale = current().scale
        return self.width() / scale, self.height() / scale

    def take_ink(self, width: int, height: int) -> None:
        """What follows by `dot` comes from a tablet of this shape, unless somebody draws here just now."""
        if not self._drawing:
            self.clear()
            self._area = (width, height)

    def dot(self, point: Sequence[float] | None) -> None:
        """One point of a tablet's pen, as parts of its width and height; None ends the stroke."""
        if self._area is None:
            return
        if point is None:
            self._lifted = True
            return
        if self._lifted:
            self._kept = QImage()
            self._strokes.append([])
            self._lifted = False
        part_x, part_y, ms, pressure = point
        left, top, width, height = self._sheet(self._area)
        self._strokes[-1].append((left + part_x * width, top + part_y * height, ms, pressure))
        self.update()

    def _sheet(self, area: tuple[int, int]) -> tuple[float, float, float, float]:
        """Where the tablet's area lies on the pad, whole and in its own shape; pixels at 100 %."""
        wide, high = self.surface
        scale = min(wide / max(1, area[0]), high / max(1, area[1]))
        width, height = area[0] * scale, area[1] * scale
        return (wide - width) / 2, (high - height) / 2, width, height

    def clear(self) -> None:
        self._strokes.clear()
        self._kept = QImage()
        self._drawing, self._lifted = False, True
        self._area = None
        self.update()

    def show_kept(self, png: bytes | None) -> None:
        """Show a signature that was made earlier; new strokes start afresh."""
        self._strokes.clear()
        self._kept = QImage.fromData(png) if png else QImage()
        self.update()

    @property
    def empty(self) -> bool:
        return not self._strokes and self._kept.isNull()

    def png(self) -> bytes:
        """The signature in black on clear ground, trimmed of nothing: the pad's own proportions."""
        width = max(1, self.width())
        scale = PNG_WIDTH / width
        image = QImage(PNG_WIDTH, round(self.height() * scale), QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(scale, scale)
        self._paint_strokes(painter, QColor("#000000"))
        painter.end()
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")
        return bytes(buffer.data().data())

    # --- strokes -----------------------------------------------------------------------------------
    def _point(self, at: QPointF, pressure: float) -> Point:
        now = time.monotonic_ns()
        if not self._strokes or (len(self._strokes) == 1 and not self._strokes[0]):
            self._began_ns = now
        scale = current().scale
        return (
            round(at.x() / scale, 1),
            round(at.y() / scale, 1),
            round((now - self._began_ns) / 1e6, 1),
            round(pressure, 3),
        )

    def _begin(self, at: QPointF, pressure: float) -> None:
        if self._area is not None:  # begun on the tablet, signed on the screen: one hand, not two
            self.clear()
        self._kept = QImage()
        self._drawing = True
        self._strokes.append([])
        self._strokes[-1].append(self._point(at, pressure))
        self.update()

    def _go(self, at: QPointF, pressure: float) -> None:
        if self._drawing:
            self._strokes[-1].append(self._point(at, pressure))
            self.update()

    def _end(self) -> None:
        if not self._drawing:
            return
        self._drawing = False
        if len(self._strokes[-1]) < SHORTEST:
            self._strokes.pop()
            self.update()
            return
        self.stroke_ended.emit()

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        if event is not None and event.button() == Qt.MouseButton.LeftButton and not self._by_pen:
            self._begin(event.position(), 0.5)

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        if event is not None and not self._by_pen:
            self._go(event.position(), 0.5)

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        if not self._by_pen:
            self._end()

    def tabletEvent(self, event: QTabletEvent | None) -> None:
        if event is None:
            return
        kind = event.type()
        if kind == event.Type.TabletPress:
            self._by_pen = True
            self._begin(event.position(), event.pressure())
        elif kind == event.Type.TabletMove:
            self._go(event.position(), event.pressure())
        elif kind == event.Type.TabletRelease:
            self._end()
            self._by_pen = False
        event.accept()

    # --- painting ----------------------------------------------------------------------------------
    def sizeHint(self) -> QSize:
        return QSize(current().px(640), current().px(120))

    def paintEvent(self, event: QPaintEvent | None) -> None:
        look = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(look.colour("edge"), look.px(2), Qt.PenStyle.DashLine))
        painter.setBrush(look.colour("surface"))
        painter.drawRoundedRect(box, look.px(RADIUS), look.px(RADIUS))
        painter.setPen(look.colour("muted"))
        painter.setFont(look.font(14))
        corner = box.adjusted(look.px(12), 0, -look.px(12), -look.px(8))
        painter.drawText(
            corner, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom), self._caption
        )
        if not self._kept.isNull():
            self._paint_kept(painter)
        self._paint_strokes(painter, look.colour("ink"))

    def _paint_kept(self, painter: QPainter) -> None:
        shape = self._kept.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        tinted = self._kept.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
        over = QPainter(tinted)
        over.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
        over.fillRect(tinted.rect(), current().colour("ink"))
        over.end()
        left, top = (self.width() - shape.width()) / 2, (self.height() - shape.height()) / 2
        painter.drawImage(QRectF(left, top, shape.width(), shape.height()), tinted)

    def _paint_strokes(self, painter: QPainter, ink: QColor) -> None:
        scale = current().scale
        for stroke in self._strokes:
            pressure = sum(point[3] for point in stroke) / len(stroke)
            width = INK_PX * scale * (0.6 + 0.8 * pressure)
            pen = QPen(ink, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            path = QPainterPath(QPointF(stroke[0][0] * scale, stroke[0][1] * scale))
            for before, here in pairwise(stroke):
                middle = QPointF((before[0] + here[0]) / 2 * scale, (before[1] + here[1]) / 2 * scale)
                path.quadTo(QPointF(before[0] * scale, before[1] * scale), middle)
            path.lineTo(QPointF(stroke[-1][0] * scale, stroke[-1][1] * scale))
            painter.drawPath(path)
