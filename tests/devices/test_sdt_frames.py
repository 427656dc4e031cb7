"""The reader's envelope, against frames published by others; and that no bytes whatever break it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.drivers import sdt_frames as frames
from devices.errors import BadReply
from tests.devices.rigs import refusal

FIND_OK = bytes.fromhex("aaaaaa9669000800009f0000000097")
SELECT_OK = bytes.fromhex("aaaaaa9669000c000090" + "00" * 8 + "9c")


@pytest.mark.parametrize(
    ("command", "frame"),
    [
        ("10ff", "aaaaaa9669000310ffec"),
        ("11ff", "aaaaaa9669000311ffed"),
        ("12ff", "aaaaaa9669000312ffee"),
        ("2001", "aaaaaa96690003200122"),
        ("2002", "aaaaaa96690003200221"),
        ("3001", "aaaaaa96690003300132"),
        ("3010", "aaaaaa96690003301023"),
        ("3003", "aaaaaa96690003300330"),
        ("61ff50", "aaaaaa9669000461ff50ca"),
    ],
)
def test_requests_are_the_published_ones(command: str, frame: str) -> None:
    assert frames.encode_request(bytes.fromhex(command)).hex() == frame


def test_every_request_of_the_facts_is_reproduced(shared: Path) -> None:
    facts = json.loads((shared / "facts" / "reader_protocol.json").read_text(encoding="utf-8"))
    told = [(row["cmd"], row["frame"]) for row in facts["commands"] if "frame" in row]
    assert len(told) >= 9
    for command, frame in told:
        assert frames.encode_request(bytes.fromhex(command)) == bytes.fromhex(frame)


def test_published_answers_are_read() -> None:
    assert frames.decode_reply(FIND_OK) == frames.Reply(0x9F, bytes(4))
    assert frames.decode_reply(SELECT_OK) == frames.Reply(0x90, bytes(8))
    assert frames.encode_reply(0x9F, bytes(4)) == FIND_OK


def test_a_whole_read_is_as_long_as_published() -> None:
    lengths = bytes.fromhex("01000400")
    assert len(frames.encode_reply(0x90, lengths + bytes(256 + 1024))) == 1295
    assert len(frames.encode_reply(0x90, lengths + b"\x04\x00" + bytes(256 + 1024 + 1024))) == 2321


@pytest.mark.parametrize(
    ("frame", "part"),
    [
        (FIND_OK[:-1] + b"\x96", "checksum"),
        (FIND_OK[:-2], "length"),
        (FIND_OK + b"\x00", "length"),
        (b"\xab" + FIND_OK[1:], "preamble"),
        (b"", "preamble"),
        (bytes.fromhex("aaaaaa96690003009093"), "length"),
        (bytes.fromhex("aaaaaa966900040100") + b"\x90\x95", "status"),
    ],
)
def test_a_broken_answer_names_the_part_and_both_sides(frame: bytes, part: str) -> None:
    with pytest.raises(BadReply) as caught:
        frames.decode_reply(frame)
    assert caught.value.values["part"] == part
    assert {"expected", "got"} <= caught.value.values.keys()


@given(st.binary(max_size=64), st.integers(0, 255))
def test_what_is_put_in_comes_out(data: bytes, status: int) -> None:
    assert frames.decode_reply(frames.encode_reply(status, data)) == frames.Reply(status, data)
    assert frames.decode_request(frames.encode_request(b"\x20\x01", data)).data == data


@given(st.binary(max_size=96) | st.binary(max_size=64).map(frames.PREAMBLE.__add__))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for parse in (frames.decode_reply, frames.decode_request, frames.body_length):
        refusal(parse, data, BadReply)


@given(st.binary(min_size=1, max_size=64), st.data())
def test_one_flipped_bit_never_goes_unseen(data: bytes, pick: st.DataObject) -> None:
    frame = bytearray(frames.encode_reply(0x90, data))
    frame[pick.draw(st.integers(0, len(frame) - 1))] ^= 1 << pick.draw(st.integers(0, 7))
    assert refusal(frames.decode_reply, bytes(frame), BadReply) is not None
