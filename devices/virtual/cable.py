"""The cable between a host and a model, as it is on a bad day: whatever may happen to one transfer.

A model without a cable of its own has a perfect one. Tests hang a `Cable` on a model and let each transfer of
a driver's talk go wrong in turn.
"""

from __future__ import annotations

from enum import StrEnum


class Stall(Exception):
    """The instrument refuses the request (USB STALL)."""


class Gone(Exception):
    """The instrument leaves the bus right now."""


class Trouble(StrEnum):
    """What happens at a transfer; NAKED and ENDLESS go on from there, the others happen once."""

    REMOVED = "removed"
    STALLED = "stalled"
    NAKED = "naked for ever"
    BABBLE = "babble"  # more bytes than were asked for
    ENDLESS = "endless"  # every answer fills the buffer, there is always one more
    EMPTY = "empty"
    SHORT = "short"  # the last byte is missing
    LONG = "long"  # one byte too many
    FLIPPED = "flipped"  # one bit is wrong


FOR_EVER = frozenset({Trouble.NAKED, Trouble.ENDLESS})


class Cable:
    """Counts the transfers that went through (`transfers`); makes `trouble` at number `at`, from 1."""

    def __init__(self, trouble: Trouble | None = None, at: int = 1, byte: int = 0) -> None:
        """byte: which one is FLIPPED, from the front; negative from the end; shorter answers lose another."""
        self.transfers = 0
        self._trouble = trouble
        self._at = at
        self._byte = byte

    @property
    def naked(self) -> bool:
        """Nothing goes through any more."""
        return self._trouble is Trouble.NAKED and self.transfers >= self._at - 1

    @property
    def endless(self) -> bool:
        return self._trouble is Trouble.ENDLESS and self.transfers >= self._at - 1

    def out(self) -> None:
        """The host's bytes go to the instrument. Raises Stall, Gone."""
        self._next()

    def into(self, data: bytes, asked: int) -> bytes:
        """What the host gets for its read of `asked` bytes when the instrument says `data`. May raise."""
        trouble = self._next()
        if trouble is Trouble.ENDLESS:
            return (data or b"\xaa").ljust(asked, data[:1] or b"\xaa")[:asked]
        if trouble is Trouble.BABBLE:
            return data.ljust(asked + 1, b"\0")
        if trouble is Trouble.EMPTY:
            return b""
        if trouble is Trouble.SHORT:
            return data[:-1]
        if trouble is Trouble.LONG:
            return data + b"\0"
        if trouble is Trouble.FLIPPED and data:
            wrong = bytearray(data)
            wrong[self._byte % len(wrong)] ^= 0x01
            return bytes(wrong)
        return data

    def _next(self) -> Trouble | None:
        self.transfers += 1
        again = self._trouble in FOR_EVER and self.transfers > self._at
        trouble = self._trouble if self.transfers == self._at or again else None
        if trouble is Trouble.REMOVED:
            raise Gone
        if trouble is Trouble.STALLED:
            raise Stall
        return trouble
