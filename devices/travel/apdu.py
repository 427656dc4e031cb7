"""Commands to a chip and its answers. Source: ISO/IEC 7816-4."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Protocol

from devices.errors import BadReply

OK = 0x9000
END_OF_FILE = 0x6282  # fewer bytes than asked for: the file ends here
AUTHENTICATION_FAILED = 0x6300
NOT_ALLOWED = (0x6982, 0x6985, 0x6988)  # security status, conditions, wrong MAC: the session is over
NO_SUCH_FILE = (0x6A82, 0x6A83, 0x6A88)
WRONG_LENGTH = (0x6700, 0x6B00)

MAX_MORE = 64
"""So often an answer may say that more of it is waiting."""


class Channel(Protocol):
    """A wire to one chip."""

    def transmit(self, apdu: bytes) -> tuple[bytes, int]:
        """The answer's data and its status word. Raises CardGone, Removed, Silent, BadReply, Cancelled."""
        ...


@dataclass(frozen=True)
class Command:
    """le: most bytes wanted back; None: none. Over 256 bytes the extended form is used."""

    cla: int
    ins: int
    p1: int
    p2: int
    data: bytes = field(default=b"", repr=False)
    le: int | None = None

    def wire(self) -> bytes:
        head = bytes([self.cla, self.ins, self.p1, self.p2])
        wanted = self.le or 0
        if len(self.data) > 0xFF or wanted > 0x100:
            body = b"\0" + len(self.data).to_bytes(2) + self.data if self.data else b"\0"
            return head + body + (b"" if self.le is None else (wanted & 0xFFFF).to_bytes(2))
        body = bytes([len(self.data)]) + self.data if self.data else b""
        return head + body + (b"" if self.le is None else bytes([wanted & 0xFF]))


def ask(channel: Channel, command: Command) -> tuple[bytes, int]:
    """Send it; fetch what a chip keeps back (61xx), ask again as it wishes (6Cxx).

    Raises BadReply and what transmit raises.
    """
    data, status = channel.transmit(command.wire())
    if status >> 8 == 0x6C:
        data, status = channel.transmit(replace(command, le=status & 0xFF or 0x100).wire())
    whole = bytearray(data)
    for _ in range(MAX_MORE):
        if status >> 8 != 0x61:
            return bytes(whole), status
        data, status = channel.transmit(Command(0, 0xC0, 0, 0, le=status & 0xFF or 0x100).wire())
        if not data:
            break
        whole += data
    raise BadReply(expected="the end of the answer", got=f"{status:04X}")
