"""May the post use this network? The bureau or the laptop's settings say which one is for records; others
only if allowed: for good, or by an officer for an hour, for the one network he is in now.

A dedicated network is named by its connection or interface, or by the access point (APN) of the modem.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sync.errors import OtherNetwork
from vanapp.clock import Clock
from vanapp.settings import Settings

ONCE = timedelta(hours=1)


@dataclass(frozen=True)
class Way:
    """The connection that leads out. names: its own, then its interfaces'; apn: of the modem that carries it.

    Nothing in it: nobody here can tell.
    """

    names: tuple[str, ...] = ()
    apn: str = ""


@dataclass(frozen=True)
class NetworkStanding:
    """What the settings page says. tells: whether this system can tell networks apart; other: we are in one
    that is not the dedicated one; may_allow: the officer may allow it for an hour; until: he has."""

    named: bool  # whether a dedicated network is named at all
    tells: bool
    here: str
    other: bool
    may_allow: bool
    until: datetime | None


class Networks:
    """Asked before every question to the office; any thread."""

    def __init__(self, settings: Settings, way: Callable[[], Way], clock: Clock) -> None:
        """way: `Radio.way` (may wait for its first look)."""
        self._settings, self._way, self._clock = settings, way, clock
        self._lock = threading.Lock()
        self._once: tuple[str, int, datetime] | None = (
            None  # network, when it ends by the clock that never jumps
        )

    def may_go(self) -> None:
        """Raises OtherNetwork with the network's name. What the system does not name is not forbidden."""
        if not self._is_named() or self._settings.allow_other_networks:
            return
        way = self._way()
        if self._is_other(way) and self._allowed_until(way) is None:
            raise OtherNetwork(network=way.names[0])

    def allow_once(self) -> datetime | None:
        """The network we are in now, for an hour, and no other: it ends by itself, and with this sign-in.

        Until when; None: we are in no other network, or the bureau does not let officers decide that.
        """
        way = self._way()
        if not self._may_allow(way):
            return None
        until = self._clock.now() + ONCE
        end = self._clock.monotonic_ns() + int(ONCE.total_seconds() * 1e9)
        with self._lock:
            self._once = (way.names[0], end, until)
        return until

    def forbid_again(self) -> None:
        """The officer takes it back."""
        with self._lock:
            self._once = None

    def standing(self) -> NetworkStanding:
        way = self._way()
        other = self._is_named() and self._is_other(way)
        return NetworkStanding(
            named=self._is_named(),
            tells=bool(way.names),
            here=way.names[0] if way.names else "",
            other=other,
            may_allow=self._may_allow(way),
            until=self._allowed_until(way) if other else None,
        )

    def _is_named(self) -> bool:
        said = self._settings
        return bool(said.dedicated_network.strip() or said.dedicated_apn.strip() or said.allowed_networks)

    def _is_other(self, way: Way) -> bool:
        said = self._settings
        wanted = {said.dedicated_network.strip(), *said.allowed_networks} - {""}
        apn = said.dedicated_apn.strip().lower()
        by_apn = bool(apn) and way.apn.lower() == apn
        return bool(way.names) and not wanted & set(way.names) and not by_apn

    def _may_allow(self, way: Way) -> bool:
        said = self._settings
        return self._is_other(way) and said.may_allow_once and not said.allow_other_networks

    def _allowed_until(self, way: Way) -> datetime | None:
        with self._lock:
            once = self._once
        if once is None or not self._settings.may_allow_once or way.names[:1] != (once[0],):
            return None
        return once[2] if self._clock.monotonic_ns() < once[1] else None
