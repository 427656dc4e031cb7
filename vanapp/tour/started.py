"""The real program in a fresh folder, signed in: where every mode of the tour begins."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QApplication

from vanapp.bootstrap import Program, Start
from vanapp.paths import find
from vanapp.services import Services
from vanapp.tour.errands import Officer
from vanapp.tour.hand import EffortMeter, Hand

LOOKS: tuple[tuple[dict[str, object], str], ...] = (
    ({"language": "en"}, "english"),
    ({"language": "zh", "theme": "dark"}, "dark"),
    ({"theme": "contrast"}, "contrast"),
    ({"theme": "light", "scale": 150}, "150-percent"),
)


def _nothing(_name: str) -> None:
    pass


class Started:
    """GUI thread."""

    def __init__(self, app: QApplication, out: Path) -> None:
        self._out = out
        os.environ["VANAPP_HOME"] = str(out / "home")
        self._program = Program(app, Start(find(os.environ, Path.home()).make()))
        self._meter = EffortMeter(app)
        self._hand = Hand(app, self._program.shell.window, out / "pages", self._meter)
        self._officer = Officer(self._hand, lambda: self._program.shell.window.page("intake"))  # type: ignore[arg-type,return-value]

    def look(self, name: str) -> None:
        self._hand.look(name)

    def close(self) -> None:
        self._program.close()

    @property
    def _services(self) -> Services:
        services = self._program.shell.services
        assert services is not None, "signed in"
        return services

    @property
    def _line(self) -> str:
        services = self._program.shell.services
        return str(services.line.state) if services is not None else ""

    def _sign_in(self) -> None:
        self._program.open()
        window = self._program.shell.window
        self._hand.until(window.isVisible, "the window")
        window.activateWindow()
        self._hand.until(lambda: window.shown == "sign_in", "the sign-in page")
        self._hand.rest(0.5)
        self._hand.look("sign-in")
        self._hand.press(Qt.Key.Key_F2)
        self._hand.press(Qt.Key.Key_Return)
        self._hand.until(lambda: self._program.shell.services is not None, "the vault to open")
        self._hand.until(lambda: window.shown == "today", "today's page")
        self._hand.until(lambda: self._line == "up", "the line to be up")
        self._hand.rest(1.0)
        self._hand.look("today")

    def _show(self, screen: str, name: str) -> None:
        self._program.shell.window.show_screen(screen)
        self._hand.rest(0.6)
        self._hand.look(name)

    def _in_every_look(self, *screens: str, after: Callable[[str], None] = _nothing) -> None:
        """English, dark, in high contrast and at 150 %; Chinese, light and 100 % again at the end.

        after: called with the name of each, for more to look at.
        """
        shell = self._program.shell
        for change, label in LOOKS:
            shell.settings.change(**change)
            for name in change:
                shell.take_effect(name)
            for screen in screens:
                self._show(screen, f"{screen}-{label}")
                after(f"{screen}-{label}")
        shell.settings.change(scale=100)
        shell.take_effect("scale")
