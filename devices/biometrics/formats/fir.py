"""Finger image record, ISO/IEC 19794-4 (FIR), editions 2005 and 2011: the frame around prints' pictures.

Source: the field tables of clause 7 (2005) and clause 8 (2011). Big-endian. Lengths are checked against what
is there before anything is used. What one edition says that the other has no place for is kept apart, so
that a record read comes out again byte by byte.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field, replace
from typing import Final

from devices.biometrics.formats.errors import NotWritable
from devices.biometrics.formats.octets import Octets, packed

FORMAT: Final = "FIR"
MARK: Final = b"FIR\x00"
V2005, V2011 = "010", "020"
MOST_PICTURES: Final = 64
INCH, CENTIMETRE = 1, 2

RAW, PACKED, WSQ, JPEG, JPEG2000, JPEG2000_LOSSLESS, PNG = range(7)
"""Compressions of the 2011 edition; 2005 has the same numbers up to JPEG2000, and 5 for PNG."""
PNG_2005: Final = 5

_HEAD_2011: Final = struct.Struct(">IHBB")  # length, pictures, certified, positions
_MADE: Final = struct.Struct(">HBBBBBHBHH")  # when (to the millisecond), technology, vendor, model
_QUALITY: Final = struct.Struct(">BHH")
_CERTIFICATE: Final = struct.Struct(">HB")
_FACTS: Final = struct.Struct(">BBBHHHHBBBHHI")
_LENGTH: Final = struct.Struct(">I")
_HEAD_2005: Final = struct.Struct(">HIHHBBHHHHBBH")  # length is six bytes: the upper two, the lower four
_VIEW_2005: Final = struct.Struct(">IBBBBBHHB")


@dataclass(frozen=True)
class Made:
    """Who took it. when: year, month, day, hour, minute, second, millisecond; zeros unknown.

    qualities: (score, vendor, algorithm); certificates: (authority, scheme). 2011 only.
    """

    when: tuple[int, ...] = (0,) * 7
    technology: int = 0
    vendor: int = 0
    model: int = 0
    qualities: tuple[tuple[int, int, int], ...] = ()
    certificates: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Impression:
    """One picture as it came: still compressed. position: 0 unknown, 1-5 right, 6-10 left, thumb first.

    unit: INCH or CENTIMETRE, of rate (the picture's px across and down) and of scan (the sensor's).
    number, of: the how-manieth view of how many. quality: 2005's own byte. tail: what follows, opaque.
    """

    position: int
    width_px: int
    height_px: int
    depth_bits: int
    compression: int
    data: bytes = field(repr=False)
    rate: tuple[int, int] = (500, 500)
    unit: int = INCH
    scan: tuple[int, int] = (500, 500)
    kind: int = 0
    number: int = 0
    of: int = 1
    quality: int = 0
    made: Made = Made()
    tail: bytes = field(default=b"", repr=False)

    @property
    def dpi(self) -> int:
        """Of a picture with one resolution; 0 when it has two. 197 a centimetre is the standard's 500."""
        if self.rate[0] != self.rate[1]:
            return 0
        if self.unit == INCH:
            return self.rate[0]
        return {197: 500, 394: 1000}.get(self.rate[0], round(self.rate[0] * 2.54))


@dataclass(frozen=True)
class FingerImages:
    """A whole record. positions: how many fingers it says it has; certified: blocks of 2011 are there.

    device, level, reserved: of 2005's header.
    """

    version: str
    pictures: tuple[Impression, ...]
    positions: int = 1
    certified: bool = False
    device: int = 0
    level: int = 0
    reserved: int = 0


def decode(data: bytes) -> FingerImages:
    """Raises BadRecord with what was expected at the place that fails."""
    rest = Octets(data, FORMAT)
    mark, version = rest.bytes(4, "header"), rest.bytes(4, "version")
    rest.must(mark == MARK, "header", "FIR", mark.hex())
    if version == V2011.encode() + b"\x00":
        return _decoded_2011(rest, len(data))
    rest.must(version == V2005.encode() + b"\x00", "version", f"{V2005} or {V2011}", version.hex())
    return _decoded_2005(rest, len(data))


def encode(record: FingerImages) -> bytes:
    """Raises NotWritable."""
    if not 0 < len(record.pictures) <= MOST_PICTURES:
        raise NotWritable(format=FORMAT, part="pictures", got=len(record.pictures))
    if record.version == V2011:
        return _encoded_2011(record)
    if record.version == V2005:
        return _encoded_2005(record)
    raise NotWritable(format=FORMAT, part="version", got=record.version)


def _decoded_2011(rest: Octets, size: int) -> FingerImages:
    length, count, certified, positions = rest.take(_HEAD_2011, "header")
    rest.must(length == size, "length", f"{length} bytes, as it says", size)
    rest.must(0 < count <= MOST_PICTURES, "pictures", f"1 to {MOST_PICTURES}", count)
    rest.must(certified <= 1, "certification flag", "0 or 1", certified)
    found = tuple(_picture_2011(rest, bool(certified)) for _ in range(count))
    rest.end("record")
    return FingerImages(V2011, found, positions, bool(certified))


def _picture_2011(outer: Octets, certified: bool) -> Impression:
    (length,) = outer.take(_LENGTH, "representation")
    rest = outer.inner(length - _LENGTH.size, "representation")
    *when, technology, vendor, model = rest.take(_MADE, "capture")
    qualities = tuple(rest.take(_QUALITY, "quality block") for _ in range(rest.byte("quality blocks")))
    certificates: tuple[tuple[int, int], ...] = ()
    if certified:
        blocks = rest.byte("certification blocks")
        certificates = tuple(rest.take(_CERTIFICATE, "certification block") for _ in range(blocks))
    facts = rest.take(_FACTS, "picture's facts")
    position, number, unit, over, down, across, along, depth, compression, kind, width, height, size = facts
    rest.must(unit in (INCH, CENTIMETRE), "unit", "inch or centimetre", unit)
    data = rest.bytes(size, "picture")
    return Impression(
        position=position,
        width_px=width,
        height_px=height,
        depth_bits=depth,
        compression=compression,
        data=data,
        rate=(across, along),
        unit=unit,
        scan=(over, down),
        kind=kind,
        number=number,
        made=Made(tuple(when), technology, vendor, model, qualities, certificates),
        tail=rest.bytes(rest.left, "tail"),
    )


def _encoded_2011(record: FingerImages) -> bytes:
    body = b"".join(_picture_bytes_2011(picture, record.certified) for picture in record.pictures)
    counts = (len(record.pictures), int(record.certified), record.positions)
    length = len(MARK) + 4 + _HEAD_2011.size + len(body)
    return MARK + b"020\x00" + packed(_HEAD_2011, FORMAT, "header", length, *counts) + body


def _picture_bytes_2011(one: Impression, certified: bool) -> bytes:
    made = one.made
    body = packed(_MADE, FORMAT, "capture", *made.when, made.technology, made.vendor, made.model)
    body += packed(struct.Struct(">B"), FORMAT, "quality blocks", len(made.qualities))
    body += b"".join(packed(_QUALITY, FORMAT, "quality block", *block) for block in made.qualities)
    if certified:
        body += packed(struct.Struct(">B"), FORMAT, "certification blocks", len(made.certificates))
        body += b"".join(packed(_CERTIFICATE, FORMAT, "certificate", *block) for block in made.certificates)
    sizes = (one.width_px, one.height_px, len(one.data))
    kinds = (one.depth_bits, one.compression, one.kind)
    head = (one.position, one.number, one.unit, *one.scan, *one.rate)
    body += packed(_FACTS, FORMAT, "picture's facts", *head, *kinds, *sizes) + one.data + one.tail
    return packed(_LENGTH, FORMAT, "representation", len(body) + _LENGTH.size) + body


def _decoded_2005(rest: Octets, size: int) -> FingerImages:
    facts = rest.take(_HEAD_2005, "header")
    upper, lower, device, level, count, unit, over, down, across, along, depth, compression, reserved = facts
    length = upper << 32 | lower
    rest.must(length == size, "length", f"{length} bytes, as it says", size)
    rest.must(0 < count <= MOST_PICTURES, "fingers", f"1 to {MOST_PICTURES}", count)
    rest.must(unit in (INCH, CENTIMETRE), "unit", "inch or centimetre", unit)
    common = Impression(
        position=0,
        width_px=0,
        height_px=0,
        depth_bits=depth,
        compression=PNG if compression == PNG_2005 else compression,
        data=b"",
        rate=(across, along),
        unit=unit,
        scan=(over, down),
    )
    found: list[Impression] = []
    while rest.left:  # the header counts fingers, each may have several views
        rest.must(len(found) < MOST_PICTURES, "views", f"at most {MOST_PICTURES}", "more")
        found.append(_picture_2005(rest, common))
    rest.must(bool(found), "pictures", "one at least", "none")
    return FingerImages(V2005, tuple(found), positions=count, device=device, level=level, reserved=reserved)


def _picture_2005(rest: Octets, common: Impression) -> Impression:
    facts = rest.take(_VIEW_2005, "view")
    length, position, of, number, quality, kind, width, height, reserved = facts
    data = rest.bytes(length - _VIEW_2005.size, "picture")
    return replace(
        common,
        position=position,
        of=of,
        number=number,
        quality=quality,
        kind=kind,
        width_px=width,
        height_px=height,
        data=data,
        tail=bytes([reserved]) if reserved else b"",
    )


def _encoded_2005(record: FingerImages) -> bytes:
    first = record.pictures[0]
    same = {(one.unit, one.scan, one.rate, one.depth_bits, one.compression) for one in record.pictures}
    if len(same) != 1 or first.compression == JPEG2000_LOSSLESS:
        raise NotWritable(format=FORMAT, part="pictures", got="several kinds, or one this edition lacks")
    body = b"".join(_picture_bytes_2005(picture) for picture in record.pictures)
    length = len(MARK) + 4 + _HEAD_2005.size + len(body)
    compression = PNG_2005 if first.compression == PNG else first.compression
    sizes = (length >> 32, length & 0xFFFFFFFF, record.device, record.level, record.positions)
    rates = (first.unit, *first.scan, *first.rate, first.depth_bits, compression, record.reserved)
    return MARK + b"010\x00" + packed(_HEAD_2005, FORMAT, "header", *sizes, *rates) + body


def _picture_bytes_2005(one: Impression) -> bytes:
    facts = (one.position, one.of, one.number, one.quality, one.kind, one.width_px, one.height_px)
    reserved = one.tail[0] if one.tail else 0
    size = len(one.data) + _VIEW_2005.size
    return packed(_VIEW_2005, FORMAT, "view", size, *facts, reserved) + one.data
