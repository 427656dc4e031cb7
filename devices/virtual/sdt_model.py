"""A resident-ID reader on the virtual bus: the security module's side of the wire, with a field to lay
cards in.

Source: devices/protocols/sdt_reader.md. Speaks both pipe layouts.
"""

from __future__ import annotations

import struct
import time
from dataclasses import dataclass, field
from typing import ClassVar

from devices.drivers.sdt_frames import HEAD_LENGTH, PREAMBLE, decode_request, encode_reply
from devices.errors import BadReply
from devices.virtual import descriptors
from devices.virtual.model import DeviceModel

_SPLIT = ((0x02, 2, 64), (0x06, 2, 64), (0x81, 2, 64), (0x85, 2, 64))
_SINGLE = ((0x01, 2, 64), (0x82, 2, 64))
_MODULE = struct.pack("<HHIII", 5, 3, 20260101, 1234567, 7654321)


@dataclass(frozen=True)
class Card:
    """What is on a card's chip."""

    text: bytes = field(repr=False)  # 256 bytes
    photo: bytes = field(default=bytes(1024), repr=False)
    fingerprints: bytes = field(default=b"", repr=False)
    extra_address: bytes = field(default=b"", repr=False)


class SdtModel(DeviceModel):
    """The reader. Lay a card with `place`, take it with `take`; `spoil` garbles the next answers."""

    FAULTS: ClassVar[frozenset[str]] = DeviceModel.FAULTS | {
        "no_card",  # whatever lies there is not seen
        "sam_not_authorised",
        "sam_broken",
        "bad_checksum",  # every answer
        "wrong_length",  # every answer is shorter than it says
        "garbled_request",  # it claims our checksum is wrong
        "gone_at_select",
        "gone_at_read",
        "gone_at_extra",
        "not_trusted",  # a forged or worn card
        "unknown_card",
        "unknown_status",
        "no_fingerprint_command",  # an older module
    }

    def __init__(self, *, split: bool = True, serial: str = "SDT-TRAINING") -> None:
        super().__init__(descriptors.build(0x0400, 0xC35A, _SPLIT if split else _SINGLE), serial=serial)
        self.split = split
        self.asked_for_card_ns = 0  # when "find" came last without finding one; 0: never
        self.reads = 0  # cards read to the end
        self._card: Card | None = None
        self._stage = "idle"  # idle, found, selected
        self._done = False  # this card was read; it is not found again until it has left
        self._spoiled: list[int] = []  # for the next answers: which byte to flip
        self._pending = b""

    def power_up(self) -> None:
        super().power_up()
        self._pending, self._stage = b"", "idle"

    # the field

    def place(self, card: Card) -> None:
        with self.lock:
            self._card, self._stage, self._done = card, "idle", False
            self.asked_for_card_ns = 0  # it lies there: nobody waits for one any more

    def take(self) -> None:
        with self.lock:
            self._card, self._stage, self._done = None, "idle", False

    @property
    def occupied(self) -> bool:
        with self.lock:
            return self._card is not None

    @property
    def finished(self) -> bool:
        """The card in the field has been read."""
        with self.lock:
            return self._done

    def spoil(self, byte: int, answers: int = 1) -> None:
        """Flip byte `byte` (from the front; negative from the end) of the next answers that are so long."""
        with self.lock:
            self._spoiled += [byte] * answers

    # the wire

    def received(self, endpoint: int, data: bytes) -> None:
        self._pending += data
        if endpoint == 0x02 and self.split:
            return
        request, self._pending = self._pending, b""
        self._send(self._answer(request))

    def _send(self, reply: bytes) -> None:
        frame = bytearray(reply)
        if self._spoiled and -len(frame) <= self._spoiled[0] < len(frame):
            frame[self._spoiled.pop(0)] ^= 0x01
        if "bad_checksum" in self.faults:
            frame[-1] ^= 0xFF
        if "wrong_length" in self.faults:
            del frame[-2:]
        if self.split:
            self.send(0x81, bytes(frame[:HEAD_LENGTH]))
            self.send(0x85, bytes(frame[HEAD_LENGTH:]))
        else:
            self.send(0x82, bytes(frame))

    def _answer(self, frame: bytes) -> bytes:
        if "garbled_request" in self.faults or not frame.startswith(PREAMBLE):
            return encode_reply(0x10)
        if "unknown_status" in self.faults:
            return encode_reply(0x5C)
        try:
            request = decode_request(frame)
        except BadReply as error:
            return encode_reply(0x11 if error.values["part"] == "length" else 0x10)
        if "sam_not_authorised" in self.faults:
            return encode_reply(0x66)
        if "sam_broken" in self.faults:
            return encode_reply(0x60)
        answers = {
            "10ff": lambda: encode_reply(0x90),
            "11ff": lambda: encode_reply(0x90),
            "12ff": lambda: encode_reply(0x90, _MODULE),
            "2001": self._find,
            "2002": self._select,
            "3001": lambda: self._read(with_fingers=False),
            "3010": lambda: self._read(with_fingers=True),
            "3003": self._extra,
        }
        answer = answers.get(request.command.hex())
        return answer() if answer else encode_reply(0x21)

    def _find(self) -> bytes:
        if self._card is None or self._done or "no_card" in self.faults:
            self.asked_for_card_ns = time.monotonic_ns()
            return encode_reply(0x80)
        self._stage = "found"
        return encode_reply(0x9F, bytes(4))

    def _select(self) -> bytes:
        if "gone_at_select" in self.faults:
            self._card, self._stage = None, "idle"
        if self._card is None or self._stage == "idle":
            return encode_reply(0x81)
        if "unknown_card" in self.faults:
            return encode_reply(0x40)
        self._stage = "selected"
        return encode_reply(0x90, bytes(8))

    def _read(self, with_fingers: bool) -> bytes:
        if with_fingers and "no_fingerprint_command" in self.faults:
            return encode_reply(0x21)
        if "gone_at_read" in self.faults:
            self._card, self._stage = None, "idle"
        if self._card is None or self._stage != "selected":
            return encode_reply(0x41)
        if "not_trusted" in self.faults:
            return encode_reply(0x32)
        blocks = [self._card.text, self._card.photo] + ([self._card.fingerprints] if with_fingers else [])
        lengths = b"".join(len(block).to_bytes(2, "big") for block in blocks)
        return encode_reply(0x90, lengths + b"".join(blocks))

    def _extra(self) -> bytes:
        if "gone_at_extra" in self.faults:
            self._card, self._stage = None, "idle"
        if self._card is None or self._stage != "selected":
            return encode_reply(0x41)
        self.reads += not self._done
        self._done = True
        if not self._card.extra_address:
            return encode_reply(0x91)
        return encode_reply(0x90, self._card.extra_address)
