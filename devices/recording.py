"""Writes down what goes over an instrument's wire, so that it can be played back without the instrument.

The file is what Linux' usbmon would have seen (pcapng, link type 220), so Wireshark and umockdev read it too;
devices.virtual.replay plays it. It holds everything that was captured: a recording of a print is the print.
"""

from __future__ import annotations

import errno
import itertools
import struct
import threading
import time
from dataclasses import dataclass
from typing import Any

from devices.bus import Found
from devices.virtual.pcapng import (
    BULK,
    BYTE_ORDER,
    CONTROL,
    EVENT,
    INTERFACE,
    INTERRUPT,
    PACKET,
    SECTION,
    USB_LINUX_MMAPPED,
)

IN = 0x80
SNAP_BYTES = 1 << 18
GET_DESCRIPTOR, DEVICE, CONFIGURATION = 6, 0x0100, 0x0200
UNDER_WAY = -errno.EINPROGRESS
TAKEN_BACK = -errno.ENOENT
"""What usbmon says of a read nobody waits for any longer: ours ended with its time-out."""


@dataclass(frozen=True)
class _Transfer:
    number: int
    kind: int
    endpoint: int
    setup: bytes  # 8 bytes of a control transfer, else empty


class Recorder:
    """Stands between a Port and its usb.core.Device: everything passes, what is sent and heard is noted."""

    def __init__(self, device: Any) -> None:
        self._device = device
        self._lock = threading.Lock()
        self._packets: list[bytes] = []
        self._numbers = itertools.count(1)
        self._kinds: dict[int, int] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._device, name)

    # --- what a Port calls ------------------------------------------------------------------------------

    def ctrl_transfer(
        self, request_type: int, request: int, value: int, index: int, data: Any, timeout: int | None = None
    ) -> Any:
        reading = bool(request_type & IN)
        sent = b"" if reading else bytes(data or b"")
        length = int(data) if reading else len(sent)
        setup = struct.pack("<BBHHH", request_type, request, value, index, length)
        transfer = _Transfer(next(self._numbers), CONTROL, request_type & IN, setup)
        self._submit(transfer, sent, length)
        try:
            answer = self._device.ctrl_transfer(request_type, request, value, index, data, timeout)
        except OSError as error:
            self._complete(transfer, _status(error), b"", 0)
            raise
        heard = bytes(answer) if reading else b""
        self._complete(transfer, 0, heard, len(heard) if reading else length)
        return answer

    def write(self, endpoint: int, data: bytes, timeout: int | None = None) -> int:
        transfer = _Transfer(next(self._numbers), self._kind(endpoint), endpoint, b"")
        self._submit(transfer, bytes(data), len(data))
        try:
            sent = int(self._device.write(endpoint, data, timeout))
        except OSError as error:
            self._complete(transfer, _status(error), b"", 0)
            raise
        self._complete(transfer, 0, b"", sent)
        return sent

    def read(self, endpoint: int, length: int, timeout: int | None = None) -> Any:
        transfer = _Transfer(next(self._numbers), self._kind(endpoint), endpoint, b"")
        self._submit(transfer, b"", length)
        try:
            answer = self._device.read(endpoint, length, timeout)
        except OSError as error:
            taken_back = error.errno == errno.ETIMEDOUT
            self._complete(transfer, TAKEN_BACK if taken_back else _status(error), b"", 0)
            raise
        self._complete(transfer, 0, bytes(answer), len(answer))
        return answer

    # --- what comes out of it ---------------------------------------------------------------------------

    def pcapng(self) -> bytes:
        """The recording so far, a whole file."""
        head = struct.pack("<IHHq", BYTE_ORDER, 1, 0, -1)
        link = struct.pack("<HHI", USB_LINUX_MMAPPED, 0, SNAP_BYTES)
        with self._lock:
            return b"".join([_block(SECTION, head), _block(INTERFACE, link), *self._packets])

    def _kind(self, endpoint: int) -> int:
        if not self._kinds:
            for interface in self._device.get_active_configuration():
                for pipe in interface:
                    is_interrupt = pipe.bmAttributes & 3 == 3
                    self._kinds[pipe.bEndpointAddress] = INTERRUPT if is_interrupt else BULK
        return self._kinds.get(endpoint, BULK)

    def _submit(self, transfer: _Transfer, data: bytes, length: int) -> None:
        self._note(transfer, b"S", UNDER_WAY, data, length)

    def _complete(self, transfer: _Transfer, status: int, data: bytes, length: int) -> None:
        self._note(transfer, b"C", status, data, length)

    def _note(self, transfer: _Transfer, letter: bytes, status: int, data: bytes, length: int) -> None:
        no_setup = 0 if transfer.setup and letter == b"S" else ord("-")
        no_data = 0 if data else ord("<" if transfer.endpoint & IN else ">")
        setup = transfer.setup if no_setup == 0 else bytes(8)
        with self._lock:
            micros = time.time_ns() // 1000
            seconds, rest = divmod(micros, 1_000_000)
            place = (transfer.endpoint, self._device.address & 0x7F, self._device.bus or 0)
            facts = (no_setup, no_data, seconds, rest, status, length, len(data))
            event = EVENT.pack(transfer.number, letter[0], transfer.kind, *place, *facts)
            packet = event + setup + bytes(16) + data
            head = struct.pack("<IIIII", 0, micros >> 32, micros & 0xFFFFFFFF, len(packet), len(packet))
            self._packets.append(_block(PACKET, head + packet))


def description(found: Found) -> str:
    """The instrument's description as umockdev keeps it: who it is and its descriptors; no serial number."""
    blob, device = _descriptors(found.device), found.device
    number = f"{device.bus or 0:03d}/{device.address & 0x7F:03d}"
    lines = [
        f"P: /devices/usb{device.bus or 0}/{found.path}",
        f"N: bus/usb/{number}={blob.hex().upper()}",
        f"E: BUSNUM={device.bus or 0:03d}",
        f"E: DEVNAME=/dev/bus/usb/{number}",
        f"E: DEVNUM={device.address & 0x7F:03d}",
        "E: DEVTYPE=usb_device",
        "E: SUBSYSTEM=usb",
        f"A: busnum={device.bus or 0}\\n",
        f"A: devnum={device.address & 0x7F}\\n",
        f"A: idProduct={found.usb_id.product:04x}\\n",
        f"A: idVendor={found.usb_id.vendor:04x}\\n",
        f"H: descriptors={blob.hex().upper()}",
        "A: speed=12\\n",
    ]
    return "\n".join(lines) + "\n"


def _descriptors(device: Any) -> bytes:
    """Device and configurations, raw; standard questions every instrument answers. Raises OSError."""
    head = bytes(device.ctrl_transfer(IN, GET_DESCRIPTOR, DEVICE, 0, 18))
    whole = [head]
    for number in range(head[17] if len(head) == 18 else 0):
        start = bytes(device.ctrl_transfer(IN, GET_DESCRIPTOR, CONFIGURATION | number, 0, 9))
        (total,) = struct.unpack_from("<H", start, 2)
        whole.append(bytes(device.ctrl_transfer(IN, GET_DESCRIPTOR, CONFIGURATION | number, 0, total)))
    return b"".join(whole)


def _status(error: OSError) -> int:
    return -(error.errno or errno.EIO)


def _block(kind: int, body: bytes) -> bytes:
    body += bytes(-len(body) % 4)
    length = struct.pack("<I", len(body) + 12)
    return struct.pack("<I", kind) + length + body + length
