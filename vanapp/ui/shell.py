"""The program on screen: builds window, sign-in, lock and screens, and connects them to the services."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from PyQt6.QtCore import QObject
from PyQt6.QtGui import QFontDatabase
from PyQt6.QtWidgets import QApplication

from vanapp.services import Services
from vanapp.ui import theme
from vanapp.ui.banner import Message
from vanapp.ui.i18n import Language
from vanapp.ui.lock import IdleWatch, LockCover
from vanapp.ui.presenters.sign_in import SignInPresenter, Unopened
from vanapp.ui.screens.sign_in import SignInScreen
from vanapp.ui.tasks import Runs
from vanapp.ui.verbs import Verbs, verbs
from vanapp.ui.window import MainWindow

if TYPE_CHECKING:
    from vanapp.ui.office import Office

Says = Callable[[object], str]


class Shell(QObject):
    """Made once by bootstrap, in the GUI thread. `say(error or code, language)` gives an error its words."""

    def __init__(
        self,
        unopened: Unopened,
        lanes: Runs,
        app: QApplication,
        *,
        say: Callable[[object, str], str],
        printers: Callable[[], tuple[str, ...]] = tuple,
        verbs: Callable[[Services], Verbs] = verbs,
    ) -> None:
        super().__init__()
        self._unopened, self._lanes, self._app = unopened, lanes, app
        self._say_in, self._printers, self._verbs = say, printers, verbs
        self.settings = unopened.settings
        self.services: Services | None = None
        self._office: Office | None = None
        self.language = Language(app)
        self.language.speak(self.settings.language)
        theme.apply(app, self.settings.theme, self.settings.scale / 100)
        self.window = MainWindow(training=unopened.training)
        self.cover = LockCover(self.window)
        self.idle = IdleWatch(self)
        self._signing = SignInPresenter(unopened, lanes, self.say, self._opened, self._unlocked)
        self._connect()

    @property
    def office(self) -> Office:
        """The screens behind the sign-in. Only after it."""
        if self._office is None:
            raise RuntimeError("nobody is signed in")
        return self._office

    def show(self) -> None:
        """The sign-in page, on screen."""
        self.window.show_chrome(False)
        self.window.show_screen("sign_in")
        if not self.window.isVisible():
            self.window.resize(1366, 768)
            self.window.show()

    def say(self, error: object) -> str:
        """The words of an error or a code, in the language in force."""
        return self._say_in(error, self.settings.language)

    def tell(self, error: Exception) -> None:
        """What went wrong, in the banner."""
        self.window.tell(Message("wrong", self.say(error)))

    def lock(self) -> None:
        if self.services is not None:
            session = self.services.session
            self.cover.lock(f"{session.name} {session.officer}")

    def take_effect(self, name: str) -> None:
        """A setting was changed: do what it says, now."""
        if name == "language":
            self.language.speak(self.settings.language)
            if self._office is not None:
                self._office.say_again()
        elif name in ("theme", "scale"):
            theme.apply(self._app, self.settings.theme, self.settings.scale / 100)
        elif name == "idle_minutes":
            self.idle.set_minutes(self.settings.idle_minutes)

    def _connect(self) -> None:
        self.window.add_screen("sign_in", self._make_sign_in)
        self.window.lock_asked.connect(self.lock)
        self.window.closing.connect(self._close)
        self.idle.idle.connect(self.lock)
        self.cover.unlock_asked.connect(self._unlock)

    def _make_sign_in(self) -> SignInScreen:
        screen = SignInScreen()
        screen.show_hint(self._unopened.hint)
        screen.asked.connect(lambda officer, phrase: self._signing.sign_in(screen, officer, phrase))
        screen.language_asked.connect(self._other_language)
        return screen

    def _other_language(self) -> None:
        self.settings.change(language="en" if self.settings.language == "zh" else "zh")
        self.take_effect("language")

    def _opened(self, services: Services) -> None:
        # Only now: the use cases behind it bring the store, forms and imaging with them.
        from vanapp.ui.office import Office

        self.services = services
        self._office = Office(self, services, self._lanes, self._verbs(services), printers=self._printers)
        self.window.show_chrome(True)
        self._office.open()
        self.idle.watch(self.window, self.settings.idle_minutes)

    def _unlock(self, phrase: str) -> None:
        if self.services is not None:
            self._signing.unlock(self.cover, self.services.session.officer, phrase)

    def _unlocked(self) -> None:
        self.cover.unlock()
        self.idle.set_minutes(self.settings.idle_minutes)

    def _close(self) -> None:
        if (screen := self.window.current_screen) is not None:
            screen.left()  # whoever still waits for a card or a finger stops: the lanes end at once
        if self._office is not None:
            self._office.close()
        self._lanes.close()
        close = cast(Any, getattr(self._unopened, "close", None))
        if close is not None:
            close()


def load_fonts(files: tuple[str, ...]) -> None:
    """Fonts the program brings along, before the first window. Missing ones fall back to the system's."""
    for file in files:
        QFontDatabase.addApplicationFont(file)


__all__ = ["Shell", "load_fonts"]
