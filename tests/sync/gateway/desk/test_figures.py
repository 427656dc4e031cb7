"""Figures count what happened, on both databases; days, vans and matters apart; no name in them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from forms.sheets import Sheet
from sync.gateway import work
from sync.gateway.desk import figures, following, messages, ratings
from sync.gateway.desk.figures import Span
from sync.gateway.desk.ratings import Rating
from tests.sync.gateway.desk.offices import Desk, desk

MONDAY = date(2026, 11, 23)
WEEK = Span(MONDAY, MONDAY + timedelta(days=6))


def happen(made: Desk) -> None:
    """Monday: two came of three expected, one is returned and corrected. Tuesday: one without appointment."""
    rows = tuple({"id": f"v{n}", "at": "09:00", "kind": "visit", "name": f"测试{n}"} for n in range(3))
    work.put(made.office, "D027", Sheet("trip", "t1", MONDAY, "", rows), "test")
    first = made.arrive(trip="t1")
    second = made.arrive(trip="t1", matter="loss")
    made.pass_(hours=2)
    made.decide(first, "return", fields=("portrait", "finger.1", "finger.2"))
    made.decide(second, "accept")
    made.pass_(minutes=30)
    made.arrive(trip="t1", version=2, corrects=first.id)
    made.pass_(days=1)
    third = made.arrive(van="D031")
    made.pass_(hours=1)
    made.decide(third, "accept", "made")
    following.follow(made.office)


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path / "office") as made:
        happen(made)
        yield made


def test_postgresql_counts_the_same(one: Desk, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    def told(made: Desk) -> list[object]:
        rated = made.arrive()
        ratings.rate(made.office, Rating(rated.id, 1, "phone", "等太久"), "test")
        done = messages.send(made.office, made.adapters)
        many = [ask(made.office, WEEK) for ask in (figures.by_day, figures.by_van, figures.by_matter)]
        times = [figures.took(made.office, WEEK, what, by) for what in figures.TIMES for by in ("", "van")]
        rest = [figures.reasons(made.office, WEEK), figures.opinions(made.office, WEEK), vars(done)]
        tasks = [(row["level"], row["due_on"]) for row in ratings.tasks(made.office)]
        return [*many, *times, *rest, tasks, messages.counts(made.office), figures.known(made.office)]

    database = request.getfixturevalue("postgres_server").database()
    with desk(tmp_path / "shared", database=database) as shared:
        happen(shared)
        assert told(shared) == told(one)


def test_a_day_counts_people_once_and_records_by_what_was_decided(one: Desk) -> None:
    monday, tuesday = figures.by_day(one.office, WEEK)[:2]
    assert (monday.planned, monday.arrived, monday.walk_ins) == (3, 2, 0)
    assert (monday.returned, monday.accepted, monday.waiting, monday.made) == (1, 1, 1, 0)
    assert (tuesday.planned, tuesday.arrived, tuesday.walk_ins, tuesday.made) == (0, 1, 1, 1)
    whole = figures.total(figures.by_day(one.office, WEEK))
    assert (whole.planned, whole.arrived, whole.records) == (3, 3, 4)


def test_every_day_of_the_span_is_there(one: Desk) -> None:
    assert [row.key for row in figures.by_day(one.office, WEEK)] == [
        (MONDAY + timedelta(days=n)).isoformat() for n in range(7)
    ]


def test_by_van_and_by_matter(one: Desk) -> None:
    assert [(row.key, row.arrived, row.planned) for row in figures.by_van(one.office, WEEK)] == [
        ("D027", 2, 3),
        ("D031", 1, 0),
    ]
    matters = {row.key: row for row in figures.by_matter(one.office, WEEK)}
    assert (matters["loss"].arrived, matters["loss"].planned) == (1, None)
    only = Span(WEEK.first, WEEK.last, van="D031")
    assert figures.total(figures.by_day(one.office, only)).arrived == 1
    loss = Span(WEEK.first, WEEK.last, matter="loss")
    assert figures.total(figures.by_day(one.office, loss)).planned is None


def test_what_it_was_returned_for_is_counted_once_a_record(one: Desk) -> None:
    assert figures.reasons(one.office, WEEK) == [("finger", 1), ("portrait", 1)]


def test_a_return_that_marks_nothing_is_other(one: Desk) -> None:
    one.decide(one.arrive(), "return")
    following.follow(one.office)
    assert ("other", 1) in figures.reasons(one.office, WEEK)


def test_times_are_the_middle_one_and_the_ninth_of_ten(tmp_path: Path) -> None:
    with desk(tmp_path / "office") as made:
        begun = made.clock[0] - timedelta(hours=2)
        for minutes in (10, 9, 8, 7, 6, 5, 4, 3, 2, 100):
            made.arrive(begun_at=begun, sealed_at=begun + timedelta(minutes=minutes))
        late = begun + timedelta(minutes=500)
        made.arrive(begun_at=begun, sealed_at=late, corrects="01J00000000000000000000000")
        (took,) = figures.took(made.office, WEEK, "handling_s", "")
        assert (took.of, took.middle, took.nine_of_ten) == (10, 6 * 60, 10 * 60)
        (of_day,) = figures.took(made.office, WEEK, "handling_s", "day")
        assert of_day.key == MONDAY.isoformat()
        assert figures.took(made.office, WEEK, "decided_s", "") == []


def test_decisions_and_cards_are_timed(one: Desk) -> None:
    decided = {row.key: row for row in figures.took(one.office, WEEK, "decided_s", "van")}
    assert (decided["D027"].of, decided["D027"].middle) == (2, 7200)
    (made,) = figures.took(one.office, WEEK, "made_s", "matter")
    assert made.middle == 3600 + 8 * 60


def test_a_clock_that_is_wrong_makes_no_negative_time(tmp_path: Path) -> None:
    with desk(tmp_path / "office") as made:
        ahead = made.clock[0] + timedelta(hours=5)
        made.arrive(begun_at=ahead, sealed_at=ahead - timedelta(hours=1))
        (took,) = figures.took(made.office, WEEK, "handling_s", "")
        assert took.middle == 0


def test_opinions_tell_silence_apart(one: Desk) -> None:
    letter = one.arrive()
    ratings.rate(one.office, Rating(letter.id, 2, "phone"), "test")
    found = figures.opinions(one.office, WEEK)
    assert (dict(found.levels), found.silent) == ({5: 0, 4: 0, 3: 0, 2: 1, 1: 0}, 0)
    one.pass_(days=8)
    assert figures.opinions(one.office, WEEK).silent == 1


def test_weeks_are_put_under_their_monday(one: Desk) -> None:
    two = figures.by_week(figures.by_day(one.office, Span(MONDAY, MONDAY + timedelta(days=8))))
    assert [(row.key, row.arrived) for row in two] == [("2026-11-23", 3), ("2026-11-30", 0)]


def test_a_table_opens_in_a_spreadsheet(one: Desk) -> None:
    head = ["日期", *figures.COLUMNS]
    told = figures.table(head, figures.by_day(one.office, WEEK))
    assert told.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(told.decode("utf-8-sig"))))
    assert rows[0] == head
    assert rows[1][:3] == ["2026-11-23", "3", "2"]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("", "", (date(2026, 10, 25), date(2026, 11, 23))),
        ("2026-11-20", "2026-11-01", (date(2026, 11, 1), date(2026, 11, 20))),
        ("nonsense", "2026-02-30", (date(2026, 10, 25), date(2026, 11, 23))),
        ("1900-01-01", "2026-11-23", (date(2025, 11, 23), date(2026, 11, 23))),
    ],
)
def test_a_span_is_never_endless(first: str, last: str, expected: tuple[date, date]) -> None:
    found = figures.span(first, last, MONDAY)
    assert (found.first, found.last) == expected
