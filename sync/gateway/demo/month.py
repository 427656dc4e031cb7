"""The month: what happens is put on a list by its time and done in that order, by the desk's own verbs.

So every row, event and number is what the program makes of such a day, and what would happen after the last
day waits undone: records in every state.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from forms.days import day_of
from sync.gateway.demo.afterwards import Desk
from sync.gateway.demo.people import Residents, material
from sync.gateway.demo.timetable import Timetable, hour_of
from sync.gateway.demo.visits import DAYS, Vans
from sync.gateway.desk import following
from sync.gateway.office import Office

TOLD_FOR = timedelta(days=7)  # messages are kept of so long: the office tells no older news


@dataclass
class Month:
    """until: now. wanted: how many records about, over the month. clock: what the office's clock says."""

    office: Office
    clock: list[datetime]
    until: datetime
    wanted: int
    random: Random

    def __post_init__(self) -> None:
        self._times = Timetable(self.office, self.clock, self.until, self.random)
        self._desk = Desk(self._times)
        self._vans = Vans(self._times, self._desk, self.wanted)

    @property
    def residents(self) -> Residents:
        return self._vans.residents

    def run(self) -> None:
        first = day_of(self.until - timedelta(days=DAYS))
        self.clock[0] = hour_of(first, 6)
        for van in material()["vans"]:
            self._vans.begin(van, first)
        self._times.at(self.until - TOLD_FOR, self._desk.tell)
        self._times.run()
        following.follow(self.office)
