"""How long a library that keeps failing is left alone: not at all after the first time, then longer and
longer.
"""

from __future__ import annotations

FIRST_S = 0.5
LONGEST_S = 30.0
WELL_CALLS = 20
"""So many good calls in a row, and what was is forgotten."""


class Rest:
    """Counts. Times in seconds of whatever clock the caller has."""

    def __init__(self) -> None:
        self._troubles = 0
        self._good = 0
        self._until_s = 0.0

    def trouble(self, now_s: float) -> None:
        self._troubles += 1
        self._good = 0
        if self._troubles > 1:
            self._until_s = now_s + min(LONGEST_S, FIRST_S * 2.0 ** min(self._troubles - 2, 16))

    def well(self) -> None:
        self._good += 1
        if self._good >= WELL_CALLS:
            self._troubles = 0

    def left_s(self, now_s: float) -> float:
        """0: it may be tried."""
        return max(0.0, self._until_s - now_s)
