"""How many parcels are sent at the same time: three hide the round trips, more outrun loss (sync.md, B)."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

FEW, USUAL, MANY = 1, 3, 6
LOSSY = 0.02  # share of segments sent again: CUBIC halves its pace at each, several flows hurt less
CLEAN = 0.005
CRAWLING_BYTES_S = 3000.0  # of one transfer: then one after the other, or none gets through


def _nothing() -> None:
    return


class Hands:
    """Learns from each transfer; safe to call from any thread.

    A transfer whose last byte has left only waits for the receipt: its hand is free for the next one. Else
    parcels of the same size, begun together, also wait together, and the line stands idle (measured: 2 %).
    """

    def __init__(self, count: int = USUAL) -> None:
        self._lock = threading.Lock()
        self._count = count
        self._waiting = 0
        self._lossy = False
        self.freed: Callable[[], None] = _nothing  # called when a hand is free before its transfer is over

    @property
    def count(self) -> int:
        with self._lock:
            return self._count if self._count != USUAL else min(USUAL + self._waiting, MANY)

    @contextmanager
    def transfer(self) -> Iterator[Callable[[], None]]:
        """Around one transfer; what it gives is called when the last byte has left."""
        left = False

        def all_left() -> None:
            nonlocal left
            if left:
                return
            left = True
            with self._lock:
                self._waiting += 1
            self.freed()

        try:
            yield all_left
        finally:
            with self._lock:
                self._waiting -= left

    @property
    def lossy(self) -> bool:
        """Packets get lost on the way: connections should not take it for want of room."""
        return self._lossy

    def learn(self, loss: float | None, bytes_s: float) -> None:
        """loss: share of segments sent again, None where unknown. bytes_s: pace of one transfer."""
        with self._lock:
            if loss is not None and loss > LOSSY:
                self._lossy = True
            elif loss is not None and loss < CLEAN:
                self._lossy = False
            if bytes_s < CRAWLING_BYTES_S:
                self._count = FEW
            else:
                self._count = MANY if self._lossy else USUAL
