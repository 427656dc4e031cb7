"""How fast one van may ask: bursts are fine, a loop gone wild is told to slow down."""

from __future__ import annotations

import time
from collections.abc import Callable

from sync.gateway.errors import Problem
from sync.gateway.office import Limits

FORGET_AT = 10_000  # vans; then those with a full bucket are forgotten


class Pace:
    """A bucket of questions for each van. Used in the event loop's thread only."""

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._most = limits.van_questions_s, limits.van_burst
        self._clock = clock
        self._left: dict[str, tuple[float, float]] = {}  # van -> questions left, when

    def step(self, van: str) -> None:
        """Raises Problem too-many."""
        now = self._clock()
        left, when = self._left.get(van, (self._most, now))
        left = min(self._most, left + (now - when) * self._rate)
        if left < 1:
            self._left[van] = (left, now)
            raise Problem("too-many")
        self._left[van] = (left - 1, now)
        if len(self._left) > FORGET_AT:
            full = [
                name
                for name, (rest, at) in self._left.items()
                if rest + (now - at) * self._rate >= self._most
            ]
            for name in full:
                del self._left[name]
