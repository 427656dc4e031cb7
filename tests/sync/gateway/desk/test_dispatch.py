"""Each record finds its queue; what needs a person becomes a comparison; sealed ones wait for the key."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from forms.jurisdiction import county_of
from sync.gateway.desk import bookings, calendar, cases, comparisons, dispatch, keyed, queues, units
from sync.gateway.desk.calendar import Plan
from sync.gateway.desk.eligibility import Wish
from sync.gateway.desk.queues import Place, Wanted
from sync.gateway.office import Office, open_office
from sync.gateway.tables import records
from tests.forms.people import number
from tests.sync.gateway.desk.case_office import ANSWERS, CHEN, OFFICER, Cases


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Cases]:
    one = open_office(tmp_path / "office", training=True)
    yield Cases(one)
    one.close()


@pytest.fixture
def either(stored_office: Office) -> Cases:
    return Cases(stored_office)


def person(n: int) -> dict[str, str]:
    return {**ANSWERS, "id_number": number("19850307", sequence=f"{n:03}")}


def test_a_record_finds_its_queue(desk: Cases) -> None:
    id = desk.taken(desk.letter(urgent=True))
    row = desk.row(id)
    assert (row["queue"], row["jurisdiction"], row["officer"], row["rank"]) == ("C19a", "440104", OFFICER, 0)
    assert row["due"] == "2026-12-16"  # sealed on the 21st of November, 25 days in the own city
    assert row["person"] == keyed.person(desk.office, ANSWERS["id_number"])


def test_nothing_in_the_row_names_the_person(desk: Cases) -> None:
    row = desk.row(desk.taken())
    said = " ".join(map(str, row.values()))
    assert not any(text in said for text in (ANSWERS["name"], ANSWERS["id_number"], "北京路"))


def test_an_address_that_tells_no_county_goes_where_it_was_taken_in(desk: Cases) -> None:
    units.join(desk.office, "D027", "440106001", "test")
    assert desk.row(desk.taken(desk.letter({"address": "某村"})))["jurisdiction"] == "440106"


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("广东省广州市越秀区北京路1号", "440104"),
        ("广州市越秀区北京路1号", "440104"),  # as people write it at home
        ("广东省东莞市虎门镇", "441900"),  # a city without districts
        ("湖南省长沙市岳麓区桃花岭", "430104"),
        ("广东省广州市", ""),
        ("", ""),
    ],
)
def test_the_county_of_an_address(address: str, code: str) -> None:
    assert county_of(address) == code


def test_a_matter_nobody_knows_is_kept_and_has_a_queue(desk: Cases) -> None:
    row = desk.row(desk.taken(desk.letter(matter="of_tomorrow")))
    assert (row["queue"], row["due"]) == ("other", "9999-12-31")


def test_another_matter_of_the_same_person_is_no_duplicate(desk: Cases) -> None:
    desk.taken()
    desk.taken(desk.letter(matter="change"))
    desk.taken(desk.letter(person(7)))
    assert comparisons.waiting(desk.office) == []


def test_what_is_over_is_compared_with_nothing(desk: Cases) -> None:
    old = desk.taken()
    with desk.office.database.write() as connection:
        connection.execute(update(records).where(records.c.id == old).values(state="delivered"))
    desk.taken()
    assert comparisons.waiting(desk.office) == []


def test_a_booking_is_used_once(desk: Cases) -> None:
    now = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)  # the letters are sealed on this day
    desk.office = replace(desk.office, now=lambda: now)
    plan = Plan("D027", date(2026, 11, 21), "stop", "440104", "北京街", "09:30", "18:00", 30, 2, "北京路1号")
    day = calendar.put(desk.office, plan, "staff:zhou")
    wish = Wish("renewal_expiry", "陈嘉怡", ANSWERS["id_number"], "13800138000", address=ANSWERS["address"])
    booking = bookings.book(desk.office, day, "10:00", wish, "staff:zhou")
    letter = desk.letter()
    first = desk.taken(letter)
    assert (bookings.get(desk.office, booking).state, bookings.get(desk.office, booking).record) == (
        "done",
        first,
    )
    corrected = desk.taken(desk.letter(version=2, corrects=first, number=letter.number))
    assert comparisons.waiting(desk.office) == []  # a correction is of the same booking
    second = desk.taken()
    found = [(one["kind"], one["record"], one["other"]) for one in comparisons.waiting(desk.office)]
    assert found == [("same-person", second, corrected), ("booking-twice", second, first)]
    assert bookings.get(desk.office, booking).record == first


def test_a_version_that_comes_after_the_decision_is_compared_with_it(desk: Cases) -> None:
    letter = desk.letter()
    first = desk.taken(letter)
    cases.accept(desk.office, desk.shown(first), CHEN)
    late = desk.taken(desk.letter(version=2, corrects=first, number=letter.number))
    assert [(one["record"], one["other"]) for one in comparisons.waiting(desk.office)] == [(late, first)]
    assert desk.row(first)["state"] == "accepted"


def test_what_came_sealed_is_sorted_when_the_key_is_back(desk: Cases, tmp_path: Path) -> None:
    office = desk.office
    older = desk.taken()
    safe = tmp_path / "safe"
    safe.mkdir()
    for path in office.keys.glob("bureau-*.key"):
        shutil.move(path, safe / path.name)
    newer = desk.taken(van="D028")
    assert dispatch.sort(office) == 0
    row = desk.row(newer)
    assert (row["queue"], row["opened"], row["person"], row["matter"]) == ("unopened", False, "", "")
    assert comparisons.waiting(office) == []
    for path in safe.iterdir():
        shutil.move(path, office.keys / path.name)
    assert dispatch.sort(office) == 1
    row = desk.row(newer)
    assert (row["queue"], row["opened"], row["jurisdiction"], row["sequence"]) == ("C19a", True, "440104", 1)
    [task] = comparisons.waiting(office)
    assert (task["record"], task["other"]) == (newer, older)
    assert dispatch.sort(office) == 0


def test_what_no_key_here_opens_is_rung_once(desk: Cases) -> None:
    id = desk.taken()
    with desk.office.database.write() as connection:
        lost = {"queue": "unopened", "opened": False, "sha256": "ab" * 32}
        connection.execute(update(records).where(records.c.id == id).values(**lost))
    assert dispatch.sort(desk.office) == 0
    assert desk.row(id)["queue"] == "unreadable"
    assert dispatch.sort(desk.office) == 0
    with desk.office.database.read() as connection:
        rung = connection.exec_driver_sql("SELECT kind FROM alarms WHERE kind = 'record-unreadable'").all()
    assert len(rung) == 1


def test_a_queue_is_in_order_and_its_pages_do_not_overlap(either: Cases) -> None:
    plain = [either.taken(either.letter(person(n))) for n in range(100, 105)]
    far = either.taken(either.letter({**person(200), "household": "other"}))
    urgent = either.taken(either.letter(person(300), urgent=True))
    seen: list[str] = []
    after: Place | None = None
    while True:
        found = queues.page(either.office, Wanted(), after, size=2)
        seen += [row["id"] for row in found.rows]
        if found.after is None:
            break
        after = Place.read(str(found.after))
        assert after == found.after
    assert seen == [urgent, *plain, far]


def test_queues_are_filtered(either: Cases) -> None:
    here = either.taken(either.letter(person(1)))
    there = either.taken(
        either.letter({**person(2), "address": "广东省广州市天河区体育西路1号"}, urgent=True)
    )
    change = either.taken(either.letter(person(3), matter="change"))

    def ids(**wanted: object) -> list[str]:
        return [row["id"] for row in queues.page(either.office, Wanted(**wanted)).rows]  # type: ignore[arg-type]

    assert ids(jurisdiction="440106") == [there]
    assert ids(matter="change") == [change]
    assert ids(urgent=True) == [there]
    assert ids(state="accepted") == []
    assert ids(queue="unopened") == []
    assert ids(overdue=True) == []
    late = replace(either.office, now=lambda: either.office.now() + timedelta(days=400))
    assert len(queues.page(late, Wanted(overdue=True)).rows) == 3
    assert queues.overdue(late) == 3
    assert queues.counties(either.office, "received") == ["440104", "440106"]
    assert queues.counts(either.office) == {("received", "C19a"): 3}
    assert here in ids()


def test_a_record_is_found_by_its_numbers(either: Cases) -> None:
    units.join(either.office, "D027", "440104001", "test")
    id = either.taken(either.letter(person(1)))
    other = either.taken(either.letter(person(2)))
    row = either.row(id)
    assert row["acceptance_number"].startswith("440104001")
    for text in (row["acceptance_number"], row["number"], f" {row['number'].lower()} ", id):
        assert [one["id"] for one in queues.find(either.office, text)] == [id]
    assert [one["id"] for one in queues.find(either.office, "440104001")] == [other, id]
    assert queues.find(either.office, "  ") == ()
    assert queues.find(either.office, "%") == []


@pytest.mark.parametrize(
    "text", ["", "1", "1_2026-13-01_1", "x_2026-12-01_1", "1_2026-12-01_-1", "1_2026-12-01_" + "9" * 30]
)
def test_a_page_address_that_was_made_up_is_the_first_page(text: str) -> None:
    assert Place.read(text) is None
