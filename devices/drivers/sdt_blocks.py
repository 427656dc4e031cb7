"""The reader's other blocks: fingerprint records of the chip, the security module's number, the WLT photo.

The fingerprint features are a closed format; only their header is public. Matching needs the maker's library.
Source: facts finger_codes (feature_record_512), reader_protocol; the module number's layout as published.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import Protocol

RECORD_LENGTH = 512
EXTRA_ADDRESS_LENGTH = 70
PHOTO_WIDTH_PX, PHOTO_HEIGHT_PX = 102, 126


@dataclass(frozen=True)
class FingerRecord:
    """One finger on the chip. position: 11..20 or 97..99; quality 0 = unknown, else 1..100.

    result: 1 enrolled, 2 failed, 3 not enrolled, 9 unknown.
    """

    position: int
    result: int
    quality: int
    features: bytes = field(repr=False)


def finger_records(block: bytes) -> tuple[FingerRecord, ...]:
    """The records of a 0, 512 or 1024 byte block; anything that is no record is left out, never guessed."""
    found = []
    for start in range(0, len(block) - RECORD_LENGTH + 1, RECORD_LENGTH):
        record = block[start : start + RECORD_LENGTH]
        if record[0] == ord("C"):
            found.append(FingerRecord(record[5], record[4], record[6], record))
    return tuple(found)


def sam_id(data: bytes) -> str:
    """The security module's number as printed on the reader, like 05.03-20260101-0001234567-0007654321.

    Little-endian: u16, u16, u32 (a date), u32, u32. An empty string when the block is too short.
    """
    if len(data) < 16:
        return ""
    maker, model, date, series, number = struct.unpack_from("<HHIII", data)
    return f"{maker:02d}.{model:02d}-{date:08d}-{series:010d}-{number:010d}"


def extra_address(data: bytes) -> str:
    """The newest address written to the chip after the card was made; empty when there is none."""
    return data.decode("utf-16-le", errors="replace").replace("\0", " ").strip()


class WltDecoder(Protocol):
    """Turns the chip's 1024-byte WLT photo into 102 x 126 RGB pixels.

    No open decoder exists; a customer may install the maker's library, which then runs in a child process.
    """

    def decode(self, wlt: bytes) -> bytes: ...
