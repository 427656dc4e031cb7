"""The intake desk's pages: a booking while the caller is on the telephone, and what can go wrong with it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from forms.days import day_of
from sync.gateway import events
from sync.gateway.desk import bookings, calendar
from sync.gateway.desk.calendar import Hall
from sync.gateway.office import Office
from tests.sync.console.desks import Browser, Console
from tests.sync.gateway.desk.test_bookings import NOW, PLAN, WHO, WISH, another, at

TYPED = {
    "matter": WISH.matter,
    "name": WISH.name,
    "id_number": WISH.id_number,
    "phone": WISH.phone,
    "contact": WISH.contact,
    "relation": WISH.relation,
    "address": WISH.address,
}


@pytest.fixture
def office(office: Office) -> Office:
    return at(office, NOW)


def place(answer_location: str) -> str:
    return answer_location.partition("?")[0]


def test_checked_read_out_and_booked_on_one_page(clerk: Browser, office: Office) -> None:
    day = calendar.put(office, PLAN, WHO)
    assert f"/bookings/new?van_day={day}&at=09:30" in clerk.page("/bookings?week=2026-12-01")
    page = clerk.page(f"/bookings/new?van_day={day}&at=09:30")
    assert f'value="{day}@09:30" selected' in page
    slot = f"{day}@09:30"
    answer = clerk.send("/bookings/new", what="check", slot=slot, **TYPED)
    assert answer.status_code == 200
    for said in ("可以受理", "居民身份证", "20.00元", "25天", "年满65周岁，无需预约"):
        assert said in answer.text, said
    assert 'value="book"' in answer.text
    answer = clerk.send("/bookings/new", what="book", slot=slot, **{"a.household": "local"}, **TYPED)
    assert answer.status_code == 303
    page = clerk.page(place(answer.headers["location"]))
    assert all(
        said in page for said in ("2026-12-01 09:30", "陈嘉怡", "王女士", "女儿", WISH.id_number, "staff:lin")
    )
    assert "余1" in clerk.page("/bookings?week=2026-12-01")


def test_a_question_still_open_is_asked_before_it_can_be_booked(clerk: Browser, office: Office) -> None:
    slot = f"{calendar.put(office, PLAN, WHO)}@09:30"
    said = {**TYPED, "address": "", "slot": slot}
    answer = clerk.send("/bookings/new", what="check", **said)
    assert "还要问：户籍" in answer.text
    assert 'value="book"' not in answer.text
    assert clerk.send("/bookings/new", what="book", **said).status_code == 400
    answer = clerk.send(
        "/bookings/new", what="check", **{"a.household": "other"}, **{**said, "matter": "change"}
    )
    assert "不能这样受理" in answer.text
    assert "<select" in answer.text


def test_what_is_typed_wrong_stays_and_is_marked(clerk: Browser, office: Office) -> None:
    slot = f"{calendar.put(office, PLAN, WHO)}@09:30"
    script = "<script>alert(1)</script>"
    answer = clerk.send(
        "/bookings/new",
        what="book",
        slot=slot,
        **{**TYPED, "name": script, "id_number": "123", "note": script},
    )
    assert answer.status_code == 400
    assert script not in answer.text
    assert "&lt;script&gt;alert(1)" in answer.text
    assert len(re.findall(r'aria-invalid="true"', answer.text)) == 2
    assert "不足18位" in answer.text
    assert bookings.find(office, WISH.phone) == ()


def test_a_full_slot_offers_others_and_halls(clerk: Browser, office: Office) -> None:
    day = calendar.put(office, replace(PLAN, capacity=1), WHO)
    calendar.put_hall(office, Hall("", "越秀大厅", "440104", "某路2号", "9–17", "", 0), WHO)
    bookings.book(office, day, "09:30", another(1), WHO)
    answer = clerk.send("/bookings/new", what="book", slot=f"{day}@09:30", **TYPED)
    assert answer.status_code == 409
    assert "已满，可以改约" in answer.text
    assert "12-01 周二 09:00" in answer.text
    assert "越秀大厅" in answer.text


def test_booked_twice_leads_to_the_first(clerk: Browser, office: Office) -> None:
    day = calendar.put(office, PLAN, WHO)
    first = bookings.book(office, day, "09:00", WISH, WHO)
    answer = clerk.send("/bookings/new", what="book", slot=f"{day}@09:30", **TYPED)
    assert answer.status_code == 409
    assert f"/bookings/{first}" in answer.text


def test_found_moved_and_called_off(clerk: Browser, office: Office) -> None:
    day = calendar.put(office, PLAN, WHO)
    made = bookings.book(office, day, "09:00", WISH, WHO)
    answer = clerk.send("/bookings/find", asked=WISH.id_number)
    assert f"/bookings/{made}" in answer.text
    assert "没有找到" in clerk.send("/bookings/find", asked="13900139000").text
    moved = clerk.send(f"/bookings/{made}", what="move", version="1", slot=f"{day}@10:00")
    assert moved.status_code == 303
    assert clerk.send(f"/bookings/{made}", what="move", version="1", slot=f"{day}@10:30").status_code == 409
    assert clerk.send(f"/bookings/{made}", what="no_show", version="2").status_code == 400
    assert clerk.send(f"/bookings/{made}", what="cancel", version="2", reason="asked").status_code == 303
    page = clerk.page(f"/bookings/{made}")
    assert "本人要求" in page
    assert 'value="move"' not in page
    with office.database.read() as connection:
        assert events.first_break(connection) is None


def test_a_day_and_a_hall_are_made_changed_and_called_off(clerk: Browser, office: Office) -> None:
    tomorrow = day_of(NOW) + timedelta(days=1)
    said = {
        "van": "D027", "day": tomorrow.isoformat(), "kind": "stop", "area": "440104", "place": "北京街",
        "address": "", "opens": "09:00", "closes": "10:00", "slot_minutes": "30", "capacity": "2",
    }  # fmt: skip
    assert clerk.send("/van-days/new", **{**said, "capacity": "many", "day": "x"}).status_code == 400
    answer = clerk.send("/van-days/new", what="put", **said)
    assert answer.status_code == 303
    path = place(answer.headers["location"])
    assert "广东省广州市越秀区" in clerk.page(path)
    assert clerk.send(path, what="put", version="1", **{**said, "closes": "11:00"}).status_code == 303
    assert clerk.send(path, what="put", version="1", **said).status_code == 409
    assert clerk.send(path, what="off", version="2").status_code == 303
    assert "已取消" in clerk.page(path)
    hall = {"what": "put", "name": "大厅", "area": "440104", "address": "某路", "hours": "", "phone": ""}
    assert clerk.send("/halls", **{**hall, "area": "1"}).status_code == 400
    assert clerk.send("/halls", **hall).status_code == 303
    [kept] = calendar.all_halls(office)
    assert clerk.send("/halls", what="drop", id=kept.id, version="1").status_code == 303
    assert calendar.all_halls(office) == ()


def test_a_reviewer_sees_no_bookings(console: Console) -> None:
    console.account("wu", "reviewer")
    browser = console.signed_in("wu")
    assert browser.get("/bookings").status_code == 403
    assert "/bookings" not in browser.page("/own/password")
