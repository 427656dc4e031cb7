"""What may be done about the network one is in: allow it for an hour, or take that back."""

from __future__ import annotations

from datetime import datetime

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QHBoxLayout, QWidget

from vanapp.ui.theme import Themed, space
from vanapp.ui.widgets import ActionButton, Label


class NetworkRow(Themed, QWidget):
    """The control of a row of the settings page."""

    allow_asked = pyqtSignal()
    forbid_asked = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._here, self._until, self._may = "", "", False
        self._said = Label("", wrap=True)
        self._button = ActionButton(icon="timer", kind="plain")
        self._button.clicked.connect(self._clicked)
        line = space(QHBoxLayout(self), 0, 12)
        line.addWidget(self._said, 1)
        line.addWidget(self._button)
        self.refresh()

    def show_other(self, here: str, may_allow: bool, until: datetime | None) -> None:
        """here: the name of the network; until: it was allowed (local time)."""
        self._here, self._may = here, may_allow
        self._until = f"{until:%H:%M}" if until is not None else ""
        self.retranslate()

    def retranslate(self) -> None:
        if self._until:
            said = self.tr("“{network}”已允许到 {time}，到时自动停止").format(
                network=self._here, time=self._until
            )
        elif self._may:
            said = self.tr("“{network}”不是专网，现在不收发").format(network=self._here)
        else:
            said = self.tr("“{network}”不是专网；局里不许用其他网络").format(network=self._here)
        self._said.setText(said)
        self._button.setText(self.tr("收回") if self._until else self.tr("允许 1 小时"))
        self._button.setVisible(self._may or bool(self._until))

    def _clicked(self) -> None:
        (self.forbid_asked if self._until else self.allow_asked).emit()
