"""Reads the older kind of USB recording, umockdev's "ioctl tree", into transfers; damaged ones end in
BadRecording.

One transfer a line: `USBDEVFS_REAPURBNDELAY`, result, type, endpoint, status, flags, bytes asked, bytes got,
errors, the bytes in hexadecimal. The indentation says what followed what while it was recorded; we need only
the order. Control transfers are not in such recordings. Source: umockdev's documentation and recordings.
"""

from __future__ import annotations

from dataclasses import dataclass

from devices.virtual.pcapng import BadRecording

REAP = ("USBDEVFS_REAPURB", "USBDEVFS_REAPURBNDELAY")
FIELDS = 9  # before the bytes
BULK, INTERRUPT = 3, 1


@dataclass(frozen=True)
class Transfer:
    """One bulk or interrupt transfer, as it ended."""

    endpoint: int  # bit 7 set: read from the instrument
    asked: int  # bytes the host had room for (read) or sent (write)
    data: bytes

    @property
    def reading(self) -> bool:
        return bool(self.endpoint & 0x80)


def read(recording: str) -> tuple[Transfer, ...]:
    """All transfers in their order. Raises BadRecording, which names the line."""
    return tuple(
        _transfer(line.split(), number)
        for number, line in enumerate(recording.splitlines(), 1)
        if line.split()[:1] and line.split()[0] in REAP
    )


def _transfer(words: list[str], number: int) -> Transfer:
    if len(words) not in (FIELDS, FIELDS + 1):
        raise BadRecording(f"line {number}: {len(words)} words")
    try:
        kind, endpoint, status, _, asked, got, _ = (int(word) for word in words[2:FIELDS])
        data = bytes.fromhex("".join(words[FIELDS:]))
    except ValueError:
        raise BadRecording(f"line {number}: not numbers and hexadecimal bytes") from None
    if kind not in (BULK, INTERRUPT) or not 0 < endpoint < 256 or status:
        raise BadRecording(f"line {number}: transfer of type {kind}, endpoint {endpoint}, status {status}")
    if got != len(data) or got > asked:
        raise BadRecording(f"line {number}: {got} bytes of {asked}, but {len(data)} recorded")
    return Transfer(endpoint, asked, data)
