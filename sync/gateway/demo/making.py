"""`python -m sync.gateway demo`: fills an empty training office; one seed, the same people."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import func, select

from forms.days import add_years, day_of, write_day
from sync.gateway.demo.month import Month
from sync.gateway.demo.people import Residents, material
from sync.gateway.desk import messages, rosters
from sync.gateway.desk.adapters.choice import FILE, FOLDER
from sync.gateway.desk.adapters.local import REGISTER
from sync.gateway.desk.rosters import Upload
from sync.gateway.desk.tables import bookings, people_lists, ratings, van_days
from sync.gateway.errors import CannotStart
from sync.gateway.office import Office
from sync.gateway.secret_files import write_secret
from sync.gateway.tables import records, work

RECORDS = 600
LOCAL = """# Made by `demo`: what goes out lies in adapters/, nobody sends it.
[sms]
use = "local"
[courier]
use = "local"
"""
WHO = "staff:station"
_EMPTY = (records, bookings, van_days, people_lists, work)


def make(
    office: Office, *, seed: int = 1, wanted: int = RECORDS, until: datetime | None = None
) -> Mapping[str, object]:
    """What was made, counted. until: when the month ends (now).

    Raises CannotStart (reason "demo-is-for-training", "not-empty").
    """
    if not office.training:
        raise CannotStart(reason="demo-is-for-training")
    with office.database.read() as connection:
        if any(connection.execute(select(table).limit(1)).first() is not None for table in _EMPTY):
            raise CannotStart(reason="not-empty")
    office.database.hurry()
    end = until or office.now()
    clock = [end]
    moved = replace(office, now=lambda: clock[0])
    random = Random(seed)
    if not (office.folder / FILE).exists():
        (office.folder / FILE).write_text(LOCAL)
    month = Month(moved, clock, end, wanted, random)
    month.run()
    _lists(moved, month.residents, random, day_of(end))
    return counts(office)


def counts(office: Office) -> Mapping[str, object]:
    with office.database.read() as connection:
        by_state = select(records.c.state, func.count()).group_by(records.c.state)
        states = {row[0]: row[1] for row in connection.execute(by_state)}
        tables = {"bookings": bookings, "ratings": ratings, "van_days": van_days, "lists": people_lists}
        many = {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in tables.items()
        }
    return {"records": states, **many, "messages": dict(messages.counts(office))}


def _lists(office: Office, residents: Residents, random: Random, today: date) -> None:
    """A school's list with some rows that are wrong; a community's register, for outreach and look-ups."""
    van = material()["vans"][0]
    rows = []
    for place in range(120):
        born = add_years(today, -16) - timedelta(days=random.randrange(300))
        one = residents.draw(van["area"], born)
        number = (
            one.id_number if place % 31 else one.id_number[:-1] + ("1" if one.id_number[-1] == "0" else "0")
        )
        rows.append([one.name, number, f"高一（{place % 4 + 1}）班", one.phone])
    content = _table(["姓名", "公民身份号码", "班级", "联系电话"], rows)
    roster = Upload("roster", "school-1", today + timedelta(days=9), "虚构第一中学高一", content, van["id"])
    rosters.take(office, roster, 0, WHO)
    old, ends = [], []
    for _ in range(90):
        old.append(residents.draw(van["area"], residents.born("loss", today)))
        ends.append(write_day(today + timedelta(days=random.randrange(-40, 400))))
    pairs = list(zip(old, ends, strict=True))
    content = _table(
        ["姓名", "公民身份号码", "地址", "联系电话", "有效期至"],
        [[one.name, one.id_number, one.address, one.phone, end] for one, end in pairs],
    )
    register = Upload("register", "community-1", today + timedelta(days=60), "北京街社区", content)
    rosters.take(office, register, 0, WHO)
    known = [[one.id_number, one.name, one.address, "北京街", one.phone, end] for one, end in pairs]
    (office.folder / FOLDER).mkdir(mode=0o700, exist_ok=True)
    head = ["id_number", "name", "address", "community", "phone", "valid_to"]
    write_secret(office.folder / FOLDER / REGISTER, _table(head, known).decode("utf-8-sig"))


def _table(head: list[str], rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([head, *rows])
    return out.getvalue().encode("utf-8-sig")
