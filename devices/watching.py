"""What finds instruments that hang on no USB bus of ours: a thread that looks and lays them on the bench."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Protocol

from devices.clock import Clock
from devices.contract import Instrument


class Table(Protocol):
    """The part of devices.bench.Bench a watch needs."""

    def place(
        self,
        instrument: Instrument,
        code: str | None = None,
        *,
        driver_factory: Callable[[Clock, Callable[[], int]], Any] | None = None,
    ) -> None: ...

    def take_away(self, key: str) -> None: ...


class Watch:
    """Start it once, stop it once."""

    def __init__(self, name: str, look_every_s: float) -> None:
        self._look_every_s = look_every_s
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Stops looking; what lies on the bench stays until the bench stops."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(2)

    def look(self) -> None:
        """One pass, for whoever cannot wait."""
        raise NotImplementedError

    def _run(self) -> None:
        while not self._stopping.is_set():
            self.look()
            self._stopping.wait(self._look_every_s)
