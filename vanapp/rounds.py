"""The postman's rounds: is there a line? takes what is due; on a way of his own brings what the office says.

It owns no truth: what is to be sent is a row, and a round that dies is simply gone again. A scheduler only
calls `post` and `fetch`; *Send now* and a fresh seal call `nudge`.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Protocol

from sync.engine import Received, Sent
from sync.errors import SyncError
from sync.line import LineState
from vanapp.listeners import Listeners

log = logging.getLogger(__name__)

HOLD_S = 20.0
"""How long the office may hold our question for news. Quitting does not wait for it: it hangs up."""


class Engine(Protocol):
    def send(self) -> Sent: ...
    def receive(self, wait_s: float = 0.0) -> Received: ...


class Line(Protocol):
    @property
    def state(self) -> LineState: ...
    @property
    def problem(self) -> SyncError | None: ...
    def check(self) -> LineState: ...
    def next_check_s(self, waiting: bool) -> float: ...


def _nothing() -> None:
    return


class Rounds:
    """`post` and `fetch` may come from any thread, as often as they like; one of each is under way."""

    def __init__(
        self,
        engine: Engine,
        line: Line,
        waiting: Callable[[], bool],
        monotonic_s: Callable[[], float],
        *,
        upkeep: Callable[[], None] = _nothing,
        hang_up: Callable[[], None] = _nothing,
    ) -> None:
        """waiting: whether any parcel is unsettled. monotonic_s: seconds that never jump.

        upkeep: after each look that found the office; may raise sync errors. hang_up: ends all talks.
        """
        self._engine = engine
        self._line = line
        self._waiting = waiting
        self._monotonic_s = monotonic_s
        self._upkeep = upkeep
        self._hang_up = hang_up
        self._posting = threading.Lock()
        self._fetching = threading.Lock()
        self._asked = threading.Event()
        self._stopped = False
        self._looked_at: float | None = None
        self._listeners = Listeners()

    def nudge(self) -> None:
        """Go now. Returns at once: a thread of its own goes; one on his way already takes it along."""
        self._asked.set()
        threading.Thread(target=self.post, name="rounds", daemon=True).start()

    def stop(self, patience_s: float = 10.0) -> None:
        """No round any more; ends those under way, so that the store may be closed."""
        self._stopped = True
        self._hang_up()
        for under_way in (self._posting, self._fetching):
            if under_way.acquire(timeout=patience_s):
                under_way.release()

    def post(self) -> None:
        """One look at the line, and a pass over the outbox when there is a reason."""
        if self._stopped:
            return
        if not self._posting.acquire(blocking=False):
            if self._asked.is_set():
                self._engine.send()  # he who is on his way is told; something urgent goes at once
            return
        try:
            if not self._stopped:
                self._round()
        finally:
            self._posting.release()

    def fetch(self) -> None:
        """What the office says, when there is a line: waits there for a while, whatever is being sent."""
        if (
            self._stopped
            or self._line.state is not LineState.UP
            or not self._fetching.acquire(blocking=False)
        ):
            return
        try:
            received = self._engine.receive(HOLD_S)
            self._ended(received.stopped)
            if received.applied:
                self._listeners.tell()
        finally:
            self._fetching.release()

    def on_change(self, callback: Callable[[], None]) -> Callable[[], None]:
        return self._listeners.add(callback)

    def _round(self) -> None:
        asked = self._asked.is_set()
        self._asked.clear()
        before = self._standing()
        if asked or self._look_is_due():
            self._looked_at = self._monotonic_s()
            if self._line.check() is LineState.UP:
                self._keep_up()
        if asked or self._standing() != before:
            self._listeners.tell()
        if self._line.state is LineState.UP:
            self._go()

    def _standing(self) -> tuple[LineState, str]:
        """There may be a line and the office not want us any more: that is news, too."""
        problem = self._line.problem
        return self._line.state, problem.code if problem is not None else ""

    def _keep_up(self) -> None:
        try:
            self._upkeep()
        except SyncError as error:
            log.info("upkeep: %s", error.code)

    def _go(self) -> None:
        sent = self._engine.send()
        self._ended(sent.stopped)
        if sent.tried:
            log.info("round: tried %d, delivered %d, refused %d", sent.tried, sent.delivered, sent.refused)
            self._listeners.tell()

    def _ended(self, stopped: SyncError | None) -> None:
        if stopped is not None and not self._stopped:
            log.info("round ended early: %s", stopped.code)
            self._looked_at = None  # ask the line again at once: is it gone?

    def _look_is_due(self) -> bool:
        if self._looked_at is None:
            return True
        return self._monotonic_s() - self._looked_at >= self._line.next_check_s(self._waiting())
