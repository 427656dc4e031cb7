"""A chip reader inside the process, in the place of PC/SC's: where training and tests lay documents."""

from __future__ import annotations

import threading
import time
from collections.abc import Collection
from types import TracebackType
from typing import Self

from devices.contract import Cancelled as CancelledQuestion
from devices.errors import BadReply, Busy, Cancelled, CardGone, Removed, Silent
from devices.travel.errors import ChipServiceMissing
from devices.virtual.mrtd_model import MrtdChip

LOOK_S = 0.01


class VirtualSlots:
    """One slot. Any thread may lay, take, plug; one at a time reads.

    answer_s: how long one answer takes. waits_since_ns: somebody waits for a document since then, 0: nobody.
    """

    FAULTS = frozenset({"silent", "card_gone", "unplugged", "busy", "no_service"})

    def __init__(self, *, answer_s: float = 0.0, silence_s: float = 1.0) -> None:
        self.waits_since_ns = 0
        self.faults: set[str] = set()
        self.gone_after = 0  # commands after which "card_gone" or "unplugged" happens
        self.opened = 0
        self._answer_s = answer_s
        self._silence_s = silence_s
        self._changed = threading.Condition()
        self._chip: MrtdChip | None = None
        self._laid = 0
        self._plugged = True

    # hands

    def lay(self, chip: MrtdChip) -> None:
        with self._changed:
            chip.reset()
            self._chip, self._laid = chip, self._laid + 1
            self._changed.notify_all()

    def take(self) -> None:
        with self._changed:
            self._chip = None
            self._changed.notify_all()

    def plug(self, plugged: bool = True) -> None:
        with self._changed:
            self._plugged = plugged
            self._changed.notify_all()

    def fault(self, name: str, on: bool = True) -> None:
        """Switch one of FAULTS. Raises ValueError for others."""
        if name not in self.FAULTS:
            raise ValueError(name)
        (self.faults.add if on else self.faults.discard)(name)

    @property
    def lying(self) -> bool:
        return self._chip is not None

    # devices.travel.slots.Slots

    def __enter__(self) -> Self:
        self.opened += 1
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.opened -= 1

    def look(self, cancelled: CancelledQuestion) -> None:
        if cancelled():
            raise Cancelled()
        self._must_work()

    def wait_card(self, passed_over: Collection[str], cancelled: CancelledQuestion) -> VirtualCard:
        self.waits_since_ns = time.monotonic_ns()
        try:
            while True:
                self.look(cancelled)
                with self._changed:
                    if self._chip is not None and self._mark() not in passed_over:
                        if "busy" in self.faults:
                            raise Busy()
                        return VirtualCard(self, self._chip, self._mark(), cancelled)
                    self._changed.wait(LOOK_S)
        finally:
            self.waits_since_ns = 0

    def answer(self, chip: MrtdChip, mark: str, apdu: bytes, cancelled: CancelledQuestion) -> bytes:
        if self._answer_s:
            time.sleep(self._answer_s)
        gone = chip.commands >= self.gone_after
        if "unplugged" in self.faults and gone:
            self.plug(False)
        if "card_gone" in self.faults and gone:
            self.take()
        self._must_work()
        if "silent" in self.faults and gone:
            end = time.monotonic() + self._silence_s
            while time.monotonic() < end:
                if cancelled():
                    raise Cancelled()
                time.sleep(LOOK_S)
            raise Silent()
        if cancelled():
            raise Cancelled()
        if self._chip is not chip or self._mark() != mark:
            raise CardGone()
        return chip.transmit(apdu)

    def _must_work(self) -> None:
        if "no_service" in self.faults:
            raise ChipServiceMissing()
        if not self._plugged:
            raise Removed()

    def _mark(self) -> str:
        return f"virtual#{self._laid}"


class VirtualCard:
    """One document while it lies there."""

    def __init__(self, slots: VirtualSlots, chip: MrtdChip, mark: str, cancelled: CancelledQuestion) -> None:
        self._slots, self._chip, self._cancelled = slots, chip, cancelled
        self.mark = mark
        self.atr = chip.atr

    def transmit(self, apdu: bytes) -> tuple[bytes, int]:
        answer = self._slots.answer(self._chip, self.mark, apdu, self._cancelled)
        if len(answer) < 2:
            raise BadReply(expected="a status of 2 bytes", got=len(answer))
        return answer[:-2], int.from_bytes(answer[-2:])

    def close(self) -> None:
        self._chip.reset()
