"""What a PTP camera says about itself and its pictures: datasets out of bytes. Pure functions.

Source: PIMA 15740:2000 / ISO 15740, clauses 5.3 (types), 5.5.1 (DeviceInfo), 5.5.2 (ObjectInfo). Every one of
them raises BadReply, never anything else, whatever the bytes.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from devices.errors import BadReply

FOLDER, JPEG = 0x3001, 0x3801


class Reader:
    """Takes little-endian numbers, arrays and strings off the front of a dataset."""

    def __init__(self, data: bytes, what: str) -> None:
        self._data = data
        self._at = 0
        self._what = what

    def take(self, length: int) -> bytes:
        piece = self._data[self._at : self._at + length]
        if len(piece) != length:
            raise BadReply(
                expected=f"{self._what}: {length} bytes at {self._at}", got=f"{len(self._data)} in all"
            )
        self._at += length
        return piece

    def u8(self) -> int:
        return self.take(1)[0]

    def u16(self) -> int:
        return int.from_bytes(self.take(2), "little")

    def u32(self) -> int:
        return int.from_bytes(self.take(4), "little")

    def numbers(self, size: int) -> tuple[int, ...]:
        """A counted array of numbers of `size` bytes."""
        count = self.u32()
        letter = {2: "H", 4: "I"}[size]
        piece = self.take(count * size)
        return struct.unpack(f"<{count}{letter}", piece)

    def text(self) -> str:
        """A counted string: characters with the closing zero, two bytes each."""
        return self.take(2 * self.u8()).decode("utf-16-le", "replace").rstrip("\0")


@dataclass(frozen=True)
class DeviceInfo:
    operations: frozenset[int]
    maker: str
    model: str
    version: str


@dataclass(frozen=True)
class ObjectInfo:
    storage: int
    format: int
    size: int  # bytes
    width_px: int
    height_px: int
    parent: int
    name: str
    taken: str  # "YYYYMMDDThhmmss" by the camera's own clock, or empty

    @property
    def folder(self) -> bool:
        return self.format == FOLDER


def device_info(data: bytes) -> DeviceInfo:
    reader = Reader(data, "device info")
    reader.u16()
    reader.u32()
    reader.u16()
    reader.text()
    reader.u16()
    operations = frozenset(reader.numbers(2))
    for _ in range(4):  # events, properties, capture formats, picture formats
        reader.numbers(2)
    maker, model, version = reader.text(), reader.text(), reader.text()
    return DeviceInfo(operations, maker, model, version)


def object_info(data: bytes) -> ObjectInfo:
    reader = Reader(data, "object info")
    storage, kind = reader.u32(), reader.u16()
    reader.u16()
    size = reader.u32()
    reader.take(2 + 4 + 4 + 4)  # the thumbnail
    width, height = reader.u32(), reader.u32()
    reader.u32()
    parent = reader.u32()
    reader.take(2 + 4 + 4)  # the kind of folder, its number
    name, taken = reader.text(), reader.text()
    return ObjectInfo(storage, kind, size, width, height, parent, name, taken)


def handles(data: bytes) -> tuple[int, ...]:
    """An array of 32-bit numbers: objects or stores."""
    return Reader(data, "handles").numbers(4)


@dataclass(frozen=True)
class CanonEntry:
    """Canon's own short word on an object."""

    size: int
    taken_s: int  # seconds since 1970 by the camera's own clock


def canon_entry(data: bytes, handle: int) -> CanonEntry:
    reader = Reader(data, "Canon entry")
    got = reader.u32()
    if got != handle:
        raise BadReply(expected=f"entry of {handle:08x}", got=f"{got:08x}")
    reader.take(2 + 1)
    return CanonEntry(reader.u32(), reader.u32())
