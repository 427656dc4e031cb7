"""A virtual U.are.U scanner: powers up, feels fingers, scrambles its pictures as the real one does.

What it knows was learnt from the recording and protocols/digitalpersona_uru4000.md. A picture goes in as the
driver shall hand it out; the first bytes the scrambling loses are the only difference.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import ClassVar

import numpy as np
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from devices.contract import FingerImage, UsbId
from devices.drivers import digitalpersona_uru4000 as uru
from devices.drivers import uru4000_frame as frame
from devices.virtual import descriptors
from devices.virtual.model import DeviceModel, Gone, Setup, Stall

LAYOUT = (
    (frame.SCRAMBLED, 72),
    (0, 1),
    (frame.SCRAMBLED, 49),
    (frame.NOT_PRESENT, 1),
    (0, 1),
    (frame.SCRAMBLED, 49),
    (0, 1),
    (frame.SCRAMBLED, 116),
)
"""The blocks of the recorded picture: most lines scrambled, some in the clear, one missing."""

UNPLUG_DELAY_S = 0.05

INFO = bytes.fromhex("1a0a1a0a01150000002000108b211130")
POWERED = bytes.fromhex("56aa") + bytes(62)


class UruModel(DeviceModel):
    """Put a finger on with press(), take it off with lift(). Thread-safe."""

    FAULTS: ClassVar[frozenset[str]] = DeviceModel.FAULTS | {
        "no_power",  # never reports power
        "short_frame",  # stops in the middle of the picture, the finger still on
        "lifted_early",  # stops in the middle because the finger left
        "black_frame",  # a picture without any light
        "no_lines",  # a header that announces nothing
        "no_image",  # feels the finger, sends no picture
        "fault_report",  # reports 0800 instead of the finger
        "bad_header",  # more lines than there can be
        "key_change",  # wants a new key in the middle of the picture
        "removed_mid_frame",  # unplugged after half a picture
        "no_challenge",  # Microsoft's v2: refuses to say its challenge
        "short_challenge",  # says half of one
        "believes_nobody",  # takes no answer for the right one
        "believes_late",  # wants three answers
    }

    def __init__(self, usb_id: UsbId | None = None, serial: str = "TRAINING-FP-1", seed: int = 1) -> None:
        usb_id = usb_id or UsbId(0x05BA, 0x000A)
        blob = descriptors.build(
            usb_id.vendor, usb_id.product, ((0x81, 3, 64), (0x82, 2, 64)), release_bcd=0x0103
        )
        super().__init__(blob, serial=serial, strings={1: "Training", 2: "U.are.U", 3: serial})
        self._random = np.random.default_rng(seed)
        self._hwstat = 0x01
        self._mode = uru.OFF
        self._finger: frame.Bytes | None = None
        self._unplug_at: float | None = None
        self._challenge = b""
        self._answers = 0  # right ones to its challenges
        self._known = usb_id != uru.MSV2
        self._keys: dict[int, int] = {}
        self._seed = (0, 0)

    def power_up(self) -> None:
        """A Microsoft v2 wants to be convinced at every plug."""
        super().power_up()
        self._answers, self._known, self._hwstat = 0, self.usb_id != uru.MSV2, 0x01

    # --- the finger -------------------------------------------------------------------------------------

    def press(self, image: FingerImage) -> None:
        """Put a finger on the glass. image: what shall come out; dark ridges, upright, any size (centred)."""
        with self.lock:
            self._finger = self._on_glass(image)
            if self._mode == uru.AWAIT_ON:
                self._report_on()
            self.lock.notify_all()

    def lift(self) -> None:
        with self.lock:
            self._finger = None
            if self._mode == uru.AWAIT_OFF:
                self._report(uru.FINGER_OFF)
            self.lock.notify_all()

    @property
    def waiting(self) -> bool:
        """A host waits for a finger right now."""
        return self._mode == uru.AWAIT_ON and self._finger is None

    def _on_glass(self, image: FingerImage) -> frame.Bytes:
        given = np.frombuffer(image.pixels, np.uint8).reshape(image.height_px, image.width_px)
        height, width = min(image.height_px, frame.HEIGHT_PX), min(image.width_px, frame.WIDTH_PX)
        top, left = (image.height_px - height) // 2, (image.width_px - width) // 2
        glass = np.full((frame.HEIGHT_PX, frame.WIDTH_PX), 255, np.uint8)
        down, over = (frame.HEIGHT_PX - height) // 2, (frame.WIDTH_PX - width) // 2
        glass[down : down + height, over : over + width] = given[top : top + height, left : left + width]
        seen = 255 - glass
        return seen[::-1, ::-1] if self.usb_id.vendor == 0x05BA else seen

    # --- registers --------------------------------------------------------------------------------------

    def control_in(self, setup: Setup) -> bytes:
        if setup.request != uru.REQUEST:
            raise Stall
        if setup.value == uru.HWSTAT:
            return bytes([self._hwstat])
        if setup.value == uru.INFO:
            return INFO
        if setup.value == uru.KEY:
            number, nonce = self._seed
            return struct.pack("<I", self._keys.get(number, 0) ^ nonce)
        if setup.value == uru.CHALLENGE and "no_challenge" not in self.faults:
            self._challenge = self._random.bytes(16)
            return self._challenge[:8] if "short_challenge" in self.faults else self._challenge
        raise Stall

    def control_out(self, setup: Setup, data: bytes) -> None:
        if setup.request != uru.REQUEST or not data:
            raise Stall
        if setup.value == uru.HWSTAT:
            self._set_hwstat(data[0])
        elif setup.value == uru.SEED and len(data) == 5:
            self._seed = (data[0], int.from_bytes(data[1:], "little"))
        elif setup.value == uru.RESPONSE:
            expected = Cipher(algorithms.AES(uru.MSV2_KEY), modes.ECB()).encryptor().update(self._challenge)
            self._answers += data == expected
            wanted = 3 if "believes_late" in self.faults else 1
            self._known = self._answers >= wanted and "believes_nobody" not in self.faults
        elif setup.value == uru.MODE:
            self._set_mode(data[0])
        else:
            raise Stall

    def _set_hwstat(self, value: int) -> None:
        was = self._hwstat
        self._hwstat = value if self._known or value & 0x80 else value | 0x80
        if was & 0x80 and not self._hwstat & 0x80 and "no_power" not in self.faults:
            self.send(uru.INTERRUPT, POWERED)

    def _set_mode(self, mode: int) -> None:
        self._mode = mode
        if mode == uru.AWAIT_ON and self._finger is not None:
            self._report_on()
        elif mode == uru.AWAIT_OFF and self._finger is None:
            self._report(uru.FINGER_OFF)
        elif mode == uru.CAPTURE:
            self._send_picture()
        elif mode == uru.OFF:
            self.forget(uru.IMAGE)

    def _report_on(self) -> None:
        self._report(uru.FAULT if "fault_report" in self.faults else uru.FINGER_ON)

    def _report(self, code: int) -> None:
        self.send(uru.INTERRUPT, code.to_bytes(2, "big") + bytes(62))

    # --- the picture ------------------------------------------------------------------------------------

    def _send_picture(self) -> None:
        self.forget(uru.IMAGE)
        if "no_image" in self.faults or (self._finger is None and "lifted_early" not in self.faults):
            return
        picture = self._finger
        if picture is None or "black_frame" in self.faults:
            picture = np.zeros((frame.HEIGHT_PX, frame.WIDTH_PX), np.uint8)
        data = self._frame(picture)
        if "lifted_early" in self.faults:
            self._finger = None
            self._report(uru.FINGER_OFF)
        if self.faults & {"short_frame", "lifted_early"}:
            data = data[: len(data) // 2 + 1]
        if "removed_mid_frame" in self.faults:
            data = data[
                : len(data) // 128 * 64
            ]  # whole packets only: the read goes on waiting, then the cable is out
            self._unplug_at = self.now() + UNPLUG_DELAY_S
        self.send(uru.IMAGE, data, empty_end=not self.faults & {"removed_mid_frame"})

    def step(self) -> None:
        if self._unplug_at is not None and self.now() >= self._unplug_at:
            self._unplug_at = None
            raise Gone

    def _frame(self, picture: frame.Bytes) -> bytes:
        """Header and lines as they cross the wire, from the picture as the sensor saw it."""
        blocks = list(LAYOUT)
        if "key_change" in self.faults:
            blocks[2] = (blocks[2][0] | frame.CHANGE_KEY, blocks[2][1])
        number = int(self._random.integers(0, 256))
        self._keys = {n & 0xFF: int(self._random.integers(1, 1 << 32)) for n in (number, number + 1)}
        lines = b"".join(self._scramble(picture, blocks, number))
        count = 0 if "no_lines" in self.faults else len(lines) // frame.WIDTH_PX
        if "bad_header" in self.faults:
            count = frame.HEIGHT_PX + 100
        header = struct.pack("<HHHB9x", 0x4010, frame.WIDTH_PX, count, number)
        header += b"".join(bytes(block) for block in blocks)
        return header.ljust(frame.HEADER_LENGTH, b"\0") + (b"" if count == 0 else lines)

    def _scramble(self, picture: frame.Bytes, blocks: list[tuple[int, int]], number: int) -> Iterator[bytes]:
        bits = frame.keystream_bits(self._keys[number], picture.size + 32)
        row = steps = 0
        for flags, count in blocks:
            if flags & frame.CHANGE_KEY:
                bits = frame.keystream_bits(self._keys[number + 1 & 0xFF], picture.size + 32)
                steps = 0
            plain = picture[row : row + count].reshape(-1)
            if flags & frame.SCRAMBLED:
                yield bytes([int(self._random.integers(0, 256))])  # the byte in front carries nothing
                yield (plain[:-1] ^ frame.key_bytes(bits, steps, plain.size - 1)).tobytes()
            elif not flags & frame.NOT_PRESENT:
                yield plain.tobytes()
            row, steps = row + count, steps + plain.size
