"""Reads resident-ID cards with a reader built on the SDT security module that hangs on a serial line.

The same talk as over USB (sdt_reader); only how a frame crosses the wire differs. The bytes:
devices/protocols/sdt_serial.md. Such a reader cannot be told from any other serial device, so a technician
names it (devices/serial_readers.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from devices.clock import Clock
from devices.contract import Cancelled, UsbId
from devices.drivers.sdt_frames import HEAD_LENGTH, PREAMBLE, body_length
from devices.drivers.sdt_reader import SdtTalk
from devices.drivers.sdt_wire import SETTLE_TIMEOUT_MS, Link
from devices.errors import BadReply, Silent
from devices.serial_port import SerialPort

MOST_NOISE = 4096  # bytes before a frame begins; a whole answer left over from before is 2321
QUIET_MS = 50  # nothing for so long: the line is empty


class SdtSerialReader(SdtTalk[SerialPort]):
    """A resident-ID reader on a serial line."""

    name: ClassVar[str] = "sdt_serial"
    labels: ClassVar[Mapping[UsbId, str]] = {}
    ids: ClassVar[tuple[UsbId, ...]] = ()

    def _link(self) -> Link:
        return SerialLink(self._port, self._clock)


class SerialLink:
    """A stream without packets: a frame is found by its preamble and ends where its length says."""

    def __init__(self, port: SerialPort, clock: Clock) -> None:
        self._port = port
        self._clock = clock

    def exchange(self, request: bytes, cancelled: Cancelled, timeout_ms: int) -> bytes:
        """See Link. What came before we asked is no answer."""
        self._port.drain(MOST_NOISE)
        self._port.write(request)
        head = self._head(cancelled, timeout_ms)
        missing = body_length(head)
        try:
            return head + self._port.read(missing, cancelled, timeout_ms)
        except Silent as error:  # it stopped in the middle: garbled, not silent
            raise BadReply(part="body", expected=missing, got=error.values.get("got")) from error

    def settle(self, cancelled: Cancelled, stalled: bool) -> None:
        """See Link."""
        for _ in range(SETTLE_TIMEOUT_MS // QUIET_MS):
            self._port.pause(QUIET_MS)
            if not self._port.drain(MOST_NOISE):
                return

    def _head(self, cancelled: Cancelled, timeout_ms: int) -> bytes:
        """Preamble and length; noise before them is skipped."""
        end_ns = self._clock.monotonic_ns() + timeout_ms * 1_000_000
        head, skipped = b"", 0
        while len(head) < HEAD_LENGTH or not head.startswith(PREAMBLE):
            if len(head) == HEAD_LENGTH:
                step = _to_the_next_beginning(head)
                head, skipped = head[step:], skipped + step
            left_ms = (end_ns - self._clock.monotonic_ns()) // 1_000_000
            try:
                head += self._port.read(HEAD_LENGTH - len(head), cancelled, left_ms)
            except Silent as error:
                if not (skipped or error.values.get("got")):
                    raise
                raise BadReply(part="preamble", expected=PREAMBLE.hex(), got="other bytes") from error
            if skipped > MOST_NOISE:
                raise BadReply(part="preamble", expected=PREAMBLE.hex(), got=f"{skipped} other bytes")
        return head


def _to_the_next_beginning(head: bytes) -> int:
    """How many bytes to throw away until what is left may begin a frame; all when nothing may."""
    size = len(PREAMBLE)
    return next((n for n in range(1, len(head)) if PREAMBLE.startswith(head[n : n + size])), len(head))
