"""Any PC/SC reader with a travel document on it: passport, travel permit. BAC, then the files of the chip.

Protocol: devices/protocols/pcsc_mrtd.md.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from types import TracebackType
from typing import ClassVar, Self

from cryptography import x509

from devices.contract import Cancelled as CancelledQuestion
from devices.contract import ChipKey, ChipRead, Kind, Progress, UsbId
from devices.errors import DeviceError
from devices.travel.bac import Random
from devices.travel.chip import Reading, read_chip, takes_long_answers
from devices.travel.errors import WrongKey
from devices.travel.files import select_application
from devices.travel.slots import Card, Slots


def utc_now() -> datetime:
    return datetime.now(UTC)


class PcscMrtd:
    """Driver for the system's chip readers, all of them as one instrument."""

    name: ClassVar[str] = "pcsc_mrtd"
    kind: ClassVar[Kind] = Kind.CHIP
    ids: ClassVar[tuple[UsbId, ...]] = ()

    def __init__(
        self,
        slots: Slots,
        *,
        roots: Sequence[x509.Certificate] = (),
        random: Random = os.urandom,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        """roots: the states' signing certificates (CSCA) the office trusts; none: nobody vouches."""
        self._slots = slots
        self._reading = Reading(tuple(roots), now, random)
        self._long_answers = True
        self._opened = ExitStack()

    def __enter__(self) -> Self:
        self._opened.enter_context(self._slots)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._opened.close()

    def read(self, key: ChipKey, cancelled: CancelledQuestion, progress: Progress) -> ChipRead:
        """See devices.contract.ChipReader."""
        progress("waiting")
        passed_over: set[str] = set()
        while True:
            with closing(self._slots.wait_card(passed_over, cancelled)) as card:
                progress("touched")
                if select_application(card):
                    return self._read(card, key, cancelled, progress)
                passed_over.add(card.mark)
                progress("other_card")

    def answers(self, cancelled: CancelledQuestion) -> None:
        """For the kit check: the readers answer, or it raises what `read` raises. Waits for no card."""
        self._slots.look(cancelled)

    def _read(self, card: Card, key: ChipKey, cancelled: CancelledQuestion, progress: Progress) -> ChipRead:
        """A reader that breaks off on long answers gets short ones from then on."""
        long_answers = self._long_answers and takes_long_answers(card.atr)
        try:
            return read_chip(card, key, self._reading, long_answers, cancelled, progress)
        except WrongKey:
            raise
        except DeviceError:
            self._long_answers = False
            raise
