"""A virtual SBI service with the production driver on it: the rig of tests/devices/rigs.py, over HTTP."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from devices.contract import FingerImage
from devices.drivers.sbi_finger import SbiFinger
from devices.sbi.service import Service
from devices.sbi.trust import Trust
from devices.virtual import stripes
from devices.virtual.sbi_answers import SERIAL
from devices.virtual.sbi_authority import authority
from devices.virtual.sbi_service import SbiService
from tests.devices.rigs import PATIENCE_S, Rig, soon

COMMAND_MS = 700
IN_TIME_S = 0.5 + 1.5  # the promise, and what a busy test machine may add
ROUND_MS = 1500
FINGER = stripes(160, 160)
OTHER_FINGER = stripes(168, 160)


def trust() -> Trust:
    return Trust([authority().root])


class Model(SbiService):
    """Says of itself what the contract asks of every model."""

    claimed: dict[int, int] = {}  # noqa: RUF012 - a service claims no USB interface

    def closed(self) -> bool:
        return soon(lambda: self.handles == 0)


class _Plug:
    """What the contract calls a bus: it starts and ends the service."""

    def plug(self, model: SbiService) -> None:
        model.start()

    def unplug(self, model: SbiService) -> None:
        model.stop()


class SbiRig(Rig):
    def __init__(self, **facts: Any) -> None:
        self.bus = _Plug()  # type: ignore[assignment]
        self.model = Model(**facts)  # type: ignore[assignment]
        self.service: Model = self.model  # type: ignore[assignment]
        self.model_started = self.service.start()  # type: ignore[func-returns-value]
        self._nonces = itertools.count(0x51EA2124)
        self._end = time.monotonic() + PATIENCE_S
        self.steps = []
        self.on_step = {}

    @contextmanager
    def driver(self, number: str = SERIAL, *, command_ms: int = COMMAND_MS) -> Iterator[SbiFinger]:
        client = Service(self.service.port, trust(), command_ms=command_ms)
        with SbiFinger(client, number, lambda: next(self._nonces), round_ms=ROUND_MS) as driver:
            yield driver

    def capture(self, image: FingerImage = FINGER, position: int | None = None) -> FingerImage:
        """Press and take one finger with a driver of its own."""
        self.service.press(image)
        with self.driver() as driver:
            return driver.capture(self.patient, self.progress, position)
