"""A virtual instrument with the production driver on it, for the tests of drivers."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from devices.clock import SteadyClock
from devices.registry import DriverClass
from devices.usb import Port
from devices.virtual.bus import VirtualBus
from devices.virtual.model import DeviceModel

PATIENCE_S = 10.0
COMMAND_TIMEOUT_MS = 300


class Rig:
    """One model on one bus; `driver()` opens the driver on it. Every wait ends after PATIENCE_S."""

    def __init__(self, driver: DriverClass, model: DeviceModel) -> None:
        self.bus = VirtualBus()
        self.model = model
        self.bus.plug(model)
        self.driver_class = driver
        self._nonce = itertools.count(0x51EA2124)
        self._end = time.monotonic() + PATIENCE_S
        self.steps: list[str] = []
        self.on_step: dict[str, Callable[[], None]] = {}

    @contextmanager
    def driver(self) -> Iterator[Any]:
        (found,) = [f for f in self.bus.devices() if f.usb_id == self.model.usb_id]
        port = Port(found.device, COMMAND_TIMEOUT_MS)
        with self.driver_class(port, SteadyClock(), lambda: next(self._nonce)) as driver:
            yield driver

    def patient(self) -> bool:
        """A `cancelled` that gives up only when the test hangs."""
        return time.monotonic() > self._end

    def progress(self, step: str) -> None:
        """Notes the step and does what the test wants done at it, as somebody's hand would."""
        self.steps.append(step)
        if step in self.on_step:
            self.on_step[step]()

    def later(self, seconds: float, act: Callable[[], None]) -> None:
        timer = threading.Timer(seconds, act)
        timer.daemon = True
        timer.start()


def reading_threads() -> list[str]:
    """Threads of ports that are still open."""
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("usb in")]


def refusal(
    parse: Callable[[bytes], object], data: bytes, error_type: type[Exception] | tuple[type[Exception], ...]
) -> Any:
    """The parser's own error for these bytes, None when it read them; anything else is a bug and flies on."""
    try:
        parse(data)
    except error_type as error:
        return error
    return None


def soon(fact: Callable[[], bool]) -> bool:
    """True as soon as the fact holds; False when it does not for five seconds."""
    end = time.monotonic() + 5
    while not fact():
        if time.monotonic() > end:
            return False
        time.sleep(0.005)
    return True
