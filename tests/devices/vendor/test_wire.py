"""Frames between the program and the child: whatever bytes come, frames or BadFrame."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.vendor.wire import HEAD, MARK, MOST_BYTES, MOST_JSON, BadFrame, Frames, encode
from tests.devices.rigs import refusal

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
heads = st.dictionaries(st.text(max_size=20), values, max_size=6)
frames = st.lists(st.tuples(heads, st.binary(max_size=300)), max_size=4)


@given(frames, st.lists(st.integers(1, 40), min_size=1, max_size=20))
def test_what_is_sent_arrives_however_the_bytes_are_cut(
    sent: list[tuple[dict[str, Any], bytes]], cuts: list[int]
) -> None:
    stream = b"".join(encode(head, blob) for head, blob in sent)
    reader, arrived = Frames(), []
    place = turn = 0
    while place < len(stream):
        size = cuts[turn % len(cuts)]
        arrived += reader.feed(stream[place : place + size])
        place, turn = place + size, turn + 1
    assert arrived == sent
    assert not reader.cut


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    refusal(Frames().feed, data, BadFrame)


@given(heads, st.binary(max_size=60), st.integers(0, 500), st.integers(1, 255))
def test_a_changed_byte_is_a_frame_or_a_bad_one(
    head: dict[str, Any], blob: bytes, place: int, change: int
) -> None:
    frame = bytearray(encode(head, blob))
    frame[place % len(frame)] ^= change
    refusal(Frames().feed, bytes(frame), BadFrame)


@given(heads, st.binary(max_size=60), st.data())
def test_a_cut_frame_is_known_as_such(head: dict[str, Any], blob: bytes, data: st.DataObject) -> None:
    frame = encode(head, blob)
    reader = Frames()
    assert reader.feed(frame[: data.draw(st.integers(1, len(frame) - 1))]) == []
    assert reader.cut


@pytest.mark.parametrize("start", [b"V", b"VH", b"VH1", b"VH1\n"])
def test_the_beginning_of_a_mark_is_waited_for(start: bytes) -> None:
    assert Frames().feed(start) == []


@pytest.mark.parametrize(
    "stream",
    [
        b"\0",
        b"VH2\n",
        b"printf from the library",
        HEAD.pack(MARK, MOST_JSON + 1, 0),
        HEAD.pack(MARK, 2, MOST_BYTES + 1),
        HEAD.pack(MARK, 2, 0) + b"[]",
        HEAD.pack(MARK, 4, 0) + b"null",
        HEAD.pack(MARK, 3, 0) + b"{,}",
        HEAD.pack(MARK, 2, 0) + b"\xff\xff",
        HEAD.pack(MARK, 40_000, 0) + b"[" * 40_000,
    ],
)
def test_what_is_no_frame_is_refused_at_once(stream: bytes) -> None:
    with pytest.raises(BadFrame):
        Frames().feed(stream)


@pytest.mark.parametrize("head", [{"a": float("nan")}, {"a": b"bytes"}, {"a": "x" * MOST_JSON}])
def test_what_cannot_travel_is_not_sent(head: dict[str, Any]) -> None:
    with pytest.raises(BadFrame):
        encode(head)
