"""How many uploads are taken at once; who comes too many is asked to come back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sync.gateway.errors import Problem


class Berths:
    """Used in the event loop's thread only."""

    def __init__(self, count: int) -> None:
        self._free = count

    @contextmanager
    def one(self) -> Iterator[None]:
        """Raises Problem busy."""
        if self._free < 1:
            raise Problem("busy")
        self._free -= 1
        try:
            yield
        finally:
            self._free += 1
