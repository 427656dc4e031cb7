"""The main window: rail, head, banner, the screens in one stack, strip; and the keys that work everywhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PyQt6.QtCore import QEvent, pyqtSignal
from PyQt6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PyQt6.QtWidgets import QHBoxLayout, QMainWindow, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from vanapp.ui.banner import Banner, Message
from vanapp.ui.head import Head
from vanapp.ui.rail import Rail, Wording
from vanapp.ui.screens.screen import PLAIN, Screen
from vanapp.ui.strip import Strip
from vanapp.ui.theme import space
from vanapp.ui.widgets.room import SteadyArea

Factory = Callable[[], Screen]

__all__ = ["MainWindow", "Screen"]


class MainWindow(QMainWindow):
    """Knows screens by name; makes each when it is first shown. Build it, `add_screen`s, `show_screen`."""

    changed = pyqtSignal(str)  # the screen now shown
    closing = pyqtSignal()
    lock_asked = pyqtSignal()

    def __init__(self, *, training: bool) -> None:
        super().__init__()
        self._factories: dict[str, Factory] = {}
        self._screens: dict[str, Screen] = {}
        self._shown = ""
        self.rail, self.head, self.strip, self.banner = Rail(), Head(training), Strip(), Banner()
        self.stack = QStackedWidget()
        self._lay_out()
        self.rail.chosen.connect(self.show_screen)
        self.strip.chosen.connect(self._strip_chosen)
        self._undo = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self)
        self._undo.activated.connect(self._undo_asked)
        self._lock = QShortcut(QKeySequence("Ctrl+L"), self)
        self._lock.activated.connect(self.lock_asked)
        self._retitle()

    def _lay_out(self) -> None:
        whole = QWidget()
        rows = space(QVBoxLayout(whole), 0, 0)
        upper = space(QHBoxLayout(), 0, 0)
        right = space(QVBoxLayout(), 0, 0)
        right.addWidget(self.head)
        self._banner_room = QWidget()
        self._banner_room.setObjectName("page")
        room = space(QVBoxLayout(self._banner_room), (24, 12, 24, 0), 0)
        room.addWidget(self.banner)
        self._banner_room.hide()
        right.addWidget(self._banner_room)
        right.addWidget(self.stack, 1)
        upper.addWidget(self.rail)
        upper.addLayout(right, 1)
        rows.addLayout(upper, 1)
        rows.addWidget(self.strip)
        self.setCentralWidget(whole)
        self.banner.closed.connect(self._banner_room.hide)
        self.setMinimumSize(960, 600)

    def add_screen(
        self,
        name: str,
        factory: Factory,
        *,
        icon: str = "",
        words: Wording | None = None,
        below: bool = False,
    ) -> None:
        """Register a screen. With an icon and words it also gets a place on the rail."""
        self._factories[name] = factory
        if words is not None:
            self.rail.add(name, icon, words, below=below)

    def page(self, name: str) -> Screen:
        """The screen of that name, made now if it was not needed before. KeyError for an unknown name."""
        if name not in self._screens:
            screen = self._factories[name]()
            self._screens[name] = screen
            self.stack.addWidget(_room(screen))
            screen.headed.connect(lambda: self._headed(screen))
            screen.told.connect(self.tell)
            screen.saved.connect(self._saved)
            screen.timed.connect(self._timed)
        return self._screens[name]

    def show_screen(self, name: str) -> None:
        """Bring a screen to the front. The one before hears `left`, this one `entered`."""
        screen = self.page(name)
        before = self._screens.get(self._shown)
        if before is screen:
            return
        if before is not None:
            before.left()
            self.tell(None)
            self.head.stopwatch.stop()
        self._shown = name
        self.stack.setCurrentIndex(list(self._screens).index(name))
        self.rail.mark(name)
        self._headed(screen)
        screen.entered()
        self.changed.emit(name)

    @property
    def shown(self) -> str:
        """Name of the screen in front."""
        return self._shown

    @property
    def current_screen(self) -> Screen | None:
        return self._screens.get(self._shown)

    def show_chrome(self, shown: bool) -> None:
        """Rail, head and strip are of no use before anybody is signed in."""
        self.rail.setVisible(shown)
        self.head.setVisible(shown)
        self.strip.setVisible(shown)

    def tell(self, message: Message | None) -> None:
        """Show a sentence in the banner; None takes it away."""
        self._banner_room.setVisible(message is not None)
        self.banner.tell(message)

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            self._retitle()

    def closeEvent(self, event: QCloseEvent | None) -> None:
        self.closing.emit()
        super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Keys nobody below wanted: the focus was on the rail, the strip or nowhere."""
        screen = self.current_screen
        plain = event is not None and not event.isAutoRepeat() and event.modifiers() in PLAIN
        if event is None or screen is None or not plain or not screen.press(event.key()):
            super().keyPressEvent(event)

    def _retitle(self) -> None:
        self.setWindowTitle(self.tr("流动办证"))

    def _headed(self, screen: Screen) -> None:
        if screen is self.current_screen:
            self.head.show_place(screen.title, screen.subtitle)

    def _saved(self, at: datetime) -> None:
        self.strip.show_saved(at)

    def _timed(self, seconds: int | None) -> None:
        if seconds is None:
            self.head.stopwatch.stop()
        else:
            self.head.stopwatch.start(seconds)

    def _undo_asked(self) -> None:
        if self.current_screen is not None:
            self.current_screen.undo_asked.emit()

    def _strip_chosen(self, name: str) -> None:
        if name == "lock":
            self.lock_asked.emit()
        elif name in self._factories:
            self.show_screen(name)


def _room(screen: Screen) -> QScrollArea:
    """A screen that is larger than the window (200 %, a small laptop) scrolls instead of being crushed."""
    return SteadyArea(screen)
