"""The text reader: hands a picture to the child process and gives back its lines, top to bottom."""

from __future__ import annotations

import atexit
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from devices.child import Child, ChildFailed, python
from devices.contract import Frame
from devices.ocr.errors import PictureUnusable, ReaderMissing, ReadingFailed

Picture = bytes | Frame
"""A picture file (JPEG, PNG, TIFF ...) or a camera's frame."""

COMMAND = python("devices.ocr.ocr_child")

ANSWER_TIMEOUT_S = 30.0
"""A card takes 1 s, a full page 3 s, the first answer 2 s more; a busy machine three times as long."""

IDLE_S = 90.0
"""Between two people of a visit it stays; after that its 400 MB are free again."""


@dataclass(frozen=True)
class Line:
    """One line of print as read. sure: of each character, 0..1. All lengths in px of the upright page."""

    text: str = field(repr=False)
    sure: tuple[float, ...]
    left: float
    top: float
    right: float
    bottom: float
    slope: float  # how much it falls per px to the right

    @property
    def packed(self) -> tuple[str, tuple[float, ...]]:
        """The text without blanks, and the sureness of what is left."""
        kept = [(sign, sure) for sign, sure in zip(self.text, self.sure, strict=True) if not sign.isspace()]
        return "".join(sign for sign, _ in kept), tuple(sure for _, sure in kept)

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


class Reader:
    """Asks the child. Thread-safe; blocks; call from an analysis lane."""

    def __init__(
        self,
        command: Sequence[str] = COMMAND,
        timeout_s: float = ANSWER_TIMEOUT_S,
        idle_s: float | None = IDLE_S,
    ) -> None:
        self._child = Child("text reader", command, timeout_s, idle_s)

    def lines(self, picture: Picture) -> tuple[Line, ...]:
        """All print in the picture. Raises PictureUnusable, ReadingFailed, ReaderMissing."""
        if isinstance(picture, Frame):
            data = picture.rgb
            question = {"do": "read", "bytes": len(data), "size": [picture.width_px, picture.height_px]}
        else:
            data = picture
            question = {"do": "read", "bytes": len(data)}
        try:
            answer = self._child.ask(question, data)
        except ChildFailed as error:
            raise ReadingFailed() from error
        if answer.get("failed") == "reader_missing":
            raise ReaderMissing()
        if answer.get("failed") == "picture":
            raise PictureUnusable(why=answer.get("why"))
        if not isinstance(answer.get("lines"), list):
            raise ReadingFailed()
        return tuple(sorted((_line(each) for each in answer["lines"]), key=lambda line: line.middle))

    @property
    def pid(self) -> int | None:
        """Of the child that runs now, or None."""
        return self._child.pid

    def warm(self) -> None:
        """Start the child early, without waiting for it."""
        self._child.warm()

    def close(self) -> None:
        """End the child; the next picture starts it again."""
        self._child.close()


@cache
def shared() -> Reader:
    """The program's own reader. It keeps nothing between two pictures, so sharing it is safe."""
    reader = Reader()
    atexit.register(reader.close)
    return reader


def _line(said: dict[str, Any]) -> Line:
    """The box is straightened: left and right middles of its ends, height across them."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = said["box"]
    left, right = (ax + dx) / 2, (bx + cx) / 2
    middle = (ay + by + cy + dy) / 4
    height = (abs(dy - ay) + abs(cy - by)) / 2
    slope = ((by + cy) / 2 - (ay + dy) / 2) / max(right - left, 1.0)
    text, sure = said["text"], [*said["sure"], *[0.0] * len(said["text"])]
    return Line(text, tuple(sure[: len(text)]), left, middle - height / 2, right, middle + height / 2, slope)
