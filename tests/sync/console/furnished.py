"""An intake desk with something on it: days, bookings, a trip with places, lists with mistakes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from forms.days import day_of
from sync.gateway.desk import bookings, calendar, rosters, trips
from sync.gateway.desk.calendar import Hall
from sync.gateway.desk.rosters import Upload
from sync.gateway.desk.trips import Shown
from sync.gateway.office import Office
from tests.forms.people import number
from tests.sync.gateway.desk.test_bookings import PLAN, WHO, WISH, another
from tests.sync.gateway.desk.test_rosters import workbook
from tests.sync.gateway.desk.test_trips import HOME


def intake_desk(office: Office) -> list[str]:
    """Addresses of pages that show it."""
    today = day_of(office.now())
    day = today + timedelta(days=3)
    stop = calendar.put(office, replace(PLAN, day=day, capacity=1), WHO)
    home = calendar.put(office, replace(HOME, day=day), WHO)
    calendar.put_hall(office, Hall("", "越秀大厅", "440104", "某路2号", "9–17", "", 0), WHO)
    made = [
        bookings.book(
            office, home, "09:00", another(n, address=f"广东省广州市越秀区{n}路1号", care="卧床"), WHO
        )
        for n in (1, 2)
    ]
    bookings.book(office, stop, "09:00", WISH, WHO)
    for n, id in enumerate(made):
        version = trips.look(office, "D027", day).version
        where = (113.26 + n / 50, 23.12)
        trips.locate(office, Shown("D027", day, version), WHO, door=id, where=where)
    people(office, today)
    return [
        "/bookings",
        f"/bookings/new?van_day={stop}&at=10:00",
        f"/bookings/{made[0]}",
        f"/van-days/{stop}",
        "/halls",
        f"/trips/D027/{day.isoformat()}",
        "/rosters/school-1",
        "/outreach/beijing-street",
    ]


def people(office: Office, today: date) -> None:
    until, soon = today + timedelta(days=20), (today + timedelta(days=40)).strftime("%Y%m%d")
    school = [("姓名", "公民身份号码", "序号"), ("陈小宝", number("20100101"), 1), ("无号", "123", 2)]
    street = [("姓名", "公民身份号码", "有效期至"), ("陈一", number("19800101"), soon)]
    for kind, id, rows, van in (
        ("roster", "school-1", school, "D027"),
        ("register", "beijing-street", street, ""),
    ):
        rosters.take(office, Upload(kind, id, until, "第一中学", workbook(rows), van), 0, WHO)
