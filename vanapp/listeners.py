"""Who wants to hear of a change: called in the order they came, in the thread that learnt of it."""

from __future__ import annotations

from collections.abc import Callable

Callback = Callable[[], None]


class Listeners:
    """A callback may unsubscribe, itself too, while it is called."""

    def __init__(self) -> None:
        self._callbacks: list[Callback] = []

    def add(self, callback: Callback) -> Callback:
        """Returns the unsubscriber; twice is once."""
        self._callbacks.append(callback)

        def stop() -> None:
            if callback in self._callbacks:
                self._callbacks.remove(callback)

        return stop

    def tell(self) -> None:
        for callback in list(self._callbacks):
            callback()
