"""Finds document scanners by itself: asks SANE at the start and whenever something was plugged or pulled.

Asking costs a process and up to seconds (drivers for network scanners look around), so it is never done at
every look: between two of SANE's answers only the USB list is compared, which costs a tenth of a millisecond.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from functools import partial
from typing import Final, Protocol

from devices.bench import Bench
from devices.bus import Found, Unsubscribe
from devices.drivers.sane_scanner import SaneScanner
from devices.errors import Cancelled, DeviceError
from devices.scan.errors import ScanSoftwareMissing
from devices.scan.listing import Build, Scanner, Shelf, scanners

log = logging.getLogger(__name__)

LOOK_EVERY_S: Final = 1.0
WARMS_UP_S: Final = 3.0  # a scanner just plugged in may answer SANE only after this; it is asked once more

Look = Callable[[Callable[[], bool]], tuple[Scanner, ...]]


class Plugs(Protocol):
    """The part of devices.bus.Bus this needs: what hangs there, and who tells of a change."""

    @property
    def training(self) -> bool: ...
    def devices(self) -> tuple[Found, ...]: ...
    def watch(self, changed: Callable[[], None]) -> Unsubscribe | None: ...


class ScannerWatch:
    """Start it once, stop it once."""

    def __init__(
        self,
        bench: Bench,
        plugs: Plugs,
        look: Look = scanners,
        build: Build = SaneScanner,
        *,
        look_every_s: float = LOOK_EVERY_S,
        warms_up_s: float = WARMS_UP_S,
    ) -> None:
        """look(cancelled): what SANE lists; build: makes the driver of a SANE name."""
        self._plugs = plugs
        self._look_every_s = look_every_s
        self._warms_up_s = warms_up_s
        self._stopping = threading.Event()
        self._told = threading.Event()
        self._shelf = Shelf(bench, partial(look, self._stopping.is_set), build, plugs.training)
        self._unsubscribe: Unsubscribe | None = None
        self._thread = threading.Thread(target=self._run, name="scanner watch", daemon=True)

    def start(self) -> None:
        self._unsubscribe = self._plugs.watch(self._told.set)
        self._thread.start()

    def stop(self) -> None:
        """Stops looking; what lies on the bench stays until the bench stops."""
        self._stopping.set()
        self._told.set()
        if self._unsubscribe is not None:
            self._unsubscribe()
        if self._thread.is_alive():
            self._thread.join(2)

    def _run(self) -> None:
        seen = self._plugs.devices()
        if not self._ask():
            return
        while not self._stopping.is_set():
            told = self._told.wait(self._look_every_s)
            self._told.clear()
            now = self._plugs.devices()
            if self._stopping.is_set() or (not told and now == seen):
                continue
            grown = len(now) > len(seen)
            seen = now
            self._ask()
            if grown and not self._stopping.wait(self._warms_up_s):
                self._ask()

    def _ask(self) -> bool:
        """False when there is no SANE on this machine: nobody asks again."""
        try:
            self._shelf.look()
        except ScanSoftwareMissing:
            log.info("no SANE here: document scanners are not looked for")
            return False
        except Cancelled:
            return False
        except DeviceError as error:
            log.info("scanners could not be listed: %s", error.code)
        return True
