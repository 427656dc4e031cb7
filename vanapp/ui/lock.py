"""The idle lock: covers the window, keeps the page under it exactly as it was."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, QObject, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QPainter, QPaintEvent
from PyQt6.QtWidgets import QLineEdit, QMainWindow, QVBoxLayout, QWidget

from vanapp.ui.fields.editors import LineEditor
from vanapp.ui.theme import Look, Themed, current, pixmap, size, space
from vanapp.ui.widgets import ActionButton, Card, Label
from vanapp.ui.widgets.action import ENTER

_ACTIVITY = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel)


class IdleWatch(QObject):
    """Emits `idle` after so many minutes without a key or a hand on the mouse.

    It watches the window's QWindow, which only sees input: an application-wide filter would see every event.
    """

    idle = pyqtSignal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.idle)

    def watch(self, window: QWidget, minutes: float) -> None:
        handle = window.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)
        self._timer.start(round(minutes * 60_000))

    def set_minutes(self, minutes: float) -> None:
        self._timer.start(round(minutes * 60_000))

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        if event is not None and event.type() in _ACTIVITY:
            self._timer.start()
        return False


class LockCover(Themed, QWidget):
    """Opaque: nobody reads a person's data over a locked screen. Emits `unlock_asked(pass_phrase)`."""

    unlock_asked = pyqtSignal(str)

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._was_focused: QWidget | None = None
        outer = space(QVBoxLayout(self), 24, 16)
        card = size(Card(margin=32, gap=8), width=440)
        self._mark, self._title, self._officer = (
            Label(),
            Label("", "instruction"),
            Label("", "muted", wrap=True),
        )
        self._label, self._phrase = Label("", "muted_small"), LineEditor()
        self._phrase.setEchoMode(QLineEdit.EchoMode.Password)
        self._phrase.installEventFilter(self)
        self._trouble = size(Label("", "wrong", wrap=True), min_height=22)
        self._go = ActionButton(key=Qt.Key.Key_Return, icon="lock-open", kind="primary")
        self._go.clicked.connect(self._ask)
        for widget in (
            self._mark,
            self._title,
            self._officer,
            self._label,
            self._phrase,
            self._trouble,
            self._go,
        ):
            card.body.addWidget(widget)
        outer.addStretch(1)
        outer.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(2)
        window.installEventFilter(self)
        self.hide()
        self.refresh()

    @property
    def is_locked(self) -> bool:
        return self.isVisibleTo(self._window)

    def lock(self, officer: str) -> None:
        """Cover the window; what is under it keeps its page, its text and its focus for later."""
        if self.is_locked:
            return
        self._officer.setText(officer)
        self._was_focused = self._window.focusWidget()
        below = self._window.centralWidget()
        if below is not None:
            below.setEnabled(False)
        self.setGeometry(self._window.rect())
        self._trouble.setText("")
        self._phrase.clear()
        self.show()
        self.raise_()
        self._phrase.focus()

    def unlock(self) -> None:
        """Take the cover away and put the focus back where it was."""
        below = self._window.centralWidget()
        if below is not None:
            below.setEnabled(True)
        self.hide()
        if self._was_focused is not None:
            self._was_focused.setFocus(Qt.FocusReason.OtherFocusReason)
        self._was_focused = None

    def show_trouble(self, text: str) -> None:
        self._trouble.setText(text)
        self._phrase.focus()

    def show_busy(self, busy: bool) -> None:
        self._go.setEnabled(not busy)

    def retranslate(self) -> None:
        self._title.setText(self.tr("已锁定"))
        self._label.setText(self.tr("口令"))
        self._go.setText(self.tr("解锁"))

    def restyle(self, look: Look) -> None:
        self._mark.setPixmap(pixmap("lock", "primary", 40, self.devicePixelRatioF()))
        self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        QPainter(self).fillRect(self.rect(), current().colour("background"))

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        if event is not None and watched is self._window and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._window.rect())
        if event is not None and watched is self._phrase and event.type() == QEvent.Type.KeyPress:
            key = getattr(event, "key", lambda: 0)()
            if key in ENTER:
                self._ask()
                return True
        return False

    def _ask(self) -> None:
        if self._phrase.text() and self._go.isEnabled():
            self.unlock_asked.emit(self._phrase.text())
            self._phrase.clear()
