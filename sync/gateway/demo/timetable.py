"""What happens when: put on a list by its time, done in that order, each at its own moment of the clock."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from random import Random
from typing import Any

from forms.days import CHINA
from sync.gateway.office import Office


@dataclass
class Timetable:
    """until: when the month ends. clock: what the office's clock says."""

    office: Office
    clock: list[datetime]
    until: datetime
    random: Random
    _list: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)
    _order: Any = field(default_factory=count)

    @property
    def now(self) -> datetime:
        return self.clock[0]

    def at(self, moment: datetime, do: Callable[[], None]) -> None:
        heapq.heappush(self._list, (moment, next(self._order), do))

    def later(self, first_days: float, last_days: float) -> datetime:
        return self.now + timedelta(days=self.random.uniform(first_days, last_days))

    def run(self) -> None:
        """What would happen after the end waits undone."""
        while self._list and self._list[0][0] <= self.until:
            moment, _, do = heapq.heappop(self._list)
            self.clock[0] = max(self.now, moment)
            do()
        self.clock[0] = self.until


def hour_of(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), CHINA).astimezone(UTC)
