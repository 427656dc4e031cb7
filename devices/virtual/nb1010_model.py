"""A virtual NB-1010-U: answers its commands, sends a picture in 90 blocks, as the recorded one does."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from devices.contract import FingerImage
from devices.drivers import nextbiometrics_nb1010 as nb
from devices.virtual import descriptors
from devices.virtual.model import DeviceModel, Gone, Stall

COVERED, BARE = 0xF7, 0x02  # presence as recorded, and what an empty sensor may say
GROUND = 0xE5  # the grey of the sensor where no skin is
UNPLUG_DELAY_S = 0.05

COMMANDS = {command.code: command for command in (nb.ASK_FINGER, nb.PREPARE, nb.CAPTURE)}


class Nb1010Model(DeviceModel):
    """Put a finger on with press(), take it off with lift(). Thread-safe."""

    FAULTS: ClassVar[frozenset[str]] = DeviceModel.FAULTS | {
        "wrong_mark",  # answers do not begin with 80
        "wrong_code",  # answers to another command
        "wrong_number",  # echoes another number
        "short_answer",  # answers of 8 bytes instead of 16
        "empty_answer",  # answers of no bytes
        "no_image",  # takes the command, sends no block
        "half_image",  # stops after 45 blocks
        "short_block",  # one block of 100 bytes
        "block_twice",  # one block comes again
        "block_lost",  # one block is missing
        "ends_early",  # says "last block" in the middle
        "flat_image",  # nothing on the picture
        "lifted_early",  # the finger leaves in the middle
        "removed_mid_image",  # unplugged after half a picture
    }

    def __init__(self, serial: str = "TRAINING-FP-2") -> None:
        blob = descriptors.build(0x298D, 0x1010, ((0x81, 3, 64), (nb.OUT, 2, 64), (nb.IN, 2, 64)))
        super().__init__(blob, serial=serial, strings={1: "Training", 2: "NB-1010-U", 3: serial})
        self._finger: NDArray[np.uint8] | None = None
        self._unplug_at: float | None = None

    def press(self, image: FingerImage) -> None:
        """Put a finger on. image: what shall come out; any size (centred)."""
        given = np.frombuffer(image.pixels, np.uint8).reshape(image.height_px, image.width_px)
        height, width = min(image.height_px, nb.HEIGHT_PX), min(image.width_px, nb.WIDTH_PX)
        top, left = (image.height_px - height) // 2, (image.width_px - width) // 2
        seen = np.full((nb.HEIGHT_PX, nb.WIDTH_PX), GROUND, np.uint8)
        down, over = (nb.HEIGHT_PX - height) // 2, (nb.WIDTH_PX - width) // 2
        seen[down : down + height, over : over + width] = given[top : top + height, left : left + width]
        with self.lock:
            self._finger = seen

    def lift(self) -> None:
        with self.lock:
            self._finger = None

    def received(self, endpoint: int, data: bytes) -> None:
        command = COMMANDS.get(data[1]) if len(data) >= nb.HEAD.size else None
        if endpoint != nb.OUT or command is None or data != command.data:
            raise Stall
        presence = COVERED if self._finger is not None else BARE
        if command is nb.ASK_FINGER:
            self._answer(command, presence)
            return
        self._answer(command, 3 if command is nb.CAPTURE else 0)
        if command is nb.CAPTURE:
            self._send_picture()

    def _answer(self, command: nb.Command, value: int) -> None:
        mark = 0x81 if "wrong_mark" in self.faults else nb.MARK
        code = 0x29 if "wrong_code" in self.faults else command.answer
        number = command.number + 1 if "wrong_number" in self.faults else command.number
        answer = nb.HEAD.pack(mark, code, number, 0, nb.REPLY_LENGTH) + bytes(4) + value.to_bytes(4, "little")
        if "short_answer" in self.faults:
            answer = answer[:8]
        self.send(nb.IN, b"" if "empty_answer" in self.faults else answer, empty_end=True)

    def _send_picture(self) -> None:
        seen = self._finger if self._finger is not None else np.full((nb.HEIGHT_PX, nb.WIDTH_PX), GROUND)
        seen = np.full_like(seen, GROUND) if "flat_image" in self.faults else seen.copy()
        if "lifted_early" in self.faults:
            seen[nb.HEIGHT_PX // 2 :] = GROUND
            self._finger = None
        for block in self._faulty([_block(seen, number) for number in range(nb.BLOCKS)]):
            self.send(nb.IN, block)
        if "removed_mid_image" in self.faults:
            self._unplug_at = self.now() + UNPLUG_DELAY_S

    def _faulty(self, blocks: list[bytes]) -> list[bytes]:
        middle = len(blocks) // 2
        if "no_image" in self.faults:
            return []
        if self.faults & {"half_image", "removed_mid_image"}:
            return blocks[:middle]
        if "short_block" in self.faults:
            blocks[middle] = blocks[middle][:100]
        if "block_twice" in self.faults:
            blocks.insert(middle, blocks[middle])
        if "block_lost" in self.faults:
            del blocks[middle]
        if "ends_early" in self.faults:
            blocks[middle] = nb.block_header(middle * nb.LINES + 1, False) + blocks[middle][nb.BLOCK_HEADER :]
        return blocks

    def step(self) -> None:
        if self._unplug_at is not None and self.now() >= self._unplug_at:
            self._unplug_at = None
            raise Gone


def _block(seen: NDArray[np.uint8], number: int) -> bytes:
    first = number * nb.LINES
    header = nb.block_header(first + 1, number < nb.BLOCKS - 1)
    return header + seen[first : first + nb.LINES].astype(np.uint8).tobytes() + bytes(3)
