"""The files of an invented travel document's chip. Source: ICAO Doc 9303-10; ISO/IEC 19794-5:2005."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

from devices.travel.lds import DETAILS, GROUPS
from devices.travel.tlv import made
from devices.virtual.mrtd_issuer import Issuer

_TAGS = {name: tag for tag, name in DETAILS.items()}
_TAG_OF_GROUP = {number: tag for tag, number in GROUPS.items()}


def files_of(
    lines: Sequence[str], face: bytes, details: Mapping[str, str], issuer: Issuer | None
) -> dict[str, bytes]:
    """COM, DG1, DG2 (face: JPEG; none when empty), DG11 (details: names of devices.travel.lds), SOD."""
    groups = {1: made(0x61, made(0x5F1F, "".join(lines).encode("ascii")))}
    if face:
        groups[2] = face_file(face)
    if details:
        groups[11] = details_file(details)
    files = {f"DG{number}": file for number, file in groups.items()}
    tags = bytes(_TAG_OF_GROUP[number] for number in groups)
    listed = made(0x5F01, b"0107") + made(0x5F36, b"040000") + made(0x5C, tags)
    files["COM"] = made(0x60, listed)
    if issuer is not None:
        files["SOD"] = issuer.sod(groups)
    return files


def face_file(jpeg: bytes, width_px: int = 0, height_px: int = 0) -> bytes:
    """DG2 with one face."""
    image = struct.pack(">BBHHBBHH", 1, 0, width_px, height_px, 1, 2, 0, 0) + jpeg
    block = struct.pack(">IHBBB3sH3s3s", 20 + len(image), 0, 0, 0, 0, bytes(3), 0, bytes(3), bytes(3)) + image
    record = struct.pack(">4s4sIH", b"FAC\0", b"010\0", 14 + len(block), 1) + block
    head = made(
        0xA1, made(0x80, b"\x01\x01") + made(0x81, b"\x02") + made(0x87, b"\x01\x01") + made(0x88, b"\0\x08")
    )
    template = made(0x7F60, head + made(0x5F2E, record))
    return made(0x75, made(0x7F61, made(0x02, b"\x01") + template))


def details_file(details: Mapping[str, str]) -> bytes:
    """DG11."""
    tags = [_TAGS[name] for name in details]
    listed = made(0x5C, b"".join(tag.to_bytes(2) for tag in tags))
    told = b"".join(made(tag, text.encode()) for tag, text in zip(tags, details.values(), strict=True))
    return made(0x6B, listed + told)
