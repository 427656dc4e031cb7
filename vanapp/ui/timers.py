"""Something later, in the GUI thread: what presenters are handed for their pauses."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import QObject, QTimer

from vanapp.ui.presenters.intake_ports import Cancel


class QtTimers(QObject):
    """Something later, in the GUI thread."""

    def after(self, delay_ms: int, call: Callable[[], None]) -> Cancel:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(call)
        timer.timeout.connect(timer.deleteLater)
        timer.start(delay_ms)

        def cancel() -> None:
            if not stopped:
                stopped.append(True)
                timer.stop()
                timer.deleteLater()

        stopped: list[bool] = []
        timer.timeout.connect(lambda: stopped.append(True))
        return cancel
