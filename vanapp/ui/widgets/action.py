"""A button that shows its key. The key in the picture and the key that works are the same datum."""

from __future__ import annotations

from PyQt6.QtCore import QCoreApplication, QRectF, QSize, Qt
from PyQt6.QtGui import QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QPushButton, QSizePolicy, QWidget

from vanapp.ui.theme import Look, Themed, current, pixmap
from vanapp.ui.theme.tokens import CONTROL, RADIUS, RING, TEXT

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ActionButton(Themed, QPushButton):
    """kind: "primary" (one per page), "plain", "quiet" (no border) or "danger".

    key: pressed anywhere on the page it clicks this button; Key_Return also means the key pad's Enter.
    The key is drawn inside the button. `icon_after` puts the icon behind the text.
    """

    def __init__(
        self,
        text: str = "",
        *,
        key: Qt.Key | None = None,
        icon: str = "",
        kind: str = "plain",
        icon_after: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.key, self.kind = key, kind
        self._icon_name, self._icon_after = icon, icon_after
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        # A click must not take the focus away from the field one is typing into.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.refresh()

    def set_icon(self, name: str) -> None:
        self._icon_name = name
        self.updateGeometry()
        self.update()

    def set_kind(self, kind: str) -> None:
        self.kind = kind
        self.restyle(current())

    def answers_to(self, key: int) -> bool:
        """True when this button is what `key` means now."""
        if self.key is None or not self.isEnabled() or not self.isVisible():
            return False
        return key == self.key or (self.key in ENTER and key in ENTER)

    def restyle(self, look: Look) -> None:
        self.setFont(look.font(TEXT, bold=self.kind == "primary"))
        self.updateGeometry()
        self.update()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is not None and event.key() in ENTER:
            self.click()
            return
        super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        look = current()
        width = 2 * look.px(17) + QFontMetrics(self.font()).horizontalAdvance(self._said())
        if self._icon_name:
            width += look.px(20) + (look.px(9) if self._said() else 0)
        if self.key is not None:
            width += self._hint_width(look) + look.px(9)
        return QSize(max(width, look.px(CONTROL)), look.px(CONTROL))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        look = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = self._paint_ground(painter, look)
        icon_side = look.px(20)
        said = self._said()
        metrics = QFontMetrics(self.font())
        parts = metrics.horizontalAdvance(said)
        if self._icon_name:
            parts += icon_side + (look.px(9) if said else 0)
        if self.key is not None:
            parts += self._hint_width(look) + look.px(9)
        left = (self.width() - parts) // 2
        if self._icon_name and not self._icon_after:
            left = self._paint_icon(painter, left, ink)
        painter.setPen(look.colour(ink))
        painter.setFont(self.font())
        painter.drawText(left, 0, self.width(), self.height(), int(Qt.AlignmentFlag.AlignVCenter), said)
        left += metrics.horizontalAdvance(said) + look.px(9)
        if self._icon_name and self._icon_after:
            left = self._paint_icon(painter, left, ink)
        if self.key is not None:
            self._paint_hint(painter, left, ink)

    def _said(self) -> str:
        return self.text().replace("&", "")

    def _key_words(self) -> str:
        if self.key in ENTER:
            return "Enter"
        if self.key == Qt.Key.Key_Space:
            return QCoreApplication.translate("ActionButton", "空格")
        return QKeySequence(self.key or 0).toString(QKeySequence.SequenceFormat.NativeText)

    def _hint_width(self, look: Look) -> int:
        return QFontMetrics(look.font(12)).horizontalAdvance(self._key_words()) + look.px(13)

    def _paint_ground(self, painter: QPainter, look: Look) -> str:
        body = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self.hasFocus():
            ring = look.px(RING)
            painter.setPen(QPen(look.colour("focus"), ring))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            edge = ring / 2
            radius = look.px(RADIUS)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(edge, edge, -edge, -edge), radius, radius)
            gap = ring + look.px(2)
            body = QRectF(self.rect()).adjusted(gap, gap, -gap, -gap)
        strong = self.kind == "primary" or self.isChecked()
        held = self.isDown() or self.underMouse()
        if not self.isEnabled():
            ink, ground, border = "muted", "background", "line"
        elif strong:
            ink, ground, border = "on_primary", "primary", "primary"
        elif self.kind == "danger":
            ink, ground, border = "wrong", "wrong_soft" if held else "surface", "line"
        elif self.kind == "quiet":
            ink, ground, border = "primary", "primary_soft" if held else "", ""
        else:
            ink, ground, border = "ink", "primary_soft" if held else "surface", "line"
        painter.setPen(QPen(look.colour(border), 1) if border else Qt.PenStyle.NoPen)
        painter.setBrush(look.colour(ground) if ground else Qt.BrushStyle.NoBrush)
        radius = look.px(RADIUS) - (look.px(2) if self.hasFocus() else 0)
        painter.drawRoundedRect(body, radius, radius)
        return ink

    def _paint_icon(self, painter: QPainter, left: int, ink: str) -> int:
        look = current()
        side = look.px(20)
        picture = pixmap(self._icon_name, ink, 20, self.devicePixelRatioF())
        painter.drawPixmap(left, (self.height() - side) // 2, picture)
        return left + side + look.px(9)

    def _paint_hint(self, painter: QPainter, left: int, ink: str) -> None:
        look = current()
        height, width = look.px(20), self._hint_width(look)
        box = QRectF(left + 0.5, (self.height() - height) / 2 + 0.5, width - 1, height - 1)
        painter.setPen(QPen(look.colour(ink, 190), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, look.px(4), look.px(4))
        painter.setPen(look.colour(ink))
        painter.setFont(look.font(12))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), self._key_words())
