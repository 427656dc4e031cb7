"""How long to leave a parcel alone after the office had trouble with it: never more than a minute."""

from __future__ import annotations

from collections.abc import Callable

LONGEST_S = 60.0
FIRST_S = 2.0


def delay_s(tries: int, chance: Callable[[], float], asked_s: float | None = None) -> float:
    """Seconds to wait after the `tries`-th failed try (1 = the first).

    Doubles from two seconds to a minute, with full jitter in the upper half, so that a fleet that failed
    together does not come back together. `asked_s` is the office's own Retry-After: it is honoured,
    but no longer than a minute, because a van has its line for a few minutes only.
    chance: returns 0 <= x < 1.
    """
    if asked_s is not None:
        return min(max(asked_s, 0.0), LONGEST_S)
    ceiling = min(FIRST_S * 2.0 ** min(max(tries, 1) - 1, 16), LONGEST_S)
    return ceiling / 2 + chance() * ceiling / 2
