"""Bookings: who may have which slot, and that nobody's name stands in the database."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from sync.gateway import events
from sync.gateway.desk import bookings, calendar, keyed
from sync.gateway.desk.booking_rules import rules
from sync.gateway.desk.calendar import Hall, Offers, Plan
from sync.gateway.desk.eligibility import Wish, bookable, check
from sync.gateway.desk.errors import Full, NotNow, Stale, TwiceBooked, Unsound
from sync.gateway.desk.tables import bookings as table
from sync.gateway.errors import CannotStart
from sync.gateway.office import Office, open_office
from sync.gateway.tables import events as events_table
from tests.forms.people import number

NOW = datetime(2026, 11, 28, 1, 0, tzinfo=UTC)  # nine in the morning here
TODAY = date(2026, 11, 28)
WHO = "staff:lin"
PLAN = Plan("D027", date(2026, 12, 1), "stop", "440104", "北京街社区", "09:00", "11:00", 30, 2, "北京路1号")
WISH = Wish(
    "renewal_expiry",
    "陈嘉怡",
    number("19500307", sequence="002"),
    "13800138000",
    contact="王女士",
    relation="女儿",
    address="广东省广州市越秀区北京路1号",
)


def another(n: int, **changes: Any) -> Wish:
    return replace(WISH, id_number=number("19850307", sequence=f"{n:03}"), **changes)


def at(office: Office, moment: datetime) -> Office:
    return replace(office, now=lambda: moment)


@pytest.fixture
def office(stored_office: Office) -> Office:
    return at(stored_office, NOW)


@pytest.fixture
def local(tmp_path: Path) -> Iterator[Office]:
    one = open_office(tmp_path / "office", training=True)
    yield at(one, NOW)
    one.close()


def test_a_daughter_books_for_her_mother(office: Office) -> None:
    day = calendar.put(office, PLAN, WHO)
    made = bookings.book(office, day, "09:30", WISH, WHO)
    booking = bookings.get(office, made)
    assert (booking.state, booking.day, booking.at, booking.made_by) == ("booked", "2026-12-01", "09:30", WHO)
    assert booking.wish is not None
    assert (booking.wish.name, booking.wish.contact, booking.wish.relation) == ("陈嘉怡", "王女士", "女儿")
    spaced = WISH.id_number[:6] + " " + WISH.id_number[6:].lower()
    assert [one.id for one in bookings.find(office, spaced)] == [made]
    assert [one.id for one in bookings.find(office, "138 0013 8000")] == [made]
    assert bookings.find(office, "13900139000") == ()
    with office.database.read() as connection:
        assert events.first_break(connection) is None


def test_what_names_people_stands_nowhere_in_the_database(office: Office) -> None:
    bookings.book(office, calendar.put(office, PLAN, WHO), "09:30", WISH, WHO)
    with office.database.read() as connection:
        rows = [*connection.execute(select(table)).all(), *connection.execute(select(events_table)).all()]
    for row in rows:
        said = repr(tuple(row)) + "".join(
            value.decode("utf-8", "replace") for value in row if isinstance(value, bytes)
        )
        assert not any(secret in said for secret in ("陈嘉怡", WISH.id_number, WISH.phone, "王女士"))


def test_without_the_bureaus_key_a_booking_is_found_but_not_read(local: Office) -> None:
    made = bookings.book(local, calendar.put(local, PLAN, WHO), "09:30", WISH, WHO)
    for path in local.keys.glob("bureau-*.key"):
        path.rename(path.with_suffix(".away"))
    assert [one.id for one in bookings.find(local, WISH.id_number)] == [made]
    assert bookings.get(local, made).wish is None


def test_a_full_slot_offers_the_next_days_and_the_areas_halls(local: Office) -> None:
    day = calendar.put(local, replace(PLAN, capacity=1), WHO)
    elsewhere = calendar.put(local, replace(PLAN, area="440106", place="体育西"), WHO)
    later = calendar.put(local, replace(PLAN, day=date(2026, 12, 3)), WHO)
    calendar.put(local, replace(PLAN, day=date(2026, 12, 30)), WHO)  # too far away
    calendar.put_hall(local, Hall("", "越秀大厅", "440104", "某路2号", "9–17", "", 0), WHO)
    calendar.put_hall(local, Hall("", "天河大厅", "440106", "某路3号", "9–17", "", 0), WHO)
    bookings.book(local, day, "09:00", WISH, WHO)
    with pytest.raises(Full) as caught:
        bookings.book(local, day, "09:00", another(1), WHO)
    offers = caught.value.offers
    assert isinstance(offers, Offers)
    free = [(room.van_day.id, room.at) for room in offers.rooms]
    assert free[:2] == [(day, "09:30"), (day, "10:00")]
    assert free[2:] == [(where, at) for where in (later, elsewhere) for at in ("09:00", "09:30")]
    assert [hall.name for hall in offers.halls] == ["越秀大厅"]


def test_one_open_booking_a_person_and_matter(office: Office) -> None:
    day = calendar.put(office, PLAN, WHO)
    first = bookings.book(office, day, "09:30", WISH, WHO)
    with pytest.raises(TwiceBooked) as caught:
        bookings.book(office, day, "10:00", replace(WISH, phone="13900139000"), WHO)
    assert caught.value.values == {"booking": first, "day": "2026-12-01", "at": "09:30"}
    bookings.book(office, day, "10:00", replace(WISH, matter="loss"), WHO)
    bookings.cancel(office, first, 1, "cannot_come", WHO)
    again = bookings.book(office, day, "10:00", WISH, WHO)
    gone_by = at(office, NOW + timedelta(days=5))
    later = calendar.put(gone_by, replace(PLAN, day=date(2026, 12, 9)), WHO)
    bookings.book(gone_by, later, "09:00", WISH, WHO)
    assert bookings.get(office, again).state == "no_show"


def test_from_today_to_the_fifteenth_day_and_never_the_past(local: Office) -> None:
    days = {
        n: calendar.put(local, replace(PLAN, day=TODAY + timedelta(days=n)), WHO) for n in (-1, 0, 15, 16)
    }
    for n, reason in ((-1, "window"), (16, "window"), (0, "over")):
        with pytest.raises(NotNow) as caught:
            bookings.book(local, days[n], "09:00", WISH, WHO)  # it is nine now
        assert caught.value.values["reason"] == reason
    bookings.book(local, days[0], "09:30", WISH, WHO)
    bookings.book(local, days[15], "09:00", another(1), WHO)


@pytest.mark.parametrize(
    ("moment", "last"),
    [
        (datetime(2026, 11, 28, 15, 59, tzinfo=UTC), date(2026, 12, 13)),  # a minute before midnight here
        (datetime(2026, 11, 28, 16, 0, tzinfo=UTC), date(2026, 12, 14)),
        (datetime(2027, 3, 28, 1, 30, tzinfo=UTC), date(2027, 4, 12)),  # summer time begins, elsewhere
        (datetime(2028, 2, 20, 3, 0, tzinfo=UTC), date(2028, 3, 6)),
    ],
)
def test_days_are_the_offices_days(local: Office, moment: datetime, last: date) -> None:
    here = at(local, moment)
    assert calendar.last_day(here) == last
    day = calendar.put(here, replace(PLAN, day=last), WHO)
    beyond = calendar.put(here, replace(PLAN, day=last + timedelta(days=1)), WHO)
    bookings.book(here, day, "09:00", WISH, WHO)
    with pytest.raises(NotNow):
        bookings.book(here, beyond, "09:00", another(1), WHO)


def test_an_office_may_have_rules_of_its_own(local: Office) -> None:
    (local.keys / "booking_rules.toml").write_text("days_ahead = 3\n")
    assert (rules(local).days_ahead, rules(local).senior_age) == (3, 65)
    (local.keys / "booking_rules.toml").write_text("days = 3\n")
    with pytest.raises(CannotStart):
        rules(local)


def test_from_sixty_five_on_nobody_needs_a_booking_and_may_have_one(local: Office) -> None:
    day = calendar.put(local, PLAN, WHO)
    just, nearly = number("19611128"), number("19611129")
    assert bookings.needs_none(local, bookings.precheck(local, replace(WISH, id_number=just)))
    assert not bookings.needs_none(local, bookings.precheck(local, replace(WISH, id_number=nearly)))
    bookings.book(local, day, "09:00", replace(WISH, id_number=just), WHO)


def test_what_cannot_be_taken_is_said_with_its_reason_before_anybody_comes(local: Office) -> None:
    day = calendar.put(local, PLAN, WHO)
    afar = replace(another(1), matter="change", address="湖南省长沙市芙蓉区1号")
    checked = bookings.precheck(local, afar)
    assert checked.decision is not None
    assert [reason.code for reason in checked.decision.reasons] == ["scenario.home_only"]
    with pytest.raises(NotNow) as caught:
        bookings.book(local, day, "09:00", afar, WHO)
    assert caught.value.values["reason"] == "not_eligible"
    unknown = replace(WISH, address="")
    asked = bookings.precheck(local, unknown).decision
    assert asked is not None
    assert asked.unanswered == ("household",)
    with pytest.raises(NotNow):
        bookings.book(local, day, "09:00", unknown, WHO)
    bookings.book(local, day, "09:00", replace(unknown, answers={"household": "local"}), WHO)


def test_the_checklist_is_the_vans_and_asks_what_the_van_asks(local: Office) -> None:
    child = replace(WISH, matter="first", id_number=number("20150601"))
    checked = bookings.precheck(local, child)
    assert checked.decision is not None
    assert [material.id for material in checked.decision.materials] == [
        "REGFORM",
        "PHOTO",
        "HKB",
        "GID",
        "GREL",
    ]
    asked = {question.id: question for question in checked.questions}
    assert asked["household"].answer == "local"
    assert "age_group" not in asked
    away = bookings.precheck(
        local, replace(WISH, answers={"household": "other", "remote_check": "bad_credit"})
    )
    assert "remote_check" in {question.id for question in away.questions}
    assert not away.fits


@pytest.mark.parametrize("matter", [one.id for one in bookable()])
def test_every_matter_can_be_asked_to_its_end_by_telephone(matter: str) -> None:
    answers: dict[str, str] = {}
    for _ in range(12):
        checked = check(replace(WISH, matter=matter, answers=answers), TODAY)
        assert checked.decision is not None
        if not checked.decision.unanswered:
            break
        asked = {question.id: question for question in checked.questions}
        answers |= {id: asked[id].choices[0].code for id in checked.decision.unanswered}
    assert checked.fits
    assert checked.decision is not None
    assert checked.decision.materials or matter in ("found_card", "loss_withdrawn")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"id_number": WISH.id_number[:17] + "0"}, "id_number"),
        ({"id_number": "1"}, "id_number"),
        ({"name": ""}, "name"),
        ({"name": "<script>"}, "name"),
        ({"phone": "call me"}, "phone"),
        ({"phone": ""}, "phone"),
        ({"note": "长" * 201}, "note"),
        ({"matter": "passport"}, "matter"),
    ],
)
def test_what_is_typed_wrong_is_told_by_field(local: Office, changes: dict[str, str], field: str) -> None:
    day = calendar.put(local, PLAN, WHO)
    with pytest.raises(Unsound) as caught:
        bookings.book(local, day, "09:00", replace(WISH, **changes), WHO)  # type: ignore[arg-type]
    assert field in caught.value.wrong


def test_a_visit_at_home_needs_the_address(local: Office) -> None:
    home = calendar.put(local, replace(PLAN, kind="home", place="越秀区上门", slot_minutes=60), WHO)
    wish = replace(WISH, address="", answers={"household": "local"})
    with pytest.raises(Unsound) as caught:
        bookings.book(local, home, "09:00", wish, WHO)
    assert caught.value.wrong == {"address": "field.required"}
    stop = calendar.put(local, PLAN, WHO)
    made = bookings.book(local, stop, "09:00", wish, WHO)
    with pytest.raises(Unsound):
        bookings.move(local, made, 1, home, "09:00", WHO)


def test_two_clerks_take_the_last_place_at_once(office: Office) -> None:
    day = calendar.put(office, replace(PLAN, capacity=1), WHO)
    start, ends = threading.Barrier(4), []

    def take(n: int) -> None:
        start.wait()
        try:
            ends.append(bookings.book(office, day, "09:00", another(n), f"staff:{n}"))
        except Full:
            ends.append("full")

    threads = [threading.Thread(target=take, args=(n,)) for n in range(1, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ends) == 4
    assert ends.count("full") == 3


def test_moved_called_off_and_not_come(local: Office) -> None:
    day = calendar.put(local, replace(PLAN, capacity=1), WHO)
    later = calendar.put(local, replace(PLAN, day=date(2026, 12, 3)), WHO)
    made = bookings.book(local, day, "09:00", WISH, WHO)
    bookings.move(local, made, 1, later, "10:00", WHO)
    with pytest.raises(Stale):
        bookings.move(local, made, 1, day, "09:30", "staff:other")
    assert (bookings.get(local, made).day, bookings.get(local, made).at) == ("2026-12-03", "10:00")
    bookings.book(local, day, "09:00", another(1), WHO)  # its old place is free again
    with pytest.raises(Full):
        bookings.move(local, made, 2, day, "09:00", WHO)
    with pytest.raises(NotNow) as caught:
        bookings.did_not_come(local, made, 2, WHO)
    assert caught.value.values["reason"] == "early"
    with pytest.raises(Unsound):
        bookings.cancel(local, made, 2, "because", WHO)
    bookings.did_not_come(at(local, NOW + timedelta(days=5)), made, 2, WHO)
    with pytest.raises(NotNow) as caught:
        bookings.cancel(local, made, 3, "asked", WHO)
    assert caught.value.values == {"state": "no_show"}


def test_a_record_uses_its_booking_once(local: Office) -> None:
    made = bookings.book(local, calendar.put(local, PLAN, WHO), "09:00", WISH, WHO)
    person = keyed.person(local, WISH.id_number)
    with local.database.write() as connection:
        assert bookings.used(connection, person, "loss", "R0", NOW) == ""
        assert bookings.used(connection, person, "renewal_expiry", "R1", NOW) == made
        assert bookings.used(connection, person, "renewal_expiry", "R2", NOW) == ""
    booking = bookings.get(local, made)
    assert (booking.state, booking.record) == ("done", "R1")


def test_a_day_that_people_booked_keeps_their_slots(local: Office) -> None:
    day = calendar.put(local, PLAN, WHO)
    made = bookings.book(local, day, "10:30", WISH, WHO)
    for changed in (replace(PLAN, closes="10:00"), replace(PLAN, van="D028"), replace(PLAN, slot_minutes=45)):
        with pytest.raises(NotNow):
            calendar.put(local, changed, WHO, id=day, version=1)
    with pytest.raises(NotNow):
        calendar.call_off(local, day, 1, WHO)
    calendar.put(local, replace(PLAN, closes="17:00"), WHO, id=day, version=1)
    with pytest.raises(Stale):
        calendar.put(local, PLAN, WHO, id=day, version=1)
    bookings.cancel(local, made, 1, "ours", WHO)
    calendar.call_off(local, day, 2, WHO)
    with pytest.raises(NotNow):
        bookings.book(local, day, "10:30", WISH, WHO)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"van": "no van"}, "van"),
        ({"kind": "party"}, "kind"),
        ({"area": "999999"}, "area"),
        ({"place": " "}, "place"),
        ({"opens": "9:00"}, "opens"),
        ({"closes": "24:00"}, "closes"),
        ({"closes": "09:10"}, "closes"),
        ({"capacity": 0}, "capacity"),
        ({"slot_minutes": 0}, "slot_minutes"),
        ({"longitude": 113.2}, "longitude"),
        ({"longitude": 113.2, "latitude": 91.0}, "longitude"),
    ],
)
def test_a_day_that_cannot_be_is_refused(local: Office, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Unsound) as caught:
        calendar.put(local, replace(PLAN, **changes), WHO)
    assert list(caught.value.wrong) == [field]
