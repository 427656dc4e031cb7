"""Which scanners SANE sees, and putting them on the bench.

Looking costs a process and up to some seconds: ask when the officer does, or when the USB bus has changed -
never at every look of the bench.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from devices.bench import Bench
from devices.clock import Clock
from devices.contract import Cancelled as CancelledQuestion
from devices.contract import Instrument, Kind
from devices.drivers.sane_scanner import SaneScanner
from devices.errors import BadReply
from devices.scan import sane_line

MAX_SCANNERS = 16

Build = Callable[[str], SaneScanner]
"""Makes the driver of a SANE name."""


@dataclass(frozen=True)
class Scanner:
    device: str  # SANE's name for it, "epson2:libusb:001:004"
    label: str


def scanners(
    cancelled: CancelledQuestion,
    *,
    command: Sequence[str] = sane_line.COMMAND,
    environment: Mapping[str, str] | None = None,
    timeout_s: float = sane_line.LIST_TIMEOUT_S,
) -> tuple[Scanner, ...]:
    """Raises ScanSoftwareMissing, ScanFailed, Silent, BadReply, Cancelled. Not from the GUI thread."""
    found: list[Scanner] = []
    for message in sane_line.ask(
        {"do": "list"}, cancelled, command=command, environment=environment, quiet_s=timeout_s
    ):
        devices = message.said.get("devices")
        if not isinstance(devices, list):
            raise BadReply(expected="a list of scanners", got=type(devices).__name__)
        for device in devices[:MAX_SCANNERS]:
            if not isinstance(device, list) or len(device) < 3 or not all(isinstance(x, str) for x in device):
                raise BadReply(expected="name, maker, model", got=str(type(device)))
            found.append(Scanner(device[0], f"{device[1]} {device[2]}".strip()[:80]))
    return tuple(found)


class Shelf:
    """Keeps the bench's scanners equal to SANE's list. `look` may be called from any one thread."""

    def __init__(
        self,
        bench: Bench,
        look: Callable[[], tuple[Scanner, ...]],
        build: Build = SaneScanner,
        training: bool = False,
    ) -> None:
        """look: usually partial(scanners, cancelled)."""
        self._bench = bench
        self._look = look
        self._build = build
        self._training = training
        self._placed: set[str] = set()

    def look(self) -> tuple[Scanner, ...]:
        """Ask SANE, place what came, take away what went. An error leaves the bench as it was."""
        found = self._look()
        keys = {f"sane/{scanner.device}" for scanner in found}
        for scanner in found:
            key = f"sane/{scanner.device}"
            if key not in self._placed:
                instrument = Instrument(
                    key, Kind.SCANNER, SaneScanner.name, scanner.label, training=self._training
                )
                self._bench.place(instrument, driver_factory=partial(self._driver, scanner.device))
        for key in self._placed - keys:
            self._bench.take_away(key)
        self._placed = keys
        return found

    def _driver(self, device: str, clock: Clock, nonce: Callable[[], int]) -> SaneScanner:
        return self._build(device)
