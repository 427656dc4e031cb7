"""Two quiet facts: when the last keystroke was saved, and how long this person has been served."""

from __future__ import annotations

from datetime import datetime

from PyQt6.QtCore import QCoreApplication, QTimer
from PyQt6.QtWidgets import QWidget

from forms.days import CHINA
from vanapp.ui.widgets.chip import Chip


class SavedMark(Chip):
    """ "Saved 10:42:07" - instead of a Save button. Times are aware; shown in local time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._at: datetime | None = None
        super().__init__("", "floppy-disk", "muted", parent=parent)
        self.hide()

    def show_saved(self, at: datetime) -> None:
        self._at = at
        self.retranslate()
        self.show()

    def retranslate(self) -> None:
        if self._at is not None:
            words = QCoreApplication.translate("SavedMark", "已保存 {time}")
            self.setText(words.format(time=self._at.astimezone(CHINA).strftime("%H:%M:%S")))


class Stopwatch(Chip):
    """Minutes and seconds since `start`. Counts only while shown; nothing blinks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("00:00", "timer", "primary", parent=parent)
        self._seconds = 0
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._tick)
        self.hide()

    def start(self, seconds: int = 0) -> None:
        self._seconds = seconds
        self._show()
        self._timer.start()
        self.show()

    def stop(self) -> None:
        self._timer.stop()
        self.hide()

    def _tick(self) -> None:
        self._seconds += 1
        self._show()

    def _show(self) -> None:
        self.setText(f"{self._seconds // 60:02d}:{self._seconds % 60:02d}")
