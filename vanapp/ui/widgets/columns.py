"""A main thing and a side column; on a narrow page (a large scale, a small laptop) the side goes below."""

from __future__ import annotations

from PyQt6.QtCore import QSize
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QBoxLayout, QWidget

from vanapp.ui.theme import Look, Themed, current, space


class Columns(Themed, QWidget):
    """side_width and stack_below in pixels at 100 %."""

    def __init__(
        self,
        main: QWidget,
        side: QWidget,
        *,
        side_width: int,
        stack_below: int,
        gap: int = 20,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._main, self._side = main, side
        self._side_width, self._stack_below = side_width, stack_below
        self._line = space(QBoxLayout(QBoxLayout.Direction.LeftToRight, self), 0, gap)
        self._line.addWidget(main, 1)
        self._line.addWidget(side)
        self.refresh()

    def restyle(self, look: Look) -> None:
        narrow = self.width() < look.px(self._stack_below)
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._line.setDirection(direction)
        self._side.setFixedWidth(look.px(self._side_width))
        if narrow:
            self._side.setMinimumWidth(0)
            self._side.setMaximumWidth(16777215)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self.restyle(current())

    def minimumSizeHint(self) -> QSize:
        """As narrow as the stacked form, or it would never get the chance to stack."""
        main, side = self._main.minimumSizeHint(), self._side.minimumSizeHint()
        return QSize(max(main.width(), side.width()), self._line.minimumSize().height())
