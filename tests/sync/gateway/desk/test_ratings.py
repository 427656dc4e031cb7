"""A rating is the resident's word, once; a bad one is a task somebody must close in time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from sync.gateway import events
from sync.gateway.desk import following, messages, ratings
from sync.gateway.desk.errors import NotNow, NotThere, Stale, Unsound
from sync.gateway.desk.ratings import Rating
from sync.protocol import stamp
from tests.sync.gateway.desk.offices import Desk, desk
from tests.sync.gateway.desk.test_adapters import LOCAL


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Desk]:
    (tmp_path / "office").mkdir(mode=0o700)
    with desk(tmp_path / "office", LOCAL) as made:
        yield made


def settled(one: Desk) -> tuple[str, str]:
    """A record whose card was handed over, and the text that asked what the person thinks: ids."""
    letter = one.arrive()
    one.decide(letter, "accept", "made")
    with one.office.database.write() as connection:
        events.append(connection, at=one.clock[0], kind="delivered", who="staff:lin", record=letter.id)
    following.follow(one.office)
    (asked,) = [row for row in messages.listed(one.office, about=letter.id) if row["template"] == "rate"]
    return letter.id, asked["id"]


def answer(one: Desk, id: str, to: str, text: str) -> int:
    folder = one.office.folder / "adapters" / "sms" / "replies"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{id}.json").write_text(json.dumps({"to": to, "text": text, "at": stamp(one.clock[0])}))
    return following.hear(one.office, one.adapters)


def test_who_has_the_card_is_asked_and_answers_by_text(one: Desk) -> None:
    record, asked = settled(one)
    assert answer(one, "A001", asked, "5") == 1
    row = ratings.find(one.office, record)
    assert (row["level"], row["channel"], row["state"], row["due_on"]) == (5, "sms", "none", "")
    assert ratings.tasks(one.office) == []


def test_a_dissatisfied_answer_is_a_task_with_a_deadline_and_the_words_sealed(one: Desk) -> None:
    record, asked = settled(one)
    assert answer(one, "A001", asked, "２，等了两个小时") == 1
    (task,) = ratings.tasks(one.office)
    assert (task["level"], task["state"], task["due_on"]) == (2, "open", "2026-11-30")
    assert ratings.said(one.office, task) == ("等了两个小时", "")
    assert "等了两个小时".encode() not in bytes(task["words"])
    assert task["record"] == record


def test_answers_are_heard_once_and_the_first_counts(one: Desk) -> None:
    record, asked = settled(one)
    assert answer(one, "A001", asked, "1") == 1
    assert answer(one, "A002", asked, "5") == 0
    assert following.hear(one.office, one.adapters) == 0
    assert ratings.find(one.office, record)["level"] == 1


@pytest.mark.parametrize("text", ["谢谢", "", "55", "6", "0", "12345"])
def test_what_is_no_level_is_no_rating(one: Desk, text: str) -> None:
    record, asked = settled(one)
    assert answer(one, "A001", asked, text) == 0
    with pytest.raises(NotThere):
        ratings.find(one.office, record)


def test_an_answer_to_something_else_is_no_rating(one: Desk) -> None:
    letter = one.arrive()
    one.decide(letter, "return")
    following.follow(one.office)
    (asked,) = messages.listed(one.office)
    assert answer(one, "A001", asked["id"], "5") == 0
    assert answer(one, "A002", "nobody", "5") == 0


def test_a_rating_given_at_the_service_comes_with_the_record_and_is_not_asked_for_again(one: Desk) -> None:
    letter = one.arrive(answers={"rating": "1", "rating_words": "态度不好"})
    following.follow(one.office)
    (task,) = ratings.tasks(one.office)
    assert (task["record"], task["level"], task["channel"]) == (letter.id, 1, "van")
    assert ratings.said(one.office, task)[0] == "态度不好"
    with one.office.database.write() as connection:
        events.append(connection, at=one.clock[0], kind="delivered", who="staff:lin", record=letter.id)
    following.follow(one.office)
    assert messages.listed(one.office) == []


def test_a_task_is_taken_by_one_and_closed_with_what_was_done(one: Desk) -> None:
    letter = one.arrive()
    assert ratings.rate(one.office, Rating(letter.id, 1, "phone", "说好上门没有来"), "staff:lin") is True
    assert ratings.rate(one.office, Rating(letter.id, 5, "phone"), "staff:lin") is False
    row = ratings.find(one.office, letter.id)
    ratings.take(one.office, letter.id, row["revision"], "staff:he")
    with pytest.raises(Stale):
        ratings.take(one.office, letter.id, row["revision"], "staff:lin")
    with pytest.raises(NotNow):
        ratings.take(one.office, letter.id, row["revision"] + 1, "staff:lin")
    with pytest.raises(Unsound):
        ratings.close(one.office, letter.id, row["revision"] + 1, "staff:he", outcome="settled", answer=" ")
    with pytest.raises(Unsound):
        ratings.close(one.office, letter.id, row["revision"] + 1, "staff:he", outcome="fine", answer="x")
    ratings.close(
        one.office, letter.id, row["revision"] + 1, "staff:he", outcome="settled", answer="已上门致歉"
    )
    row = ratings.find(one.office, letter.id)
    assert (row["state"], row["handler"], row["outcome"]) == ("closed", "staff:he", "settled")
    assert ratings.said(one.office, row) == ("说好上门没有来", "已上门致歉")


def test_what_is_not_closed_in_time_is_overdue(one: Desk) -> None:
    ratings.rate(one.office, Rating(one.arrive().id, 2, "hall"), "staff:lin")
    one.pass_(days=7)
    assert ratings.overdue(one.office) == 0
    one.pass_(days=1)
    assert ratings.overdue(one.office) == 1


def test_nobody_rates_what_is_not_there_or_with_a_level_that_is_none(one: Desk) -> None:
    letter = one.arrive()
    with pytest.raises(NotThere):
        ratings.rate(one.office, Rating("01J00000000000000000000000", 5, "phone"), "staff:lin")
    for wrong in (
        Rating(letter.id, 6, "phone"),
        Rating(letter.id, 5, "fax"),
        Rating(letter.id, 5, "phone", "x" * 1001),
    ):
        with pytest.raises(Unsound):
            ratings.rate(one.office, wrong, "staff:lin")


def test_working_days_leave_out_the_weekend() -> None:
    assert ratings.due_on(date(2026, 11, 27), 1) == date(2026, 11, 30)
    assert ratings.due_on(date(2026, 11, 28), 5) == date(2026, 12, 4)
    assert ratings.due_on(date(2026, 11, 23), 5) == date(2026, 11, 30)


def test_a_rating_is_found_by_the_number_on_the_receipt(one: Desk) -> None:
    letter = one.arrive(number="D027-20261123-0042")
    assert ratings.of_number(one.office, " D027-20261123-0042 ") == letter.id
    for wrong in ("", "D027-20261123-0043"):
        with pytest.raises(NotThere):
            ratings.of_number(one.office, wrong)
