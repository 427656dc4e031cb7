"""What the office makes of a record: decided, made, handed over, rated, complained of; and the texts sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select
from ulid import ULID

from forms import reasons
from forms.days import day_of
from forms.record import Application
from sync.gateway.demo.people import material, pick
from sync.gateway.demo.timetable import Timetable
from sync.gateway.desk import cases, following, messages, ratings
from sync.gateway.desk.adapters.choice import FOLDER, choose
from sync.gateway.desk.cases import Shown
from sync.gateway.desk.errors import DeskError
from sync.gateway.desk.ratings import Rating
from sync.gateway.desk.staff import Person as Staff
from sync.gateway.desk.tables import messages as messages_table
from sync.gateway.tables import records

REVIEWER = Staff("reviewer", "审批", frozenset({"reviewer"}), officer="440100-901")
STATION = Staff("station", "窗口", frozenset({"station"}), officer="440100-902")

Again = Callable[[Application], None]  # the van seals this corrected version


class Desk:
    def __init__(self, times: Timetable) -> None:
        self.times, self.office, self.random = times, times.office, times.random

    def decide(self, letter: Application, good: bool, again: Again) -> None:
        """good: taken with care. again: when it is sent back."""
        shown, chance = self._shown(letter.id), self.random.random()
        if shown is None:
            return
        try:
            if letter.version == 1 and chance < (0.04 if good else 0.75):
                self._send_back(letter, shown, again)
            elif letter.version == 1 and chance > 0.97:
                until = day_of(self.times.now + timedelta(days=5))
                cases.ask(self.office, shown, REVIEWER, "IDC", until)
            else:
                cases.accept(self.office, shown, REVIEWER)
                self.times.at(self.times.later(5, 13), lambda: self._made(letter, good))
        except DeskError:
            pass  # somebody must compare first, or a material is still missing: it waits in its queue

    def _send_back(self, letter: Application, shown: Shown, again: Again) -> None:
        known = {one.code for one in reasons.reasons()}
        code = pick({one: n for one, n in material()["reasons"].items() if one in known}, self.random)
        own = "请联系本人核对" if code == reasons.OTHER else ""
        cases.send_back(self.office, shown, REVIEWER, [code], own)
        if self.random.random() < 0.85:
            sealed = self.times.later(0.5, 4)
            begun = sealed - timedelta(minutes=self.random.uniform(4, 12))
            times = {"begun_at": begun, "changed_at": sealed, "sealed_at": sealed}
            next_one = {"id": str(ULID.from_datetime(sealed)), "version": 2, "corrects": letter.id, **times}
            fresh = replace(letter, **next_one, captures=(), verdicts=())  # type: ignore[arg-type]
            self.times.at(sealed, lambda: again(fresh))

    def _made(self, letter: Application, good: bool) -> None:
        shown = self._shown(letter.id)
        if shown is None:
            return
        cases.made(self.office, shown, STATION)
        way = letter.answers.get("collect_way", "station")
        carrier = {"courier": "courier", "home": "van", "van": "van"}.get(way)
        if carrier:
            self.times.at(self.times.later(0.5, 2), lambda: self._carry(letter.id, carrier))
        self.times.at(self.times.later(2.2, 5), lambda: self._deliver(letter, good))

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
            self.times.at(self.times.later(0.1, 2), lambda: self._rate(letter, good))

    def _rate(self, letter: Application, good: bool) -> None:
        level = int(pick(((5, 58), (4, 25), (3, 9), (2, 6), (1, 2)), self.random))
        if letter.version > 1 or not good:
            level = int(pick(((5, 18), (4, 25), (3, 20), (2, 24), (1, 13)), self.random))
        words = self.random.choice(material()["words"]["bad" if level < 3 else "good"])
        channel = pick((("sms", 70), ("phone", 20), ("hall", 10)), self.random)
        ratings.rate(self.office, Rating(letter.id, level, channel, words), "resident")
        if level < 3:
            self.times.at(self.times.later(0.2, 4), lambda: self._take_up(letter.id))

    def _take_up(self, record: str) -> None:
        row = ratings.find(self.office, record)
        ratings.take(self.office, record, row["revision"], "staff:station")
        self.times.at(self.times.later(1, 9), lambda: self._settle(record))

    def _settle(self, record: str) -> None:
        row = ratings.find(self.office, record)
        answer = self.random.choice(material()["words"]["answers"])
        outcome = pick((("settled", 60), ("explained", 30), ("not_reached", 10)), self.random)
        ratings.close(self.office, record, row["revision"], "staff:station", outcome=outcome, answer=answer)

    def tell(self) -> None:
        """Each simulated evening of the last week the texts go out; most arrive, few do not."""
        following.follow(self.office)
        self.times.at(self.times.now + timedelta(hours=8), self.tell)
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
