"""What people at the desk do is told to residents by itself: decisions and why, cards, bookings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from forms.days import day_of
from sync.gateway.desk import bookings, calendar, cases, figures, following, messages
from sync.gateway.desk.cases import Shown
from sync.gateway.desk.figures import Span
from sync.gateway.desk.staff import ROLES, Person
from tests.sync.gateway.desk.offices import Desk, desk
from tests.sync.gateway.desk.test_bookings import PLAN, WISH

LIN = Person("lin", "林审", frozenset(ROLES), "440103-111")


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path / "office") as made:
        yield made


def told(one: Desk) -> dict[str, str]:
    """Template -> text."""
    following.follow(one.office)
    found = {}
    for row in messages.listed(one.office):
        content = messages.content(one.office, dict(row))
        assert content is not None
        found[row["template"]] = content.text
    return found


def test_a_reviewers_reasons_reach_the_resident_and_the_figures(one: Desk) -> None:
    letter = one.arrive()
    shown = Shown(letter.id, 1)
    cases.send_back(one.office, shown, LIN, ["portrait_unfit", "prints_unclear"], "请在家等候")
    assert "人像不合格，请重新拍摄；指纹图像不清晰，请重新采集；请在家等候" in told(one)["returned"]
    today = day_of(one.clock[0])
    found = dict(figures.reasons(one.office, Span(today, today)))
    assert found == {"portrait_unfit": 1, "prints_unclear": 1}


def test_a_missing_material_and_its_last_day_are_told(one: Desk) -> None:
    letter = one.arrive()
    until = day_of(one.clock[0]) + timedelta(days=5)
    cases.ask(one.office, Shown(letter.id, 1), LIN, "IDC", until)
    text = told(one)["asked"]
    assert until.isoformat() in text
    assert "居民身份证（申请人）" in text


@pytest.mark.parametrize(("to", "template"), [("van", "out_for_delivery"), ("courier", "with_courier")])
def test_the_card_is_followed_into_the_residents_hand(one: Desk, to: str, template: str) -> None:
    shown = Shown(one.arrive().id, 1)
    shown = replace(shown, revision=cases.accept(one.office, shown, LIN))
    shown = replace(shown, revision=cases.made(one.office, shown, LIN))
    shown = replace(shown, revision=cases.hand_over(one.office, shown, LIN, to))
    cases.deliver(one.office, shown, LIN, "applicant")
    assert set(told(one)) == {"made", template, "rate"}


def test_who_booked_is_told_of_the_booking_its_move_and_its_end(one: Desk) -> None:
    plan = replace(PLAN, day=day_of(one.clock[0]) + timedelta(days=2))
    day = calendar.put(one.office, plan, "staff:lin")
    id = bookings.book(one.office, day, "09:30", WISH, "staff:lin")
    assert f"{plan.day} 09:30，北京街社区" in told(one)["booking_confirmed"]
    bookings.move(one.office, id, 1, day, "10:00", "staff:lin")
    assert "10:00" in told(one)["booking_changed"]
    bookings.cancel(one.office, id, 2, "asked", "staff:lin")
    assert set(told(one)) == {"booking_confirmed", "booking_changed", "booking_cancelled"}
    for row in messages.listed(one.office, about=id):
        content = messages.content(one.office, dict(row))
        assert content is not None
        assert (content.phone, row["about"]) == (WISH.phone, id)


def test_where_the_key_is_not_it_waits_and_goes_on_later(one: Desk) -> None:
    letter = one.arrive()
    one.decide(letter, "return")
    keys = list(one.office.folder.glob("bureau-*.key"))
    for key in keys:
        key.rename(key.with_suffix(".away"))
    assert told(one) == {}
    for key in keys:
        key.with_suffix(".away").rename(key)
    assert set(told(one)) == {"returned"}


def test_a_record_that_cannot_be_read_holds_nobody_else_up(one: Desk) -> None:
    broken, whole = one.arrive(), one.arrive(answers={"phone": "13900139000"})
    one.decide(broken, "return")
    one.decide(whole, "return")
    (row,) = [row for row in one.office.ledger.listed() if row["id"] == broken.id]
    path = one.office.folder / "objects" / row["sha256"][:2] / row["sha256"]
    path.write_bytes(b"damaged")
    following.follow(one.office)
    (message,) = messages.listed(one.office)
    assert message["about"] == whole.id
