"""Pictures as makers' libraries hand them out: uncompressed BMP of 8 or 24 bits. Everything is checked."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from devices.vendor.errors import LibraryGarbage

HEADERS = 14 + 40
PALETTE = 256 * 4
MOST_SIDE_PX = 4096


@dataclass(frozen=True)
class Picture:
    """Row by row from the top; channels: 1 grey, 3 RGB."""

    width_px: int
    height_px: int
    channels: int
    pixels: bytes = field(repr=False)


def grey_length(width_px: int, height_px: int) -> int:
    """Bytes of an 8-bit BMP; rows are padded to four bytes."""
    return HEADERS + PALETTE + _row(width_px, 8) * height_px


def parse(data: bytes) -> Picture:
    """Raises LibraryGarbage that names the part. Bytes behind the picture are let pass."""
    _must(len(data) >= HEADERS and data[:2] == b"BM", "bmp mark", "BM", data[:2].hex())
    (start,) = struct.unpack_from("<I", data, 10)
    info, width, height, planes, bits, packed = struct.unpack_from("<IiiHHI", data, 14)
    _must(info >= 40, "bmp header", ">=40", info)
    _must((planes, packed) == (1, 0) and bits in (8, 24), "bmp kind", "8 or 24 bits", f"{bits}/{packed}")
    rows = abs(height)
    fits = 0 < width <= MOST_SIDE_PX and 0 < rows <= MOST_SIDE_PX
    _must(fits, "bmp size", f"1..{MOST_SIDE_PX}", f"{width}x{height}")
    row = _row(width, bits)
    _must(start >= HEADERS and start + row * rows <= len(data), "bmp length", start + row * rows, len(data))
    lines = [data[start + row * n : start + row * n + width * bits // 8] for n in range(rows)]
    if height > 0:
        lines.reverse()
    if bits == 24:
        return Picture(width, rows, 3, _red_first(b"".join(lines)))
    return Picture(width, rows, 1, _grey(b"".join(lines), data[14 + info : start]))


def _row(width_px: int, bits: int) -> int:
    return (width_px * bits + 31) // 32 * 4


def _red_first(blue_first: bytes) -> bytes:
    pixels = bytearray(blue_first)
    pixels[0::3], pixels[2::3] = blue_first[2::3], blue_first[0::3]
    return bytes(pixels)


def _grey(indices: bytes, palette: bytes) -> bytes:
    """Through the palette; a missing or empty one means the index is the grey."""
    colours = len(palette) // 4
    if colours < 256 or not any(palette):
        return indices
    return indices.translate(palette[1:PALETTE:4])  # green stands for all three


def _must(fine: bool, part: str, expected: object, got: object) -> None:
    if not fine:
        raise LibraryGarbage(part=part, expected=expected, got=got)
