"""The order of the pages, without a screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from forms.record import CaptureKind
from tests.vanapp.bed import draft, make_van, put_capture
from vanapp.ui import flow
from vanapp.ui.presenters.intake_matter import offered, questions
from vanapp.usecases.begin_from_advice import begin_from_advice
from vanapp.usecases.book_from_advice import book_from_advice


def test_every_page_but_the_last_has_a_next_and_back_undoes_it() -> None:
    page = flow.PAGE_IDS[0]
    seen = [page]
    while (following := flow.after(page)) is not None:
        assert flow.before(following) == page
        page = following
        seen.append(page)
    assert tuple(seen) == flow.PAGE_IDS
    assert flow.before(flow.PAGE_IDS[0]) is None


def test_every_page_has_its_own_key_from_f2_on() -> None:
    assert [page.key for page in flow.PAGES] == [f"F{n}" for n in range(2, 10)]


def test_a_jump_ahead_skips_nothing() -> None:
    assert flow.may_jump("identity", "portrait")
    assert not flow.may_jump("check", "portrait")


@pytest.mark.parametrize(
    ("named", "page"),
    [
        ("phone", "particulars"),
        ("id_number", "identity"),
        ("household", "matter"),
        ("portrait", "portrait"),
        ("finger.2", "fingers"),
        ("exception.11", "fingers"),
        ("material.HKB.1", "materials"),
        ("signature.applicant", "check"),
        ("pay_way", "finish"),
    ],
)
def test_what_the_office_names_is_found_on_its_page(named: str, page: str) -> None:
    assert flow.page_of(named) == page


def test_a_returned_application_opens_at_the_earliest_page_named() -> None:
    assert flow.first_page(("portrait", "phone")) == "particulars"
    assert flow.first_page(()) == "check"


def test_prints_are_done_with_two_taken_or_excused(tmp_path: Path) -> None:
    van = make_van(tmp_path)
    begun = draft(van)
    done = {page.id: page.done for page in flow.PAGES}["fingers"]
    assert not done(begun)
    put_capture(van, begun.id, CaptureKind.FINGER, "finger.1", b"1", position=11)
    assert not done(van.store.applications.get(begun.id))
    put_capture(van, begun.id, CaptureKind.EXCEPTION, "exception.16", b"2", position=16, reason="missing")
    assert done(van.store.applications.get(begun.id))


def test_a_page_passed_with_a_gap_is_open_not_done(tmp_path: Path) -> None:
    begun = draft(make_van(tmp_path))
    assert flow.state("portrait", "check", begun) == "open"
    assert flow.state("particulars", "check", begun) == "done"
    assert flow.state("check", "check", begun) == "here"
    assert flow.state("finish", "check", begun) == "ahead"


def begun_from(tmp_path: Path, category: str, situation: dict[str, str]) -> list[str]:
    draft_of_it = begin_from_advice(make_van(tmp_path).services, category, situation)
    return [page.id for page in flow.asked(draft_of_it)]


def test_pages_that_make_nothing_of_the_situation_are_left_out(tmp_path: Path) -> None:
    """A birth needs no portrait; a permit for a Hong Kong resident needs picture and prints."""
    birth = begun_from(tmp_path / "a", "C01", {"parents": "p1", "place": "b1", "addr": "a1"})
    assert birth == ["identity", "matter", "particulars", "materials", "check", "finish"]
    permit = begun_from(tmp_path / "b", "C21c", {"kind": "t7"})
    assert permit == list(flow.PAGE_IDS)
    temporary = begun_from(tmp_path / "c", "C20", {"biz": "j2", "age": "o16", "origin": "local"})
    assert [page for page in flow.PAGE_IDS if page not in temporary] == ["fingers"]


def test_the_way_goes_around_a_page_that_is_left_out(tmp_path: Path) -> None:
    begun = begin_from_advice(make_van(tmp_path).services, "C18", {"kind": "v1"})
    assert flow.after("particulars", begun) == "materials"
    assert flow.before("materials", begun) == "particulars"
    assert flow.after("particulars") == "portrait"


def test_a_booking_has_no_page_of_papers_and_says_what_it_is_for(tmp_path: Path) -> None:
    booked = book_from_advice(make_van(tmp_path).services, "C05", {"who": "h3", "addr": "own"})
    assert [page.id for page in flow.asked(booked)] == [
        "identity",
        "matter",
        "particulars",
        "check",
        "finish",
    ]
    (shown,) = offered("booking", "C05")
    assert shown.summary.zh.startswith("国（境）外人员定居")
    assert {question.id for question in questions("booking", "", "C05")} == {"who", "addr"}


def test_a_matter_asked_for_seldom_is_offered_only_where_it_was_begun() -> None:
    assert [matter.id for matter in offered("loss")] == FIVE
    assert [matter.id for matter in offered("correction")] == [*FIVE, "correction"]
    assert [matter.id for matter in offered("birth")] == ["birth"]


FIVE = ["first", "renewal_expiry", "renewal_damage", "change", "loss"]
