"""The one banner: a sentence under the head, never a modal box. A new one replaces the old one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PyQt6.QtCore import QCoreApplication, QRectF, Qt, pyqtSignal
from PyQt6.QtGui import QPainter, QPaintEvent
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QWidget

from vanapp.ui.theme import Look, Themed, current, pixmap, size, space
from vanapp.ui.widgets.action import ActionButton
from vanapp.ui.widgets.label import Label

ICONS = {"good": "check-circle", "attention": "warning", "wrong": "warning-circle", "primary": "info"}


@dataclass(frozen=True)
class Message:
    """tone: good, attention, wrong, primary. `action` words a button that calls `on_action`."""

    tone: str
    text: str
    action: str = ""
    on_action: Callable[[], None] | None = None


class Banner(Themed, QFrame):
    """Stays until it is closed or replaced; it takes no focus and covers nothing."""

    closed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._message: Message | None = None
        line = space(QHBoxLayout(self), (16, 4, 8, 4), 12)
        self._mark = Label()
        self._text = Label(wrap=True)
        self._act = ActionButton(kind="plain")
        self._close = ActionButton(icon="x", kind="quiet")
        self._act.clicked.connect(self._acted)
        self._close.clicked.connect(self._dismiss)
        line.addWidget(self._mark)
        line.addWidget(self._text, 1)
        line.addWidget(self._act)
        line.addWidget(self._close)
        size(self, min_height=56)
        self.hide()
        self.refresh()

    @property
    def message(self) -> Message | None:
        return self._message

    def tell(self, message: Message | None) -> None:
        """Show it; None takes the banner away."""
        self._message = message
        self.setVisible(message is not None)
        if message is None:
            return
        self._text.setText(message.text)
        self._act.setText(message.action)
        self._act.setVisible(bool(message.action))
        self.restyle(current())

    def restyle(self, look: Look) -> None:
        if self._message is not None:
            tone = self._message.tone
            self._mark.setPixmap(pixmap(ICONS[tone], tone, 24, self.devicePixelRatioF()))
        self.update()

    def retranslate(self) -> None:
        close = QCoreApplication.translate("Banner", "关闭提示")
        self._close.setAccessibleName(close)
        self._close.setToolTip(close)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        if self._message is None:
            return
        look = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(look.colour(f"{self._message.tone}_soft"))
        painter.setPen(look.colour(self._message.tone) if look.theme == "contrast" else Qt.PenStyle.NoPen)
        radius = look.px(10)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)

    def _acted(self) -> None:
        act = self._message.on_action if self._message is not None else None
        self._dismiss()
        if act is not None:
            act()

    def _dismiss(self) -> None:
        self.tell(None)
        self.closed.emit()
