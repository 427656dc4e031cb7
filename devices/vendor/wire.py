"""What the program and the child with a maker's library say to each other: frames of JSON and bytes.

Both ends read this file, the child perhaps under another interpreter (32 bit, Python 3.8): standard library
only. A frame is "VH1\\n", two big-endian lengths, a JSON object, raw bytes.
"""

from __future__ import annotations

import json
import struct
from typing import Any, Dict, List, Tuple  # noqa: UP035 - read by Python 3.8 too

MARK = b"VH1\n"
HEAD = struct.Struct(">4sII")
MOST_JSON = 1 << 16
MOST_BYTES = 1 << 26
"""The largest picture of the family is a palm of 2304 x 2304; a buffer may be asked for at twice that."""

Frame = Tuple[Dict[str, Any], bytes]  # noqa: UP006


class BadFrame(ValueError):
    """These bytes are no frame; what follows cannot be trusted either."""


def encode(head: Dict[str, Any], blob: bytes = b"") -> bytes:  # noqa: UP006
    """One frame. Raises BadFrame when it is too large or not JSON (a NaN travels as text)."""
    try:
        text = json.dumps(head, allow_nan=False).encode("ascii")
    except (TypeError, ValueError) as error:
        raise BadFrame("not JSON") from error
    if len(text) > MOST_JSON or len(blob) > MOST_BYTES:
        raise BadFrame("too large")
    return HEAD.pack(MARK, len(text), len(blob)) + text + blob


class Frames:
    """Cuts a stream into frames, however the bytes arrive."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def feed(self, data: bytes) -> List[Frame]:  # noqa: UP006
        """The frames that are whole now. Raises BadFrame; the stream is then of no more use."""
        self._bytes += data
        whole: List[Frame] = []  # noqa: UP006
        while True:
            size = self._whole()
            if size is None:
                return whole
            text, blob = size
            end = HEAD.size + text
            whole.append((_object(bytes(self._bytes[HEAD.size : end])), bytes(self._bytes[end : end + blob])))
            del self._bytes[: end + blob]

    @property
    def cut(self) -> bool:
        """True when the stream ended in the middle of a frame."""
        return bool(self._bytes)

    def _whole(self) -> Tuple[int, int] | None:  # noqa: UP006
        begun = bytes(self._bytes[: len(MARK)])
        if not MARK.startswith(begun):
            raise BadFrame("no frame begins here")
        if len(self._bytes) < HEAD.size:
            return None
        _, text, blob = HEAD.unpack_from(self._bytes)
        if text > MOST_JSON or blob > MOST_BYTES:
            raise BadFrame("too large")
        return (text, blob) if len(self._bytes) >= HEAD.size + text + blob else None


def _object(text: bytes) -> Dict[str, Any]:  # noqa: UP006
    try:
        head = json.loads(text.decode("ascii"))
    except (ValueError, RecursionError) as error:
        raise BadFrame("not JSON") from error
    if not isinstance(head, dict):
        raise BadFrame("not an object")
    return head
