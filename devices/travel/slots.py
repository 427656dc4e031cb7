"""Where a chip can be laid: the system's PC/SC readers, all of them as one instrument.

A kit's reader often shows several slots (contact, contactless), and USB keys with a chip show as readers that
always hold a card; so every slot is looked at, and what has no travel document's application is passed over.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from types import TracebackType
from typing import Protocol, Self

from devices.contract import Cancelled as CancelledQuestion
from devices.errors import BadReply, Busy, CardGone, CardUnreadable, Silent
from devices.travel.apdu import Channel
from devices.travel.pcsc_line import ANSWER_S, COMMAND, CONNECT_S, WAIT_MS, PcscLine


class Card(Channel, Protocol):
    """A chip that lies on a reader, connected."""

    @property
    def mark(self) -> str:
        """Names this card until it leaves; another one, or the same again, has another mark."""
        ...

    @property
    def atr(self) -> bytes: ...

    def close(self) -> None: ...


class Slots(Protocol):
    """Readers, as the driver sees them."""

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def wait_card(self, passed_over: Collection[str], cancelled: CancelledQuestion) -> Card:
        """A card that is none of these marks. Raises Cancelled, Removed, Silent, BadReply, Busy ..."""
        ...

    def look(self, cancelled: CancelledQuestion) -> None:
        """Do the readers answer? Waits for no card. Raises the same."""
        ...


class PcscCard:
    def __init__(self, line: PcscLine, mark: str, atr: bytes, cancelled: CancelledQuestion) -> None:
        self._line = line
        self._cancelled = cancelled
        self.mark = mark
        self.atr = atr

    def transmit(self, apdu: bytes) -> tuple[bytes, int]:
        answer = self._line.ask({"do": "transmit", "apdu": apdu.hex()}, self._cancelled, ANSWER_S)
        data = answer.data("data")
        if not data:
            raise CardGone()  # some readers' way to say so
        if len(data) < 2:
            raise BadReply(expected="a status of 2 bytes", got=len(data))
        return data[:-2], int.from_bytes(data[-2:])

    def close(self) -> None:
        """Let go of it; raises nothing a reader can cause: a card that is gone is let go already."""
        self._line.let_go()


class PcscSlots:
    """The system's readers through the child process."""

    def __init__(
        self, *, command: Sequence[str] = COMMAND, environment: Mapping[str, str] | None = None
    ) -> None:
        self._line = PcscLine(command=command, environment=environment)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._line.close()

    def look(self, cancelled: CancelledQuestion) -> None:
        self._line.ask({"do": "wait", "ignore": [], "ms": 0}, cancelled)

    def wait_card(self, passed_over: Collection[str], cancelled: CancelledQuestion) -> PcscCard:
        mute: set[str] = set()
        while True:
            look = {"do": "wait", "ignore": sorted({*passed_over, *mute}), "ms": WAIT_MS}
            found = self._line.ask(look, cancelled)
            if found.said.get("say") != "card":
                continue
            card = PcscCard(self._line, found.text("id"), found.data("atr"), cancelled)
            try:
                self._line.ask({"do": "connect", "reader": found.text("reader")}, cancelled, CONNECT_S)
            except Silent as error:
                raise Busy() from error
            except CardUnreadable:  # it does not answer the reader: badly laid, or no such card
                mute.add(card.mark)
            except CardGone:
                continue
            else:
                return card
