"""Stubs of makers' libraries, compiled here with gcc, and rigs with the production drivers on them."""

from __future__ import annotations

import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest

from devices.clock import SteadyClock
from devices.drivers.vendor_livescan import VendorLivescan
from devices.drivers.vendor_sdtapi import VendorSdtapi
from devices.vendor import ga1012_capture, sdtapi
from devices.vendor.ga1012_capture import Capture
from devices.vendor.library import Function, Library, LibraryFile
from devices.vendor.process import OURS
from devices.vendor.sdtapi import Reader
from tests.devices.rigs import Rig

SOURCES = Path(__file__).parent
HASTE = 8.0
"""Patience of the calls in tests: 5 s become 0.6 s."""

PATIENCE_S = 20.0

# What a wire-level model calls a fault, and how a stub is told of it.
COMMON = {
    "silent": "hang",
    "stall": "return:777",
    "removed_mid_read": "unplugged",
    "no_print": "brief",
    "lift_early": "brief",
}
LIVESCAN = {**COMMON, "unplugged": "return:-4", "not_permitted": "return:-103@LIVESCAN_Init"}
LIVESCAN["removed_mid_read"] = LIVESCAN["unplugged"]
SDTAPI = {**COMMON, "unplugged": "return:1", "not_permitted": "return:35@SDT_OpenPort"}
SDTAPI["removed_mid_read"] = SDTAPI["unplugged"]


@cache
def built(source: str, *flags: str) -> Path:
    """The compiled stub; skips where there is no gcc."""
    gcc = shutil.which("gcc")
    if gcc is None:
        pytest.skip("gcc is not here: the stubs of makers' libraries cannot be built")
    out = Path(mkdtemp(prefix="vanapp-stub-")) / f"lib{source}.so"
    command = [gcc, "-shared", "-fPIC", "-O1", *flags, "-o", str(out), str(SOURCES / f"stub_{source}.c")]
    subprocess.run(command, check=True, timeout=60)
    return out


class Faults(set[str]):
    """Tells the stub of every change: it reads the file at each call."""

    def __init__(self, tell: Callable[[], None]) -> None:
        super().__init__()
        self._tell = tell

    def clear(self) -> None:
        super().clear()
        self._tell()


class Stub:
    """One stub in a folder of its own; what it does wrong is said in a file beside it."""

    def __init__(self, folder: Path, source: str, spoken: dict[str, str] | None = None, *flags: str) -> None:
        self.folder = folder
        self.path = folder / f"lib{source}.so"
        shutil.copy(built(source, *flags), self.path)
        self._spoken = spoken or {}
        self.faults = Faults(self._tell)
        self.library: Library | None = None

    def file(self, interpreter: tuple[str, ...] = OURS, bits: int = 0, calling: str = "") -> LibraryFile:
        return LibraryFile("stub", self.path, interpreter, calling, bits)

    def opened(self, functions: dict[str, Function], haste: float = HASTE) -> Library:
        self.library = Library(self.file(), functions, haste=haste)
        return self.library

    def fault(self, name: str, *, on: bool = True) -> None:
        word = self._spoken.get(name, name)
        if on:
            self.faults.add(word)
        else:
            self.faults.discard(word)
        self._tell()

    def _tell(self) -> None:
        part = self.folder / "faults.part"
        part.write_text(" ".join(sorted(self.faults)), "ascii")
        part.replace(self.folder / "faults")

    # What the contract asks of a model: nothing may stay open.

    @property
    def claimed(self) -> dict[int, object]:
        running = self.library is not None and self.library.running
        return {0: self.library} if running else {}

    @property
    def handles(self) -> int:
        return len(self.claimed)


class _Plug:
    """Plug and unplug as a library's caller sees it."""

    def plug(self, model: Stub) -> None:
        model.fault("unplugged", on=False)

    def unplug(self, model: Stub) -> None:
        model.fault("unplugged")


class VendorRig(Rig):
    """The production driver on a stub; the same handles as a rig on the virtual bus."""

    model: Stub  # type: ignore[assignment]
    bus: _Plug  # type: ignore[assignment]

    def __init__(self, stub: Stub, build: Callable[[], Any]) -> None:
        self.bus = _Plug()
        self.model = stub
        self.build = build
        self._end = time.monotonic() + PATIENCE_S
        self.steps: list[str] = []
        self.on_step: dict[str, Callable[[], None]] = {}

    @contextmanager
    def driver(self) -> Iterator[Any]:
        with self.build() as driver:
            yield driver


def livescan_rig(folder: Path) -> VendorRig:
    stub = Stub(folder, "ga1012", LIVESCAN)
    capture = Capture(stub.opened(ga1012_capture.FUNCTIONS))
    return VendorRig(stub, lambda: VendorLivescan(capture, SteadyClock()))


def sdtapi_rig(folder: Path, *flags: str) -> VendorRig:
    stub = Stub(folder, "sdtapi", SDTAPI, *flags)
    reader = Reader(stub.opened(sdtapi.FUNCTIONS))
    return VendorRig(stub, lambda: VendorSdtapi(reader, SteadyClock()))


def library_threads() -> list[str]:
    """Threads of children that are still there."""
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("library ")]
