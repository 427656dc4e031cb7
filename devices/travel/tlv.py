"""Tag, length, value: how chips and certificates write everything down. Strict; never beyond its bytes.

Source: ISO/IEC 8825-1 (BER, of which ICAO 9303-10 files and DER are a part). Lengths are definite only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from devices.errors import BadReply

MAX_TAG_BYTES = 4
MAX_LENGTH_BYTES = 4


@dataclass(frozen=True)
class Tlv:
    """One object. tag: its bytes as one number, 0x5F1F; raw: with its tag and length."""

    tag: int
    value: bytes = field(repr=False)
    raw: bytes = field(default=b"", repr=False)

    def children(self) -> tuple[Tlv, ...]:
        """The objects inside. Raises BadReply."""
        return tuple(objects(self.value))

    def one(self, tag: int) -> Tlv:
        """The first object of that tag inside. Raises BadReply when there is none."""
        return pick(self.children(), tag)


def head(data: bytes) -> tuple[int, int, int]:
    """(tag, where the value begins, how long it says it is). Raises BadReply when it is cut or wrong."""
    at = 1
    if not data:
        raise BadReply(expected="a tag", got="nothing")
    if data[0] & 0x1F == 0x1F:
        while True:
            if at >= len(data) or at >= MAX_TAG_BYTES:
                raise BadReply(expected=f"a tag of at most {MAX_TAG_BYTES} bytes", got=data[:2].hex())
            at += 1
            if not data[at - 1] & 0x80:
                break
    tag = int.from_bytes(data[:at])
    if at >= len(data):
        raise BadReply(expected="a length", got=data[:2].hex())
    first = data[at]
    at += 1
    if first < 0x80:
        return tag, at, first
    many = first & 0x7F
    if not 1 <= many <= MAX_LENGTH_BYTES or at + many > len(data):
        raise BadReply(expected=f"a length of at most {MAX_LENGTH_BYTES} bytes", got=data[:2].hex())
    return tag, at + many, int.from_bytes(data[at : at + many])


def objects(data: bytes) -> Iterator[Tlv]:
    """The objects one after the other; they must fill `data`. Raises BadReply."""
    at = 0
    while at < len(data):
        tag, begin, length = head(data[at:])
        end = at + begin + length
        if end > len(data):
            raise BadReply(expected=f"{length} bytes in {tag:X}", got=len(data) - at - begin)
        yield Tlv(tag, data[at + begin : end], data[at:end])
        at = end


def only(data: bytes, tag: int) -> Tlv:
    """The one object that `data` is; what follows it is ignored (files are padded). Raises BadReply."""
    found, begin, length = head(data)
    if found != tag:
        raise BadReply(expected=f"tag {tag:X}", got=f"{found:X}")
    if begin + length > len(data):
        raise BadReply(expected=f"{length} bytes in {tag:X}", got=len(data) - begin)
    return Tlv(tag, data[begin : begin + length], data[: begin + length])


def pick(among: tuple[Tlv, ...], tag: int) -> Tlv:
    """The first of that tag. Raises BadReply."""
    found = next((one for one in among if one.tag == tag), None)
    if found is None:
        raise BadReply(expected=f"tag {tag:X}", got=" ".join(f"{one.tag:X}" for one in among[:8]) or "none")
    return found


def made(tag: int, value: bytes) -> bytes:
    """tag, shortest length, value."""
    size = len(value)
    tag_bytes = tag.to_bytes((tag.bit_length() + 7) // 8 or 1)
    if size < 0x80:
        return tag_bytes + bytes([size]) + value
    length = size.to_bytes((size.bit_length() + 7) // 8)
    return tag_bytes + bytes([0x80 | len(length)]) + length + value
