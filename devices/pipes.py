"""Reading from an instrument without losing what it says and without ever being stuck.

An IN endpoint belongs to one thread. A read is queued there *before* the command that makes the instrument
answer, because an instrument does not wait for us (and a recording of one even less). Nobody can take a
blocked USB read back, so a long wait is a chain of reads of at most SLICE_MS each, and whoever waits asks
`cancelled()` every LOOK_MS.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable

from devices.contract import Cancelled as CancelledQuestion
from devices.errors import BadReply, Cancelled, DeviceError, Silent

SLICE_MS = 1000
"""Longest single read. Shorter ones lose answers of a recording, longer ones delay the closing (reference
A.4).
"""

LOOK_MS = 50
"""How often a wait asks whether it is cancelled."""

MOST_WAITING = 20_000
"""Reports nobody took yet. A pen left on an open tablet makes 4000; more is a flood."""

Read = Callable[[int, int], bytes]
"""read(length, timeout_ms): raises Silent when nothing came in time."""


class Pending:
    """One queued read. `wait` hands out what came."""

    def __init__(self, length: int, timeout_ms: int | None) -> None:
        self.length = length
        self.timeout_ms = timeout_ms  # None: until stopped
        self.started = threading.Event()
        self._done = threading.Event()
        self._data = b""
        self._error: DeviceError | None = None
        self.abandoned = False

    def settle(self, data: bytes = b"", error: DeviceError | None = None) -> None:
        self._data, self._error = data, error
        self._done.set()

    def settle_at_last(self) -> None:
        """Nothing more will come."""
        if not self._done.is_set():
            self.settle(error=Cancelled())

    def wait(self, cancelled: CancelledQuestion) -> bytes:
        """Block until the read ended. Raises Cancelled within LOOK_MS, or what the read ended with."""
        while not self._done.wait(LOOK_MS / 1000):
            if cancelled():
                self.abandon()
                raise Cancelled()
        if self._error is not None:
            raise self._error
        return self._data

    def abandon(self) -> None:
        """Nobody wants this answer any more; it is thrown away when it comes, and the pipe is free within
        SLICE_MS.
        """
        self.abandoned = True


class InPipe:
    """The thread that owns one IN endpoint."""

    def __init__(self, name: str, read: Read) -> None:
        self._read = read
        self._requests: queue.SimpleQueue[Pending | None] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def queue(self, length: int, timeout_ms: int | None) -> Pending:
        """Queue a read of up to `length` bytes; when this returns the read is on its way."""
        pending = Pending(length, timeout_ms)
        self._requests.put(pending)
        while not pending.started.wait(LOOK_MS / 1000):
            if not self._thread.is_alive():
                pending.settle(error=Cancelled())
                break
        return pending

    def ask_stop(self) -> None:
        self._stopping.set()
        self._requests.put(None)

    def join(self) -> None:
        """Bounded: a read cannot last longer than SLICE_MS."""
        self._thread.join(2 * SLICE_MS / 1000)

    def _run(self) -> None:
        while (pending := self._requests.get()) is not None and not self._stopping.is_set():
            pending.started.set()
            self._serve(pending)
        if pending is not None:
            pending.settle_at_last()
            pending.started.set()

    def _serve(self, pending: Pending) -> None:
        try:
            self._read_into(pending)
        finally:
            pending.settle_at_last()  # whatever happened here: nobody waits for ever

    def _read_into(self, pending: Pending) -> None:
        end = None if pending.timeout_ms is None else time.monotonic() + pending.timeout_ms / 1000
        while not (self._stopping.is_set() or pending.abandoned):
            left_ms = SLICE_MS if end is None else min(SLICE_MS, round((end - time.monotonic()) * 1000))
            if left_ms <= 0:
                pending.settle(error=Silent(waited_ms=pending.timeout_ms))
                return
            try:
                data = self._read(pending.length, left_ms)
            except Silent:
                continue
            except DeviceError as error:
                pending.settle(error=error)
                return
            if not data and self._stopping.is_set():
                break  # the interface was let go under it
            pending.settle(data)
            return


class Listener:
    """Keeps one read in flight on an interrupt endpoint and hands out the reports in order."""

    def __init__(self, name: str, read: Read, length: int) -> None:
        self._reports: queue.Queue[bytes | DeviceError] = queue.Queue()
        self._read = read
        self._length = length
        self._stopping = threading.Event()
        self.started = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()
        self.started.wait(SLICE_MS / 1000)

    def next(self, cancelled: CancelledQuestion, timeout_ms: int | None = None) -> bytes:
        """The next report. Raises Silent after timeout_ms (None: waits for ever), Cancelled, Removed,
        BadReply.
        """
        end = None if timeout_ms is None else time.monotonic() + timeout_ms / 1000
        if cancelled():  # also in a flood of reports, where nobody ever waits
            raise Cancelled()
        while True:
            try:
                report = self._reports.get(timeout=LOOK_MS / 1000)
            except queue.Empty:
                if cancelled():
                    raise Cancelled() from None
                if end is not None and time.monotonic() >= end:
                    raise Silent(waited_ms=timeout_ms) from None
                continue
            if isinstance(report, DeviceError):
                self._reports.put(report)  # an ended pipe stays ended
                raise report
            return report

    def poll(self) -> bytes | None:
        """A report that is already here, or None. Raises what ended the pipe."""
        try:
            report = self._reports.get_nowait()
        except queue.Empty:
            return None
        if isinstance(report, DeviceError):
            self._reports.put(report)
            raise report
        return report

    def forget(self) -> None:
        """Throw away what is here now. What comes meanwhile stays: an instrument that floods ends no loop."""
        for _ in range(self._reports.qsize()):
            if self.poll() is None:
                return

    def ask_stop(self) -> None:
        self._stopping.set()

    def join(self) -> None:
        self._thread.join(2 * SLICE_MS / 1000)

    def _run(self) -> None:
        while not self._stopping.is_set():
            self.started.set()
            if self._reports.qsize() >= MOST_WAITING:
                self._reports.put(BadReply(expected="reports now and then", got="a flood of them"))
                return
            try:
                report = self._read(self._length, SLICE_MS)
            except Silent:
                continue
            except DeviceError as error:
                if not self._stopping.is_set():
                    self._reports.put(error)
                return
            if report:  # the last, taken-back read of a recording comes as nothing at all
                self._reports.put(report)
