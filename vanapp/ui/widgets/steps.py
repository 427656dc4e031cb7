"""The steps of a job, down the left: done, here, still to come. A click goes back and loses nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PyQt6.QtCore import QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from vanapp.ui.theme import Look, Themed, current, pixmap, size, space
from vanapp.ui.theme.tokens import CONTROL, RADIUS, RING, TARGET, TEXT
from vanapp.ui.widgets.action import ENTER


@dataclass(frozen=True)
class Step:
    """state: "done", "here", "ahead", or "attention" (passed, but something is still missing)."""

    id: str
    words: str
    state: str
    key: str = ""  # shown at the right while it can be gone to


class StepList(QWidget):
    """208 px wide. `show_steps` as often as anything changes; emits `chosen(step id)`."""

    chosen = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        size(self, width=208)
        self._column = space(QVBoxLayout(self), 0, 4)
        self._column.addStretch(1)
        self._rows: list[_Row] = []
        self._narrow = False

    def set_narrow(self, narrow: bool) -> None:
        """Marks only, words as tool tips: for 150 % and more, where the middle needs the room."""
        size(self, width=56 if narrow else 208)
        self._narrow = narrow
        space(self._column, 0, 0 if narrow else 4)
        for row in self._rows:
            row.set_low(narrow)

    def show_steps(self, steps: Sequence[Step]) -> None:
        while len(self._rows) < len(steps):
            row = _Row(len(self._rows) + 1, self)
            row.clicked.connect(lambda _=False, row=row: self.chosen.emit(row.step.id))
            self._column.insertWidget(len(self._rows), row)
            row.set_low(self._narrow)
            self._rows.append(row)
        for row, step in zip(self._rows, steps, strict=False):
            row.show_step(step)
        for row in self._rows[len(steps) :]:
            row.hide()


class _Row(Themed, QAbstractButton):
    def __init__(self, number: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._number = number
        self._height = CONTROL
        self.step = Step("", "", "ahead")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.refresh()

    def set_low(self, low: bool) -> None:
        """44 instead of 48 px, so that eight steps fit an enlarged small screen."""
        self._height = TARGET if low else CONTROL
        self.updateGeometry()

    def show_step(self, step: Step) -> None:
        self.step = step
        self.setText(step.words)
        self.setToolTip(step.words)
        self.setEnabled(step.state in ("done", "attention"))
        self.setCursor(Qt.CursorShape.PointingHandCursor if self.isEnabled() else Qt.CursorShape.ArrowCursor)
        self.restyle(current())
        self.show()

    def restyle(self, look: Look) -> None:
        self.setFont(look.font(TEXT, bold=self.step.state == "here"))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        look = current()
        return QSize(
            look.px(46) + self.fontMetrics().horizontalAdvance(self.text()) + look.px(8),
            look.px(self._height),
        )

    def minimumSizeHint(self) -> QSize:
        return QSize(current().px(60), current().px(self._height))

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is not None and event.key() in ENTER:
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        look = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state = self.step.state
        radius = look.px(RADIUS)
        if state == "here" or (self.underMouse() and self.isEnabled()):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("primary_soft" if state == "here" else "surface"))
            painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        if self.hasFocus():
            edge = look.px(RING) / 2
            painter.setPen(QPen(look.colour("focus"), look.px(RING)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(edge, edge, -edge, -edge), radius, radius)
        ink = {"here": "primary", "ahead": "muted"}.get(state, "ink")
        mark = self.rect().adjusted(look.px(12), 0, 0, 0)
        mark.setWidth(look.px(22))
        if state in ("done", "attention"):
            name, tint = ("check-circle", "good") if state == "done" else ("warning-circle", "attention")
            side = look.px(22)
            picture = pixmap(name, tint, 22, self.devicePixelRatioF())
            painter.drawPixmap(mark.left(), (self.height() - side) // 2, picture)
        else:
            painter.setFont(look.font(TEXT, bold=state == "here"))
            painter.setPen(look.colour(ink))
            painter.drawText(mark, int(Qt.AlignmentFlag.AlignCenter), str(self._number))
        painter.setFont(self.font())
        painter.setPen(look.colour(ink))
        words = self.rect().adjusted(look.px(46), 0, -look.px(4), 0)
        if self.step.key and self.isEnabled() and self.width() > look.px(120):
            painter.setFont(look.font(12))
            painter.setPen(look.colour("muted"))
            right = self.rect().adjusted(0, 0, -look.px(12), 0)
            right_of = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(right, int(right_of), self.step.key)
            painter.setFont(self.font())
            painter.setPen(look.colour(ink))
            words.adjust(0, 0, -look.px(28), 0)
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), shown)
