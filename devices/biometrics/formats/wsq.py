"""WSQ, the wavelet compression of fingerprints (FBI IAFIS-IC-0110), for interchange.

The rate is the standard's 0.75 bit a pixel, what it calls 15:1 and what the library always writes: its own
ratio argument does nothing. What comes out is 12:1 to 17:1, by how much ridge is in the picture (README).
The library is C: it runs in a child process, and a picture's size is looked at before it sees the bytes.
"""

from __future__ import annotations

import re
import struct
from typing import Final

from devices.biometrics.formats import codec
from devices.biometrics.formats.codec import Codec
from devices.biometrics.formats.errors import BadRecord, NotWritable
from devices.contract import FingerImage

FORMAT: Final = "WSQ"
START: Final = b"\xff\xa0"
SMALLEST_PX, LARGEST_PX = 32, 2000
MOST_BYTES: Final = 4_000_000
DPI: Final = 500
_FRAME: Final = 0xFFA2
_LONE: Final = (0xFFA0, 0xFFA1)  # marks without a length
_MARKS: Final = range(0xFFA0, 0xFFA9)
_PPI: Final = re.compile(rb"PPI (\d{1,5})\n")


def encode(image: FingerImage, *, with_: Codec | None = None) -> bytes:
    """At 0.75 bit a pixel. Raises NotWritable, CodecMissing, AnalysisFailed."""
    width, height = image.width_px, image.height_px
    if not _fits(width, height) or len(image.pixels) != width * height:
        raise NotWritable(format=FORMAT, part="size", got=f"{width} x {height}")
    return (with_ or codec.shared()).wsq_of(image.pixels, width, height)


def decode(data: bytes, *, with_: Codec | None = None) -> FingerImage:
    """The grey pixels; dpi as the file says, else 500. Raises BadRecord, CodecMissing, AnalysisFailed."""
    width, height = size_of(data)
    pixels = (with_ or codec.shared()).pixels_of_wsq(data, width, height)
    said = _PPI.search(data[:2000])
    dpi = int(said[1]) if said else DPI
    return FingerImage(pixels, width, height, dpi if dpi > 0 else DPI)


def size_of(data: bytes) -> tuple[int, int]:
    """Width and height as its frame header says, within what a print may have. Raises BadRecord."""
    if len(data) > MOST_BYTES or not data.startswith(START):
        raise BadRecord(format=FORMAT, part="start", expected=START.hex(), got=data[:2].hex())
    at = 0
    while at + 4 <= len(data):
        mark, length = struct.unpack_from(">HH", data, at)
        if mark not in _MARKS:
            break
        if mark == _FRAME and at + 10 <= len(data):
            height, width = struct.unpack_from(">HH", data, at + 6)
            if not _fits(width, height):
                break
            return width, height
        at += 2 if mark in _LONE else 2 + length
    raise BadRecord(
        format=FORMAT, part="frame header", expected=f"{SMALLEST_PX} to {LARGEST_PX} px", got="none"
    )


def _fits(width: int, height: int) -> bool:
    return all(SMALLEST_PX <= side <= LARGEST_PX for side in (width, height))
