"""Bytes read and written in order: what is not there, or does not fit, is a typed error with its place."""

from __future__ import annotations

import struct
from typing import Any

from devices.biometrics.formats.errors import BadRecord, NotWritable


class Octets:
    """What is still to be read of a record. Every method raises BadRecord."""

    def __init__(self, data: bytes, format_: str) -> None:
        self._data = memoryview(data)
        self._format = format_

    @property
    def left(self) -> int:
        return len(self._data)

    def bytes(self, count: int, part: str) -> bytes:
        if not 0 <= count <= len(self._data):
            raise self.wrong(part, f"{count} bytes", f"{len(self._data)}")
        taken, self._data = self._data[:count], self._data[count:]
        return bytes(taken)

    def byte(self, part: str) -> int:
        return self.bytes(1, part)[0]

    def take(self, layout: struct.Struct, part: str) -> tuple[Any, ...]:
        return layout.unpack(self.bytes(layout.size, part))

    def inner(self, count: int, part: str) -> Octets:
        """The next `count` bytes as a record of their own."""
        return Octets(self.bytes(count, part), self._format)

    def end(self, part: str) -> None:
        if self._data:
            raise self.wrong(part, "its end", f"{len(self._data)} more bytes")

    def must(self, holds: bool, part: str, expected: object, got: object) -> None:
        if not holds:
            raise self.wrong(part, expected, got)

    def wrong(self, part: str, expected: object, got: object) -> BadRecord:
        return BadRecord(format=self._format, part=part, expected=str(expected), got=str(got))


def packed(layout: struct.Struct, format_: str, part: str, *values: object) -> bytes:
    """Raises NotWritable for a value that has no room there."""
    try:
        return layout.pack(*values)
    except struct.error as error:
        raise NotWritable(format=format_, part=part, got=str(error)) from error
