"""ISO/IEC 19794-4:2011 finger image record: the frame around a fingerprint picture.

Source: the field tables of ISO/IEC 19794-4:2011, clause 8. Everything is big-endian. Lengths are checked
against what is there before anything is used.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import Final

from devices.errors import BadReply

MAGIC: Final = b"FIR\x00" + b"020\x00"
HEAD: Final = struct.Struct(">IHBB")  # length, representations, certified, positions
MOST_REPRESENTATIONS: Final = 10
_CAPTURED: Final = struct.Struct(">9xBHH")  # when, technology, vendor, model
_FACTS: Final = struct.Struct(">BBBHHHHBBBHHI")
_QUALITY_BLOCK, _CERTIFICATE_BLOCK = 5, 3  # bytes each

RAW, WSQ, JPEG, JPEG2000, JPEG2000_LOSSLESS, PNG = 0, 2, 3, 4, 5, 6


@dataclass(frozen=True)
class Impression:
    """One picture as it came: still compressed. position: 0 unknown, 1-5 right, 6-10 left, thumb first."""

    position: int
    width_px: int
    height_px: int
    dpi: int
    depth_bits: int
    compression: int
    data: bytes = field(repr=False)


def impressions(record: bytes) -> tuple[Impression, ...]:
    """Every representation in the record. Raises BadReply with what was expected at the place that fails."""
    rest = _Rest(record)
    magic = rest.bytes(len(MAGIC), "header")
    length, count, certified, _ = rest.take(HEAD, "header")
    if magic != MAGIC:
        raise BadReply(expected="FIR 020", got="another record")
    if length != len(record):
        raise BadReply(expected=f"{length} bytes, as it says", got=f"{len(record)}")
    if not 0 < count <= MOST_REPRESENTATIONS or certified > 1:
        raise BadReply(expected=f"1 to {MOST_REPRESENTATIONS} pictures", got=f"{count}")
    found = tuple(_impression(rest, bool(certified)) for _ in range(count))
    rest.must_be_empty("record")
    return found


def _impression(outer: _Rest, certified: bool) -> Impression:
    (length,) = outer.take(struct.Struct(">I"), "representation")
    rest = _Rest(outer.bytes(length - 4, "representation"))
    rest.take(_CAPTURED, "capture")
    rest.bytes(rest.byte("quality blocks") * _QUALITY_BLOCK, "quality blocks")
    if certified:
        rest.bytes(rest.byte("certification blocks") * _CERTIFICATE_BLOCK, "certification blocks")
    facts = rest.take(_FACTS, "picture's facts")
    position, _, unit, _, _, across, down, depth, compression, _, width, height, size = facts
    data = rest.bytes(size, "picture")  # what follows (segments, comments) is not used
    return Impression(position, width, height, _dpi(unit, across, down), depth, compression, data)


def _dpi(unit: int, across: int, down: int) -> int:
    """unit: 1 pixels an inch, 2 pixels a centimetre (197 is the standard's 500 dpi)."""
    if across != down or unit not in (1, 2):
        raise BadReply(
            expected="one resolution, per inch or centimetre", got=f"{across} by {down}, unit {unit}"
        )
    if unit == 1:
        return across
    return 500 if across == 197 else 1000 if across == 394 else round(across * 2.54)


class _Rest:
    """What is still to be read."""

    def __init__(self, data: bytes) -> None:
        self._data = memoryview(data)

    def bytes(self, count: int, what: str) -> bytes:
        if not 0 <= count <= len(self._data):
            raise BadReply(expected=f"{what}: {count} bytes", got=f"{len(self._data)}")
        taken, self._data = self._data[:count], self._data[count:]
        return bytes(taken)

    def byte(self, what: str) -> int:
        return self.bytes(1, what)[0]

    def take(self, layout: struct.Struct, what: str) -> tuple[int, ...]:
        return layout.unpack(self.bytes(layout.size, what))

    def must_be_empty(self, what: str) -> None:
        if self._data:
            raise BadReply(expected=f"{what}: its end", got=f"{len(self._data)} more bytes")
