"""The thermal finger scanner NB-1010-U of NEXT Biometrics: asked again and again whether a finger lies on it.

It says nothing by itself and has no interrupt endpoint; a capture is 90 blocks of two lines. Not a certified
collector for resident ID cards (256 x 180 at 385 dpi): for the van's own checks. The bytes are explained in
protocols/nextbiometrics_nb1010.md.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import ClassVar, NamedTuple

import numpy as np
from numpy.typing import NDArray

from devices.clock import Clock
from devices.contract import Cancelled as CancelledQuestion
from devices.contract import FingerImage, Kind, Progress, UsbId
from devices.drivers.opened import Opened
from devices.errors import BadReply, Cancelled, FingerGone, Silent
from devices.usb import Port

WIDTH_PX, HEIGHT_PX, DPI = 256, 180, 385
LINES = 2  # in one block
BLOCKS = HEIGHT_PX // LINES

OUT, IN = 0x02, 0x83
MARK = 0x80
REPLY_LENGTH, BLOCK_LENGTH, BLOCK_HEADER = 16, 540, 25
HEAD = struct.Struct("<BBBBI")  # mark, code, number, 0, length of the whole
BLOCK = struct.Struct("<IIIHHB")  # after HEAD: 0, more follows, first line (from 1), width, height?, 1

PRESENCE_AT = 12
FINGER_ON = 0x30  # of 255; the recorded finger reads 0xF7
EMPTY_SPREAD = 24  # grey levels between the 2nd and 98th percentile; the recorded print has 232

COMMAND_TIMEOUT_MS = 1000
BLOCK_TIMEOUT_MS = 500
POLL_PAUSE_MS = 50  # between two questions for the finger
LIFT_TIMEOUT_MS = 20_000  # a finger that stays on; then we take the next one all the same
DRAIN_TIMEOUT_MS = 100


class Command(NamedTuple):
    """What is sent and what the answer's code must be. The number is only echoed: ours is fixed."""

    name: str
    code: int
    number: int
    payload: bytes
    answer: int

    @property
    def data(self) -> bytes:
        return HEAD.pack(MARK, self.code, self.number, 0, HEAD.size + len(self.payload)) + self.payload


ASK_FINGER = Command("finger", 0x38, 1, b"", 0x37)
PREPARE = Command("prepare", 0x0D, 3, struct.pack("<I", 0x400), 0x20)
CAPTURE = Command("capture", 0x12, 4, struct.pack("<6I", 2, 0, 0, 0, 0, 0x20), 0x20)
BLOCK_CODE = 0x21


class NextBiometricsNb1010(Opened[Port]):
    """Asks for a finger every 50 ms, reads it as soon as it lies there."""

    name: ClassVar[str] = "nextbiometrics_nb1010"
    kind: ClassVar[Kind] = Kind.FINGER
    labels: ClassVar[Mapping[UsbId, str]] = {UsbId(0x298D, 0x1010): "NEXT Biometrics NB-1010-U"}
    ids: ClassVar[tuple[UsbId, ...]] = tuple(labels)

    def __init__(self, port: Port, clock: Clock, nonce: Callable[[], int]) -> None:
        super().__init__(port)
        self._clock = clock
        self._finger_stays = False
        self._blocks_left = False

    def _begin(self) -> None:
        self._presence(_never)

    def capture(self, cancelled: CancelledQuestion, progress: Progress) -> FingerImage:
        """Wait for a finger, read it. Tells "lift" (the last finger still lies there), "waiting", "touched",
        "reading".

        Raises Cancelled, Removed, Silent, BadReply, FingerGone (lifted early, or nothing on the picture).
        """
        self._drain(cancelled)
        if self._finger_stays:
            self._wait_lifted(cancelled, progress)
        progress("waiting")
        self._wait(cancelled, lambda presence: presence > FINGER_ON)
        progress("touched")
        self._ask(PREPARE, cancelled)
        self._ask(CAPTURE, cancelled)
        progress("reading")
        self._blocks_left = True
        rows = b"".join(self._rows(cancelled))
        self._blocks_left = False
        image = self._checked(rows, cancelled)
        self._finger_stays = True
        return image

    def _checked(self, rows: bytes, cancelled: CancelledQuestion) -> FingerImage:
        picture = np.frombuffer(rows, np.uint8).reshape(HEIGHT_PX, WIDTH_PX)
        if _spread(picture) < EMPTY_SPREAD:
            raise FingerGone(reason="empty")
        if _spread(picture[-HEIGHT_PX // 3 :]) < EMPTY_SPREAD and self._presence(cancelled) <= FINGER_ON:
            raise FingerGone(reason="lifted")  # with the finger still on, it is only a small print
        return FingerImage(rows, WIDTH_PX, HEIGHT_PX, DPI)

    # --- the finger -------------------------------------------------------------------------------------

    def _wait_lifted(self, cancelled: CancelledQuestion, progress: Progress) -> None:
        progress("lift")
        with suppress(Silent):
            self._wait(cancelled, lambda presence: presence <= FINGER_ON, LIFT_TIMEOUT_MS)
        self._finger_stays = False

    def _wait(
        self, cancelled: CancelledQuestion, reached: Callable[[int], bool], timeout_ms: int | None = None
    ) -> None:
        end_ns = None if timeout_ms is None else self._clock.monotonic_ns() + timeout_ms * 1_000_000
        while not reached(self._presence(cancelled)):
            if cancelled():
                raise Cancelled()
            if end_ns is not None and self._clock.monotonic_ns() > end_ns:
                raise Silent(waited_ms=timeout_ms)
            self._port.pause(POLL_PAUSE_MS)

    def _presence(self, cancelled: CancelledQuestion) -> int:
        """0 nothing .. 255 a whole finger."""
        return self._ask(ASK_FINGER, cancelled)[PRESENCE_AT]

    # --- the wire ---------------------------------------------------------------------------------------

    def _ask(self, command: Command, cancelled: CancelledQuestion) -> bytes:
        """Write, then read: the scanner holds its answer until it is fetched."""
        if cancelled():
            raise Cancelled()
        self._port.write(OUT, command.data)
        # Not interrupted: an answer left behind would be taken for the next one's.
        answer = self._port.read(IN, REPLY_LENGTH, _never, COMMAND_TIMEOUT_MS)
        wanted = HEAD.pack(MARK, command.answer, command.number, 0, REPLY_LENGTH)
        if len(answer) != REPLY_LENGTH or answer[: HEAD.size] != wanted:
            raise BadReply(expected=f"{command.name}: {wanted.hex()}", got=answer[: HEAD.size].hex())
        return answer

    def _rows(self, cancelled: CancelledQuestion) -> Iterator[bytes]:
        for number in range(BLOCKS):
            if cancelled():
                raise Cancelled()
            block = self._port.read(IN, BLOCK_LENGTH, _never, BLOCK_TIMEOUT_MS)
            more = number < BLOCKS - 1
            wanted = block_header(number * LINES + 1, more)
            if len(block) != BLOCK_LENGTH or block[:BLOCK_HEADER] != wanted:
                raise BadReply(
                    expected=f"block {number}: {BLOCK_LENGTH} bytes, {wanted.hex()}",
                    got=f"{len(block)} bytes, {block[:BLOCK_HEADER].hex()}",
                )
            yield block[BLOCK_HEADER : BLOCK_HEADER + LINES * WIDTH_PX]

    def _drain(self, cancelled: CancelledQuestion) -> None:
        """Blocks of a capture that was given up still wait in the scanner."""
        if not self._blocks_left:
            return
        with suppress(Silent):
            for _ in range(BLOCKS):
                block = self._port.read(IN, BLOCK_LENGTH, cancelled, DRAIN_TIMEOUT_MS)
                if len(block) < BLOCK_HEADER or not block[PRESENCE_AT]:
                    break
        self._blocks_left = False


def block_header(first_line: int, more: bool) -> bytes:
    """The 25 bytes in front of two lines; `first_line` counts from 1."""
    head = HEAD.pack(MARK, BLOCK_CODE, 0, 0, BLOCK_LENGTH)
    return head + BLOCK.pack(0, int(more), first_line, WIDTH_PX, 0, 1)


def _spread(picture: NDArray[np.uint8]) -> float:
    low, high = np.percentile(picture, (2, 98))
    return float(high - low)


def _never() -> bool:
    return False
