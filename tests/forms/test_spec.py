"""Forms and answers: complete ones have no mistake, and no path of answers ends in an exception."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms import matter as forms_matter
from forms import spec as forms_spec
from forms.definition import definitions
from forms.spec import (
    Mistake,
    blocking,
    complete,
    confirmation_id,
    is_confirmed,
    load,
    mistakes,
    visible_fields,
)
from forms.words import words
from tests.forms.people import CHILD_PERSON, COMPLETE, CONTACT, SAMPLE, TODAY, number

MATTERS = sorted(COMPLETE)


def codes(matter: str, answers: dict[str, str], today: date = TODAY) -> list[tuple[str, str, str]]:
    return [(m.field, m.code, m.severity) for m in mistakes(load(matter), answers, today)]


@pytest.mark.parametrize("matter", MATTERS)
def test_complete_answers_have_no_mistake(matter: str) -> None:
    assert codes(matter, COMPLETE[matter]) == []


@pytest.mark.parametrize("matter", MATTERS)
def test_a_fresh_form_only_asks_for_what_is_missing(matter: str) -> None:
    found = codes(matter, {})
    assert {code for _, code, _ in found} == {"field.required"}
    assert {field for field, _, _ in found} >= {"name", "id_number", "ethnic", "address", "phone"}
    order = [entry.id for entry in load(matter).fields]
    assert [field for field, _, _ in found] == sorted((f for f, _, _ in found), key=order.index)


@pytest.mark.parametrize("matter", MATTERS)
@pytest.mark.parametrize("missing", ["name", "id_number", "ethnic", "address", "phone"])
def test_each_needed_field_is_missed(matter: str, missing: str) -> None:
    answers = {key: value for key, value in COMPLETE[matter].items() if key != missing}
    assert (missing, "field.required", "stop") in codes(matter, answers)


def test_birth_sex_and_ages_follow_from_the_number() -> None:
    found = forms_spec.derive(load("loss"), {"id_number": SAMPLE}, TODAY)
    assert found == {
        "matter": "loss", "birth": "19491231", "sex": "2", "age": "76", "age_group": "adult", "reason": "31",
    }  # fmt: skip
    assert forms_spec.derive(load("first"), {"id_number": "junk"}, TODAY) == {"matter": "first"}
    assert forms_spec.derive(load("first"), {"birth": "20150601"}, TODAY)["reason"] == "11"
    assert forms_spec.derive(load("first"), {"birth": "20261122"}, TODAY) == {"matter": "first"}


def test_a_child_is_reached_over_its_guardian() -> None:
    answers = {key: value for key, value in {**COMPLETE["first"], **CHILD_PERSON}.items() if key != "phone"}
    known = complete(load("first"), answers, TODAY)
    assert (known["phone"], known["contact_relation"]) == (CHILD_PERSON["guardian_phone"], "guardian")
    assert codes("first", answers) == []
    adult = {"id_number": SAMPLE, "guardian_phone": "13900139000"}
    assert "phone" not in complete(load("first"), adult, TODAY)


@pytest.mark.parametrize(
    ("address", "household"),
    [
        ("广东省广州市越秀区", "local"),
        ("广州市东山区", "local"),
        ("广东省深圳市南山区", "province"),
        ("湖南省长沙市", "other"),
        ("北京市朝阳区", "other"),
        ("某地", None),
        ("", None),
    ],
)
def test_the_address_proposes_the_household(address: str, household: str | None) -> None:
    assert forms_spec.derive(load("loss"), {"address": address}, TODAY).get("household") == household


def test_a_given_answer_wins_over_a_derived_and_that_over_a_default() -> None:
    spec = load("loss")
    assert complete(spec, {}, TODAY)["household"] == "local"
    assert complete(spec, {"address": "湖南省长沙市"}, TODAY)["household"] == "other"
    assert (
        complete(spec, {"address": "湖南省长沙市", "household": "province"}, TODAY)["household"] == "province"
    )
    assert complete(spec, {"household": ""}, TODAY)["household"] == "local"


@pytest.mark.parametrize("matter", MATTERS)
def test_a_child_needs_a_guardian_and_an_adult_does_not(matter: str) -> None:
    child = {**COMPLETE[matter], **CHILD_PERSON}
    without = {key: value for key, value in child.items() if not key.startswith("guardian")}
    fields = {entry.id for entry in visible_fields(load(matter), child, TODAY)}
    assert {"guardian_name", "guardian_id_number", "guardian_relation", "guardian_phone"} <= fields
    assert [field for field, code, _ in codes(matter, without) if code == "field.required"] == [
        "guardian_name",
        "guardian_id_number",
        "guardian_relation",
        "guardian_phone",
    ]
    adult = {entry.id for entry in visible_fields(load(matter), COMPLETE[matter], TODAY)}
    assert not any(field.startswith(("guardian", "agent", "accompanied")) for field in adult)


def test_without_a_day_the_age_group_comes_from_the_answers() -> None:
    fields = {entry.id for entry in visible_fields(load("first"), {"age_group": "child"})}
    assert "guardian_name" in fields
    assert "guardian_name" not in {entry.id for entry in visible_fields(load("first"), {})}


def test_the_guardian_goes_when_the_child_turns_sixteen() -> None:
    answers = {**COMPLETE["first"], **CHILD_PERSON}
    before, on = date(2031, 5, 31), date(2031, 6, 1)
    assert "guardian_name" in {entry.id for entry in visible_fields(load("first"), answers, before)}
    assert "guardian_name" not in {entry.id for entry in visible_fields(load("first"), answers, on)}


def test_answers_to_hidden_questions_are_left_alone() -> None:
    answers = {**COMPLETE["loss"], "guardian_id_number": "junk", "residence_proof": "junk"}
    assert codes("loss", answers) == []
    assert codes("loss", {**answers, "guardian_id_number": answers["id_number"]}) == []


def test_another_province_needs_a_residence_proof() -> None:
    answers = {**COMPLETE["loss"], "household": "other"}
    assert codes("loss", answers) == [("residence_proof", "field.required", "stop")]
    assert codes("loss", {**answers, "residence_proof": "lease"}) == []
    assert codes("loss", {**COMPLETE["loss"], "household": "province"}) == []


def test_a_change_for_another_province_cannot_be_taken() -> None:
    answers = {**COMPLETE["change"], "household": "other", "residence_proof": "lease"}
    assert codes("change", answers) == [("household", "scenario.home_only", "stop")]


def test_a_failed_check_away_from_home_stops() -> None:
    answers = {**COMPLETE["loss"], "household": "province", "remote_check": "bad_credit"}
    assert codes("loss", answers) == [("remote_check", "scenario.bad_credit", "stop")]


def test_the_previous_name_is_asked_when_one_of_the_changes_is_the_name() -> None:
    for items, is_asked in (("21", True), ("51 21", True), ("51", False)):
        fields = {entry.id for entry in visible_fields(load("change"), {"changed_items": items}, TODAY)}
        assert ("previous_name" in fields) is is_asked


def test_damage_of_another_kind_is_described() -> None:
    answers = {**COMPLETE["renewal_damage"], "damage_kind": "other"}
    assert codes("renewal_damage", answers) == [("damage_note", "field.required", "stop")]


def test_a_warning_bars_sealing_until_this_very_answer_is_confirmed() -> None:
    wrong = number("19850307", sequence="002")
    wrong = wrong[:17] + ("1" if wrong[17] != "1" else "2")
    answers = {**COMPLETE["loss"], "id_number": wrong}
    found = mistakes(load("loss"), answers, TODAY)
    assert [(m.code, m.severity) for m in found] == [("id.check_digit", "confirm")]
    assert blocking(found, answers) == found
    confirmed = {**answers, confirmation_id(found[0]): wrong}
    assert is_confirmed(found[0], confirmed)
    assert blocking(mistakes(load("loss"), confirmed, TODAY), confirmed) == ()
    changed = {**confirmed, "id_number": wrong[:17] + ("3" if wrong[17] != "3" else "4")}
    assert len(blocking(mistakes(load("loss"), changed, TODAY), changed)) >= 1


def test_a_stop_cannot_be_confirmed_and_information_bars_nothing() -> None:
    stop, info = Mistake("f", "field.required", "stop"), Mistake("f", "name.over_chip", "info")
    answers = {confirmation_id(stop): "", "f": ""}
    assert blocking((stop, info), answers) == (stop,)


def test_typed_text_is_put_right_by_its_kind() -> None:
    spec = load("loss")
    assert forms_spec.tidy(spec, "id_number", " 11010519491231002x") == SAMPLE
    assert forms_spec.tidy(spec, "no_such_field", " x ") == "x"


ANSWER = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["", "yes", "no", "none", "other", "local", "child", "20261301", "长期", SAMPLE, "21 51", "agent"]
    ),
    st.from_regex(r"[0-9]{8}", fullmatch=True),
    st.from_regex(r"[0-9]{17}[0-9X]", fullmatch=True),
)


@given(st.sampled_from(MATTERS), st.data())
def test_any_answers_path_ends_in_mistakes_with_words(matter: str, data: st.DataObject) -> None:
    spec = load(matter)
    ids = [entry.id for entry in spec.fields] + [
        "age_group",
        "matter",
        "nonsense",
        "confirmed.name.name.latin",
    ]
    start = data.draw(st.sampled_from([{}, COMPLETE[matter], {**COMPLETE[matter], **CHILD_PERSON}]))
    typed = data.draw(st.dictionaries(st.sampled_from(ids), ANSWER, max_size=8))
    today = data.draw(st.dates())
    answers = dict(start)
    for field, text in typed.items():
        answers[field] = forms_spec.tidy(spec, field, text) if data.draw(st.booleans()) else text
        found = mistakes(spec, answers, today)
        assert found == mistakes(spec, dict(reversed(list(answers.items()))), today)
        for mistake in found:
            text_of = words(mistake.code)
            assert text_of is not None, mistake.code
            assert "{" not in text_of.say("zh", mistake.values) + text_of.say("en", mistake.values)
        asked = {entry.id for entry in visible_fields(spec, answers, today)}
        assert {mistake.field for mistake in found if mistake.code == "field.required"} <= asked


@pytest.mark.parametrize("matter", MATTERS)
def test_choosing_each_answer_of_each_question_is_possible(matter: str) -> None:
    """Every choice can be reached: no choice is refused as unknown."""
    spec = load(matter)
    for entry in spec.fields:
        for choice in entry.choices:
            answers = {**COMPLETE[matter], **CHILD_PERSON, entry.id: choice.code}
            assert (entry.id, "choice.unknown", "stop") not in codes(matter, answers)


def test_all_definitions_are_tested() -> None:
    """The forms of other categories are in test_register_forms."""
    assert [name for name in definitions() if forms_matter.matter(load(name).matter).is_card] == MATTERS
    assert CONTACT["phone"]
