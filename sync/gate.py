"""Urgent mail overtakes: while some is on its way, bulk stops at its next block."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

LONGEST_S = 10.0  # an urgent parcel that is slower than this must not stop everything else


class Gate:
    """Shared by all who send over one line."""

    def __init__(self, longest_s: float = LONGEST_S) -> None:
        self._longest_s = longest_s
        self._free = threading.Condition()
        self._urgent = 0

    @contextmanager
    def first(self) -> Iterator[None]:
        """Something urgent is being sent."""
        with self._free:
            self._urgent += 1
        try:
            yield
        finally:
            with self._free:
                self._urgent -= 1
                self._free.notify_all()

    def let_pass(self) -> None:
        """Called by bulk before each block: waits while something urgent is being sent."""
        end = time.monotonic() + self._longest_s
        with self._free:
            while self._urgent and (left_s := end - time.monotonic()) > 0:
                self._free.wait(left_s)


class Bulk:
    """The rest of a parcel, from `offset`; each block asks the gate. What requests takes as a file."""

    def __init__(
        self,
        data: bytes,
        offset: int,
        gate: Gate | None,
        all_left: Callable[[], None] = lambda: None,
        each: Callable[[], None] = lambda: None,
    ) -> None:
        """gate: None for what is urgent itself. all_left: called once the last block has been handed on.
        each: before every block.
        """
        self._data = memoryview(data)[offset:]
        self._gate = gate
        self._all_left = all_left
        self._each = each

    def __len__(self) -> int:
        return len(self._data)

    def read(self, size: int = -1) -> bytes:
        if not self._data:
            self._all_left()
        elif self._gate is not None:
            self._gate.let_pass()
        self._each()
        size = size if size >= 0 else len(self._data)
        block, self._data = self._data[:size], self._data[size:]
        return bytes(block)
