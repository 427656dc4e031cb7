"""A document's chip on a virtual reader, the production driver on it. The holder is ICAO's specimen."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Callable
from functools import cache

from PIL import Image

from devices.contract import ChipKey, ChipRead
from devices.drivers.pcsc_mrtd import PcscMrtd
from devices.virtual.chip_slots import VirtualSlots
from devices.virtual.mrtd_files import files_of
from devices.virtual.mrtd_issuer import Issuer, issuer
from devices.virtual.mrtd_model import ATR, MrtdChip
from tests.devices.travel import specimens

PATIENCE_S = 20.0
KEY = ChipKey("L898902C3", "740812", "120415")
DETAILS = {"name": "ERIKSSON<<ANNA MARIA", "birth": "19740812", "personal_number": "ZE184226B"}


@cache
def utopia() -> Issuer:
    return issuer()


@cache
def face(size: tuple[int, int] = (240, 320), kind: str = "JPEG") -> bytes:
    """A picture that does not compress well: several chunks' worth."""
    out = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(out, kind)
    return out.getvalue()


@cache
def files() -> dict[str, bytes]:
    return files_of(specimens.TD3, face(), DETAILS, utopia())


class ChipRig:
    """`read()` reads; `on_step` does what the test wants at a step the driver tells."""

    def __init__(self, *, atr: bytes = ATR, chip_files: dict[str, bytes] | None = None) -> None:
        self.slots = VirtualSlots(silence_s=0.05)
        self.chip = MrtdChip(files() if chip_files is None else chip_files, KEY, atr=atr)
        self.driver = PcscMrtd(self.slots, roots=[utopia().root])
        self.steps: list[str] = []
        self.on_step: dict[str, Callable[[], None]] = {}
        self.end = time.monotonic() + PATIENCE_S

    def lay(self) -> None:
        self.slots.lay(self.chip)

    def cancelled(self) -> bool:
        return time.monotonic() > self.end

    def progress(self, step: str) -> None:
        self.steps.append(step)
        if step in self.on_step:
            self.on_step[step]()

    def read(self, key: ChipKey = KEY) -> ChipRead:
        with self.driver as driver:
            return driver.read(key, self.cancelled, self.progress)

    def later(self, act: Callable[[], None], seconds: float = 0.05) -> None:
        timer = threading.Timer(seconds, act)
        timer.daemon = True
        timer.start()
