"""How many parcels are sent at the same time: three hide the round trips, more outrun loss (sync.md, B)."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

FEW, USUAL, MANY = 1, 3, 6
LOSSY = 0.02  # share of segments sent again: CUBIC halves its pace at each, several flows hurt less
CLEAN = 0.005
ROOM_BYTES, LEAST_ROOM_BYTES = 72 * 1024, 24 * 1024  # of the kernel's send buffers, see Hands.room
CRAWLING_BYTES_S = 3000.0  # of one transfer: then one after the other, or none gets through


class Hands:
    """Learns from each transfer; safe to call from any thread."""

    def __init__(self, count: int = USUAL) -> None:
        self._lock = threading.Lock()
        self._count = count
        self._lossy = False
        self._waiting = self._sending = 0
        self._tell: Callable[[], None] = lambda: None

    @property
    def count(self) -> int:
        """How many parcels may be under way, with those that only wait for their receipts."""
        with self._lock:
            return min(self._count + self._waiting, MANY)

    @property
    def room(self) -> int:
        """Bytes a transfer may leave with the kernel. Together always about the same: urgent mail waits as
        long behind one as behind three, and the last one alone still fills the line.
        """
        with self._lock:
            return max(ROOM_BYTES // max(self._sending, 1), LEAST_ROOM_BYTES)

    def tell(self, freed: Callable[[], None]) -> None:
        """freed: called, in any thread, when a hand gets free before its parcel is through."""
        self._tell = freed

    @contextmanager
    def turn(self) -> Iterator[Callable[[], None]]:
        """While a parcel is sent and answered. Call what is given when its bytes have left: the hand is
        free for the next parcel while this one waits. Parcels of one size, begun together, would else wait
        together.
        """
        freed = False

        def all_left() -> None:
            nonlocal freed
            if not freed:
                freed = True
                with self._lock:
                    self._waiting += 1
                    self._sending -= 1
                self._tell()

        with self._lock:
            self._sending += 1
        try:
            yield all_left
        finally:
            with self._lock:
                if freed:
                    self._waiting -= 1
                else:
                    self._sending -= 1

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
