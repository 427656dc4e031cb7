"""Those who wait to write alone write together: one lock and one commit for all who came meanwhile.

Whoever comes while nobody writes does its own job at once. Who comes while one writes waits; then one of
those who wait does the jobs of all. So nobody waits for company, and under load the lock's and the disk's
price is shared.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from sync.gateway.errors import GatewayError, Problem

MOST = 16  # in one transaction: a reader waits no longer for it than for a few alone
_DATABASE_IS_AWAY = ("busy", "disk-full")
J = TypeVar("J")
R = TypeVar("R")


class _Entry:
    """One job. event: it is over, or its turn to do the waiting ones' jobs has come."""

    def __init__(self, job: Any) -> None:
        self.job = job
        self.event = threading.Event()
        self.over = self.committed = False
        self.result: Any = None
        self.error: GatewayError | SQLAlchemyError | None = None


class Together(Generic[J, R]):
    """Safe to call from any thread."""

    def __init__(
        self,
        write: Callable[[], AbstractContextManager[Connection]],
        do_all: Callable[[Connection, Sequence[J]], Sequence[R | Exception]],
    ) -> None:
        """write: a transaction that writes alone (`Database.write`).

        do_all: the jobs, in their order; what each comes to, an error as a value when it is this job's only.
        It may be called again for the same jobs, the first time in a transaction that was given up: it must
        change nothing but rows.
        """
        self._write = write
        self._do_all = do_all
        self._lock = threading.Lock()
        self._waiting: list[_Entry] = []
        self._busy = False

    @property
    def waiting(self) -> int:
        """How many wait while others are written."""
        return len(self._waiting)

    @property
    def busy(self) -> bool:
        return self._busy

    def do(self, job: J) -> R:
        """What the job comes to, once it is committed. Raises its error, and what `write` raises."""
        mine = _Entry(job)
        with self._lock:
            self._waiting.append(mine)
            leads, self._busy = not self._busy, True
        if not leads:
            mine.event.wait()
        if not mine.over:
            self._lead()
        if mine.error is not None:
            raise mine.error
        if not mine.committed:  # another's job broke the transaction: by itself, then
            self._carry_out([mine])
        if isinstance(mine.result, Exception):
            raise mine.result
        result: R = mine.result
        return result

    def _lead(self) -> None:
        with self._lock:
            batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
        try:
            self._carry_out(batch)
        except (GatewayError, SQLAlchemyError) as error:
            away = isinstance(error, Problem) and error.kind in _DATABASE_IS_AWAY
            if away or len(batch) == 1:
                for one in batch:
                    one.error = error
        finally:
            with self._lock:
                if self._waiting:
                    self._waiting[0].event.set()
                else:
                    self._busy = False
            for one in batch:
                one.over = True
                one.event.set()

    def _carry_out(self, batch: Sequence[_Entry]) -> None:
        with self._write() as connection:
            results = self._do_all(connection, [one.job for one in batch])
        for one, result in zip(batch, results, strict=True):
            one.result, one.committed = result, True
