"""One pass over the outbox, and one over the office's notices: the only place that decides what a failure means.

It owns no thread, no timer and no row. A timer, the line coming up and *Send now* all call the same `send`.
"""

from __future__ import annotations

import hashlib
import random
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sync.backoff import delay_s
from sync.errors import BadParcel, DigestConflict, Refused, ServerTrouble, SyncError
from sync.parcel import Notice, Parcel, Receipt

SICK_AFTER = 3  # answers of trouble in a row: it is the office that is ill, not a parcel


@dataclass(frozen=True)
class Due:
    """A parcel that may be tried now. tries: how often it was put off so far."""

    id: str
    tries: int = 0


class Outbox(Protocol):
    """The table of unsettled parcels. Every method is one transaction; all raise the store's own errors."""

    def due(self, now: datetime) -> Sequence[Due]:
        """What may be tried now, most urgent first, then oldest. May be the first page only: it is asked
        again after every parcel, so an urgent one sealed meanwhile overtakes. A row left "sending" by a crash is due."""

    def parcel(self, id: str) -> Parcel:
        """The sealed bytes. Raises sync.errors.BadParcel when they cannot be read back whole."""

    def sending(self, id: str) -> None:
        """It is on the wire now (for the screen; promises nothing)."""

    def interrupted(self, id: str, code: str) -> None:
        """The line or the sign-in failed, not the parcel: back to waiting, no try charged, due at once."""

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
        """Apply one notice and move the cursor to it, in one transaction. A cursor that is not larger than the
        stored one, or a notice that says nothing new, changes nothing and returns False. Raises nothing for a
        record it does not know: it moves the cursor and returns False."""

    def advance(self, cursor: int) -> None:
        """Move the cursor past notices of kinds this program does not know. Never back."""


class Gateway(Protocol):
    """The office as the engine sees it; sync.http.HttpGateway is the one there is. Raises sync.errors only."""

    def deliver(self, parcel: Parcel) -> Receipt: ...

    def changes(self, cursor: int, wait_s: float) -> tuple[tuple[Notice, ...], int]: ...


class Clock(Protocol):
    def now(self) -> datetime:
        """Aware UTC."""


@dataclass(frozen=True)
class Sent:
    """What one pass did. stopped: the error that ended it early (no line, sign-in needed ...), else None."""

    tried: int = 0
    delivered: int = 0
    put_off: int = 0
    refused: int = 0
    stopped: SyncError | None = None
    busy: bool = False  # another caller is at it; it will look again before it ends


@dataclass(frozen=True)
class Received:
    """applied: notices that changed something."""

    applied: int = 0
    stopped: SyncError | None = None
    busy: bool = False


class Engine:
    """Safe to call from any thread; two passes of one kind never overlap."""

    def __init__(
        self,
        outbox: Outbox,
        inbox: Inbox,
        gateway: Gateway,
        clock: Clock,
        *,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._outbox = outbox
        self._inbox = inbox
        self._gateway = gateway
        self._clock = clock
        self._chance = chance
        self._sending = threading.Lock()
        self._receiving = threading.Lock()
        self._again = threading.Event()

    def send(self) -> Sent:
        """Deliver what is due. Returns when nothing is due, or something concerns all parcels (no line ...)."""
        self._again.set()
        if not self._sending.acquire(blocking=False):
            return Sent(busy=True)
        try:
            outcome = _Tally()
            while self._again.is_set() and outcome.stopped is None:
                self._again.clear()
                self._deliver_due(outcome)
            return outcome.sent()
        finally:
            self._sending.release()

    def _deliver_due(self, tally: _Tally) -> None:
        seen: set[str] = set()
        while tally.stopped is None:
            due = next((d for d in self._outbox.due(self._clock.now()) if d.id not in seen), None)
            if due is None:
                return
            seen.add(due.id)
            self._deliver(due, tally)

    def _deliver(self, due: Due, tally: _Tally) -> None:
        tally.tried += 1
        try:
            parcel = self._outbox.parcel(due.id)
            if hashlib.sha256(parcel.body).hexdigest() != parcel.sha256:
                raise BadParcel(reason="digest")
            self._outbox.sending(due.id)
            receipt = self._gateway.deliver(parcel)
        except DigestConflict as error:
            # The alarm first: killed in between, it is raised twice rather than never.
            self._outbox.alarm(due.id, error.code, error.values)
            self._refuse(due, error, tally)
        except (Refused, BadParcel) as error:
            self._refuse(due, error, tally)
        except ServerTrouble as error:
            self._put_off(due, error, tally)
        except SyncError as error:
            self._outbox.interrupted(due.id, error.code)
            tally.stopped = error
        else:
            self._outbox.delivered(due.id, receipt)
            tally.delivered += 1
            tally.troubles = 0

    def _refuse(self, due: Due, error: SyncError, tally: _Tally) -> None:
        self._outbox.refused(due.id, error.code, error.values)
        tally.refused += 1
        tally.troubles = 0

    def _put_off(self, due: Due, error: ServerTrouble, tally: _Tally) -> None:
        asked = error.values.get("retry_after_s")
        wait = delay_s(due.tries + 1, self._chance, asked if isinstance(asked, float) else None)
        self._outbox.put_off(due.id, self._clock.now() + timedelta(seconds=wait), error.code)
        tally.put_off += 1
        tally.troubles += 1
        if tally.troubles >= SICK_AFTER:
            tally.stopped = error

    def receive(self, wait_s: float = 0.0) -> Received:
        """Pull and apply notices until the office has no more. wait_s: how long it may keep us waiting for one."""
        if not self._receiving.acquire(blocking=False):
            return Received(busy=True)
        try:
            return self._pull(wait_s)
        finally:
            self._receiving.release()

    def _pull(self, wait_s: float) -> Received:
        applied = 0
        try:
            while True:
                cursor = self._inbox.cursor()
                notices, end = self._gateway.changes(cursor, wait_s)
                applied += sum(self._inbox.apply(notice) for notice in notices)
                if end > self._inbox.cursor():
                    self._inbox.advance(end)
                if self._inbox.cursor() <= cursor:
                    return Received(applied)
                wait_s = 0.0
        except SyncError as error:
            return Received(applied, stopped=error)


class _Tally:
    """Counts of the pass under way."""

    def __init__(self) -> None:
        self.tried = self.delivered = self.put_off = self.refused = self.troubles = 0
        self.stopped: SyncError | None = None

    def sent(self) -> Sent:
        return Sent(self.tried, self.delivered, self.put_off, self.refused, self.stopped)
