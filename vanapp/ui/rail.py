"""The rail on the left: where one can go. Alt and a digit goes there from anywhere."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import QRect, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen, QShortcut
from PyQt6.QtWidgets import QAbstractButton, QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from vanapp.ui.theme import Look, Themed, current, pixmap, size, space
from vanapp.ui.theme.tokens import RADIUS, RAIL, RING
from vanapp.ui.widgets.action import ENTER
from vanapp.ui.widgets.label import Label

Wording = Callable[[], str]

TIGHT = 1.5
"""From this scale on the places need all the room of 768 pixels: no mark above them, less around each."""


class Rail(Themed, QFrame):
    """Emits `chosen(screen name)`. Words are callables, so that they follow the language."""

    chosen = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        size(self, width=RAIL)
        self._items: dict[str, _Item] = {}
        outer = space(QVBoxLayout(self), (0, 0, 1, 0), 0)
        self._mark = Label()
        self._mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        size(self._mark, height=60)
        outer.addWidget(self._mark)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        column = space(QVBoxLayout(inside), (8, 4, 8, 8), 6)
        self._upper, self._lower = space(QVBoxLayout(), 0, 6), space(QVBoxLayout(), 0, 6)
        column.addLayout(self._upper)
        column.addStretch(1)
        column.addLayout(self._lower)
        area.setWidget(inside)
        outer.addWidget(area, 1)
        self._area = area
        self.refresh()

    def add(self, name: str, icon: str, words: Wording, *, below: bool = False) -> None:
        """One more place to go. `below` puts it at the foot."""
        item = _Item(icon, words, len(self._items) + 1)
        item.clicked.connect(lambda: self.chosen.emit(name))
        self._items[name] = item
        (self._lower if below else self._upper).addWidget(item)

    def mark(self, name: str) -> None:
        """Show where we are."""
        for key, item in self._items.items():
            item.set_here(key == name)

    def show_badge(self, name: str, badge: str) -> None:
        """A short number at a place's corner; "" takes it away."""
        if name in self._items:
            self._items[name].set_badge(badge)

    def restyle(self, look: Look) -> None:
        self._mark.setVisible(look.scale < TIGHT)
        self._mark.setPixmap(pixmap("van", "primary", 34, self.devicePixelRatioF()))


class _Item(Themed, QAbstractButton):
    def __init__(self, icon: str, words: Wording, number: int) -> None:
        super().__init__()
        self._icon_name, self._words, self._number = icon, words, number
        self._here, self._badge = False, ""
        # Not setShortcut: a button's own shortcut plays a click of 100 ms first.
        self._keys = QShortcut(QKeySequence(f"Alt+{number}"), self)
        self._keys.activated.connect(self.click)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.refresh()

    def set_here(self, here: bool) -> None:
        self._here = here
        self.update()

    def set_badge(self, badge: str) -> None:
        self._badge = badge
        self.update()

    def retranslate(self) -> None:
        self.setText(self._words())
        keys = self._keys.key().toString(QKeySequence.SequenceFormat.NativeText)
        self.setToolTip(f"{self._words()}  {keys}")

    def restyle(self, look: Look) -> None:
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        look = current()
        return QSize(look.px(76), look.px(64 if look.scale < TIGHT else 57))

    def minimumSizeHint(self) -> QSize:
        return QSize(current().px(44), current().px(57))

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is not None and event.key() in ENTER:
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        look = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body, radius = QRectF(self.rect()), look.px(RADIUS)
        if self._here or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("primary_soft" if self._here else "background"))
            painter.drawRoundedRect(body, radius, radius)
        if self.hasFocus():
            edge = look.px(RING) / 2
            painter.setPen(QPen(look.colour("focus"), look.px(RING)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(body.adjusted(edge, edge, -edge, -edge), radius, radius)
        ink = "primary" if self._here else "muted"
        side = look.px(26)
        left, top = (self.width() - side) // 2, look.px(8 if look.scale < TIGHT else 5)
        painter.drawPixmap(left, top, pixmap(self._icon_name, ink, 26, self.devicePixelRatioF()))
        painter.setPen(look.colour(ink))
        painter.setFont(look.font(13, bold=self._here))
        words = QRect(0, top + side + look.px(4), self.width(), self.height() - top - side - look.px(4))
        shown = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, shown)
        if self._badge:
            self._paint_badge(painter, look, left + side)

    def _paint_badge(self, painter: QPainter, look: Look, right: int) -> None:
        painter.setFont(look.font(12, bold=True))
        height = look.px(18)
        width = max(height, painter.fontMetrics().horizontalAdvance(self._badge) + look.px(10))
        box = QRectF(right - look.px(8), look.px(2), width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("wrong_soft"))
        painter.drawRoundedRect(box, height / 2, height / 2)
        painter.setPen(look.colour("wrong"))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), self._badge)
