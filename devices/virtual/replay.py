"""Plays the recording of a real instrument to a driver, in this process, on any system, without umockdev.

Tolerant where a real instrument is: each IN endpoint is its own queue, and standard requests are answered
from the descriptors. Strict where it counts: what the driver sends must come in the recorded order, byte for
byte; an answer is given only when everything the host had sent before it was sent.
"""

from __future__ import annotations

import struct
from collections import deque
from dataclasses import dataclass
from pathlib import Path

from devices.virtual import ioctl_tree, pcapng
from devices.virtual.model import DeviceModel, Setup, Stall

CANCELLED_STATUS = -2


@dataclass
class _Sent:
    """What the host sent, and what it got for it."""

    setup: bytes  # empty for a bulk or interrupt write
    endpoint: int
    data: bytes
    answer: bytes
    status: int


@dataclass
class _Heard:
    """What an IN endpoint said, and after how many things the host had sent."""

    after: int
    data: bytes


class Replay(DeviceModel):
    """A virtual device that has seen it all before."""

    def __init__(self, blob: bytes, events: tuple[pcapng.Event, ...], serial: str = "") -> None:
        super().__init__(blob, serial=serial)
        self.sent: list[_Sent] = []
        self._heard: dict[int, deque[_Heard]] = {}
        self._done = 0
        self.surprises: list[str] = []  # what the driver sent and the recording does not have
        self._take_apart(events)

    @property
    def finished(self) -> bool:
        """The driver sent everything the recording has."""
        return self._done == len(self.sent)

    def _take_apart(self, events: tuple[pcapng.Event, ...]) -> None:
        open_transfers: dict[int, pcapng.Event] = {}
        sent_by_transfer: dict[int, _Sent] = {}
        for event in events:
            if event.submitted:
                open_transfers[event.transfer] = event
                if not _standard(event) and (event.setup or not event.endpoint & 0x80):
                    sent = _Sent(event.setup, event.endpoint, event.data, b"", 0)
                    self.sent.append(sent)
                    sent_by_transfer[event.transfer] = sent
                continue
            begun = open_transfers.pop(event.transfer, None)
            if begun is None or _standard(begun):
                continue
            if event.transfer in sent_by_transfer:
                sent = sent_by_transfer.pop(event.transfer)
                sent.answer, sent.status = event.data, event.status
            elif event.status != CANCELLED_STATUS:
                self._heard.setdefault(event.endpoint, deque()).append(_Heard(len(self.sent), event.data))

    def control_in(self, setup: Setup) -> bytes:
        return self._next(struct.pack("<BBHHH", *setup), setup.request_type & 0x80, b"").answer

    def control_out(self, setup: Setup, data: bytes) -> None:
        self._next(struct.pack("<BBHHH", *setup), 0, data)

    def received(self, endpoint: int, data: bytes) -> None:
        self._next(b"", endpoint, data)

    def take_in(self, endpoint: int, length: int, last_call: bool = False) -> bytes | None:
        waiting = self._heard.get(endpoint)
        if not waiting or waiting[0].after > self._done:
            return None
        return waiting.popleft().data

    def _next(self, setup: bytes, endpoint: int, data: bytes) -> _Sent:
        if self._done < len(self.sent):
            wanted = self.sent[self._done]
            if (wanted.setup, wanted.data) == (setup, data) and (setup or wanted.endpoint == endpoint):
                self._done += 1
                if wanted.status < 0:
                    raise Stall
                return wanted
        self.surprises.append(f"{setup.hex()} {data.hex()}")
        raise Stall


def _standard(event: pcapng.Event) -> bool:
    return event.kind == pcapng.CONTROL and bool(event.setup) and event.setup[0] & 0x60 == 0


class TreeReplay(DeviceModel):
    """A recording of the older kind, the ioctl tree: several sittings one after the other, bulk only.

    A write is looked for from where we are on and, past the end, from the beginning, byte for byte; a read
    gets the next answer to that write that was asked for with the same length, and waits when there is none.
    """

    def __init__(self, blob: bytes, transfers: tuple[ioctl_tree.Transfer, ...], serial: str = "") -> None:
        super().__init__(blob, serial=serial)
        self._transfers = transfers
        self._at = -1  # the last one that was played
        self.surprises: list[str] = []  # what the driver sent and the recording does not have

    def received(self, endpoint: int, data: bytes) -> None:
        count = len(self._transfers)
        for step in range(1, count + 1):
            place = (self._at + step) % count
            if (self._transfers[place].endpoint, self._transfers[place].data) == (endpoint, data):
                self._at = place
                return
        self.surprises.append(data.hex())
        raise Stall

    def take_in(self, endpoint: int, length: int, last_call: bool = False) -> bytes | None:
        for place in range(self._at + 1, len(self._transfers)):
            transfer = self._transfers[place]
            if not transfer.reading:
                return None
            if (transfer.endpoint, transfer.asked) == (endpoint, length):
                self._at = place
                return transfer.data
        return None


def load(description: Path, recording: Path) -> Replay:
    """A recording as umockdev keeps it: its description (the N: line has the descriptors) and a pcapng file.

    Raises pcapng.BadRecording, OSError.
    """
    address, blob = _described(description)
    events = pcapng.read(recording.read_bytes())
    return Replay(blob, tuple(event for event in events if event.device == address))


def load_tree(description: Path, recording: Path) -> TreeReplay:
    """The same with an ioctl tree for the traffic. Raises pcapng.BadRecording, OSError."""
    _, blob = _described(description)
    return TreeReplay(blob, ioctl_tree.read(recording.read_text("ascii", "replace")))


def _described(description: Path) -> tuple[int, bytes]:
    """The instrument's address and descriptors."""
    for line in description.read_text("utf-8").splitlines():
        if line.startswith("N: bus/usb/") and "=" in line:
            place, _, blob = line.partition("=")
            return int(place.rpartition("/")[2]), bytes.fromhex(blob)
    raise pcapng.BadRecording(f"{description.name}: no descriptors (N: line)")
