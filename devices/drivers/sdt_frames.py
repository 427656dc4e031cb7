"""The envelope of the resident-ID reader's messages: preamble, length, body, checksum.

Source: the SAM module protocol as re-told in devices/protocols/sdt_reader.md. Pure; no port, no waiting.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce
from operator import xor

from devices.errors import BadReply

PREAMBLE = bytes.fromhex("aaaaaa9669")
HEAD_LENGTH = len(PREAMBLE) + 2  # preamble and the two length bytes
SHORTEST_REPLY = 4  # SW1 SW2 SW3 and the checksum
LONGEST_REPLY = 3 + 6 + 256 + 1024 + 1024 + 1  # text, photo and two fingerprint blocks


@dataclass(frozen=True)
class Reply:
    """What the reader answered: its status (SW3; SW1 and SW2 are always 0) and data."""

    status: int
    data: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class Request:
    command: bytes  # two bytes: CMD and Para
    data: bytes = b""


def checksum(body: bytes) -> int:
    """XOR over everything after the preamble but the checksum itself."""
    return reduce(xor, body, 0)


def encode_request(command: bytes, data: bytes = b"") -> bytes:
    return _envelope(command + data)


def encode_reply(status: int, data: bytes = b"") -> bytes:
    return _envelope(bytes([0, 0, status]) + data)


def body_length(head: bytes) -> int:
    """How many bytes follow this head. Raises BadReply when it is no head of a reply."""
    if len(head) != HEAD_LENGTH or not head.startswith(PREAMBLE):
        raise BadReply(part="preamble", expected=PREAMBLE.hex(), got=head[:HEAD_LENGTH].hex())
    length = int.from_bytes(head[-2:], "big")
    if not SHORTEST_REPLY <= length <= LONGEST_REPLY:
        raise BadReply(part="length", expected=f"{SHORTEST_REPLY}..{LONGEST_REPLY}", got=length)
    return length


def decode_reply(frame: bytes) -> Reply:
    """One whole reply. Raises BadReply that names the part, what was expected and what came."""
    body = _open(frame)
    if len(body) < SHORTEST_REPLY - 1:
        raise BadReply(part="length", expected=f">={SHORTEST_REPLY}", got=len(body) + 1)
    if body[0] or body[1]:
        raise BadReply(part="status", expected="0000", got=body[:2].hex())
    return Reply(status=body[2], data=body[3:])


def decode_request(frame: bytes) -> Request:
    """The reader's side of the wire (the model uses it)."""
    body = _open(frame)
    if len(body) < 2:
        raise BadReply(part="length", expected=">=3", got=len(body) + 1)
    return Request(command=body[:2], data=body[2:])


def _envelope(body: bytes) -> bytes:
    counted = (len(body) + 1).to_bytes(2, "big") + body
    return PREAMBLE + counted + bytes([checksum(counted)])


def _open(frame: bytes) -> bytes:
    if not frame.startswith(PREAMBLE) or len(frame) <= HEAD_LENGTH:
        raise BadReply(part="preamble", expected=PREAMBLE.hex(), got=frame[:HEAD_LENGTH].hex())
    length = int.from_bytes(frame[len(PREAMBLE) : HEAD_LENGTH], "big")
    if len(frame) != HEAD_LENGTH + length:
        raise BadReply(part="length", expected=length, got=len(frame) - HEAD_LENGTH)
    expected = checksum(frame[len(PREAMBLE) : -1])
    if frame[-1] != expected:
        raise BadReply(part="checksum", expected=f"{expected:02x}", got=f"{frame[-1]:02x}")
    return frame[HEAD_LENGTH:-1]
