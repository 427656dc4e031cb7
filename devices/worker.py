"""One thread per instrument: everything that is said to it is said here, one job after the other.

The driver stays open between jobs that follow each other (powering up takes a second, and an open scanner
knows whether the last finger has left); after KEEP_OPEN_S without work, and after every trouble, it is
closed.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import ExitStack
from typing import Any

from devices.errors import Cancelled, CardGone, FingerGone, Removed

KEEP_OPEN_S = 20.0

PERSONS_DOING = (Cancelled, CardGone, FingerGone)
"""Errors that say nothing against the instrument: it stays open."""

Job = Callable[[Any], Any]
Open = Callable[[], Any]
"""Build the driver, not yet entered."""


class _Settling:
    """Settles the future with whatever happens inside: an error belongs to whoever asked, the thread lives
    on.
    """

    def __init__(self, future: Future[Any]) -> None:
        self._future = future
        self.result: Any = None
        self.instrument_well = True

    def __enter__(self) -> _Settling:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        self.instrument_well = error is None or isinstance(error, PERSONS_DOING)
        if error is None:
            self._future.set_result(self.result)
        else:
            self._future.set_exception(error)
        return True


class Worker:
    """Owns one instrument's driver from plug to unplug."""

    def __init__(self, name: str, build: Open, keep_open_s: float = KEEP_OPEN_S) -> None:
        self._build = build
        self._keep_open_s = keep_open_s
        self._jobs: queue.SimpleQueue[tuple[Job, Future[Any]] | None] = queue.SimpleQueue()
        self._removed = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def submit(self, job: Job) -> Future[Any]:
        """Run job(driver) when those before it are done."""
        future: Future[Any] = Future()
        self._jobs.put((job, future))
        return future

    def stop(self, *, removed: bool = False) -> None:
        """Take no more jobs; close the driver after the present one. removed: the instrument is gone."""
        if removed:
            self._removed.set()
        self._jobs.put(None)

    def is_alive(self) -> bool:
        return self._thread.is_alive()

    def join(self, timeout_s: float) -> None:
        self._thread.join(timeout_s)

    def _run(self) -> None:
        opened = ExitStack()
        driver: Any = None
        while True:
            try:
                item = self._jobs.get(timeout=self._keep_open_s if driver is not None else None)
            except queue.Empty:
                opened.close()
                driver = None
                continue
            if item is None:
                break
            job, future = item
            if self._removed.is_set():
                self._refuse(future)
            elif future.set_running_or_notify_cancel():
                with _Settling(future) as settling:
                    if driver is None:
                        driver = opened.enter_context(self._build())
                    settling.result = job(driver)
                if not settling.instrument_well:
                    opened.close()
                    driver = None
        opened.close()
        self._refuse_the_rest()

    def _refuse_the_rest(self) -> None:
        while True:
            try:
                item = self._jobs.get_nowait()
            except queue.Empty:
                return
            if item is not None:
                self._refuse(item[1])

    def _refuse(self, future: Future[Any]) -> None:
        if future.set_running_or_notify_cancel():
            future.set_exception(Removed() if self._removed.is_set() else Cancelled())
