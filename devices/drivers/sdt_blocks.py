"""The reader's other blocks: the security module's number, the later address, the WLT photo.

The chip's fingerprint records: devices.biometrics.formats.ga. Source: facts reader_protocol; the module
number's layout as published.
"""

from __future__ import annotations

import struct
from typing import Protocol

EXTRA_ADDRESS_LENGTH = 70
PHOTO_WIDTH_PX, PHOTO_HEIGHT_PX = 102, 126


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
