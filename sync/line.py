"""Is the office within reach? Only the office's own signed answer counts; the system's signals are hints."""

from __future__ import annotations

import threading
from collections.abc import Callable
from enum import StrEnum
from typing import Protocol

from sync.errors import ServerTrouble, SyncError, Unreachable, WrongNetwork
from sync.parcel import OfficeHello

PROBE_WAITING_S = 1.0  # something is queued and the line is down
PROBE_IDLE_S = 30.0


class LineState(StrEnum):
    UNKNOWN = "unknown"
    UP = "up"
    DOWN = "down"
    WRONG_NETWORK = "wrong_network"


class Probe(Protocol):
    def probe(self) -> OfficeHello: ...


class Line:
    """The last thing known about the line. `check` blocks; callbacks run in the thread that learnt it."""

    def __init__(self, gateway: Probe) -> None:
        self._gateway = gateway
        self._lock = threading.Lock()
        self._callbacks: list[Callable[[LineState], None]] = []
        self._state = LineState.UNKNOWN
        self._problem: SyncError | None = None

    @property
    def state(self) -> LineState:
        return self._state

    @property
    def problem(self) -> SyncError | None:
        """What came back, when it was not a plain yes (sign-in needed, clock off, trouble, no line)."""
        return self._problem

    def check(self) -> LineState:
        """Ask the office now."""
        try:
            self._gateway.probe()
        except SyncError as error:
            return self.heard(error)
        return self.heard(None)

    def heard(self, outcome: SyncError | None) -> LineState:
        """What any other talk with the office ended in (None: well) says as much as a probe."""
        if isinstance(outcome, WrongNetwork):
            state = LineState.WRONG_NETWORK
        elif isinstance(outcome, Unreachable) or _unsigned(outcome):
            state = LineState.DOWN
        else:
            state = LineState.UP  # it answered: whatever it said, there is a line
        with self._lock:
            changed = state is not self._state
            self._state, self._problem = state, outcome
            callbacks = tuple(self._callbacks) if changed else ()
        for callback in callbacks:
            callback(state)
        return state

    def next_check_s(self, waiting: bool) -> float:
        """Seconds until the next probe makes sense. waiting: parcels are queued."""
        return PROBE_WAITING_S if waiting and self._state is not LineState.UP else PROBE_IDLE_S

    def on_change(self, callback: Callable[[LineState], None]) -> Callable[[], None]:
        """Call back with each new state; returns the unsubscriber."""
        with self._lock:
            self._callbacks.append(callback)

        def stop() -> None:
            with self._lock:
                if callback in self._callbacks:
                    self._callbacks.remove(callback)

        return stop


def _unsigned(outcome: SyncError | None) -> bool:
    """Trouble told by something in front of the office: the office itself is not within reach."""
    return isinstance(outcome, ServerTrouble) and outcome.values.get("signed") is False
