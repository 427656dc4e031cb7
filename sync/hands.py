"""How many parcels are sent at the same time: three hide the round trips, more outrun loss (sync.md, B)."""

from __future__ import annotations

import threading

FEW, USUAL, MANY = 1, 3, 6
LOSSY = 0.02  # share of segments sent again: CUBIC halves its pace at each, several flows hurt less
CLEAN = 0.005
CRAWLING_BYTES_S = 3000.0  # of one transfer: then one after the other, or none gets through


class Hands:
    """Learns from each transfer; safe to call from any thread."""

    def __init__(self, count: int = USUAL) -> None:
        self._lock = threading.Lock()
        self._count = count
        self._lossy = False

    @property
    def count(self) -> int:
        return self._count

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
