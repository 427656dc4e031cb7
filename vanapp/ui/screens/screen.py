"""What every screen promises the window: a title, what to do on entering and leaving, and its keys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import QWidget

from vanapp.ui.banner import Message
from vanapp.ui.theme import Themed
from vanapp.ui.widgets.action import ActionButton

PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class Screen(Themed, QWidget):
    """A page of the main window. Passive: it shows what its presenter says and tells what the officer did.

    Keys: any visible, enabled ActionButton with a `key` is clicked by that key wherever the focus is. Enter
    is the primary action's, Esc the way back's. Ctrl+Z emits `undo_asked`. `tr` looks in the context of the
    object's own class; compiled texts also stand without a context (see i18n), so inherited ones are found.
    """

    headed = pyqtSignal()  # title or subtitle changed
    told = pyqtSignal(object)  # banner.Message, or None to take it away
    saved = pyqtSignal(object)  # datetime of a commit
    timed = pyqtSignal(object)  # seconds served so far; None stops the stopwatch
    undo_asked = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._title = self._subtitle = ""

    @property
    def title(self) -> str:
        return self._title

    @property
    def subtitle(self) -> str:
        return self._subtitle

    def set_title(self, title: str) -> None:
        self._title = title
        self.headed.emit()

    def set_subtitle(self, subtitle: str) -> None:
        self._subtitle = subtitle
        self.headed.emit()

    def entered(self) -> None:
        """It is on screen now: focus the first thing, start what is live."""

    def left(self) -> None:
        """Another screen is shown: stop what is live."""

    def show_banner(
        self, tone: str, text: str, action: str = "", on_action: Callable[[], None] | None = None
    ) -> None:
        """tone: good, attention, wrong, primary. `action` words a button that calls `on_action`."""
        self.told.emit(Message(tone, text, action, on_action))

    def hide_banner(self) -> None:
        self.told.emit(None)

    def mark_saved(self, at: datetime) -> None:
        self.saved.emit(at)

    def start_stopwatch(self, seconds: int = 0) -> None:
        self.timed.emit(seconds)

    def stop_stopwatch(self) -> None:
        self.timed.emit(None)

    def press(self, key: int) -> bool:
        """Click the button `key` belongs to; False when no button wants it."""
        for button in self.findChildren(ActionButton):
            if button.answers_to(key):
                button.click()
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        # Alt+F4 is not F4; a key held down is pressed once.
        plain = event is not None and not event.isAutoRepeat() and event.modifiers() in PLAIN
        if event is None or not plain or not self.press(event.key()):
            super().keyPressEvent(event)
