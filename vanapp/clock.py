"""What time it is: handed to whoever needs it, so that a test can own the clock."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from typing import Protocol

from forms.days import day_of


class Clock(Protocol):
    def now(self) -> datetime:
        """Wall clock, aware UTC."""
        ...

    def monotonic_ns(self) -> int:
        """Nanoseconds that never go back while the machine is up."""
        ...


class SystemClock:
    """The machine's own clocks."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic_ns(self) -> int:
        return time.monotonic_ns()


def today(clock: Clock) -> date:
    """The office's date (China time)."""
    return day_of(clock.now())


def stamp(at: datetime) -> str:
    """Aware UTC as sortable text: 2026-11-20T09:31:07.123456Z."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def read_stamp(text: str) -> datetime:
    """The inverse of `stamp`."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
