"""One document of the checklist: its mark, its name, how it is shown or who ticks it."""

from __future__ import annotations

from PyQt6.QtCore import QRectF, QSize, Qt
from PyQt6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from vanapp.ui.theme import Look, Themed, current, pixmap
from vanapp.ui.theme.tokens import RADIUS, RING, TEXT, TEXT_SMALL


class MaterialRow(Themed, QAbstractButton):
    """Painted whole; a click chooses it. `key` is the digit that does the same."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.material = self.key = ""
        self._below = ""
        self._done = self._chosen = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.refresh()

    def show_item(self, material: str, words: str, below: str, *, done: bool, chosen: bool, key: str) -> None:
        self.material, self._below, self._done, self._chosen, self.key = material, below, done, chosen, key
        self.setText(words)
        self.setToolTip(words)
        self.setAccessibleDescription(below)
        self.setObjectName(f"material_{material}")
        self.update()

    def restyle(self, look: Look) -> None:
        self.setFont(look.font(TEXT))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(current().px(240), current().px(58))

    def minimumSizeHint(self) -> QSize:
        return QSize(current().px(160), current().px(58))

    def paintEvent(self, event: QPaintEvent | None) -> None:
        look = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        radius = look.px(RADIUS)
        if self._chosen:
            painter.setPen(QPen(look.colour("primary"), 1))
            painter.setBrush(look.colour("primary_soft"))
            painter.drawRoundedRect(body, radius, radius)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.colour("focus"), look.px(RING)))
            painter.drawRoundedRect(body.adjusted(1, 1, -1, -1), radius, radius)
        side = look.px(22)
        name, token = ("check-circle", "good") if self._done else ("circle", "muted")
        mark = pixmap(name, token, 22, self.devicePixelRatioF())
        painter.drawPixmap(look.px(12), (self.height() - side) // 2, mark)
        left = look.px(46)
        room = self.width() - left - look.px(44 if self.key else 12)
        font = look.font(TEXT, bold=self._chosen)
        painter.setFont(font)
        painter.setPen(look.colour("primary" if self._chosen else "ink"))
        metrics = QFontMetrics(font)
        words = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        middle = self.height() / 2
        line = QRectF(left, middle - metrics.height(), room, metrics.height())
        painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter), words)
        small = look.font(TEXT_SMALL)
        painter.setFont(small)
        painter.setPen(look.colour("muted"))
        below = QFontMetrics(small).elidedText(self._below, Qt.TextElideMode.ElideRight, room)
        line = QRectF(left, middle + look.px(1), room, QFontMetrics(small).height())
        painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter), below)
        if self.key:
            self._paint_key(painter, look)

    def _paint_key(self, painter: QPainter, look: Look) -> None:
        side = look.px(24)
        box = QRectF(self.width() - side - look.px(12) + 0.5, (self.height() - side) / 2 + 0.5, side, side)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(look.colour("edge"), 1))
        painter.drawRoundedRect(box, look.px(5), look.px(5))
        painter.setPen(look.colour("muted"))
        painter.setFont(look.font(TEXT_SMALL))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), self.key)
