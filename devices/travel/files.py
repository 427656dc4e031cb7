"""The files of a travel document's chip: choosing one, reading it in pieces. Source: ICAO Doc 9303-10."""

from __future__ import annotations

from typing import Protocol

from devices.contract import Cancelled as CancelledQuestion
from devices.errors import BadReply, Cancelled
from devices.travel import apdu, tlv
from devices.travel.apdu import Channel, Command
from devices.travel.errors import SessionLost

APPLICATION = bytes.fromhex("A0000002471001")

IDS = {"COM": 0x011E, "DG1": 0x0101, "DG2": 0x0102, "DG11": 0x010B, "DG12": 0x010C, "SOD": 0x011D}

HEAD_BYTES = 6  # the longest tag and length a file begins with; no file is shorter
SHORT_PIECE = 0xDF  # with its cover and proof an answer then fits into 256 bytes
LONG_PIECE = 0x800  # of a chip and reader that take extended lengths
MAX_FILE_BYTES = 200_000
"""A face of 600 x 800 pixels in JPEG has 20 to 60 kB; more than this is no travel document's file."""

FAR = 0x7FFF  # up to here the offset stands in the command's head

SLOWEST = 4
"""So many times more answers than the pieces need: a chip that gives byte by byte is not waited for."""


class Asks(Protocol):
    def ask(self, command: Command) -> tuple[bytes, int]: ...


def select_application(channel: Channel) -> bool:
    """Is there a travel document's application on this chip? Raises what the channel raises."""
    _, status = apdu.ask(channel, Command(0, 0xA4, 0x04, 0x0C, APPLICATION))
    return status == apdu.OK


def read_file(
    channel: Asks,
    name: str,
    piece_bytes: int,
    cancelled: CancelledQuestion,
) -> bytes | None:
    """The whole file; None when the chip has none.

    Raises SessionLost, BadReply (values name the file), Cancelled, and what the channel raises.
    """
    _, status = channel.ask(Command(0, 0xA4, 0x02, 0x0C, IDS[name].to_bytes(2)))
    if status in apdu.NO_SUCH_FILE:
        return None
    if status in apdu.NOT_ALLOWED:
        raise SessionLost(file=name, status=f"{status:04X}")
    if status != apdu.OK:
        raise BadReply(file=name, expected="9000", got=f"{status:04X}")
    whole = bytearray(_piece(channel, name, 0, HEAD_BYTES))
    _, begin, length = tlv.head(bytes(whole))
    size = begin + length
    if size > MAX_FILE_BYTES:
        raise BadReply(file=name, expected=f"at most {MAX_FILE_BYTES} bytes", got=size)
    answers_left = SLOWEST * (size // piece_bytes + 2)
    while len(whole) < size:
        if cancelled():
            raise Cancelled()
        if answers_left == 0:
            raise BadReply(file=name, expected=f"pieces of {piece_bytes} bytes", got="far smaller ones")
        answers_left -= 1
        whole += _piece(channel, name, len(whole), min(piece_bytes, size - len(whole)))
    return bytes(whole[:size])


def _piece(channel: Asks, name: str, offset: int, wanted: int) -> bytes:
    """At least one byte, at most `wanted`."""
    if offset <= FAR:
        command = Command(0, 0xB0, offset >> 8, offset & 0xFF, le=wanted)
    else:
        size = (offset.bit_length() + 7) // 8
        command = Command(0, 0xB1, 0, 0, tlv.made(0x54, offset.to_bytes(size)), le=wanted + 4)
    data, status = channel.ask(command)
    if status in apdu.NOT_ALLOWED:
        raise SessionLost(file=name, status=f"{status:04X}")
    if status not in (apdu.OK, apdu.END_OF_FILE):
        raise BadReply(file=name, expected="9000", got=f"{status:04X}")
    if offset > FAR:
        data = tlv.only(data, 0x53).value
    if not 0 < len(data) <= wanted:
        raise BadReply(file=name, expected=f"1 to {wanted} bytes at {offset}", got=len(data))
    return data
