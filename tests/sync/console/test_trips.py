"""The trip's page: in order, moved by hand, told to the van; and a van that hears of it over its own line."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from forms.sheets import load
from sync.gateway.desk import bookings, calendar, trips
from sync.gateway.office import Office
from sync.sealing.seal import open_by_key
from tests.sync.console.desks import Browser
from tests.sync.gateway.desk.test_bookings import NOW, WHO, WISH, another, at
from tests.sync.gateway.desk.test_trips import DAY, HOME, VAN
from tests.sync.papers import enrolled
from tests.sync.test_gateway_work import told

PATH = "/trips/D027/2026-12-01"


@pytest.fixture
def office(office: Office) -> Office:
    return at(office, NOW)


@pytest.fixture
def booked(office: Office) -> list[str]:
    home = calendar.put(office, HOME, WHO)
    streets = {1: "文明路", 2: "北京路"}
    made = [
        bookings.book(office, home, "09:00", another(n, address=f"广东省广州市越秀区{street}1号"), WHO)
        for n, street in streets.items()
    ]
    return [*made, bookings.book(office, home, "11:00", replace(WISH, care="卧床"), WHO)]


def order(page: str) -> list[str]:
    return re.findall(r'<tr id="door-([0-9a-f]+)"', page)


def version(office: Office) -> str:
    return str(trips.look(office, VAN, DAY).version)


def test_in_order_moved_by_hand_and_told(clerk: Browser, office: Office, booked: list[str]) -> None:
    device = enrolled(office, VAN)
    assert PATH in clerk.page("/trips?week=2026-12-01")
    assert clerk.send(PATH, what="sort", version="0").status_code == 303
    page = clerk.page(PATH)
    assert order(page) == [booked[1], booked[0], booked[2]]
    assert "卧床" in page
    assert "没有经纬度" in page
    assert clerk.send(PATH, what="up", door=booked[2], number="3", version="1").status_code == 303
    page = clerk.page(PATH)
    assert order(page) == [booked[1], booked[2], booked[0]]
    assert page.count("超出约定时段</span>") == 1
    assert clerk.send(PATH, what="place", door=booked[2], number="3", version="2").status_code == 303
    assert clerk.send(PATH, what="publish", title="越秀上门", version="3").status_code == 303
    assert "已发到车上" in clerk.page(PATH)
    [first, *_] = [one for one in told(office) if one.kind == "trip"]
    sheet = load(open_by_key(first.sealed, {"cms": device.key}))
    assert (sheet.title, [row["id"] for row in sheet.rows]) == ("越秀上门", [booked[1], booked[0], booked[2]])
    assert (
        clerk.send(PATH, what="time", door=booked[0], new_at="09:45", version=version(office)).status_code
        == 303
    )
    assert [one.data["revision"] for one in told(office) if one.kind == "trip"] == [1, 2]


def test_of_two_clerks_the_second_is_told(clerk: Browser, office: Office, booked: list[str]) -> None:
    assert clerk.send(PATH, what="sort", version="0").status_code == 303
    answer = clerk.send(PATH, what="down", door=booked[0], number="1", version="0")
    assert answer.status_code == 409
    assert "有人改过" in answer.text


def test_a_sketch_of_what_has_a_place(clerk: Browser, office: Office, booked: list[str]) -> None:
    for n, (x, y) in enumerate((("113.26", "23.13"), ("113.30", "23.10"))):
        where = {"longitude": x, "latitude": y}
        answer = clerk.send(PATH, what="locate", door=booked[n], version=version(office), **where)
        assert answer.status_code == 303
    page = clerk.page(PATH)
    assert len(re.findall("<circle", page)) == 2
    assert "直线距离共5.3公里" in page
    assert "另有1处没有经纬度" in page
    points = [tuple(map(float, pair)) for pair in re.findall(r'cx="([\d.]+)" cy="([\d.]+)"', page)]
    assert all(0 <= x <= 560 and 0 <= y <= 360 for x, y in points)
    by_number = sorted(points)
    assert by_number[0][1] < by_number[1][1]  # the western one is the northern one
    bad = clerk.send(
        PATH, what="locate", door=booked[0], version=version(office), longitude="x", latitude="1"
    )
    assert bad.status_code == 400


def test_a_door_by_hand_with_a_script_in_its_name(clerk: Browser, office: Office, booked: list[str]) -> None:
    said = {"what": "add", "version": "0", "kind": "delivery", "at": "15:00"}
    script = "<script>alert(1)</script>"
    answer = clerk.send(PATH, **said, name=script)
    assert answer.status_code == 400
    assert clerk.send(PATH, **said, name="黄伟", note=script).status_code == 303
    text = clerk.get(PATH).text
    assert script not in text
    assert "&lt;script&gt;" in text
    door = order(text)[-1]
    assert clerk.send(PATH, what="drop", door=door, version="1").status_code == 303
    assert door not in order(clerk.get(PATH).text)


def test_a_van_without_a_certificate_is_said_to_wait(
    clerk: Browser, office: Office, booked: list[str]
) -> None:
    answer = clerk.send(PATH, what="publish", version="0", title="")
    assert "还没有证书" in clerk.page(answer.headers["location"])


@pytest.mark.parametrize("path", ["/trips/no+van/2026-12-01", "/trips/D027/someday"])
def test_no_such_trip(clerk: Browser, path: str) -> None:
    assert clerk.get(path).status_code == 400
