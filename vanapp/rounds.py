"""The postman's rounds: looks whether there is a line, takes what is due, brings what the office says.

It owns no truth: what is to be sent is a row, and a round that dies is simply gone again. A scheduler only
calls `tick`; *Send now* and a fresh seal call `nudge`.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Protocol

from sync.engine import Received, Sent
from sync.line import LineState

log = logging.getLogger(__name__)

HOLD_S = 2.0
"""How long the office may hold our question for news: also how long quitting may have to wait."""


class Engine(Protocol):
    def send(self) -> Sent: ...
    def receive(self, wait_s: float = 0.0) -> Received: ...


class Line(Protocol):
    @property
    def state(self) -> LineState: ...
    def check(self) -> LineState: ...
    def next_check_s(self, waiting: bool) -> float: ...


class Rounds:
    """`tick` may come from any thread, as often as it likes; one round is under way at a time."""

    def __init__(
        self, engine: Engine, line: Line, waiting: Callable[[], bool], monotonic_s: Callable[[], float]
    ) -> None:
        """waiting: whether any parcel is unsettled. monotonic_s: seconds that never jump."""
        self._engine = engine
        self._line = line
        self._waiting = waiting
        self._monotonic_s = monotonic_s
        self._under_way = threading.Lock()
        self._asked = threading.Event()
        self._stopped = False
        self._looked_at: float | None = None
        self._callbacks: list[Callable[[], None]] = []

    def nudge(self) -> None:
        """Go now. Returns at once: a thread of its own goes, unless one is on its way already."""
        self._asked.set()
        threading.Thread(target=self.tick, name="rounds", daemon=True).start()

    def stop(self, patience_s: float = 10.0) -> None:
        """No round any more; waits for the one under way, so that the store may be closed."""
        self._stopped = True
        if self._under_way.acquire(timeout=patience_s):
            self._under_way.release()

    def tick(self) -> None:
        """One look, and a round when there is a reason."""
        if self._stopped or not self._under_way.acquire(blocking=False):
            return
        try:
            if not self._stopped:
                self._round()
        finally:
            self._under_way.release()

    def on_change(self, callback: Callable[[], None]) -> Callable[[], None]:
        self._callbacks.append(callback)

        def stop() -> None:
            if callback in self._callbacks:
                self._callbacks.remove(callback)

        return stop

    def _round(self) -> None:
        asked = self._asked.is_set()
        self._asked.clear()
        before = self._line.state
        if asked or self._look_is_due():
            self._looked_at = self._monotonic_s()
            self._line.check()
        moved = asked or self._line.state is not before
        if self._line.state is LineState.UP:
            moved |= self._go()
        if moved:
            self._tell()

    def _go(self) -> bool:
        sent = self._engine.send()
        if sent.tried:
            log.info("round: tried %d, delivered %d, refused %d", sent.tried, sent.delivered, sent.refused)
            self._tell()
        received = self._engine.receive(0.0 if self._asked.is_set() else HOLD_S)
        for stopped in (sent.stopped, received.stopped):
            if stopped is not None:
                log.info("round ended early: %s", stopped.code)
                self._looked_at = None  # ask the line again at once: is it gone?
        return bool(received.applied)

    def _look_is_due(self) -> bool:
        if self._looked_at is None:
            return True
        return self._monotonic_s() - self._looked_at >= self._line.next_check_s(self._waiting())

    def _tell(self) -> None:
        for callback in list(self._callbacks):
            callback()
