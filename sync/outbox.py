"""What the engine asks of its surroundings: an outbox, an inbox, a gateway and a clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sync.parcel import Notice, Parcel, Receipt


@dataclass(frozen=True)
class Due:
    """A parcel that may be tried now. tries: how often it was put off so far."""

    id: str
    tries: int = 0
    urgent: bool = False


class Outbox(Protocol):
    """The table of unsettled parcels. Every method is one transaction; all raise the store's own errors."""

    def due(self, now: datetime) -> Sequence[Due]:
        """What may be tried now, most urgent first, then oldest.

        May be the first page only: it is asked again after every parcel, so an urgent one sealed meanwhile
        overtakes. A row left "sending" by a crash is due.
        """

    def parcel(self, id: str) -> Parcel:
        """The sealed bytes. Raises sync.errors.BadParcel when they cannot be read back whole."""

    def sending(self, id: str) -> None:
        """It is on the wire now (for the screen; promises nothing)."""

    def interrupted(self, id: str, code: str) -> None:
        """The line or the sign-in failed, not the parcel: waiting again, no try charged, due at once."""

    def delivered(self, id: str, receipt: Receipt) -> None:
        """The office holds it; the receipt's signature has been checked. Twice changes nothing."""

    def put_off(self, id: str, until: datetime, code: str) -> None:
        """The office had trouble: one try charged, not due before `until`."""

    def refused(self, id: str, code: str, values: Mapping[str, object]) -> None:
        """It will not go as it is: waits for a person, with the reason. Not due until a person acts."""

    def alarm(self, id: str, code: str, values: Mapping[str, object]) -> None:
        """The office holds other content under this id: an audit entry nobody can overlook."""


class Inbox(Protocol):
    """Where notices arrive. The cursor is kept with what it brought."""

    def cursor(self) -> int:
        """Cursor of the last notice applied; 0 at first."""

    def apply(self, notice: Notice) -> bool:
        """Apply one notice and move the cursor to it, in one transaction. True when it changed something.

        A cursor that is not larger than the stored one changes nothing and returns False. A notice that says
        nothing new, or names a record not known here, moves the cursor only and returns False.
        """

    def advance(self, cursor: int) -> None:
        """Move the cursor past notices of kinds this program does not know. Never back."""


class Gateway(Protocol):
    """The office as the engine sees it; sync.client.Client is the real one. Raises sync.errors only."""

    def deliver(self, parcel: Parcel) -> Receipt: ...

    def changes(self, cursor: int, wait_s: float) -> tuple[tuple[Notice, ...], int]: ...


class Clock(Protocol):
    def now(self) -> datetime:
        """Aware UTC."""
