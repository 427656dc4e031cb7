"""Face image record, ISO/IEC 19794-5 (FAC), editions 2005 (passports) and 2011.

Source: the field tables of clause 5 (2005) and clause 8 (2011). Big-endian. Every field is kept as its
number, so that a record read comes out again byte by byte; what the numbers mean is in the standard.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import Final

from devices.biometrics.formats.errors import NotWritable
from devices.biometrics.formats.octets import Octets, packed

FORMAT: Final = "FAC"
MARK: Final = b"FAC\x00"
V2005, V2011 = "010", "030"
MOST_PICTURES: Final = 64
JPEG, JPEG2000, PNG = 0, 1, 2
"""Image data types; PNG is 2011's."""
BASIC, FULL_FRONTAL, TOKEN = 0, 1, 2
SRGB: Final = 1
POINT_BYTES: Final = 8

_HEAD_2005: Final = struct.Struct(">IH")  # length, pictures
_HEAD_2011: Final = struct.Struct(">IHBH")  # length, pictures, certified, how the pictures follow in time
_LENGTH: Final = struct.Struct(">I")
_PERSON_2005: Final = struct.Struct(">HBBB3sH3s3s")  # points, sex, eyes, hair, properties, expression, pose
_PERSON_2011: Final = struct.Struct(">HBBBB3sH3s3s")  # ... with the height in cm
_IMAGE_2005: Final = struct.Struct(">BBHHBBHH")
_MADE: Final = struct.Struct(">HBBBBBHBHH")
_QUALITY: Final = struct.Struct(">BHH")
_CERTIFICATE: Final = struct.Struct(">HB")
_IMAGE_2011: Final = struct.Struct(">BBHHBHBB")
_BYTE: Final = struct.Struct(">B")


@dataclass(frozen=True)
class FacePicture:
    """One picture, still compressed. sex: 0 unknown, 1 male, 2 female (2005 and 2011 alike).

    points: landmarks of 8 bytes each. colour: SRGB ...; source, device, quality: 2005. when ... post,
    cross_reference: 2011. tail: what follows (3D data), opaque.
    """

    width_px: int
    height_px: int
    data: bytes = field(repr=False)
    data_type: int = JPEG
    face_type: int = FULL_FRONTAL
    colour: int = SRGB
    sex: int = 0
    eyes: int = 0
    hair: int = 0
    height_cm: int = 0
    properties: bytes = bytes(3)
    expression: int = 0
    pose: bytes = bytes(3)
    pose_spread: bytes = bytes(3)
    points: tuple[bytes, ...] = field(default=(), repr=False)
    source: int = 0
    device: int = 0
    quality: int = 0
    when: tuple[int, ...] = (0,) * 7
    technology: int = 0
    vendor: int = 0
    qualities: tuple[tuple[int, int, int], ...] = ()
    certificates: tuple[tuple[int, int], ...] = ()
    sampling: int = 0
    post: int = 0
    cross_reference: int = 0
    tail: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class FaceImages:
    """A whole record. certified, temporal: of 2011's header."""

    version: str
    pictures: tuple[FacePicture, ...]
    certified: bool = False
    temporal: int = 0


def decode(data: bytes) -> FaceImages:
    """Raises BadRecord."""
    rest = Octets(data, FORMAT)
    mark, version = rest.bytes(4, "header"), rest.bytes(4, "version")
    rest.must(mark == MARK, "header", "FAC", mark.hex())
    known = version in (b"010\x00", b"030\x00")
    rest.must(known, "version", f"{V2005} or {V2011}", version.hex())
    is_2011 = version == b"030\x00"
    certified, temporal = 0, 0
    if is_2011:
        length, count, certified, temporal = rest.take(_HEAD_2011, "header")
    else:
        length, count = rest.take(_HEAD_2005, "header")
    rest.must(length == len(data), "length", f"{length} bytes, as it says", len(data))
    rest.must(0 < count <= MOST_PICTURES, "pictures", f"1 to {MOST_PICTURES}", count)
    rest.must(certified <= 1, "certification flag", "0 or 1", certified)
    blocks = [_block(rest) for _ in range(count)]
    rest.end("record")
    pictures = tuple(_read_2011(one, bool(certified)) if is_2011 else _read_2005(one) for one in blocks)
    return FaceImages(V2011 if is_2011 else V2005, pictures, bool(certified), temporal)


def encode(record: FaceImages) -> bytes:
    """Raises NotWritable."""
    if not 0 < len(record.pictures) <= MOST_PICTURES or record.version not in (V2005, V2011):
        raise NotWritable(format=FORMAT, part="record", got=f"{record.version}, {len(record.pictures)}")
    is_2011 = record.version == V2011
    bodies = [_bytes_2011(one, record.certified) if is_2011 else _bytes_2005(one) for one in record.pictures]
    body = b"".join(_LENGTH.pack(len(each) + _LENGTH.size) + each for each in bodies)
    head, counts = _HEAD_2005, [len(bodies)]
    if is_2011:
        head, counts = _HEAD_2011, [len(bodies), int(record.certified), record.temporal]
    length = len(MARK) + 4 + head.size + len(body)
    version = record.version.encode() + b"\x00"
    return MARK + version + packed(head, FORMAT, "header", length, *counts) + body


def _block(rest: Octets) -> Octets:
    (length,) = rest.take(_LENGTH, "picture's length")
    return rest.inner(length - _LENGTH.size, "picture's block")


def _points(rest: Octets, count: int) -> tuple[bytes, ...]:
    rest.must(count * POINT_BYTES <= rest.left, "landmarks", f"{count} of them", f"{rest.left} bytes")
    return tuple(rest.bytes(POINT_BYTES, "landmark") for _ in range(count))


def _read_2005(rest: Octets) -> FacePicture:
    person = rest.take(_PERSON_2005, "facial information")
    count, sex, eyes, hair, properties, expression, pose, spread = person
    points = _points(rest, count)
    image = rest.take(_IMAGE_2005, "image information")
    face_type, data_type, width, height, colour, source, device, quality = image
    return FacePicture(
        width_px=width,
        height_px=height,
        data=rest.bytes(rest.left, "picture"),
        data_type=data_type,
        face_type=face_type,
        colour=colour,
        sex=sex,
        eyes=eyes,
        hair=hair,
        properties=properties,
        expression=expression,
        pose=pose,
        pose_spread=spread,
        points=points,
        source=source,
        device=device,
        quality=quality,
    )


def _bytes_2005(one: FacePicture) -> bytes:
    person = (one.sex, one.eyes, one.hair, one.properties, one.expression, one.pose, one.pose_spread)
    image = (one.face_type, one.data_type, one.width_px, one.height_px, one.colour)
    body = packed(_PERSON_2005, FORMAT, "facial information", len(one.points), *person)
    body += b"".join(one.points)
    body += packed(_IMAGE_2005, FORMAT, "image information", *image, one.source, one.device, one.quality)
    return body + one.data


def _read_2011(rest: Octets, certified: bool) -> FacePicture:
    *when, technology, vendor, device = rest.take(_MADE, "capture")
    qualities = tuple(rest.take(_QUALITY, "quality block") for _ in range(rest.byte("quality blocks")))
    certificates: tuple[tuple[int, int], ...] = ()
    if certified:
        blocks = rest.byte("certification blocks")
        certificates = tuple(rest.take(_CERTIFICATE, "certification block") for _ in range(blocks))
    person = rest.take(_PERSON_2011, "facial information")
    count, sex, eyes, hair, tall, properties, expression, pose, spread = person
    points = _points(rest, count)
    image = rest.take(_IMAGE_2011, "image information")
    face_type, data_type, width, height, sampling, post, cross, colour = image
    (size,) = rest.take(_LENGTH, "picture's size")
    data = rest.bytes(size, "picture")
    return FacePicture(
        width_px=width,
        height_px=height,
        data=data,
        data_type=data_type,
        face_type=face_type,
        colour=colour,
        sex=sex,
        eyes=eyes,
        hair=hair,
        height_cm=tall,
        properties=properties,
        expression=expression,
        pose=pose,
        pose_spread=spread,
        points=points,
        device=device,
        when=tuple(when),
        technology=technology,
        vendor=vendor,
        qualities=qualities,
        certificates=certificates,
        sampling=sampling,
        post=post,
        cross_reference=cross,
        tail=rest.bytes(rest.left, "tail"),
    )


def _bytes_2011(one: FacePicture, certified: bool) -> bytes:
    body = packed(_MADE, FORMAT, "capture", *one.when, one.technology, one.vendor, one.device)
    body += packed(_BYTE, FORMAT, "quality blocks", len(one.qualities))
    body += b"".join(packed(_QUALITY, FORMAT, "quality block", *block) for block in one.qualities)
    if certified:
        body += packed(_BYTE, FORMAT, "certification blocks", len(one.certificates))
        body += b"".join(packed(_CERTIFICATE, FORMAT, "certificate", *block) for block in one.certificates)
    person = (one.sex, one.eyes, one.hair, one.height_cm, one.properties, one.expression)
    head = (len(one.points), *person, one.pose, one.pose_spread)
    body += packed(_PERSON_2011, FORMAT, "facial information", *head) + b"".join(one.points)
    sizes = (one.width_px, one.height_px, one.sampling, one.post, one.cross_reference, one.colour)
    body += packed(_IMAGE_2011, FORMAT, "image information", one.face_type, one.data_type, *sizes)
    return body + packed(_LENGTH, FORMAT, "picture's size", len(one.data)) + one.data + one.tail
