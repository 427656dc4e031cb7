"""What happens at the vans: days in the calendar, bookings, people who come, records sealed and brought."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from ulid import ULID

from forms.days import day_of
from forms.record import Application
from forms.status import Status
from sync.gateway import people as speakers
from sync.gateway.demo import laptop, people
from sync.gateway.demo.afterwards import Desk
from sync.gateway.demo.laptop import Laptop
from sync.gateway.demo.people import Person, Residents, material, pick
from sync.gateway.demo.timetable import Timetable, hour_of
from sync.gateway.desk import bookings, calendar, publishing, trips, units
from sync.gateway.desk.calendar import Plan
from sync.gateway.desk.eligibility import Wish
from sync.gateway.desk.errors import DeskError

DAYS = 28
AHEAD = 10  # days the calendar goes on after today


class Vans:
    def __init__(self, times: Timetable, desk: Desk, wanted: int) -> None:
        """wanted: how many records about, over the month. desk: what becomes of them."""
        self.times, self.office, self.random = times, times.office, times.random
        self.residents = Residents(times.random)
        self._desk, self._wanted = desk, wanted
        self._laptops: dict[str, Laptop] = {}

    def begin(self, van: dict[str, Any], first: date) -> None:
        speakers.enrol(self.office.database, speakers.Speaker("van", van["id"]), self.office.now())
        units.join(self.office, van["id"], van["unit"], "demo")
        self._laptops[van["id"]] = Laptop(self.office, van["id"])
        last = day_of(self.times.until)
        for n in range(DAYS + AHEAD):
            day = first + timedelta(days=n)
            if day.weekday() < 6:
                opened = max(hour_of(day - timedelta(days=12), 8), self.times.now)
                self.times.at(opened, partial(self._open, van, day, last))

    def _open(self, van: dict[str, Any], day: date, last: date) -> None:
        """The day is in the calendar; from now on people book."""
        kind = "home" if day.weekday() == 3 else "campus" if day.weekday() == 1 else "stop"
        place = {"home": "上门", "campus": "虚构第一中学"}.get(kind, self.random.choice(van["places"]))
        plan = Plan(van["id"], day, kind, van["area"], place, "09:00", "17:00", 30, 3, address=place)
        there = calendar.get(self.office, calendar.put(self.office, plan, "staff:station"))
        self.times.at(hour_of(day, 7), lambda: self._publish(van["id"], day))
        many = round(self._wanted / (3 * DAYS * 6 / 7) * self.random.uniform(0.7, 1.3))
        for _ in range(many):
            matter = "first" if kind == "campus" and self.random.random() < 0.5 else self._matter()
            person = self.residents.draw(van["area"], self.residents.born(matter, day))
            slot = self.random.choice(there.slots)
            came = hour_of(day, int(slot[:2]), int(slot[3:])) + timedelta(minutes=self.random.gauss(6, 9))
            booked = self.random.random() < (1.0 if kind == "home" else 0.55)
            if booked:
                early = hour_of(day, 8) - timedelta(days=self.random.uniform(0.2, 9))
                self.times.at(max(early, self.times.now), self._booking(there.id, slot, matter, person))
            if booked and self.random.random() < 0.07:
                self.times.at(hour_of(day, 18), partial(self._not_come, person, matter))
            else:
                self.times.at(came, self._visit(van, kind, matter, person, booked))

    def _matter(self) -> str:
        return pick({name: row["share"] for name, row in material()["matters"].items()}, self.random)

    def _booking(self, van_day: str, slot: str, matter: str, person: Person) -> Callable[[], None]:
        def do() -> None:
            caller = ("王女士", "女儿") if self.random.random() < 0.3 else ("", "")
            wish = Wish(matter, person.name, person.id_number, person.phone, *caller, person.address)
            with suppress(DeskError):  # the slot is full, or the table asks more: they come without
                bookings.book(self.office, van_day, slot, wish, "staff:station")

        return do

    def _not_come(self, person: Person, matter: str) -> None:
        for one in bookings.find(self.office, person.id_number):
            if one.state == "booked" and one.matter == matter:
                bookings.did_not_come(self.office, one.id, one.version, "staff:station")

    def _publish(self, van: str, day: date) -> None:
        found = trips.look(self.office, van, day)
        if found.doors or day.weekday() != 3:
            with suppress(DeskError):  # nobody is expected
                publishing.publish(self.office, trips.Shown(van, day, found.version), "staff:station")

    def _visit(
        self, van: dict[str, Any], kind: str, matter: str, person: Person, planned: bool
    ) -> Callable[[], None]:
        def do() -> None:
            begun = self.times.now
            middle = material()["matters"][matter]["minutes"] * (1.25 if kind == "home" else 1.0)
            newer = (self.times.until - begun) / timedelta(days=DAYS)  # the crews get used to it
            minutes = middle * (0.85 + 0.3 * newer) * self.random.lognormvariate(0, 0.3)
            sealed = begun + timedelta(minutes=minutes)
            day = day_of(begun)
            letter = Application(
                id=str(ULID.from_datetime(sealed)),
                number=f"{van['id']}-{day:%Y%m%d}-{self._laptops[van['id']].sequence + 1:04}",
                version=1,
                corrects=None,
                matter=matter,
                form=f"{matter}@1",
                pack="guangdong@1",
                status=Status.SEALED,
                officer=van["officer"],
                way={"home": "visit", "campus": "campus"}.get(kind, "van"),
                begun_at=begun,
                changed_at=sealed,
                sealed_at=sealed,
                training=True,
                urgent=self.random.random() < 0.04,
                trip=f"{van['id']}-{day:%Y%m%d}" if planned else None,
                answers=people.answers(person, matter, day, self.random),
            )
            self._send(van, letter, person.key)

        return do

    def _send(self, van: dict[str, Any], letter: Application, key: int) -> None:
        """Sealed at its time, here when the line is: mostly soon, sometimes in the evening."""
        assert letter.sealed_at is not None
        good = self.random.random() < van["careful"]
        taken, files = laptop.captures(key, letter.begun_at, letter.id, blurred=not good)
        score = self.random.uniform(0.7, 0.95) if good else self.random.uniform(0.45, 0.75)
        whole = replace(letter, captures=taken, verdicts=laptop.verdicts(letter.begun_at, score))
        label, body = self._laptops[van["id"]].seal(whole, files, letter.sealed_at)
        slow = van["hours"] if self.random.random() < 0.15 else 0.1
        here = letter.sealed_at + timedelta(hours=self.random.uniform(0.01, slow))

        def again(fresh: Application) -> None:
            self._send({**van, "careful": 1.0}, fresh, key)

        def arrive() -> None:
            self._laptops[van["id"]].bring(label, body)
            speakers.seen(self.office.database, van["id"], self.office.now())
            wait = timedelta(hours=self.random.expovariate(1 / (18 if good else 30)))
            self.times.at(here + timedelta(hours=1) + wait, lambda: self._desk.decide(whole, good, again))

        self.times.at(here, arrive)
