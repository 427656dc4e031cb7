"""One stop of the day: time, who or where, how, and the button that begins it."""

from __future__ import annotations

from dataclasses import dataclass

from PyQt6.QtCore import QRectF, Qt, pyqtSignal
from PyQt6.QtGui import QFocusEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vanapp.ui.theme import current, size, space
from vanapp.ui.theme.tokens import RADIUS_CARD, RING
from vanapp.ui.widgets import ActionButton, Card, Chip, Elided, Label


@dataclass(frozen=True)
class Stop:
    """A row of Today. state: planned, open, done, dropped. `begin` words the button.

    care: whom to call and what to mind. news: what the office did after it was begun.
    """

    id: str
    at: str
    title: str
    chip: str
    chip_icon: str
    note: str
    state: str
    begin: str
    care: str = ""
    news: str = ""


class VisitRow(Card):
    """The chosen one has a bar on its left and the primary button; Tab or Up and Down choose."""

    begun = pyqtSignal(str)
    chosen = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin=0, parent=parent)
        size(self, min_height=94)
        self.stop = Stop("", "", "", "", "", "", "", "")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        line = self._line = space(QHBoxLayout(), (20, 16, 20, 16), 24)
        self._at = size(Label("", "title"), min_width=60)
        words = space(QVBoxLayout(), 0, 4)
        first = space(QHBoxLayout(), 0, 12)
        self._title, self._chip, self._note = Elided("", "heading"), Chip(), Elided("", "muted")
        self._care, self._news = Elided("", "small"), Chip("", "warning", "attention")
        words.addStretch(1)
        first.addWidget(self._title)
        first.addWidget(self._chip)
        first.addWidget(self._news)
        first.addStretch(1)
        words.addLayout(first)
        words.addWidget(self._note)
        words.addWidget(self._care)
        words.addStretch(1)
        self._begin = ActionButton()
        self._begin.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the row itself is the Tab stop
        self._begin.clicked.connect(lambda: self.begun.emit(self.stop.id))
        self._done = Chip("", "check", "good")
        line.addWidget(self._at)
        line.addLayout(words, 1)
        line.addWidget(self._done)
        line.addWidget(self._begin)
        self.body.addLayout(line)

    def show_stop(self, stop: Stop) -> None:
        self.stop = stop
        self._at.setText(stop.at)
        self._title.setText(stop.title)
        self._chip.show_state(stop.chip, stop.chip_icon, "primary")
        self._chip.setVisible(bool(stop.chip))
        self._note.setText(stop.note)
        self._note.setVisible(bool(stop.note))
        self._care.setText(stop.care)
        self._care.setVisible(bool(stop.care))
        self._news.show_state(stop.news, "warning", "attention")
        self._news.setVisible(bool(stop.news))
        is_over = stop.state in ("done", "dropped")
        self._begin.setText(stop.begin)
        self._begin.setVisible(not is_over)
        self._done.setVisible(is_over)
        if stop.state == "dropped":
            self._done.show_state(self.tr("局里已取消"), "x", "attention")
        else:
            self._done.show_state(self.tr("已办完"), "check", "good")
        self.setAccessibleName(f"{stop.at} {stop.title}")

    def set_low(self, low: bool) -> None:
        """Closer together, on a day with many stops."""
        size(self, min_height=74 if low else 94)
        space(self._line, (20, 6, 20, 6) if low else (20, 16, 20, 16), 24)

    def set_chosen(self, chosen: bool) -> None:
        """The chosen row's button is the page's primary action."""
        self.set_marked(chosen)
        self._begin.key = Qt.Key.Key_Return if chosen else None
        self._begin.set_kind("primary" if chosen else "plain")

    def focusInEvent(self, event: QFocusEvent | None) -> None:
        super().focusInEvent(event)
        self.chosen.emit(self.stop.id)
        self.update()

    def focusOutEvent(self, event: QFocusEvent | None) -> None:
        super().focusOutEvent(event)
        self.update()

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        super().mousePressEvent(event)
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        super().paintEvent(event)
        if not self.hasFocus():
            return
        look = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colour("focus"), look.px(RING)))
        edge, radius = look.px(RING) / 2, look.px(RADIUS_CARD)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(edge, edge, -edge, -edge), radius, radius)
