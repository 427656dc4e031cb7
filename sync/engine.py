"""One pass over the outbox, one over the office's notices: the one place that knows what a failure means.

It owns no thread, no timer and no row. A timer, the line coming up and *Send now* all call the same `send`.
"""

from __future__ import annotations

import hashlib
import random
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

from sync.backoff import delay_s
from sync.errors import BadParcel, DigestConflict, Refused, ServerTrouble, SyncError, Unreachable
from sync.hands import MANY
from sync.outbox import Clock, Due, Gateway, Inbox, Outbox

__all__ = ["Clock", "Due", "Engine", "Gateway", "Inbox", "Outbox", "Received", "Sent"]

LOOK_AGAIN_S = 1.0  # while parcels are on their way: has something urgent been sealed meanwhile?
SICK_AFTER = 3  # answers of trouble in a row: it is the office that is ill, not a parcel


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
        hands: Callable[[], int] = lambda: 1,
    ) -> None:
        """hands: how many parcels may be on their way at the same time; asked before each."""
        self._outbox = outbox
        self._inbox = inbox
        self._gateway = gateway
        self._clock = clock
        self._chance = chance
        self._hands = hands
        self._sending = threading.Lock()
        self._receiving = threading.Lock()
        self._again = threading.Event()  # somebody called send meanwhile
        self._moved = threading.Event()  # one is through, or somebody called: look what may go now

    def send(self) -> Sent:
        """Deliver what is due. Ends when nothing is, or when a failure concerns all parcels (no line ...)."""
        self._again.set()
        self._moved.set()
        tally = None
        # Asked again once the lock is free: a parcel sealed in a pass's last moment is not left behind.
        while self._again.is_set() and self._sending.acquire(blocking=False):
            tally = tally or _Tally()
            try:
                self._again.clear()
                self._deliver_due(tally)
            finally:
                self._sending.release()
            if tally.stopped is not None:
                break
        return tally.sent() if tally is not None else Sent(busy=True)

    def look(self) -> None:
        """A hand got free: a pass under way looks at once what may go now."""
        self._moved.set()

    def _deliver_due(self, tally: _Tally) -> None:
        """As many at the same time as there are hands; something urgent gets one more, at once."""
        under_way: list[Future[None]] = []
        seen: set[str] = set()
        with ThreadPoolExecutor(MANY + 1, thread_name_prefix="post") as crew:
            while True:
                busy = [one for one in under_way if not one.done()]
                for one in set(under_way) - set(busy):
                    one.result()  # an error that is not the line's ends the pass here
                under_way = busy
                due = self._next(seen, tally)
                if due is not None and (len(busy) < self._hands() or (due.urgent and len(busy) <= MANY)):
                    seen.add(due.id)
                    under_way.append(crew.submit(self._deliver, due, tally, seen))
                    under_way[-1].add_done_callback(lambda _: self._moved.set())
                    continue
                if not busy:
                    return
                self._moved.wait(LOOK_AGAIN_S)
                self._moved.clear()

    def _next(self, seen: set[str], tally: _Tally) -> Due | None:
        if tally.stopped is not None:
            return None
        return next((due for due in self._outbox.due(self._clock.now()) if due.id not in seen), None)

    def _deliver(self, due: Due, tally: _Tally, seen: set[str]) -> None:
        tally.add(tried=1)
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
            tally.stop(error)
            seen.discard(due.id)  # it may go again in this pass, should another find the line there
        else:
            self._outbox.delivered(due.id, receipt)
            tally.add(delivered=1)

    def _refuse(self, due: Due, error: SyncError, tally: _Tally) -> None:
        self._outbox.refused(due.id, error.code, error.values)
        tally.add(refused=1)

    def _put_off(self, due: Due, error: ServerTrouble, tally: _Tally) -> None:
        asked = error.values.get("retry_after_s")
        wait = delay_s(due.tries + 1, self._chance, asked if isinstance(asked, float) else None)
        self._outbox.put_off(due.id, self._clock.now() + timedelta(seconds=wait), error.code)
        tally.trouble(error)

    def receive(self, wait_s: float = 0.0) -> Received:
        """Pull and apply notices until there are no more. wait_s: how long the office may hold us."""
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
    """Counts of the pass under way; several hands write."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tried = self._delivered = self._put_off = self._refused = self._troubles = 0
        self.stopped: SyncError | None = None

    def add(self, *, tried: int = 0, delivered: int = 0, refused: int = 0) -> None:
        with self._lock:
            self._tried += tried
            self._delivered += delivered
            self._refused += refused
            if delivered or refused:
                self._troubles = 0
                if isinstance(self.stopped, Unreachable):
                    self.stopped = None  # one got through: the line is back, and the pass goes on

    def trouble(self, error: SyncError) -> None:
        with self._lock:
            self._put_off += 1
            self._troubles += 1
            if self._troubles >= SICK_AFTER:
                self.stopped = error

    def stop(self, error: SyncError) -> None:
        with self._lock:
            self.stopped = self.stopped or error

    def sent(self) -> Sent:
        return Sent(self._tried, self._delivered, self._put_off, self._refused, self.stopped)
