"""PTP's conversation: a command, perhaps data, a response; each in a container. One at a time.

Source: ISO 15740 and the USB Still Image Capture Device Definition 1.0, clause 7 (containers).
"""

from __future__ import annotations

import struct
from typing import NamedTuple

from devices.contract import Cancelled as CancelledQuestion
from devices.errors import (
    BadReply,
    Cancelled,
    DeviceError,
    MemoryCardFull,
    NoMemoryCard,
    NotSupported,
    ShotFailed,
    Silent,
)
from devices.usb import Endpoint, Port

HEAD = struct.Struct("<IHHI")  # length of the whole, type, code, transaction
COMMAND, DATA, RESPONSE, EVENT = 1, 2, 3, 4
NAMES = {COMMAND: "command", DATA: "data", RESPONSE: "response", EVENT: "event"}

OK, NOT_SUPPORTED, BUSY, SESSION_OPEN = 0x2001, 0x2005, 0x2019, 0x201E
STORE_FULL, STORE_GONE = 0x200C, 0x2013

LARGEST = 64 * 1024 * 1024
BLOCK = 65536
FIRST = 512  # room for the first read; more where packets are larger
READ_TIMEOUT_MS = 5000  # a picture's first byte may take a second from a slow card
BUSY_TRIES, BUSY_PAUSE_MS = 25, 200

_BY_RESPONSE: dict[int, type[DeviceError]] = {
    NOT_SUPPORTED: NotSupported,
    STORE_FULL: MemoryCardFull,
    STORE_GONE: NoMemoryCard,
}


class Refused(Exception):
    """The camera's response was not OK. Stays inside the driver."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Container(NamedTuple):
    kind: int
    code: int
    transaction: int
    payload: bytes


class PtpWire:
    """Speaks to one camera; numbers the transactions."""

    def __init__(self, port: Port, out: Endpoint, into: Endpoint) -> None:
        self._port = port
        self._out = out.address
        self._in = into.address
        self._first = max(FIRST, into.packet_size)
        self._next = 0

    def restart(self) -> None:
        self._next = 0

    def ask(
        self, operation: int, *parameters: int, cancelled: CancelledQuestion, data: bool = False
    ) -> bytes:
        """One operation; a busy camera is asked again. data: the camera sends some. Raises Refused."""
        for _ in range(BUSY_TRIES):
            if cancelled():
                raise Cancelled()
            response, payload = self._once(operation, parameters, data)
            if response == OK:
                return payload
            if response != BUSY:
                raise Refused(response)
            self._port.pause(BUSY_PAUSE_MS)
        raise Silent(doing=f"operation {operation:04x}", tries=BUSY_TRIES)

    def _once(self, operation: int, parameters: tuple[int, ...], data: bool) -> tuple[int, bytes]:
        transaction, self._next = self._next, self._next + 1
        payload = struct.pack(f"<{len(parameters)}I", *parameters)
        self._port.write(
            self._out, HEAD.pack(HEAD.size + len(payload), COMMAND, operation, transaction) + payload
        )
        got = self._receive()
        if got.kind == DATA and data:
            _same(got, DATA, operation, transaction)
            response = self._receive()
            _same(response, RESPONSE, response.code, transaction)
            return response.code, got.payload
        _same(got, RESPONSE, got.code, transaction)
        if got.code == OK and data:
            raise BadReply(expected=f"data for {operation:04x}", got="OK without data")
        return got.code, b""

    def _receive(self) -> Container:
        """One whole container. Not interrupted: half of one would be taken for the next one's beginning."""
        # The empty packet after a transfer that filled its last packet may still be waiting.
        whole = self._read(self._first) or self._read(self._first)
        container = parse(whole)
        length = HEAD.unpack_from(whole)[0]
        pieces, have = [whole], len(whole)
        while have < length:
            left = length - have
            room = BLOCK if left >= BLOCK else left // self._first * self._first or left
            piece = self._read(room)
            if len(piece) < room:  # a short packet ends the transfer
                raise BadReply(expected=f"{length} bytes", got=f"{have + len(piece)} bytes")
            pieces.append(piece)
            have += len(piece)
        if have > length:
            raise BadReply(expected=f"{length} bytes", got=f"{have} bytes")
        return container._replace(payload=b"".join(pieces)[HEAD.size :])

    def _read(self, length: int) -> bytes:
        return self._port.read(self._in, length, _never, READ_TIMEOUT_MS)


def parse(data: bytes) -> Container:
    """A container, or its beginning. Raises BadReply when it cannot be one."""
    if len(data) < HEAD.size:
        raise BadReply(expected=f"a container of at least {HEAD.size} bytes", got=f"{len(data)} bytes")
    length, kind, code, transaction = HEAD.unpack_from(data)
    if not HEAD.size <= length <= LARGEST or kind not in NAMES:
        raise BadReply(expected=f"a container of at most {LARGEST} bytes", got=data[: HEAD.size].hex())
    return Container(kind, code, transaction, data[HEAD.size :])


def error_of(refused: Refused, doing: str) -> DeviceError:
    """What the officer is told of a response that is not OK."""
    found = _BY_RESPONSE.get(refused.code)
    if found is not None:
        return found(doing=doing, response=f"{refused.code:04x}")
    if doing == "shoot":
        return ShotFailed(response=f"{refused.code:04x}")
    return BadReply(expected=f"{doing}: response {OK:04x}", got=f"response {refused.code:04x}")


def _same(got: Container, kind: int, code: int, transaction: int) -> None:
    if (got.kind, got.code, got.transaction) != (kind, code, transaction):
        raise BadReply(
            expected=f"{NAMES[kind]} {code:04x} of transaction {transaction}",
            got=f"{NAMES[got.kind]} {got.code:04x} of transaction {got.transaction}",
        )


def _never() -> bool:
    return False
