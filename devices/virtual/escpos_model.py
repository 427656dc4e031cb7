"""A virtual receipt printer: a small memory, a slow head, a roll that ends, a knife that sticks.

It prints onto `rows` (one bytes object a dot row, 1 is black) and `text`; `cuts` counts the knife. Bytes go
from the memory onto paper at `bytes_per_s`; what does not fit into the memory is NAKed, as a real one does.
"""

from __future__ import annotations

from typing import ClassVar

from devices.contract import UsbId
from devices.drivers import escpos_printer as esc
from devices.drivers import escpos_status as statuses
from devices.virtual import descriptors
from devices.virtual.model import DeviceModel, Gone, Setup, Stall

OUT, IN = 0x01, 0x82
MEMORY = 8192
DEVICE_ID = "MFG:TRAINING;CMD:ESC/POS;MDL:POS-80;CLS:PRINTER;DES:Training receipt printer;"

AFTER_ROWS = 40
"""Faults "in the middle" strike when this many rows are on paper."""

STOPPERS = frozenset({"paper_out", "cover_open", "jam", "paused", "overheated", "broken"})
MIDDLE = {
    "paper_runs_out": "paper_out",
    "opened_mid": "cover_open",
    "jams_mid": "jam",
    "overheats": "overheated",
}


class EscposModel(DeviceModel):
    """Thread-safe; look at what it printed when nothing is being printed."""

    FAULTS: ClassVar[frozenset[str]] = (
        DeviceModel.FAULTS
        | STOPPERS
        | frozenset(MIDDLE)
        | {
            "paper_low",  # prints, but not for long
            "mute",  # answers neither DLE EOT nor GS r
            "no_fence",  # does not know GS r
            "wrong_status",  # real-time answers with impossible bits
            "empty_port_status",  # a port status of no bytes
            "no_device_id",  # refuses to say who it is
            "long_device_id",  # says its ID is longer than it is
            "sips",  # takes a few bytes, then pauses, again and again
            "stuck",  # takes 1000 bytes, then no more, and says all is well
            "unplugged_mid_print",
            "forgets",  # takes all, never gets to the end
        }
    )

    def __init__(
        self, usb_id: UsbId | None = None, *, bytes_per_s: int = 100_000, listens_only: bool = False
    ):
        usb_id = usb_id or UsbId(0x0416, 0x5011)
        endpoints = ((OUT, 2, 64),) if listens_only else ((OUT, 2, 64), (IN, 2, 64))
        super().__init__(descriptors.build(usb_id.vendor, usb_id.product, endpoints), serial="TRAINING-RP-1")
        self.bytes_per_s = bytes_per_s
        self.rows: list[bytes] = []
        self.text = ""
        self.cuts = 0
        self._memory = bytearray()  # received, not yet at the head
        self._head = bytearray()  # at the head, not yet a whole command
        self._raster = (0, 0)  # bytes in a row, rows still to come of the band at the head
        self._taken = 0
        self._at = self.now()
        self._allowance = 0.0
        self._sip_again = 0.0

    # --- the wire ---------------------------------------------------------------------------------------

    def control_in(self, setup: Setup) -> bytes:
        if setup.request_type != esc.CLASS_IN:
            raise Stall
        if setup.request == esc.GET_PORT_STATUS:
            return b"" if "empty_port_status" in self.faults else bytes([self._port_status()])
        if setup.request == esc.GET_DEVICE_ID and "no_device_id" not in self.faults:
            text = DEVICE_ID.encode("ascii")
            length = len(text) + (500 if "long_device_id" in self.faults else 2)
            return length.to_bytes(2, "big") + text
        raise Stall

    def control_out(self, setup: Setup, data: bytes) -> None:
        if (setup.request_type, setup.request) != (esc.CLASS_OUT, esc.SOFT_RESET):
            raise Stall
        self._memory.clear()
        self._head.clear()
        self._raster = (0, 0)

    def room(self, endpoint: int, length: int) -> int:
        if length <= 3:
            return length  # a few bytes are always left for real-time questions
        room = max(0, min(length, MEMORY - len(self._memory)))
        if "stuck" in self.faults:
            return min(room, max(0, 1000 - self._taken))
        if "sips" in self.faults:
            if self.now() < self._sip_again:
                return 0
            self._sip_again = self.now() + 0.02
            return min(room, 700)
        return room

    def received(self, endpoint: int, data: bytes) -> None:
        if endpoint != OUT:
            raise Stall
        if len(data) == 3 and data[:2] == esc.DLE_EOT:
            self._answer_realtime(data[2])
            return
        self._taken += len(data)
        self._memory += data
        self.step()

    def step(self) -> None:
        now = self.now()
        self._allowance = min(self._allowance + (now - self._at) * self.bytes_per_s, float(self.bytes_per_s))
        self._at = now
        while self._memory and self._allowance >= 1 and not self.faults & STOPPERS:
            count = min(64, len(self._memory), int(self._allowance))
            self._head += self._memory[:count]
            del self._memory[:count]
            self._allowance -= count
            self._print()
        if not self._memory:
            self._allowance = min(self._allowance, 64.0)

    # --- how it feels -----------------------------------------------------------------------------------

    def _port_status(self) -> int:
        status = statuses.PORT_SELECTED | statuses.PORT_NO_ERROR
        if "paper_out" in self.faults:
            status |= statuses.PORT_PAPER_EMPTY
        if self.faults & {"cover_open", "jam", "overheated", "broken"}:
            status &= ~statuses.PORT_NO_ERROR
        if self.faults & (STOPPERS - {"paper_out"}):
            status &= ~statuses.PORT_SELECTED
        return status

    def _answer_realtime(self, question: int) -> None:
        if "mute" in self.faults:
            return
        bits = {
            statuses.ONLINE: 0x08 if self.faults & STOPPERS else 0,
            statuses.OFFLINE_CAUSE: self._bits(cover_open=0x04, paper_out=0x20, jam=0x40, broken=0x40),
            statuses.ERROR_CAUSE: self._bits(jam=0x08, broken=0x20, overheated=0x40),
            statuses.PAPER: self._bits(paper_low=0x0C, paper_out=0x6C),
        }.get(question)
        if bits is not None:
            fixed = 0x81 if "wrong_status" in self.faults else statuses.REALTIME_FIXED
            self.send(IN, bytes([bits | fixed]))

    def _bits(self, **by_fault: int) -> int:
        return sum(bit for fault, bit in by_fault.items() if fault in self.faults)

    # --- the head ---------------------------------------------------------------------------------------

    def _print(self) -> None:
        while self._head and not self.faults & STOPPERS and (length := self._one_command()):
            del self._head[:length]

    def _one_command(self) -> int:
        """Carry out the command at the head; its length, 0 when it is not whole yet."""
        head = bytes(self._head[:8])
        if self._raster[1]:
            return self._row()
        if head.startswith(b"\x1dv0"):
            if len(head) < 8:
                return 0
            self._raster = (int.from_bytes(head[4:6], "little"), int.from_bytes(head[6:8], "little"))
            return 8
        for start, length in ((b"\x1dVB", 4), (b"\x1d", 3), (b"\x1b@", 2), (b"\x1b", 3), (b"\x1c", 2)):
            if head.startswith(start):
                if len(head) < length:
                    return 0
                self._short_command(head[:length])
                return length
        return self._letters()

    def _row(self) -> int:
        width, left = self._raster
        if len(self._head) < width:
            return 0
        self.rows.append(bytes(self._head[:width]))
        self._raster = (width, left - 1)
        if len(self.rows) == AFTER_ROWS:
            self._strike()
        return width

    def _strike(self) -> None:
        if "unplugged_mid_print" in self.faults:
            raise Gone
        for fault, becomes in MIDDLE.items():
            if fault in self.faults:
                self.faults.discard(fault)
                self.faults.add(becomes)

    def _short_command(self, command: bytes) -> None:
        if command[:2] == b"\x1dV":
            self.cuts += 1
        elif command[:2] == b"\x1dr" and not self.faults & {"no_fence", "mute", "forgets"}:
            self.send(IN, bytes([self._bits(paper_low=0x03, paper_out=0x0F)]))

    def _letters(self) -> int:
        ends = [
            at for at in (self._head.find(mark) for mark in (b"\n", b"\x1b", b"\x1c", b"\x1d")) if at >= 0
        ]
        if not ends:
            return 0
        length = min(ends) + (1 if self._head[min(ends)] == 10 else 0)
        self.text += self._head[:length].decode("gb18030", "replace")
        return length
