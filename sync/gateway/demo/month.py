"""The month: what happens is put on a list by its time and done in that order, by the desk's own verbs.

So every row, event and number is what the program makes of such a day, and what would happen after the last
day waits undone: records in every state.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from random import Random
from typing import Any

from sqlalchemy import select
from ulid import ULID

from forms import reasons
from forms.days import CHINA, day_of
from forms.record import Application
from forms.status import Status
from sync.gateway import people as speakers
from sync.gateway.demo import laptop, people
from sync.gateway.demo.laptop import Laptop
from sync.gateway.demo.people import Person, Residents, material, pick
from sync.gateway.desk import (
    bookings,
    calendar,
    cases,
    following,
    messages,
    publishing,
    ratings,
    trips,
    units,
)
from sync.gateway.desk.adapters.choice import FOLDER, choose
from sync.gateway.desk.calendar import Plan
from sync.gateway.desk.cases import Shown
from sync.gateway.desk.eligibility import Wish
from sync.gateway.desk.errors import DeskError
from sync.gateway.desk.ratings import Rating
from sync.gateway.desk.staff import Person as Staff
from sync.gateway.desk.tables import messages as messages_table
from sync.gateway.office import Office
from sync.gateway.tables import records

DAYS = 28
AHEAD = 10  # days the calendar goes on after today
TOLD_FOR = timedelta(days=7)  # messages are kept of so long: the office tells no older news
REVIEWER = Staff("reviewer", "审批", frozenset({"reviewer"}), officer="440100-901")
STATION = Staff("station", "窗口", frozenset({"station"}), officer="440100-902")


@dataclass
class Month:
    """until: now. wanted: how many records about, over the month. clock: what the office's clock says."""

    office: Office
    clock: list[datetime]
    until: datetime
    wanted: int
    random: Random
    laptops: dict[str, Laptop] = field(default_factory=dict)
    _list: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)
    _order: Any = field(default_factory=count)

    def __post_init__(self) -> None:
        self.residents = Residents(self.random)

    def at(self, moment: datetime, do: Callable[[], None]) -> None:
        heapq.heappush(self._list, (moment, next(self._order), do))

    def run(self) -> None:
        first = day_of(self.until - timedelta(days=DAYS))
        self.clock[0] = _at(first, 6)
        for van in material()["vans"]:
            self._begin(van, first)
        self.at(self.until - TOLD_FOR, self._tell)
        while self._list and self._list[0][0] <= self.until:
            moment, _, do = heapq.heappop(self._list)
            self.clock[0] = max(self.clock[0], moment)
            do()
        self.clock[0] = self.until
        following.follow(self.office)

    def _begin(self, van: dict[str, Any], first: date) -> None:
        speakers.enrol(self.office.database, speakers.Speaker("van", van["id"]), self.office.now())
        units.join(self.office, van["id"], van["unit"], "demo")
        self.laptops[van["id"]] = Laptop(self.office, van["id"])
        last = day_of(self.until)
        for n in range(DAYS + AHEAD):
            day = first + timedelta(days=n)
            if day.weekday() < 6:
                opened = max(_at(day - timedelta(days=12), 8), self.clock[0])
                self.at(opened, lambda van=van, day=day, last=last: self._open(van, day, last))  # type: ignore[misc]

    def _open(self, van: dict[str, Any], day: date, last: date) -> None:
        """The day is in the calendar; from now on people book."""
        kind = "home" if day.weekday() == 3 else "campus" if day.weekday() == 1 else "stop"
        place = {"home": "上门", "campus": "虚构第一中学"}.get(kind, self.random.choice(van["places"]))
        plan = Plan(van["id"], day, kind, van["area"], place, "09:00", "17:00", 30, 3, address=place)
        there = calendar.get(self.office, calendar.put(self.office, plan, "staff:station"))
        self.at(_at(day, 7), lambda: self._publish(van["id"], day))
        many = round(self.wanted / (3 * DAYS * 6 / 7) * self.random.uniform(0.7, 1.3))
        for _ in range(many):
            matter = "first" if kind == "campus" and self.random.random() < 0.5 else self._matter()
            person = self.residents.draw(van["area"], self.residents.born(matter, day))
            slot = self.random.choice(there.slots)
            came = _at(day, int(slot[:2]), int(slot[3:])) + timedelta(minutes=self.random.gauss(6, 9))
            booked = self.random.random() < (1.0 if kind == "home" else 0.55)
            if booked:
                early = _at(day, 8) - timedelta(days=self.random.uniform(0.2, 9))
                self.at(max(early, self.clock[0]), self._booking(there.id, slot, matter, person))
            if booked and self.random.random() < 0.07:
                self.at(_at(day, 18), lambda person=person, matter=matter: self._not_come(person, matter))  # type: ignore[misc]
            else:
                self.at(came, self._visit(van, kind, matter, person, booked))

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
            begun = self.clock[0]
            middle = material()["matters"][matter]["minutes"] * (1.25 if kind == "home" else 1.0)
            newer = (self.until - begun) / timedelta(days=DAYS)  # the crews get used to it
            minutes = middle * (0.85 + 0.3 * newer) * self.random.lognormvariate(0, 0.3)
            sealed = begun + timedelta(minutes=minutes)
            day = day_of(begun)
            letter = Application(
                id=str(ULID.from_datetime(sealed)),
                number=f"{van['id']}-{day:%Y%m%d}-{self.laptops[van['id']].sequence + 1:04}",
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
        label, body = self.laptops[van["id"]].seal(whole, files, letter.sealed_at)
        slow = van["hours"] if self.random.random() < 0.15 else 0.1
        here = letter.sealed_at + timedelta(hours=self.random.uniform(0.01, slow))

        def arrive() -> None:
            self.laptops[van["id"]].bring(label, body)
            speakers.seen(self.office.database, van["id"], self.office.now())
            wait = timedelta(hours=self.random.expovariate(1 / (18 if good else 30)))
            self.at(here + timedelta(hours=1) + wait, lambda: self._decide(van, whole, key, good))

        self.at(here, arrive)

    def _decide(self, van: dict[str, Any], letter: Application, key: int, good: bool) -> None:
        shown, chance = self._shown(letter.id), self.random.random()
        if shown is None:
            return
        try:
            if letter.version == 1 and chance < (0.04 if good else 0.75):
                self._send_back(van, letter, key, shown)
            elif letter.version == 1 and chance > 0.97:
                until = day_of(self.clock[0] + timedelta(days=5))
                cases.ask(self.office, shown, REVIEWER, "IDC", until)
            else:
                cases.accept(self.office, shown, REVIEWER)
                self.at(self._later(5, 13), lambda: self._made(letter, good))
        except DeskError:
            pass  # somebody must compare first, or a material is still missing: it waits in its queue

    def _send_back(self, van: dict[str, Any], letter: Application, key: int, shown: Shown) -> None:
        known = {one.code for one in reasons.reasons()}
        code = pick({one: n for one, n in material()["reasons"].items() if one in known}, self.random)
        own = "请联系本人核对" if code == reasons.OTHER else ""
        cases.send_back(self.office, shown, REVIEWER, [code], own)
        if self.random.random() < 0.85:
            again = self._later(0.5, 4)
            begun = again - timedelta(minutes=self.random.uniform(4, 12))
            times = {"begun_at": begun, "changed_at": again, "sealed_at": again}
            next_one = {"id": str(ULID.from_datetime(again)), "version": 2, "corrects": letter.id, **times}
            fresh = replace(letter, **next_one, captures=(), verdicts=())  # type: ignore[arg-type]
            self.at(again, lambda: self._send({**van, "careful": 1.0}, fresh, key))

    def _made(self, letter: Application, good: bool) -> None:
        shown = self._shown(letter.id)
        if shown is None:
            return
        cases.made(self.office, shown, STATION)
        way = letter.answers.get("collect_way", "station")
        carrier = {"courier": "courier", "home": "van", "van": "van"}.get(way)
        if carrier:
            self.at(self._later(0.5, 2), lambda: self._carry(letter.id, carrier))
        self.at(self._later(2.2, 5), lambda: self._deliver(letter, good))

    def _carry(self, record: str, carrier: str) -> None:
        shown = self._shown(record)
        if shown is not None:
            cases.hand_over(self.office, shown, STATION, carrier)

    def _deliver(self, letter: Application, good: bool) -> None:
        shown = self._shown(letter.id)
        if shown is None:
            return
        cases.deliver(self.office, shown, STATION, "applicant" if self.random.random() < 0.85 else "agent")
        if self.random.random() < 0.45:
            self.at(self._later(0.1, 2), lambda: self._rate(letter, good))

    def _rate(self, letter: Application, good: bool) -> None:
        level = int(pick(((5, 58), (4, 25), (3, 9), (2, 6), (1, 2)), self.random))
        if letter.version > 1 or not good:
            level = int(pick(((5, 18), (4, 25), (3, 20), (2, 24), (1, 13)), self.random))
        words = self.random.choice(material()["words"]["bad" if level < 3 else "good"])
        channel = pick((("sms", 70), ("phone", 20), ("hall", 10)), self.random)
        ratings.rate(self.office, Rating(letter.id, level, channel, words), "resident")
        if level < 3:
            self.at(self._later(0.2, 4), lambda: self._take_up(letter.id))

    def _take_up(self, record: str) -> None:
        row = ratings.find(self.office, record)
        ratings.take(self.office, record, row["revision"], "staff:station")
        self.at(self._later(1, 9), lambda: self._settle(record))

    def _settle(self, record: str) -> None:
        row = ratings.find(self.office, record)
        answer = self.random.choice(material()["words"]["answers"])
        outcome = pick((("settled", 60), ("explained", 30), ("not_reached", 10)), self.random)
        ratings.close(self.office, record, row["revision"], "staff:station", outcome=outcome, answer=answer)

    def _tell(self) -> None:
        """Each simulated evening of the last week the texts go out; most arrive, few do not."""
        following.follow(self.office)
        self.at(self.clock[0] + timedelta(hours=8), self._tell)
        adapters, tray = choose(self.office.folder), self.office.folder / FOLDER
        for _ in range(20):
            done = messages.send(self.office, adapters)
            if not (done.handed or done.confirmed or done.failed):
                break
        asked = select(messages_table.c.id, messages_table.c.way).where(messages_table.c.state == "handed")
        with self.office.database.read() as connection:
            rows = connection.execute(asked).all()
        for row in rows:
            fate = pick((("done", 60), ("failed", 2), ("", 38)), self.random)
            if fate:
                (tray / row.way / f"{row.id}.{fate}").touch(mode=0o600)

    def _shown(self, record: str) -> Shown | None:
        asked = select(records.c.revision, records.c.state).where(records.c.id == record)
        with self.office.database.read() as connection:
            row = connection.execute(asked).one()
        return None if row.state in ("corrected", "delivered") else Shown(record, row.revision)

    def _later(self, first_days: float, last_days: float) -> datetime:
        return self.clock[0] + timedelta(days=self.random.uniform(first_days, last_days))


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), CHINA).astimezone(UTC)
