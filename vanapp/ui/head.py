"""The head: where am I, for whom, how long already, and the training mark nobody can miss."""

from __future__ import annotations

from PyQt6.QtCore import QCoreApplication
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QWidget

from vanapp.ui.theme import Themed, size, space
from vanapp.ui.theme.tokens import HEAD
from vanapp.ui.widgets.chip import Chip
from vanapp.ui.widgets.label import Elided, Label
from vanapp.ui.widgets.marks import Stopwatch


class Head(Themed, QFrame):
    """56 px. The title is announced by what it says: it has no fixed accessible name."""

    def __init__(self, training: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("head")
        size(self, height=HEAD)
        line = space(QHBoxLayout(self), (24, 0, 24, 0), 16)
        self._title = Label("", "title")
        self._subtitle = Elided("", "muted")
        self.stopwatch = Stopwatch()
        self._training = Chip("", "", "solid")
        self._training.setVisible(training)
        line.addWidget(self._title)
        line.addWidget(self._subtitle, 1)
        line.addWidget(self.stopwatch)
        line.addWidget(self._training)
        self.refresh()

    def show_place(self, title: str, subtitle: str) -> None:
        self._title.setText(title)
        self._subtitle.setText(subtitle)

    def retranslate(self) -> None:
        self._training.setText(QCoreApplication.translate("Head", "训练模式"))
        self._training.updateGeometry()
