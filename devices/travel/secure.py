"""Secure messaging: every command hidden and counted, every answer proven. Source: ICAO Doc 9303-11, 9.8."""

from __future__ import annotations

import hmac

from devices.errors import BadReply
from devices.travel import apdu
from devices.travel.apdu import Channel, Command
from devices.travel.bac import Session, crypt, mac_of, padded, unpadded
from devices.travel.errors import SessionLost
from devices.travel.tlv import Tlv, made, objects, pick

HIDDEN, LENGTH, STATUS, PROOF = 0x87, 0x97, 0x99, 0x8E
HIDDEN_ODD = 0x85  # data of a command with an odd instruction
SECURED = 0x0C
NOT_OF_FILE = b"\x01"  # padding-content indicator


class SecureChannel:
    """A channel whose commands are secured. One wrong answer ends it: the counters no longer agree."""

    def __init__(self, channel: Channel, session: Session) -> None:
        self._channel = channel
        self._keys = session.keys
        self._counter = session.counter

    def ask(self, command: Command) -> tuple[bytes, int]:
        """The answer's data in clear, and its status. Raises SessionLost, BadReply, what transmit raises."""
        answer, status = apdu.ask(self._channel, self._secured(command))
        found = tuple(objects(answer)) if answer else ()
        if not found:
            raise SessionLost(status=f"{status:04X}")
        proven = self._proven(found)
        return self._shown(found, odd=bool(command.ins & 1)), proven

    def _secured(self, command: Command) -> Command:
        head = bytes([command.cla | SECURED, command.ins, command.p1, command.p2])
        body = b""
        if command.data:
            hidden = crypt(self._keys.enc, padded(command.data), hide=True)
            body = made(HIDDEN_ODD, hidden) if command.ins & 1 else made(HIDDEN, NOT_OF_FILE + hidden)
        if command.le is not None:
            wide = command.le > 0x100
            body += made(LENGTH, (command.le & 0xFFFF).to_bytes(2) if wide else bytes([command.le & 0xFF]))
        proof = mac_of(self._keys.mac, self._next() + padded(head) + body)
        body += made(PROOF, proof)
        wide = command.le is not None and command.le > 0x100
        return Command(head[0], command.ins, command.p1, command.p2, body, le=0x10000 if wide else 0x100)

    def _proven(self, found: tuple[Tlv, ...]) -> int:
        """The status the chip vouches for."""
        told = b"".join(one.raw for one in found if one.tag != PROOF)
        if not hmac.compare_digest(mac_of(self._keys.mac, self._next() + told), pick(found, PROOF).value):
            raise BadReply(expected="a proven answer", got="a wrong MAC")
        status = pick(found, STATUS).value
        if len(status) != 2:
            raise BadReply(expected="a status of 2 bytes", got=len(status))
        return int.from_bytes(status)

    def _shown(self, found: tuple[Tlv, ...], *, odd: bool) -> bytes:
        hidden = next((one.value for one in found if one.tag in (HIDDEN, HIDDEN_ODD)), b"")
        if not hidden:
            return b""
        if not odd:
            if hidden[:1] != NOT_OF_FILE:
                raise BadReply(expected="padding indicator 01", got=hidden[:1].hex())
            hidden = hidden[1:]
        if not hidden or len(hidden) % 8:
            raise BadReply(expected="whole blocks", got=len(hidden))
        return unpadded(crypt(self._keys.enc, hidden, hide=False))

    def _next(self) -> bytes:
        self._counter = (self._counter + 1) % (1 << 64)
        return self._counter.to_bytes(8)
