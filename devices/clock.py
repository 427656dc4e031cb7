"""The one thing the hands ask of a clock: how much time went by."""

from __future__ import annotations

import time
from typing import Protocol


class Clock(Protocol):
    """vanapp.clock.Clock fits; a test hands its own."""

    def monotonic_ns(self) -> int: ...


class SteadyClock:
    """The machine's monotonic clock."""

    def monotonic_ns(self) -> int:
        return time.monotonic_ns()
