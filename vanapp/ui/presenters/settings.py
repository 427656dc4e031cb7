"""The settings' presenter: writes one value down and lets the window act on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from forms.days import CHINA
from vanapp.settings import Settings
from vanapp.ui.screens.settings import NetworkLike, Values
from vanapp.ui.tasks import Runs

BY_THE_BUREAU = (
    *("language", "idle_minutes", "dedicated_network", "dedicated_apn", "allow_other_networks"),
    "whiten_photo",
)
"""What a unit may set of what this page shows."""


@dataclass(frozen=True)
class NetworkVerbs:
    """All blocking; lane: store."""

    standing: Callable[[], NetworkLike | None]
    allow: Callable[[], object]  # the network we are in, for an hour
    forbid: Callable[[], object]


class SettingsView(Protocol):
    def show_network(self, standing: NetworkLike | None, until: datetime | None) -> None: ...
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
        network: NetworkVerbs | None = None,
        failed: Callable[[Exception], None] = lambda _: None,
    ) -> None:
        self._network, self._failed = network, failed
        self._view, self._settings, self._lanes = view, settings, lanes
        self._printers, self._took_effect = printers, took_effect

    def load(self) -> None:
        self._show()
        self._lanes.run("print", self._printers, self._listed)
        self.look()

    def look(self) -> None:
        """How it stands with the network; called when the line changed, too."""
        if self._network is not None:
            self._lanes.run("store", self._network.standing, self._stands, self._failed)

    def allow(self) -> None:
        """The officer's own act: the network we are in, for an hour."""
        if self._network is not None:
            self._lanes.run("store", self._network.allow, self._allowed, self._failed)

    def forbid(self) -> None:
        if self._network is not None:
            self._lanes.run("store", self._network.forbid, self._allowed, self._failed)

    def _allowed(self, _: object) -> None:
        self._took_effect("allow_other_networks")
        self.look()

    def _stands(self, standing: NetworkLike | None) -> None:
        until = standing.until.astimezone(CHINA) if standing is not None and standing.until else None
        self._view.show_network(standing, until)

    def change(self, name: str, value: object) -> None:
        """A value that does not fit leaves everything as it was; the page shows what holds."""
        if getattr(self._settings, name) == value:
            self._show()  # of what the bureau set nothing else was typed, either
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
                dedicated_apn=s.dedicated_apn,
                allowed_networks=s.allowed_networks,
                whiten_photo=s.whiten_photo,
                languages=s.languages,
                imposed=frozenset(name for name in BY_THE_BUREAU if s.is_imposed(name)),
                imposed_on=s.imposed_on,
            )
        )
