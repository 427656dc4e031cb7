"""May the post use this network? The unit says which one is for records; others only if allowed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sync.errors import OtherNetwork
from vanapp.settings import Settings


class Networks:
    """Asked before every question to the office; any thread."""

    def __init__(self, settings: Settings, names: Callable[[], Sequence[str]]) -> None:
        """names: of the connection that leads out (`Radio.network`; may wait for its first look); nothing
        where nobody can tell."""
        self._settings = settings
        self._names = names

    def may_go(self) -> None:
        """Raises OtherNetwork with the network's name. What the system does not name is not forbidden."""
        wanted = self._settings.dedicated_network.strip()
        if not wanted or self._settings.allow_other_networks:
            return
        names = self._names()
        if names and wanted not in names:
            raise OtherNetwork(network=names[0])
