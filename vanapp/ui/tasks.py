"""Slow work runs in lanes, one thread each, in the order it came; answers arrive in the GUI thread.

Trap: a Future's callback may run in the thread that adds it, even the GUI thread. Hence one queued signal.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any, Protocol, TypeVar

from PyQt6.QtCore import QObject, Qt, pyqtSignal

T = TypeVar("T")

LANES = (
    "store",
    "net",
    "card",
    "finger",
    "desk",
    "analysis",
    "words",
    "scan",
    "sign",
    "still",
    "chip",
    "print",
    "jobs",
)
LAST_WORDS_S = 5.0


class Cancel:
    """Asked at every wait of slow work: `cancel()` in the GUI thread, call it anywhere to ask."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        self._event.set()

    def __call__(self) -> bool:
        return self._event.is_set()


class Runs(Protocol):
    """What a presenter needs of the lanes; tests hand in one that runs at once."""

    def run(
        self,
        lane: str,
        op: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        *,
        cancel: Cancel | None = None,
    ) -> Cancel: ...

    def relay(self, heard: Callable[..., None]) -> Callable[..., None]: ...

    def post(self, call: Callable[[], None]) -> None: ...

    def close(self) -> None: ...


class Lanes(QObject):
    """The threads of the program. Made in the GUI thread, and called from it."""

    _arrived = pyqtSignal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads = {name: ThreadPoolExecutor(1, thread_name_prefix=name) for name in LANES}
        self._running: dict[Future[Any], Cancel] = {}
        self._closed = False
        queued = Qt.ConnectionType.QueuedConnection
        self._arrived.connect(self._deliver, queued)  # type: ignore[call-arg]  # the stub knows no type

    def run(
        self,
        lane: str,
        op: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        *,
        cancel: Cancel | None = None,
    ) -> Cancel:
        """Run `op` in `lane`; then `done(result)` or `failed(error)` in the GUI thread, not once cancelled.

        An error without a code is a bug: after `failed` it also goes to sys.excepthook, the crash report.
        """
        token = cancel or Cancel()
        future = self._threads[lane].submit(op)
        self._running[future] = token

        def arrive(finished: Future[T]) -> None:
            if not self._closed:
                self._arrived.emit(lambda: self._settle(finished, token, done, failed))

        future.add_done_callback(arrive)
        return token

    def relay(self, heard: Callable[..., None]) -> Callable[..., None]:
        """A callable for any thread; it calls `heard` with the same arguments in the GUI thread, in order."""

        def tell(*args: object) -> None:
            if not self._closed:
                self._arrived.emit(lambda: heard(*args))

        return tell

    def post(self, call: Callable[[], None]) -> None:
        """Run `call` in the GUI thread, soon; may be called from any thread."""
        if not self._closed:
            self._arrived.emit(call)

    def close(self) -> None:
        """Cancel everything and wait a moment for what was under way; nothing is delivered any more."""
        self._closed = True
        for token in self._running.values():
            token.cancel()
        for thread in self._threads.values():
            thread.shutdown(wait=False, cancel_futures=True)
        # Whoever closes us closes the store next: nobody may still be at it.
        wait(tuple(self._running), LAST_WORDS_S)

    def _settle(
        self,
        future: Future[T],
        token: Cancel,
        done: Callable[[T], None] | None,
        failed: Callable[[Exception], None] | None,
    ) -> None:
        self._running.pop(future, None)
        if future.cancelled():
            return
        error = future.exception()
        if error is None:
            if done is not None and not token():
                done(future.result())
            return
        coded = hasattr(error, "code")
        if isinstance(error, Exception) and failed is not None and not token():
            failed(error)
        if not coded:
            sys.excepthook(type(error), error, error.__traceback__)

    def _deliver(self, call: Callable[[], None]) -> None:
        if not self._closed:
            call()
