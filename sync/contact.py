"""When was the office last heard, when was it missed? Shared by all who talk with it over one line.

So that all who wait for a line that went give up at the same moment, not each when its own patience is
over: a pass ends with its slowest transfer. And a connection from before a gap is not trusted after it: the
modem often comes back with another address, and it would take a stall of seconds to find out.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class Contact:
    """Safe to call from any thread. Times are seconds of `clock` (monotonic)."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._missing_since: float | None = None
        self._last_missed = float("-inf")

    def heard(self) -> float:
        """A proven answer came. When (now)."""
        with self._lock:
            self._missing_since = None
            return self._clock()

    def missed(self) -> None:
        """A question came to nothing."""
        with self._lock:
            if self._missing_since is None:
                self._missing_since = self._last_missed = self._clock()

    @property
    def missing_since(self) -> float | None:
        """When a question first came to nothing, with nothing heard since; None: it was heard last."""
        return self._missing_since

    def outlived(self, heard_at: float) -> bool:
        """Was there a gap since? heard_at: what `heard` said."""
        with self._lock:
            return self._last_missed >= heard_at
