"""What every virtual instrument is: a descriptor blob, control requests, endpoints, and a set of faults.

A model speaks the wire only. It is called with its lock held, never blocks and knows nothing of drivers.
"""

from __future__ import annotations

import struct
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from typing import ClassVar, NamedTuple

from devices.contract import UsbId
from devices.virtual import descriptors
from devices.virtual.cable import Cable, Gone, Stall

__all__ = ["Cable", "DeviceModel", "Gone", "Setup", "Stall"]


class Setup(NamedTuple):
    """The eight bytes that open a control transfer."""

    request_type: int
    request: int
    value: int
    selector: int
    length: int

    @property
    def standard(self) -> bool:
        return self.request_type & 0x60 == 0


class DeviceModel:
    """Base: override control_in, control_out, received, step; answer with send()."""

    FAULTS: ClassVar[frozenset[str]] = frozenset(
        {"silent", "stall", "babble", "removed_mid_read", "busy", "not_permitted"}
    )
    """silent: NAK for ever · stall: STALL on everything · babble: more bytes than asked · removed_mid_read:
    gone at the next answer · busy: another program holds it · not_permitted: the system does not let us
    open it.
    """

    def __init__(self, blob: bytes, *, strings: Mapping[int, str] | None = None, serial: str = "") -> None:
        self.blob = bytes(blob)
        self.descriptor = descriptors.parse(self.blob)
        self.strings = dict(strings or {})
        self.serial = serial
        self.lock = threading.Condition()
        self.address = 0  # 0: not plugged
        self.port = 0  # the socket; stays the same at every plug
        self.handles = 0  # how often it is open now
        self.gone = False
        self.kernel_drivers: set[int] = set()  # interfaces a kernel driver holds
        self.claimed: dict[int, object] = {}
        self.faults: set[str] = set()
        self.cable = Cable()
        self.now: Callable[[], float] = time.monotonic  # seconds; a test hands its own
        self._packets: dict[int, deque[bytes]] = {}

    # --- what a model overrides -------------------------------------------------------------------------

    def control_in(self, setup: Setup) -> bytes:
        """Answer a vendor or class request that reads."""
        raise Stall

    def control_out(self, setup: Setup, data: bytes) -> None:
        """Take a vendor or class request that writes."""
        raise Stall

    def received(self, endpoint: int, data: bytes) -> None:
        """Take what the host wrote to an OUT endpoint."""
        raise Stall

    def power_up(self) -> None:
        """Plugged in: whatever the instrument was about to say before is forgotten. Under the lock."""
        self._packets.clear()

    def room(self, endpoint: int, length: int) -> int:
        """How many of `length` bytes written to an OUT endpoint it would take now; the rest is NAKed."""
        return length

    def step(self) -> None:
        """Whatever happens by itself; called at least every 20 ms while a host waits."""

    # --- what a model calls -----------------------------------------------------------------------------

    def send(self, endpoint: int, data: bytes, *, empty_end: bool = False) -> None:
        """Put one transfer on an IN endpoint, packet by packet.

        empty_end: this instrument marks the end of a transfer that fills its last packet with an empty one.
        Without it the host's read goes on waiting unless it asked for exactly this much; both kinds exist.
        """
        size = self.packet_size(endpoint)
        waiting = self._packets.setdefault(endpoint, deque())
        waiting.extend(data[i : i + size] for i in range(0, len(data), size))
        if empty_end and len(data) % size == 0:
            waiting.append(b"")
        self.lock.notify_all()

    def forget(self, endpoint: int) -> None:
        """Drop what was sent and not read."""
        self._packets.pop(endpoint, None)

    def fault(self, name: str, on: bool = True) -> None:
        """Switch a fault on or off from outside. Unknown names raise ValueError."""
        if name not in self.FAULTS:
            raise ValueError(name)
        with self.lock:
            (self.faults.add if on else self.faults.discard)(name)
            self.lock.notify_all()

    # --- what the bus calls -----------------------------------------------------------------------------

    @property
    def usb_id(self) -> UsbId:
        return UsbId(self.descriptor.idVendor, self.descriptor.idProduct)

    def packet_size(self, endpoint: int) -> int:
        for configuration in self.descriptor.configurations:
            for interface in configuration.interfaces:
                for found in interface.endpoints:
                    if found.bEndpointAddress == endpoint:
                        return found.wMaxPacketSize & 0x7FF or 64
        return 64

    def control(self, setup: Setup, data: bytes | None) -> bytes | None:
        """One control transfer; None means NAK. Raises Stall."""
        if setup.standard:
            return self._standard(setup)
        if "silent" in self.faults or self.cable.naked:
            return None
        if "stall" in self.faults:
            raise Stall
        if data is None:
            return self.cable.into(self.control_in(setup), setup.length)
        self.cable.out()
        self.control_out(setup, data)
        return b""

    def take_out(self, endpoint: int, data: bytes) -> int | None:
        """How many bytes of a write it takes now; None means NAK. Raises Stall, Gone."""
        if "silent" in self.faults or self.cable.naked:
            return None
        if "stall" in self.faults:
            raise Stall
        room = self.room(endpoint, len(data))
        if not room and data:
            return None
        self.cable.out()
        self.received(endpoint, data[:room])
        return room

    def take_in(self, endpoint: int, length: int, last_call: bool = False) -> bytes | None:
        """What a read of `length` bytes gets: packets up to a short one or a full buffer; None means NAK.

        last_call: the read is about to time out and takes what is there.
        """
        if "stall" in self.faults:
            raise Stall
        waiting = self._packets.get(endpoint)
        if "silent" in self.faults or self.cable.naked:
            return None
        if self.cable.endless:
            return self.cable.into(waiting.popleft() if waiting else b"", length)
        if not waiting:
            return None
        if "removed_mid_read" in self.faults:
            raise Gone
        size, got, count, ended = self.packet_size(endpoint), 0, 0, False
        for packet in waiting:
            got, count = got + len(packet), count + 1
            if ended := (len(packet) < size or got >= length):
                break
        if not ended and not last_call:
            return None
        data = b"".join(waiting.popleft() for _ in range(count))
        return data.ljust(length + 1, b"\0") if "babble" in self.faults else self.cable.into(data, length)

    def _standard(self, setup: Setup) -> bytes:
        if setup.request_type == 0x80 and setup.request == 6:
            kind, index = setup.value >> 8, setup.value & 255
            if kind == 1:
                return self.blob[:18]
            if kind == 2:
                return self.blob[18:]
            if kind == 3 and self.strings:
                if index == 0:
                    return bytes([4, 3, 9, 4])
                if index in self.strings:
                    text = self.strings[index].encode("utf-16le")
                    return struct.pack("BB", 2 + len(text), 3) + text
            raise Stall
        if setup.request_type == 0x80 and setup.request == 0:
            return b"\0\0"
        if setup.request_type & 0x80:
            raise Stall
        return b""
