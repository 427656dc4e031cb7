"""Reads a recording of USB traffic (pcapng, Linux usbmon) into events. Damaged files end in BadRecording,
never in nonsense.

Source: IETF draft-ietf-opsawg-pcapng; link type 220 LINKTYPE_USB_LINUX_MMAPPED (64-byte header per event).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

SECTION, INTERFACE, PACKET = 0x0A0D0D0A, 0x00000001, 0x00000006
USB_LINUX_MMAPPED = 220
BYTE_ORDER = 0x1A2B3C4D
EVENT = struct.Struct(
    "<QBBBBHbbqiiII"
)  # id, S|C|E, kind, endpoint, device, bus, setup?, data?, s, us, status, length, captured
SETUP_OFFSET, DATA_OFFSET = 40, 64

CONTROL, BULK, INTERRUPT = 2, 3, 1


class BadRecording(ValueError):
    """The file is not a whole recording; says at which byte."""


@dataclass(frozen=True)
class Event:
    """One half of a transfer: submitted (b"S") or completed (b"C")."""

    transfer: int
    submitted: bool
    kind: int  # CONTROL, BULK, INTERRUPT
    endpoint: int
    device: int
    status: int
    length: int
    setup: bytes  # 8 bytes for a submitted control transfer, else empty
    data: bytes


def read(recording: bytes) -> tuple[Event, ...]:
    """All USB events of a little-endian recording. Raises BadRecording."""
    return tuple(_events(recording))


def _events(recording: bytes) -> Iterator[Event]:
    link_types: list[int] = []
    for kind, offset, body in _blocks(recording):
        if kind == SECTION:
            if len(body) < 4 or struct.unpack_from("<I", body)[0] != BYTE_ORDER:
                raise BadRecording(f"byte {offset}: not a little-endian section")
            link_types = []
        elif kind == INTERFACE:
            if len(body) < 8:
                raise BadRecording(f"byte {offset}: short interface block")
            link_types.append(struct.unpack_from("<H", body)[0])
        elif kind == PACKET:
            if len(body) < 20:
                raise BadRecording(f"byte {offset}: short packet block")
            interface, _, _, captured = struct.unpack_from("<IIII", body)
            if interface >= len(link_types) or 20 + captured > len(body):
                raise BadRecording(f"byte {offset}: packet without its interface or its bytes")
            if link_types[interface] == USB_LINUX_MMAPPED:
                yield _event(body[20 : 20 + captured], offset)


def _blocks(recording: bytes) -> Iterator[tuple[int, int, bytes]]:
    offset = 0
    while offset < len(recording):
        if len(recording) - offset < 12:
            raise BadRecording(f"byte {offset}: cut short")
        kind, length = struct.unpack_from("<II", recording, offset)
        if length < 12 or length % 4 or offset + length > len(recording):
            raise BadRecording(f"byte {offset + 4}: wrong block length {length}")
        if offset == 0 and kind != SECTION:
            raise BadRecording("byte 0: not a pcapng file")
        yield kind, offset, recording[offset + 8 : offset + length - 4]
        offset += length


def _event(packet: bytes, offset: int) -> Event:
    if len(packet) < DATA_OFFSET:
        raise BadRecording(f"byte {offset}: short USB event")
    transfer, letter, kind, endpoint, device, _, no_setup, _, _, _, status, length, captured = (
        EVENT.unpack_from(packet)
    )
    if letter not in b"SCE":
        raise BadRecording(f"byte {offset}: unknown event {letter}")
    setup = packet[SETUP_OFFSET : SETUP_OFFSET + 8] if no_setup == 0 and letter == ord("S") else b""
    data = packet[DATA_OFFSET : DATA_OFFSET + captured]
    return Event(transfer, letter == ord("S"), kind, endpoint, device, status, length, setup, data)
