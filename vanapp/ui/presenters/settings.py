"""The settings' presenter: writes one value down and lets the window act on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from vanapp.settings import Settings
from vanapp.ui.screens.settings import Values
from vanapp.ui.tasks import Runs


class SettingsView(Protocol):
    def show_values(self, values: Values) -> None: ...
    def show_printers(self, names: Sequence[str]) -> None: ...


class SettingsPresenter:
    """`printers()` is slow and runs in the print lane; `took_effect(name)` follows every change."""

    def __init__(
        self,
        view: SettingsView,
        settings: Settings,
        lanes: Runs,
        *,
        printers: Callable[[], Sequence[str]],
        took_effect: Callable[[str], None],
    ) -> None:
        self._view, self._settings, self._lanes = view, settings, lanes
        self._printers, self._took_effect = printers, took_effect

    def load(self) -> None:
        self._show()
        self._lanes.run("print", self._printers, self._listed)

    def change(self, name: str, value: object) -> None:
        """A value that does not fit leaves everything as it was; the page shows what holds."""
        if getattr(self._settings, name) == value:
            return
        try:
            self._settings.change(**{name: value})
        except ValueError:
            self._show()
            return
        self._took_effect(name)
        self._show()

    def _listed(self, names: Sequence[str]) -> None:
        self._view.show_printers(names)
        self._show()

    def _show(self) -> None:
        s = self._settings
        self._view.show_values(
            Values(
                language=s.language,
                theme=s.theme,
                scale=s.scale,
                idle_minutes=s.idle_minutes,
                dedicated_network=s.dedicated_network,
                printer=s.printer,
                printer_width=s.printer_width,
                allow_other_networks=s.allow_other_networks,
                whiten_photo=s.whiten_photo,
            )
        )
