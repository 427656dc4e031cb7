"""Cutting a live stream (multipart/x-mixed-replace) into its JPEG pictures, however the bytes come in.

The boundary is known to come with and without the two dashes in front (SBI's own example announces
`boundary=--BoundaryString` and then writes exactly that); Content-Length is always there.
"""

from __future__ import annotations

import re
from typing import Final

from devices.errors import BadReply

LONGEST_LINE: Final = 1000
MOST_LINES: Final = 40  # of a part's head
LONGEST_FRAME: Final = 4 << 20
_JPEG: Final = b"\xff\xd8\xff"


def boundary_of(content_type: str) -> bytes:
    """Without leading dashes. Raises BadReply when it is no stream."""
    found = re.match(r'multipart/x-mixed-replace\s*;.*?boundary="?([^\s";]{1,70})"?', content_type, re.I)
    name = found.group(1).lstrip("-") if found else ""
    if not name or not name.isascii():
        raise BadReply(expected="multipart/x-mixed-replace", got=f"{len(content_type)} characters")
    return name.encode("ascii")


class Parts:
    """Feed it bytes; it gives whole pictures."""

    def __init__(self, boundary: bytes) -> None:
        self._boundary = boundary
        self._bytes = bytearray()
        self._lines = 0
        self._in_head = False
        self._length = -1  # announced by the head under way
        self._wanted = 0  # > 0: inside a picture

    def feed(self, data: bytes) -> list[bytes]:
        """Pictures that are whole now. Raises BadReply; the stream is lost then."""
        self._bytes += data
        frames: list[bytes] = []
        while True:
            if self._wanted:
                if len(self._bytes) < self._wanted:
                    return frames
                frames.append(self._frame())
            elif not self._line():
                return frames

    def _frame(self) -> bytes:
        frame = bytes(self._bytes[: self._wanted])
        del self._bytes[: self._wanted]
        self._wanted, self._lines, self._in_head, self._length = 0, 0, False, -1
        if not frame.startswith(_JPEG):
            raise BadReply(expected="a JPEG picture", got=f"{len(frame)} other bytes")
        return frame

    def _line(self) -> bool:
        """Take one line of a head or of what stands between parts; False: it is not all there yet."""
        end = self._bytes.find(b"\n", 0, LONGEST_LINE)
        if end < 0:
            if len(self._bytes) >= LONGEST_LINE:
                raise BadReply(expected=f"lines of at most {LONGEST_LINE} bytes", got="a longer one")
            return False
        line = bytes(self._bytes[:end]).strip()
        del self._bytes[: end + 1]
        self._lines += 1
        if self._lines > MOST_LINES:
            raise BadReply(expected=f"at most {MOST_LINES} lines before a picture", got="more")
        if not self._in_head:
            self._in_head = line.startswith(b"--") and line.lstrip(b"-").rstrip(
                b"-"
            ) == self._boundary.rstrip(b"-")
        elif not line:
            self._begin_frame()
        else:
            self._header(line)
        return True

    def _header(self, line: bytes) -> None:
        name, _, value = line.partition(b":")
        if name.strip().lower() != b"content-length":
            return
        if not re.fullmatch(rb"\s*[0-9]{1,9}\s*", value):
            raise BadReply(expected="Content-Length: a number", got="something else")
        self._length = int(value)

    def _begin_frame(self) -> None:
        if not 0 < self._length <= LONGEST_FRAME:
            raise BadReply(expected=f"a length of 1 to {LONGEST_FRAME}", got=str(self._length))
        self._wanted = self._length
