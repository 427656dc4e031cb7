"""The forms of the other categories: each situation of the pack leads through its form without a stop."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from forms.fees import fee_for
from forms.matter import MATTERS, matter, matter_for
from forms.packs.checks import open_paths
from forms.packs.shelf import categories
from forms.question import Mistake
from forms.scenarios import decide
from forms.spec import blocking, load, mistakes, signers, visible_fields
from tests.forms.filled import PEOPLE, filled
from tests.forms.people import number

TODAY = date(2026, 11, 28)
OTHERS = [entry for entry in MATTERS if not entry.is_card and not entry.books]


def situations(matter_id: str) -> Iterator[dict[str, str]]:
    category = categories()[matter(matter_id).category]
    for path in open_paths(category):
        found = matter_for(category.id, path)
        if found is not None and found.id == matter_id:
            yield dict(path)


def stops(matter_id: str, answers: dict[str, str]) -> list[tuple[str, str]]:
    spec = load(matter_id)
    found = blocking(mistakes(spec, answers, TODAY), answers)
    return [(one.field, one.code) for one in found]


def said(matter_id: str, answers: dict[str, str]) -> dict[str, Mistake]:
    return {one.code: one for one in mistakes(load(matter_id), answers, TODAY)}


def first(matter_id: str, **situation: str) -> dict[str, str]:
    """The first situation of a matter that has these answers, with its form filled in."""
    path = next(
        one for one in situations(matter_id) if all(one.get(k) == v for k, v in situation.items() if k in one)
    )
    return filled(load(matter_id), {**path, **situation}, TODAY)


@pytest.mark.parametrize("matter_id", [entry.id for entry in OTHERS])
def test_every_situation_is_filled_in_without_a_stop(matter_id: str) -> None:
    """All 400 of them; what the law ties to an age is asked about, and so is what comes too late or early."""
    count = 0
    for situation in situations(matter_id):
        answers = filled(load(matter_id), situation, TODAY)
        left = [one for one in stops(matter_id, answers) if one[1] not in ASKED]
        assert left == [], situation
        count += 1
    assert count > 0


ASKED = {"situation.age_differs", "permit.not_late"}
"""Confirmed, not refused: the invented person has one age, and the situations ask for all."""


@pytest.mark.parametrize("matter_id", [entry.id for entry in OTHERS])
def test_without_its_answers_a_form_is_not_sealed(matter_id: str) -> None:
    spec = load(matter_id)
    required = {entry.id for entry in visible_fields(spec, {}, TODAY) if entry.required and not entry.default}
    found = {one.field for one in mistakes(spec, {}, TODAY) if one.code == "field.required"}
    assert found == required
    assert {"name", "id_number", "phone"} <= found


@pytest.mark.parametrize("matter_id", [entry.id for entry in OTHERS])
def test_a_situation_that_is_not_told_stops(matter_id: str) -> None:
    spec = load(matter_id)
    if decide(matter(matter_id).category, matter(matter_id).scenario).unanswered:
        assert ("matter", "situation.open") in stops(matter_id, filled(spec, {}, TODAY))


def test_what_costs_something_costs_what_the_pack_says() -> None:
    def cents(matter_id: str, **answers: str) -> int | None:
        fee = fee_for(matter_id, answers, TODAY)
        return fee.cents if fee is not None else None

    assert cents("temporary") == 1000
    assert (cents("booklet", kind="b1"), cents("booklet", kind="b5")) == (1000, 4000)
    assert cents("residence_permit") == 0
    assert cents("birth") is None  # no rule was found, so nothing is asked for
    assert cents("renewal_expiry") == 2000


def test_nothing_to_pay_is_not_said_of_a_fee() -> None:
    answers = {**first("temporary"), "pay_way": "none"}
    assert ("pay_way", "fee.due") in stops("temporary", answers)


# --- who signs ----------------------------------------------------------------------------------------------
def signing(matter_id: str, answers: dict[str, str]) -> list[str]:
    return [one.id for one in signers(load(matter_id), answers, TODAY)]


CHILD = {"id_number": number("20170601", sequence="009"), "birth": "20170601", "name": "陈小满"}


def test_a_child_of_eight_and_both_parents_sign_for_its_name() -> None:
    """Civil Code art. 19: from eight on nothing of weight without the child's consent."""
    answers = {**first("entry_change", item="n2"), **CHILD, "guardian_name": "周敏"}
    answers |= {"parent_1_name": "陈志强", "parent_2_name": "李秀兰"}
    assert signing("entry_change", answers) == ["guardian", "parent_1", "parent_2", "child"]
    assert signing("entry_change", {**answers, "item": "n1"}) == ["guardian", "parent_1", "parent_2"]


def test_nobody_signs_twice() -> None:
    answers = {**first("entry_change", item="n2"), **CHILD, "guardian_name": "陈志强"}
    answers |= {"parent_1_name": "陈志强", "parent_2_name": "李秀兰"}
    assert signing("entry_change", answers) == ["guardian", "parent_2", "child"]


def test_an_adult_signs_alone_and_a_household_signs_together() -> None:
    assert signing("entry_change", first("entry_change", item="n7")) == ["applicant"]
    agreed = {**first("householder", why="x3", cons="all"), "member_1_name": "李一", "member_2_name": "李二"}
    agreed["member_3_name"] = ""
    assert signing("householder", agreed) == ["applicant", "member_1", "member_2"]
    assert signing("householder", {**agreed, "cons": "none"}) == ["applicant"]


def test_a_delegate_signs_in_the_place_of_who_is_not_there() -> None:
    answers = {**first("card_collect_other"), "collector_name": "王小明"}
    assert signing("card_collect_other", answers) == ["collector"]
    booklet = {**first("booklet", by="agent"), "proxy_name": "王小明"}
    assert signing("booklet", booklet) == ["proxy"]
    assert signing("booklet", {**booklet, "by": "head"}) == ["applicant"]
    permit = {**first("residence_permit", by="proxy"), "proxy_name": "王小明"}
    assert signing("residence_permit", permit) == ["proxy"]


# --- rules, each speaking and silent ------------------------------------------------------------------------
def test_a_name_change_is_for_the_age_the_law_says() -> None:
    child = {**first("entry_change", item="n2"), **CHILD}
    assert "situation.age_differs" not in said("entry_change", child)
    assert "situation.age_differs" in said("entry_change", {**child, "item": "n1"})
    assert "situation.age_differs" in said("entry_change", {**child, "item": "n7"})


def test_a_change_changes_something() -> None:
    answers = first("entry_change", item="n7")
    assert "change.nothing" not in said("entry_change", answers)
    assert said("entry_change", {**answers, "new_name": answers["name"]})["change.nothing"].severity == "stop"


def test_a_newborn_has_a_parent_and_a_parent_s_surname() -> None:
    answers = first("birth")
    assert {"birth.no_parent", "birth.third_surname"}.isdisjoint(said("birth", answers))
    assert "birth.no_parent" in said("birth", {**answers, "father_name": "", "mother_name": ""})
    other = {**answers, "child_name": "欧阳小满"}
    assert said("birth", other)["birth.third_surname"].severity == "confirm"
    assert "birth.third_surname" not in said("birth", {**other, "third_surname": "yes"})
    assert "birth.third_surname" not in said("birth", {**other, "mother_name": "欧阳兰"})


def test_a_late_report_is_told_and_taken() -> None:
    answers = {**first("birth"), "child_birth": "20261028"}
    assert "birth.late" not in said("birth", answers)
    late = {**answers, "child_birth": "20261027"}
    assert said("birth", late)["birth.late"].severity == "info"
    assert stops("birth", late) == []


def test_parents_are_a_man_and_a_woman_by_their_numbers_and_older() -> None:
    answers = first("birth")
    swapped = {
        **answers,
        "father_id_number": answers["mother_id_number"],
        "mother_id_number": answers["father_id_number"],
    }
    assert said("birth", swapped)["parent.sex_differs"].severity == "confirm"
    older = {**answers, "child_birth": "19800101"}
    assert said("birth", older)["parent.not_older"].severity == "stop"
    same = {**answers, "mother_id_number": answers["father_id_number"]}
    assert ("father_id_number", "people.same_number") in stops("birth", same)


def test_nobody_is_their_own_delegate() -> None:
    answers = first("residence_permit", by="proxy")
    own = {**answers, "proxy_id_number": PEOPLE["id_number"]}
    assert ("proxy_id_number", "people.same_number") in stops("residence_permit", own)


def test_two_years_of_marriage_are_asked_about() -> None:
    answers = {**first("join_spouse", cond="c1"), "married_on": "20241128"}
    assert "marriage.too_short" not in said("join_spouse", answers)
    short = {**answers, "married_on": "20241129"}
    assert said("join_spouse", short)["marriage.too_short"].severity == "confirm"
    assert "marriage.too_short" not in said("join_spouse", {**short, "cond": "c3"})


def test_a_permit_wants_half_a_year_and_is_endorsed_in_its_month() -> None:
    permit = {**first("residence_permit", basis="k1"), "registered_on": "20260528"}
    assert "permit.too_early" not in said("residence_permit", permit)
    assert "permit.too_early" in said("residence_permit", {**permit, "registered_on": "20260529"})
    service = first("permit_service", kind="t1")
    days = {"20261228": None, "20261229": "permit.early", "20261127": "permit.late", "20261128": None}
    for day, code in days.items():
        found = set(said("permit_service", {**service, "permit_valid_to": day}))
        assert {one for one in found if one.startswith("permit.")} == ({code} if code else set()), day
    late = {**service, "kind": "t2"}
    assert "permit.not_late" in said("permit_service", {**late, "permit_valid_to": "20261128"})
    assert "permit.not_late" not in said("permit_service", {**late, "permit_valid_to": "20261127"})


def test_days_stand_in_their_order() -> None:
    gone = {**first("cancel", why="k1"), "died_on": "19400504"}
    assert ("died_on", "death.before_birth") in stops("cancel", gone)
    found = {**first("loss_withdrawn"), "loss_date": "20261110", "found_date": "20261109"}
    assert ("found_date", "found.before_loss") in stops("loss_withdrawn", found)


def test_a_child_does_not_collect_for_another() -> None:
    answers = {**first("card_collect_other"), "collector_id_number": number("20101010", sequence="011")}
    assert said("card_collect_other", answers)["collector.minor"].severity == "confirm"


def test_a_booking_is_for_a_coming_day() -> None:
    answers = filled(load("booking"), {"booked_category": "C02", "booking_day": "20261128"}, TODAY)
    assert stops("booking", answers) == []
    assert stops("booking", {**answers, "booking_day": "20261127"}) == [("booking_day", "booking.past")]
