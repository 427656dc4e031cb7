"""An office that has been at work for some days: every page of the console has something to show.

Everybody in it is invented; faces and prints are those of training. The same each time: dice with a seed, and
a clock that stands at the end of a Friday afternoon.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from forms.days import day_of
from forms.record import Application, Capture, CaptureKind, Verdict
from forms.sheets import Sheet
from sync.gateway import alarms, letters, people, work
from sync.gateway.desk import (
    cases,
    claims,
    comparisons,
    dossier,
    fleet,
    following,
    messages,
    ratings,
    staff,
    units,
)
from sync.gateway.desk.adapters.choice import choose
from sync.gateway.desk.cases import Shown
from sync.gateway.desk.ratings import Rating
from sync.gateway.desk.staff import ROLES, Person
from sync.gateway.office import Office, enrol_van, open_office
from sync.gateway.records import Arrival
from tests.forms.people import number
from tests.sync.console.desks import PASSWORD
from tests.sync.console.furnished import intake_desk
from tests.sync.letters import application, new_id
from tests.sync.sealed import Press

END = datetime(2026, 11, 27, 7, 30, tzinfo=UTC)  # a Friday, half past three in the afternoon in China
DAYS = (date(2026, 11, 16), date(2026, 11, 27))
VANS = ("D027", "D031", "D102")
UNIT = "440104000"
LIN = Person("lin", "林审批", frozenset(ROLES), officer="440104-001", unit="")
MATTERS = ("renewal_expiry", "renewal_expiry", "renewal_expiry", "first", "loss", "renewal_damage")
NAMES = "陈李张黄何周梁吴刘罗郭谢"
GIVEN = ("志强", "秀兰", "嘉怡", "伟明", "丽华", "建国", "小玲", "子轩", "国栋", "淑芬")
STREETS = ("北京路", "文明路", "中山四路", "惠福东路", "德政中路")
REASONS = ("portrait_unfit", "prints_unclear", "material_unclear", "address_differs", "signature_missing")
TRAINING = Path(__file__).parents[3] / "resources" / "training"


@dataclass
class LivedIn:
    """paths: for each page with a part in its address, one that is there. more: with a question to it."""

    office: Office
    clock: list[datetime]
    paths: dict[str, str] = field(default_factory=dict)
    more: list[str] = field(default_factory=list)
    presses: dict[str, Press] = field(default_factory=dict)
    dice: random.Random = field(default_factory=lambda: random.Random(6))
    count: int = 0

    def person(self) -> dict[str, str]:
        self.count += 1
        born = date(1938, 1, 1) + timedelta(days=self.dice.randrange(26000))
        return {
            "name": self.dice.choice(NAMES) + self.dice.choice(GIVEN),
            "id_number": number(f"{born:%Y%m%d}", sequence=f"{self.count:03}"),
            "sex": "1",
            "ethnic": "01",
            "address": f"广东省广州市越秀区{self.dice.choice(STREETS)}{self.count}号",
            "phone": f"138001{self.count:05}",
            "household": "local",
        }

    def arrive(self, van: str, answers: Mapping[str, str] | None = None, **more: Any) -> Application:
        """Begun some minutes ago, with a face, a print and what was found of them."""
        now = self.clock[0]
        begun = now - timedelta(minutes=self.dice.randrange(14, 26))
        faces, prints = (sorted((TRAINING / name).glob("*.*")) for name in ("people", "prints"))
        face, finger = self.dice.choice(faces).read_bytes(), self.dice.choice(prints).read_bytes()
        letter = application(picture=face)
        [portrait] = letter.captures
        print_ = replace(
            portrait,
            id=new_id(),
            kind=CaptureKind.FINGER,
            slot="finger.1",
            media_type="image/png",
            sha256=hashlib.sha256(finger).hexdigest(),
            size=len(finger),
            facts={"position": "11", "quality": 40 + self.dice.randrange(50)},
        )
        letter = replace(
            letter,
            number=f"{van}-{day_of(now):%Y%m%d}-{self.count + 1:04}",
            answers=answers or self.person(),
            captures=(_at(portrait, begun), _at(print_, begun)),
            verdicts=(Verdict("face", "match", "training", "1", begun, 0.71, 0.55),),
            begun_at=begun,
            changed_at=begun,
            sealed_at=begun + timedelta(minutes=self.dice.randrange(6, 12)),
            **more,
        )
        press = self.presses.setdefault(van, Press(self.office, van))
        sealed = press.letter(letter, {"finger.png": finger}, picture=face)
        read = letters.open_sealed(sealed.body, sealed.label, van, self.office.opener)
        self.office.objects.put(sealed.label.sha256, sealed.body)
        self.office.ledger.take(read, Arrival(van, sealed.label.sha256, len(sealed.body)), now)
        return letter

    def shown(self, id: str) -> Shown:
        return Shown(id, dossier.row_of(self.office, id)["revision"])

    def judge(self, id: str) -> None:
        """Most are accepted and go on; some go back with a reason."""
        office, fate = self.office, self.dice.random()
        if fate < 0.18:
            cases.send_back(office, self.shown(id), LIN, [self.dice.choice(REASONS)])
            return
        cases.accept(office, self.shown(id), LIN)
        for step in (cases.made, None, None):
            if step is None or self.dice.random() > 0.75:
                return
            step(office, self.shown(id), LIN)
        cases.hand_over(office, self.shown(id), LIN, "courier")


def _at(capture: Capture, at: datetime) -> Capture:
    return replace(capture, taken_at=at)


@contextmanager
def lived_in(folder: Path, first: date = DAYS[0]) -> Iterator[LivedIn]:
    """first: the day of its first records; a later one is made sooner."""
    clock = [datetime.combine(first, time(0, 30), UTC)]
    made = open_office(folder, training=True, name="广州市公安局越秀分局")
    office = replace(made, now=lambda: clock[0])
    one = LivedIn(office, clock)
    try:
        _people_and_vans(one)
        _days(one, first)
        clock[0] = END
        _intake_desk(one)
        _tasks(one)
        yield one
    finally:
        made.close()


def _people_and_vans(one: LivedIn) -> None:
    office, now = one.office, one.clock[0]
    staff.add(office.database, LIN, PASSWORD, "test", now)
    for name, display, role in (("zhou", "周受理", "station"), ("root", "何管理", "admin")):
        staff.add(office.database, Person(name, display, frozenset({role}), ""), PASSWORD, "test", now)
    for van in VANS:
        enrol_van(office, van, "http://127.0.0.1:1")
        units.join(office, van, UNIT, "test")


def _days(one: LivedIn, first: date) -> None:
    for n in range((DAYS[1] - first).days + 1):
        day = first + timedelta(days=n)
        if day.weekday() >= 5:
            continue
        one.clock[0] = datetime.combine(day, time(0, 30), UTC)
        for van in VANS:
            _day(one, van, day)
    following.follow(one.office)
    messages.send(one.office, choose(one.office.folder))


def _day(one: LivedIn, van: str, day: date) -> None:
    rows = tuple(
        {"id": f"v{n}", "at": f"{9 + n:02}:00", "kind": "visit", "name": f"测试{n}"} for n in range(5)
    )
    trip = f"{van}-{day:%m%d}"
    work.put(one.office, van, Sheet("trip", trip, day, "", rows), "test")
    came = []
    for _ in range(one.dice.randrange(2, 6)):
        one.clock[0] += timedelta(minutes=one.dice.randrange(15, 50))
        matter = one.dice.choice(MATTERS)
        came.append(one.arrive(van, matter=matter, trip=trip, urgent=one.dice.random() < 0.1))
    one.clock[0] += timedelta(hours=1)
    last = day == DAYS[1]
    for letter in came[: 1 if last else None]:
        one.clock[0] += timedelta(minutes=one.dice.randrange(2, 40))
        one.judge(letter.id)
        ratings.rate(one.office, Rating(letter.id, one.dice.choice((5, 5, 5, 4, 4, 3)), "van"), "test")
    one.clock[0] = datetime.combine(day, time(0, 30), UTC)


def _intake_desk(one: LivedIn) -> None:
    named = {"trips": "/trips/{van}/{day}", "outreach": "/outreach/{id}"}
    for address in intake_desk(one.office):
        first = address.split("/")[1]
        if "?" in address:
            one.more.append(address)
        elif address.count("/") > 1:
            one.paths[named.get(first, f"/{first}/{{id}}")] = address


def _tasks(one: LivedIn) -> None:
    """Two that may be one; somebody who is not content; an alarm; what vans said of themselves."""
    office = one.office
    answers = {**one.person(), "name": "陈嘉怡"}
    one.arrive(VANS[0], answers)
    one.arrive(VANS[1], answers)
    first = one.arrive(VANS[2], urgent=True)
    cases.send_back(office, one.shown(first.id), LIN, ["portrait_unfit", "other"], "左肩过曝，请重拍。")
    fixed = {**first.answers, "address": "广东省广州市越秀区文明路88号"}
    again = one.arrive(VANS[2], fixed, version=2, corrects=first.id)
    claims.claim(office, again.id, LIN)
    ratings.rate(office, Rating(first.id, 1, "phone", "等了一个多小时"), "test")
    with office.database.write() as connection:
        alarms.ring(connection, at=office.now(), kind="chain-gap", van=VANS[2], record=again.id, sequence=7)
    for van, said in zip(VANS, ("waiting=0", "waiting=3", "waiting=0"), strict=True):
        people.seen(office.database, van, office.now())
        fleet.report(office.database, van, f"program=0.1.0; pack=guangdong@3; {said}", office.now())
    following.follow(office)
    messages.send(office, choose(office.folder))
    one.paths["/records/{id}"] = f"/records/{again.id}"
    one.paths["/comparisons/{id}"] = f"/comparisons/{comparisons.waiting(office)[-1]['id']}"
    one.paths["/messages/{id}"] = f"/messages/{messages.listed(office)[0]['id']}"
    one.paths["/ratings/{record}"] = f"/ratings/{first.id}"
    one.paths["/units/{code}"] = f"/units/{UNIT}"
    one.paths["/vans/{van}/revoke"] = f"/vans/{VANS[1]}/revoke"
