"""What a U.are.U scanner sends as a picture: a 64-byte header and lines of 384 grey bytes, partly scrambled.

Pure functions; the bytes are explained in protocols/digitalpersona_uru4000.md.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from devices.errors import BadReply

HEADER_LENGTH = 64
WIDTH_PX, HEIGHT_PX = 384, 290
FRAME_LENGTH = HEADER_LENGTH + WIDTH_PX * HEIGHT_PX

CHANGE_KEY, NO_KEY_UPDATE, SCRAMBLED, NOT_PRESENT = 0x80, 0x04, 0x02, 0x01
BLOCKS = 15
SCRAMBLED_VARIANCE = 5000

TAPS = 0x9248144D
TAP_BITS = tuple(bit for bit in range(32) if TAPS >> bit & 1)
OUTPUT_BITS = (4, 8, 11, 14, 18, 21, 24, 29)

Bytes = NDArray[np.uint8]
Key = Callable[[int], int]
"""Ask the scanner for the key with this number; 32 bits."""


@dataclass(frozen=True)
class Block:
    flags: int
    lines: int


@dataclass(frozen=True)
class Header:
    lines: int  # lines that follow in the transfer
    key_number: int
    blocks: tuple[Block, ...]  # up to the first empty one

    @property
    def length(self) -> int:
        return HEADER_LENGTH + self.lines * WIDTH_PX


def parse_header(data: bytes) -> Header:
    """Raises BadReply when this is no header of a picture."""
    if len(data) < HEADER_LENGTH:
        raise BadReply(expected=f"{HEADER_LENGTH} bytes of header", got=f"{len(data)} bytes")
    lines, key_number = struct.unpack_from("<HB", data, 4)
    if lines > HEIGHT_PX:
        raise BadReply(expected=f"at most {HEIGHT_PX} lines", got=f"{lines} lines")
    blocks = []
    for offset in range(16, 16 + 2 * BLOCKS, 2):
        if data[offset + 1] == 0:
            break
        blocks.append(Block(data[offset], data[offset + 1]))
    return Header(lines, key_number, tuple(blocks))


def keystream_bits(key: int, count: int) -> Bytes:
    """The shift register's bits from `key` on: bit i of the register after n steps is element n + i.

    The register is linear over GF(2), so its recurrence may be squared again and again: with every doubling
    of the distance one vector operation yields twice as many bits. 110 000 bits take 2 ms instead of 100 ms
    bit by bit.
    """
    bits = np.empty(max(count, 32), np.uint8)
    bits[:32] = [key >> i & 1 for i in range(32)]
    have, stride = 32, 1
    while have < count:
        if have >= 64 * stride:
            stride *= 2
        start, step = have - 32 * stride, min(stride, count - have)
        new = bits[have : have + step]
        new[:] = 0
        for tap in TAP_BITS:
            new ^= bits[start + tap * stride : start + tap * stride + step]
        have += step
    return bits[:count]


def key_bytes(bits: Bytes, offset: int, length: int) -> Bytes:
    """The bytes the scanner mixes in, `offset` register steps into the key: eight taps each."""
    mask = np.zeros(length, np.uint8)
    for position, tap in enumerate(OUTPUT_BITS):
        mask |= bits[offset + tap : offset + tap + length] << np.uint8(position)
    return mask


def descramble(data: Bytes, bits: Bytes, offset: int) -> Bytes:
    """One block: plain[i] = cipher[i + 1] ^ key byte i; the last byte is lost (0)."""
    plain = np.zeros_like(data)
    np.bitwise_xor(data[1:], key_bytes(bits, offset, len(data) - 1), out=plain[:-1])
    return plain


def looks_scrambled(rows: Bytes) -> bool:
    """Skin is smooth along neighbouring lines, scrambled bytes are not: variance of the sum of the first
    two."""
    if len(rows) < 2:
        return False
    total = rows[0].astype(np.int64) + rows[1]
    return bool(np.mean((total - total.mean()) ** 2) >= SCRAMBLED_VARIANCE)


def unpack(data: bytes, header: Header, ask_key: Key) -> Bytes:
    """The sensor's picture: 290 lines of 384, finger bright. Raises BadReply when it is cut short.

    ask_key talks to the scanner; it is not called for a picture in the clear.
    """
    if len(data) < header.length:
        raise BadReply(expected=f"{header.length} bytes", got=f"{len(data)} bytes")
    rows = (
        np.frombuffer(data, np.uint8, header.lines * WIDTH_PX, HEADER_LENGTH)
        .reshape(header.lines, WIDTH_PX)
        .copy()
    )
    if looks_scrambled(rows):
        _clear(rows, header, ask_key)
    return _put_together(rows, header)


def _clear(rows: Bytes, header: Header, ask_key: Key) -> None:
    number, steps, row = header.key_number, 0, 0
    longest = sum(block.lines for block in header.blocks) * WIDTH_PX + 32
    bits = keystream_bits(ask_key(number), longest)
    for block in header.blocks:
        if row >= header.lines:
            break
        if block.flags & CHANGE_KEY:
            number, steps = number + 1 & 0xFF, 0
            bits = keystream_bits(ask_key(number), longest)
        lines = min(block.lines, header.lines - row)
        kind = block.flags & (NO_KEY_UPDATE | SCRAMBLED)
        if kind == SCRAMBLED:
            span = rows[row : row + lines].reshape(-1)
            span[:] = descramble(span, bits, steps)
        if kind in (SCRAMBLED, 0):
            steps += lines * WIDTH_PX
        if not block.flags & NOT_PRESENT:
            row += lines


def _put_together(rows: Bytes, header: Header) -> Bytes:
    """A block that is not present takes its place in the picture, repeating the line that follows it."""
    picture: Any = np.zeros((HEIGHT_PX, WIDTH_PX), np.uint8)
    row = to = 0
    for block in header.blocks:
        lines = min(block.lines, header.lines - row, HEIGHT_PX - to)
        if lines <= 0:
            break
        picture[to : to + lines] = rows[row : row + lines]
        to += lines
        if not block.flags & NOT_PRESENT:
            row += lines
    found: Bytes = picture
    return found
