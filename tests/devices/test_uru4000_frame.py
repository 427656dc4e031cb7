"""The picture's bytes: the fast descrambling equals the plain one, and no bytes whatever break the parser."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.drivers import uru4000_frame as frame
from devices.errors import BadReply
from tests.devices.rigs import refusal

SMOOTH_LINE = bytes(100 + x // 8 for x in range(frame.WIDTH_PX))


def plain_keystream(key: int, count: int) -> list[int]:
    """The register as the maker describes it, one step after the other."""
    bits = []
    for _ in range(count):
        bits.append(key & 1)
        key = key >> 1 | ((key & frame.TAPS).bit_count() & 1) << 31
    return bits


def plain_descramble(data: bytes, key: int) -> bytes:
    out = bytearray()
    for following in data[1:]:
        mask = sum((key >> tap & 1) << i for i, tap in enumerate(frame.OUTPUT_BITS))
        out.append(following ^ mask)
        key = key >> 1 | ((key & frame.TAPS).bit_count() & 1) << 31
    return bytes(out) + b"\0"


@given(st.integers(0, 2**32 - 1), st.integers(0, 5000))
@settings(deadline=None, max_examples=40)
def test_the_fast_register_equals_the_plain_one(key: int, count: int) -> None:
    assert frame.keystream_bits(key, count).tolist() == plain_keystream(key, count)


@given(st.integers(0, 2**32 - 1), st.binary(min_size=2, max_size=2000))
@settings(deadline=None, max_examples=40)
def test_the_fast_descrambling_equals_the_plain_one(key: int, data: bytes) -> None:
    bits = frame.keystream_bits(key, len(data) + 32)
    assert frame.descramble(np.frombuffer(data, np.uint8), bits, 0).tobytes() == plain_descramble(data, key)


def test_a_whole_picture_of_key_equals_the_plain_one() -> None:
    count = frame.WIDTH_PX * frame.HEIGHT_PX + 32
    assert frame.keystream_bits(0x51EA2124, count).tolist() == plain_keystream(0x51EA2124, count)


@given(st.binary(max_size=frame.HEADER_LENGTH + 40))
def test_any_header_is_read_or_refused(data: bytes) -> None:
    refused = refusal(frame.parse_header, data, BadReply)
    if isinstance(refused, BadReply):
        assert set(refused.values) == {"expected", "got"}
    else:
        header = frame.parse_header(data)
        assert header.lines <= frame.HEIGHT_PX
        assert len(header.blocks) <= frame.BLOCKS


@given(
    st.integers(0, frame.HEIGHT_PX),
    st.lists(st.tuples(st.integers(0, 255), st.integers(0, 255)), max_size=frame.BLOCKS),
    st.integers(0, 2**32 - 1),
)
@settings(deadline=None, max_examples=60)
def test_any_block_table_gives_a_picture_of_full_size(
    lines: int, blocks: list[tuple[int, int]], seed: int
) -> None:
    rng = np.random.default_rng(seed)
    table = b"".join(bytes(block) for block in blocks).ljust(2 * frame.BLOCKS, b"\0")
    data = bytes(4) + lines.to_bytes(2, "little") + bytes(10) + table
    data = data.ljust(frame.HEADER_LENGTH, b"\0") + rng.bytes(lines * frame.WIDTH_PX)
    picture = frame.unpack(data, frame.parse_header(data), lambda number: seed ^ number)
    assert picture.shape == (frame.HEIGHT_PX, frame.WIDTH_PX)


def test_a_picture_in_the_clear_asks_for_no_key() -> None:
    def no_key(number: int) -> int:
        raise AssertionError(number)

    table = bytes([frame.SCRAMBLED, 10])
    header = (bytes(4) + (10).to_bytes(2, "little") + bytes(10) + table).ljust(frame.HEADER_LENGTH, b"\0")
    data = header + SMOOTH_LINE * 10
    picture = frame.unpack(data, frame.parse_header(data), no_key)
    assert picture[0].tobytes() == SMOOTH_LINE


def test_a_picture_cut_short_names_both_lengths() -> None:
    header = frame.Header(10, 0, (frame.Block(0, 10),))
    with pytest.raises(BadReply) as caught:
        frame.unpack(bytes(100), header, lambda number: 0)
    assert caught.value.values == {"expected": "3904 bytes", "got": "100 bytes"}
