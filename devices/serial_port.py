"""The port of an instrument on a serial line: a UART, or an adapter that makes one of USB. Errors mapped.

8 data bits, no parity, 1 stop bit. Only here is pyserial known; it is loaded when a port is opened, because
most kits have no serial instrument.
"""

from __future__ import annotations

import errno
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from devices.contract import Cancelled as CancelledQuestion
from devices.contract import UsbId
from devices.errors import (
    BadReply,
    Busy,
    Cancelled,
    DeviceError,
    NotConnected,
    NotPermitted,
    Removed,
    Silent,
)

BAUD = 115_200
LOOK_MS = 50
"""How often a wait asks whether it is cancelled."""

WRITE_TIMEOUT_MS = 1000
"""A request is a dozen bytes; a line that takes none of them for this long is stuck."""

Open = Callable[[str, int], Any]
"""open(path, baud): a serial.Serial. Raises OSError."""

_BY_ERRNO: dict[int, type[DeviceError]] = {
    errno.ENOENT: NotConnected,
    errno.ENODEV: NotConnected,
    errno.ENXIO: NotConnected,
    errno.EIO: NotConnected,
    errno.EACCES: NotPermitted,
    errno.EPERM: NotPermitted,
    errno.EBUSY: Busy,
    errno.EAGAIN: Busy,  # the lock
}
# Windows gives a sentence instead of a number; a port in use is "access denied" there.
_BY_WORD: dict[str, type[DeviceError]] = {"FileNotFoundError": NotConnected, "PermissionError": Busy}


@dataclass(frozen=True)
class SerialPlace:
    """One serial port of this machine. usb_id: of the adapter; serial: the adapter's own number."""

    path: str
    usb_id: UsbId | None = None
    serial: str = ""
    label: str = ""


def serial_places() -> tuple[SerialPlace, ...]:
    """What is there now, from the system's own list; no port is opened. Costs a few milliseconds."""
    from serial.tools import list_ports

    found = []
    with suppress(OSError):
        for port in list_ports.comports():
            usb_id = None if port.vid is None or port.pid is None else UsbId(port.vid, port.pid)
            found.append(SerialPlace(port.device, usb_id, port.serial_number or "", port.description or ""))
    return tuple(found)


def _open(path: str, baud: int) -> Any:
    import serial

    return serial.Serial(
        path, baud, timeout=LOOK_MS / 1000, write_timeout=WRITE_TIMEOUT_MS / 1000, exclusive=True
    )


class SerialPort:
    """One serial instrument. Closed with `close()`, always; safe to close twice."""

    def __init__(self, path: str, baud: int = BAUD, open_port: Open = _open) -> None:
        self.path = path
        self._baud = baud
        self._open = open_port
        self._line: Any = None

    def claim(self) -> None:
        """Open it for us alone. Raises NotConnected, Busy, NotPermitted, BadReply (it is no serial port)."""
        try:
            self._line = self._open(self.path, self._baud)
        except (OSError, ValueError) as error:
            raise open_error(error) from error

    def write(self, data: bytes) -> None:
        """Send `data` whole. Raises Silent (nobody takes it), Removed."""
        try:
            sent = self._line.write(data)
        except OSError as error:
            import serial

            stuck = isinstance(error, serial.SerialTimeoutException)
            raise (Silent if stuck else Removed)(doing="write", of=len(data)) from error
        if sent != len(data):
            raise Silent(doing="write", sent=sent, of=len(data))

    def read(self, length: int, cancelled: CancelledQuestion, timeout_ms: int) -> bytes:
        """Exactly `length` bytes. Raises Silent with how many `got`, Removed, Cancelled within LOOK_MS."""
        data = bytearray()
        end = time.monotonic() + timeout_ms / 1000
        while len(data) < length:
            if cancelled():
                raise Cancelled()
            if time.monotonic() >= end:
                raise Silent(doing="read", waited_ms=timeout_ms, got=len(data), of=length)
            data += self._some(length - len(data))
        return bytes(data)

    def drain(self, most: int) -> int:
        """Throw away what has come already, at most so many bytes; how many it were."""
        thrown = 0
        while thrown < most and (waiting := self._waiting()):
            thrown += len(self._some(min(waiting, most - thrown)))
        return thrown

    def pause(self, duration_ms: int) -> None:
        """Give the instrument a moment; short, bounded, not for waiting on a person."""
        time.sleep(duration_ms / 1000)

    def close(self) -> None:
        """Give it back."""
        line, self._line = self._line, None
        if line is not None:
            with suppress(OSError):
                line.close()

    def _some(self, most: int) -> bytes:
        try:
            return bytes(self._line.read(most))
        except OSError as error:
            raise Removed(doing="read") from error

    def _waiting(self) -> int:
        try:
            return int(self._line.in_waiting)
        except OSError as error:
            raise Removed(doing="read") from error


def open_error(error: OSError | ValueError) -> DeviceError:
    """What it means that a port could not be opened."""
    number = getattr(error, "errno", None)
    if number in _BY_ERRNO:
        return _BY_ERRNO[number](doing="open")
    for word, kind in _BY_WORD.items():
        if word in str(error):
            return kind(doing="open")
    return BadReply(expected="a serial port", got="something else")
