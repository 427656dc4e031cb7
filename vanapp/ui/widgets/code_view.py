"""A QR code on its own white ground, as large as there is room for; dark on white in every theme."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import QRect, QSize, Qt
from PyQt6.QtGui import QPainter, QPaintEvent
from PyQt6.QtWidgets import QSizePolicy, QWidget

from vanapp.ui.theme import current

QUIET = 4  # modules of white around it (ISO/IEC 18004)


class CodeView(QWidget):
    """rows: "0" and "1", without the quiet zone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def has_rows(self) -> bool:
        return bool(self._rows)

    def show_rows(self, rows: Sequence[str]) -> None:
        self._rows = tuple(rows)
        self.updateGeometry()
        self.update()

    def minimumSizeHint(self) -> QSize:
        """Two dots a module: what a phone reads off a screen."""
        side = max(2 * (len(self._rows) + 2 * QUIET), current().px(120))
        return QSize(side, side)

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        if not self._rows:
            return
        painter = QPainter(self)
        ratio = self.devicePixelRatioF()
        painter.scale(1 / ratio, 1 / ratio)  # whole dots of the screen: no edge is blurred
        wide, high = int(self.width() * ratio), int(self.height() * ratio)
        count = len(self._rows) + 2 * QUIET
        dot = max(1, min(wide, high) // count)
        left, top = (wide - dot * count) // 2, (high - dot * count) // 2
        painter.fillRect(QRect(left, top, dot * count, dot * count), Qt.GlobalColor.white)
        for y, row in enumerate(self._rows, QUIET):
            for x, bit in enumerate(row, QUIET):
                if bit == "1":
                    painter.fillRect(left + x * dot, top + y * dot, dot, dot, Qt.GlobalColor.black)
