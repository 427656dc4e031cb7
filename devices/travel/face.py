"""The face on the chip: finding the picture in DG2, and making pixels of it.

Sources: ICAO Doc 9303-10, 4.7.2 (CBEFF envelope); ISO/IEC 19794-5:2005, 5 (facial record). The newer record
of ISO/IEC 39794-5 is not understood: BadReply names it.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass, field

from PIL import Image, UnidentifiedImageError

from devices.contract import Frame
from devices.errors import BadReply
from devices.travel import tlv

MAGIC = b"FAC\x00"
_RECORD = struct.Struct(">4s4sIH")  # magic, version, length of all, pictures
_BLOCK = struct.Struct(">IH14x")  # length of this picture's block, feature points
_POINT_BYTES = 8
_IMAGE = struct.Struct(">BBHH6x")  # face type, data type, width, height
TYPES = {0: "image/jpeg", 1: "image/jp2"}
_BEGINS = {
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/jp2": (b"\x00\x00\x00\x0cjP  ", b"\xff\x4f\xff\x51"),
}
MAX_PIXELS = 16_000_000


@dataclass(frozen=True)
class Face:
    """One picture as stored. width_px, height_px: as its record says; 0 when it does not."""

    data: bytes = field(repr=False)
    media_type: str
    width_px: int = 0
    height_px: int = 0


def face_of(file: bytes) -> Face:
    """The first face in DG2. Raises BadReply."""
    templates = tlv.only(file, 0x75).one(0x7F61).children()
    template = tlv.pick(templates, 0x7F60).children()
    if not any(one.tag == 0x5F2E for one in template):
        raise BadReply(file="DG2", expected="a record of ISO 19794-5", got=f"{template[-1].tag:X}")
    return _record(tlv.pick(template, 0x5F2E).value)


def pixels(data: bytes) -> Frame:
    """The stored picture as 8-bit RGB. Raises BadReply."""
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "JPEG2000")) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise BadReply(expected=f"at most {MAX_PIXELS} pixels", got=picture.width * picture.height)
            rgb = picture.convert("RGB")
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise BadReply(expected="a picture", got=type(error).__name__) from error
    return Frame(rgb.tobytes(), rgb.width, rgb.height)


def _record(record: bytes) -> Face:
    if len(record) < _RECORD.size or record[:4] != MAGIC:
        raise BadReply(file="DG2", expected="FAC", got=record[:4].hex())
    _, _, length, pictures = _RECORD.unpack_from(record)
    if length > len(record) or pictures < 1:
        raise BadReply(file="DG2", expected=f"{length} bytes, a picture", got=f"{len(record)}, {pictures}")
    at = _RECORD.size
    if at + _BLOCK.size > length:
        raise BadReply(file="DG2", expected="a picture's head", got=length - at)
    block, points = _BLOCK.unpack_from(record, at)
    end = at + block
    head = at + _BLOCK.size + points * _POINT_BYTES
    begin = head + _IMAGE.size
    if end > length or begin >= end:
        raise BadReply(file="DG2", expected=f"a picture within {length} bytes", got=f"{begin}..{end}")
    _, kind, width, height = _IMAGE.unpack_from(record, head)
    data = record[begin:end]
    media_type = TYPES.get(kind, "")
    if not data.startswith(_BEGINS.get(media_type, (b"\xff\xd8\xff",))):
        media_type = next((name for name, begins in _BEGINS.items() if data.startswith(begins)), "")
    if not media_type:
        raise BadReply(file="DG2", expected="JPEG or JPEG 2000", got=data[:4].hex())
    return Face(data, media_type, width, height)
