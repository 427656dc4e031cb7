"""What is kept of a fingerprint: its minutiae, the flow of its ridges, and which engine saw them.

The byte form is ours and versioned; it can carry the ISO/IEC 19794-2 record, or a maker's closed features,
beside it. A print cannot be drawn from it, but treat it as the print: it is personal data.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from devices.biometrics.errors import BadTemplate

MAGIC: Final = b"VFT\x01"
ENDING, FORK, OTHER = 1, 2, 0
"""Types of a minutia, as ISO/IEC 19794-2 numbers them: ridge ending, bifurcation, unknown."""

MOST_MINUTIAE: Final = 255
MOST_CELLS: Final = 20_000
MOST_RECORD: Final = 1 << 20
NO_FLOW: Final = 255
_HEAD: Final = struct.Struct(">HHHBBBB")  # width, height, dpi, position, quality, minutiae, parts
_MINUTIA: Final = struct.Struct(">HHHBB")
_PART: Final = struct.Struct(">BI")
_FLOW: Final = struct.Struct(">HHHhh")
_FLOW_PART, _RECORD_PART = 1, 2
_NO_QUALITY = 255


class Minutia(NamedTuple):
    """x, y: px from the upper left corner, at the template's dpi. angle_deg: 0..359, counter-clockwise
    from the x axis, along the ridge (ISO/IEC 19794-2). kind: ENDING, FORK, OTHER. quality: 0..100, 0 unknown.
    """

    x: int
    y: int
    angle_deg: int
    kind: int = OTHER
    quality: int = 0


@dataclass(frozen=True)
class Flow:
    """The ridges' direction on a coarse grid. The centre of cell (0, 0) is at (left_px, top_px).

    angles: one byte a cell, row by row: 0..179 the ridge's direction in degrees, counter-clockwise from the
    x axis; NO_FLOW where there is no print.
    """

    pitch_px: int
    columns: int
    rows: int
    angles: bytes = field(repr=False)
    left_px: int = 0
    top_px: int = 0


@dataclass(frozen=True)
class FingerTemplate:
    """engine, version: who extracted it; only templates of one engine and version are comparable.

    position: GA/T 1011 finger code, 0 unknown. quality: NFIQ 2, None unknown. record: the ISO/IEC 19794-2
    record, or the maker's features of the engine "vendor"; opaque here. The repr hides the print.
    """

    engine: str
    version: str
    minutiae: tuple[Minutia, ...] = field(default=(), repr=False)
    width_px: int = 0
    height_px: int = 0
    dpi: int = 500
    position: int = 0
    quality: int | None = None
    flow: Flow | None = field(default=None, repr=False)
    record: bytes = field(default=b"", repr=False)

    def to_bytes(self) -> bytes:
        """Our own form, with a check sum. Raises BadTemplate for values it cannot hold."""
        parts = []
        if self.flow is not None:
            grid = self.flow
            head = (grid.pitch_px, grid.columns, grid.rows, grid.left_px, grid.top_px)
            parts.append((_FLOW_PART, _FLOW, head, grid.angles))
        try:
            body = _name(self.engine) + _name(self.version)
            quality = _NO_QUALITY if self.quality is None else self.quality
            sizes = (self.width_px, self.height_px, self.dpi, self.position, quality)
            body += _HEAD.pack(*sizes, len(self.minutiae), len(parts) + bool(self.record))
            body += b"".join(_MINUTIA.pack(*minutia) for minutia in self.minutiae)
            for tag, shape, values, content in parts:
                part = shape.pack(*values) + content
                body += _PART.pack(tag, len(part)) + part
            if self.record:
                body += _PART.pack(_RECORD_PART, len(self.record)) + self.record
        except struct.error as error:
            raise BadTemplate(part="values") from error
        return MAGIC + body + struct.pack(">I", zlib.crc32(body))

    @staticmethod
    def from_bytes(data: bytes) -> FingerTemplate:
        """Raises BadTemplate for anything to_bytes did not write."""
        if not data.startswith(MAGIC) or len(data) < len(MAGIC) + 4:
            raise BadTemplate(part="start")
        body = data[len(MAGIC) : -4]
        if struct.pack(">I", zlib.crc32(body)) != data[-4:]:
            raise BadTemplate(part="check sum")
        reader = _Reader(body)
        engine, version = reader.name(), reader.name()
        width, height, dpi, position, quality, count, parts = reader.take(_HEAD)
        minutiae = tuple(_minutia(reader) for _ in range(count))
        flow, record = None, b""
        for _ in range(parts):
            tag, length = reader.take(_PART)
            content = reader.bytes(length)
            if tag == _FLOW_PART:
                flow = _flow(content)
            elif tag == _RECORD_PART:
                record = content
        reader.end()
        return FingerTemplate(
            engine=engine,
            version=version,
            minutiae=minutiae,
            width_px=width,
            height_px=height,
            dpi=dpi,
            position=position,
            quality=None if quality == _NO_QUALITY else quality,
            flow=flow,
            record=record,
        )


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def take(self, shape: struct.Struct) -> tuple[int, ...]:
        return shape.unpack(self.bytes(shape.size))

    def bytes(self, length: int) -> bytes:
        if length > MOST_RECORD or self._at + length > len(self._data):
            raise BadTemplate(part="length")
        self._at += length
        return self._data[self._at - length : self._at]

    def name(self) -> str:
        try:
            return self.bytes(self.bytes(1)[0]).decode("ascii")
        except UnicodeDecodeError as error:
            raise BadTemplate(part="engine") from error

    def end(self) -> None:
        if self._at != len(self._data):
            raise BadTemplate(part="length")


def _name(text: str) -> bytes:
    try:
        raw = text.encode("ascii")
    except UnicodeEncodeError as error:
        raise BadTemplate(part="engine") from error
    return struct.pack(">B", len(raw)) + raw


def _minutia(reader: _Reader) -> Minutia:
    minutia = Minutia(*reader.take(_MINUTIA))
    if minutia.angle_deg > 359 or minutia.kind > FORK or minutia.quality > 100:
        raise BadTemplate(part="minutia")
    return minutia


def _flow(content: bytes) -> Flow:
    if len(content) < _FLOW.size:
        raise BadTemplate(part="flow")
    pitch, columns, rows, left, top = _FLOW.unpack_from(content)
    angles = content[_FLOW.size :]
    wrong = any(angle >= 180 and angle != NO_FLOW for angle in angles)
    if pitch == 0 or columns * rows != len(angles) or len(angles) > MOST_CELLS or wrong:
        raise BadTemplate(part="flow")
    return Flow(pitch, columns, rows, angles, left, top)
