"""What a Wacom STU signature tablet says: capability, information, pen reports. Pure functions.

The bytes are explained in protocols/wacom_stu.md. All numbers on this wire are big-endian.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from devices.errors import BadReply

PEN, PEN_TIMED = 0x01, 0x34
INFORMATION, CAPABILITY, WRITING_MODE = 0x08, 0x09, 0x0E
CLEAR, INK = 0x20, 0x21

NEAR, TIP, PRESSURE = 0x8000, 0x1000, 0x0FFF  # of the first number of a pen report

_PEN = struct.Struct(">BHHH")  # report, flags and pressure, x, y
_TIMED = struct.Struct(">BHHHHH")  # the same, then time and sequence number
_CAPABILITY = struct.Struct(">BHHHHHB")
CAPABILITY_ROOM = INFORMATION_ROOM = 64


@dataclass(frozen=True)
class Capability:
    width: int  # of the writing area in its own units: hundredths of a millimetre in the models known
    height: int
    pressure: int  # the highest value
    screen_width_px: int
    screen_height_px: int
    rate_hz: int


STU_430 = Capability(9600, 6000, 1023, 320, 200, 200)
"""For firmware that does not tell; a STU-430's, the smallest."""


@dataclass(frozen=True)
class Pen:
    """One sample; not touching: the pen hovers. time and number: None in reports without them."""

    touching: bool
    pressure: int
    x: int
    y: int
    time: int | None = None  # 16 bits, then from 0 again
    number: int | None = None  # one more each time; 16 bits


def capability(data: bytes) -> Capability:
    """Raises BadReply when it is not one a pen could be read with."""
    if len(data) < _CAPABILITY.size or data[0] != CAPABILITY:
        raise BadReply(expected=f"report {CAPABILITY:02x}, {_CAPABILITY.size} bytes", got=data.hex())
    _, *numbers = _CAPABILITY.unpack_from(data)
    found = Capability(*numbers)
    if not all(numbers[:5]):
        raise BadReply(expected="a writing area with a size", got=data[: _CAPABILITY.size].hex())
    return found


def model(data: bytes) -> str:
    """The name in the information report; empty when it has none."""
    return data[1:8].partition(b"\0")[0].decode("ascii", "replace").strip() if len(data) >= 8 else ""


def pen(report: bytes, can: Capability) -> Pen | None:
    """A pen report; None for reports of another kind. Raises BadReply for one cut short or off the tablet."""
    if not report or report[0] not in (PEN, PEN_TIMED):
        return None
    form = _TIMED if report[0] == PEN_TIMED else _PEN
    if len(report) < form.size:
        raise BadReply(expected=f"report {report[0]:02x}, {form.size} bytes", got=report.hex())
    _, pressure, x, y, *when = form.unpack_from(report)
    if x > can.width or y > can.height:
        raise BadReply(expected=f"a point on {can.width} x {can.height}", got=f"{x}, {y}")
    return Pen(bool(pressure & TIP and pressure & PRESSURE), pressure & PRESSURE, x, y, *when)
