"""Check the kit before leaving: one button, one line per instrument as it comes, and how it ended."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QVBoxLayout, QWidget

from vanapp.ui.theme import Themed, space
from vanapp.ui.widgets import ActionButton, Card, CheckLine, Item, Label
from vanapp.ui.widgets.flow import FlowLayout


class KitCard(Themed, Card):
    """Says what the officer asked for; the presenter runs the check."""

    asked = pyqtSignal()
    stopped = pyqtSignal()
    slip_asked = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(gap=8, parent=parent)
        self._running = False
        self._title, self._about = Label("", "heading"), Label("", "muted_small", wrap=True)
        self._button = ActionButton(key=Qt.Key.Key_F5, icon="check")
        self._button.clicked.connect(self._clicked)
        self._slip = ActionButton(key=Qt.Key.Key_F6, icon="printer")
        self._slip.clicked.connect(self.slip_asked)
        self._slip.hide()
        self._lines: list[CheckLine] = []
        head = space(FlowLayout(), 0, 12)
        head.addWidget(self._button)
        head.addWidget(self._slip)
        self.body.addWidget(self._title)
        self.body.addWidget(self._about)
        self.body.addLayout(head)
        self._list = space(QVBoxLayout(), 0, 6)
        self.body.addLayout(self._list)
        self.refresh()

    def show_running(self, running: bool) -> None:
        self._running = running
        self.retranslate()

    def show_slip(self, can_print: bool) -> None:
        self._slip.setVisible(can_print)

    def show_lines(self, items: Sequence[Item]) -> None:
        while len(self._lines) < len(items):
            line = CheckLine("")
            self._list.addWidget(line)
            self._lines.append(line)
        for line, item in zip(self._lines, items, strict=False):
            line.show_item(item.words, item.state)
            line.show()
        for line in self._lines[len(items) :]:
            line.hide()

    def retranslate(self) -> None:
        self._title.setText(self.tr("出发检查"))
        self._about.setText(
            self.tr("每台设备实际用一次：请放一张身份证、按一下手指。最多一分钟，不留存图像。")
        )
        self._button.setText(self.tr("停止检查") if self._running else self.tr("检查设备"))
        self._slip.setText(self.tr("打印检查单"))
        self._button.set_icon("x" if self._running else "check")

    def _clicked(self) -> None:
        (self.stopped if self._running else self.asked).emit()
