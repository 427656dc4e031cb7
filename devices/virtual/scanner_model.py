"""A virtual document scanner: a feeder and a glass, read by the real driver.

It speaks what devices/scan/sane_child.py speaks, byte by byte, into a pipe; only the process is missing.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Generator, Mapping
from contextlib import suppress
from typing import Any, BinaryIO, ClassVar

import numpy as np
from PIL import Image

from devices.bus import Found, Unsubscribe
from devices.contract import Cancelled as CancelledQuestion
from devices.drivers.sane_scanner import SaneScanner
from devices.scan import sane_line
from devices.scan.listing import Scanner

DEVICE, LABEL = "virtual:0", "Training ADF scanner"
GLASS, FEEDER = "Flatbed", "Automatic Document Feeder"
PAGE_MM_WIDE = 210.0
QUIET_S = 2.0
NOISE_GREY = 2

FED = (0.17, 0.15, 0.83, 0.85)
"""The part of a picture on its bed that the feeder sees, the paper alone: left, top, right, bottom."""


class ScannerModel:
    """Lay pictures in with `fill` and `lay`. Also its own "plugs" for a ScannerWatch. Thread-safe."""

    training = True

    STATUSES: ClassVar[Mapping[str, str]] = {
        "jam": "Document feeder jammed",
        "cover_open": "Scanner cover is open",
        "busy": "Device busy",
        "not_permitted": "Access to resource has been denied",
        "fails": "Error during device I/O",
    }
    FAULTS: ClassVar[frozenset[str]] = frozenset(
        {*STATUSES, "jam_later", "silent", "crashes", "empty", "babble"}
    )

    def __init__(self, label: str = LABEL) -> None:
        self.faults: set[str] = set()
        self.wanted: Callable[[], None] = lambda: None
        """Called when a scan begins and no paper lies anywhere: who stands there may lay some in."""
        self._label = label
        self._plugged = False
        self._feeder: list[Image.Image] = []
        self._glass: Image.Image | None = None
        self._lock = threading.RLock()
        self._changed: list[Callable[[], None]] = []

    # --- the hands --------------------------------------------------------------------------------------

    def fill(self, *pages: Image.Image) -> None:
        """Lay pages into the feeder, first on top."""
        with self._lock:
            self._feeder += pages

    def lay(self, page: Image.Image | None) -> None:
        """Lay a page on the glass; None takes it away."""
        with self._lock:
            self._glass = page

    def take_out(self) -> None:
        with self._lock:
            self._feeder.clear()
            self._glass = None

    @property
    def empty(self) -> bool:
        with self._lock:
            return not self._feeder and self._glass is None

    def fault(self, name: str, on: bool = True) -> None:
        """Switch one of FAULTS. Raises ValueError for others."""
        if name not in self.FAULTS:
            raise ValueError(name)
        (self.faults.add if on else self.faults.discard)(name)

    def plug(self, plugged: bool) -> None:
        self._plugged = plugged
        for changed in list(self._changed):
            changed()

    # --- what a watch asks ------------------------------------------------------------------------------

    def devices(self) -> tuple[Found, ...]:
        return ()

    def watch(self, changed: Callable[[], None]) -> Unsubscribe:
        self._changed.append(changed)
        return lambda: self._changed.remove(changed)

    def scanners(self, _cancelled: CancelledQuestion) -> tuple[Scanner, ...]:
        return (Scanner(DEVICE, self._label),) if self._plugged else ()

    def driver(self, device: str) -> SaneScanner:
        return SaneScanner(device, ask=self.ask)

    # --- the conversation -------------------------------------------------------------------------------

    def ask(
        self, question: Mapping[str, Any], cancelled: CancelledQuestion
    ) -> Generator[sane_line.Message, None, None]:
        inside, outside = os.pipe()
        stopped = threading.Event()
        speaker = threading.Thread(
            target=self._speak, args=(os.fdopen(outside, "wb"), question, stopped), name="virtual scanner"
        )
        speaker.start()
        try:
            yield from sane_line.hear(os.fdopen(inside, "rb"), cancelled, QUIET_S, stopped.set)
        finally:
            speaker.join()

    def _speak(self, out: BinaryIO, question: Mapping[str, Any], stopped: threading.Event) -> None:
        with suppress(OSError), out:  # the listener has gone: its scan was given up
            if not self._plugged:
                _say(out, {"say": "failed", "status": "Error during device I/O"})
            elif question["do"] == "sources":
                _say(out, {"say": "sources", "sources": [GLASS, FEEDER]})
            elif "silent" in self.faults:
                stopped.wait()
            else:
                self._scan(out, question, stopped)

    def _scan(self, out: BinaryIO, question: Mapping[str, Any], stopped: threading.Event) -> None:
        if self.empty:
            self.wanted()
        options = dict(question["options"])
        status = next((self.STATUSES[fault] for fault in sorted(self.faults) if fault in self.STATUSES), None)
        _say(out, {"say": "opened", "refused": []})
        fed = options.get("source") == FEEDER
        pages = self._pages(fed, question["pages"])
        if status is None and not pages:
            status = "Document feeder out of documents"
        for number, page in enumerate(pages if status is None else (), 1):
            if stopped.is_set():
                return
            if "jam_later" in self.faults and number == 2:
                status = self.STATUSES["jam"]
                break
            _say(out, {"say": "scanning", "page": number})
            self._page(out, page, int(options.get("resolution", 300)))
        _say(out, {"say": "failed", "status": status} if status is not None else {"say": "done"})

    def _pages(self, fed: bool, most: int) -> list[Image.Image]:
        with self._lock:
            if not fed:
                return (
                    [self._glass] if self._glass is not None else [Image.new("RGB", (1360, 800), "#f4f4f2")]
                )
            pages, self._feeder = self._feeder[:most], self._feeder[most:]
        return [_fed(page) for page in pages]

    def _page(self, out: BinaryIO, page: Image.Image, dpi: int) -> None:
        if "crashes" in self.faults:
            raise OSError("the maker's library has crashed")
        width = round(PAGE_MM_WIDE / 25.4 * dpi)
        scaled = page.convert("RGB").resize((width, round(page.height * width / page.width)))
        pixels = np.asarray(scaled, np.uint8).copy()
        noise = np.random.default_rng(1).integers(0, NOISE_GREY, (*pixels.shape[:2], 1), np.uint8)
        pixels -= np.minimum(pixels, noise)
        data = b"" if "empty" in self.faults else pixels.tobytes()
        if "babble" in self.faults:
            out.write(data[:4096] + b"\n")
            return
        said = {"say": "page", "bytes": len(data), "width": scaled.width, "height": scaled.height}
        _say(out, {**said, "samples": 3, "sample_bytes": 1, "dpi": dpi}, data)


def _fed(picture: Image.Image) -> Image.Image:
    left, top, right, bottom = FED
    width, height = picture.size
    return picture.crop((width * left, height * top, width * right, height * bottom))


def _say(out: BinaryIO, message: Mapping[str, Any], payload: bytes = b"") -> None:
    out.write(json.dumps(message).encode() + b"\n" + payload)
    out.flush()
