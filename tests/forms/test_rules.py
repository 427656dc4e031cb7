"""Rules across fields, each seen to speak and to be silent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.rules import RULES
from forms.rules_register import REGISTER_RULES
from forms.rules_situation import SITUATION_RULES
from tests.forms.people import CHILD, CHILD_PERSON, PERSON, SAMPLE, TODAY, number

MINOR = number("20100101", sequence="003")
CASES: list[tuple[str, str, dict[str, str], list[tuple[str, str, str]]]] = [
    ("number_and_birth_agree", "loss", {"id_number": SAMPLE, "birth": "19491231"}, []),
    (
        "number_and_birth_agree",
        "loss",
        {"id_number": SAMPLE, "birth": "19491230"},
        [("birth", "id.birth_differs", "confirm")],
    ),
    ("number_and_birth_agree", "loss", {"id_number": "junk", "birth": "19491230"}, []),
    ("number_and_sex_agree", "loss", {"id_number": SAMPLE, "sex": "2"}, []),
    (
        "number_and_sex_agree",
        "loss",
        {"id_number": SAMPLE, "sex": "1"},
        [("sex", "id.sex_differs", "confirm")],
    ),
    ("number_is_a_citizens", "loss", {"id_number": SAMPLE}, []),
    (
        "number_is_a_citizens",
        "loss",
        {"id_number": number("19900101", division="810000")},
        [("id_number", "id.holder_hong_kong", "stop")],
    ),
    (
        "number_is_a_citizens",
        "loss",
        {"id_number": number("19900101", division="944840")},
        [("id_number", "id.holder_foreigner", "stop")],
    ),
    ("card_dates_in_order", "change", {"valid_from": "20070101", "valid_to": "20270101"}, []),
    (
        "card_dates_in_order",
        "change",
        {"valid_from": "20270101", "valid_to": "20270101"},
        [("valid_to", "card.dates_order", "stop")],
    ),
    ("card_dates_in_order", "change", {"valid_from": "20070101", "valid_to": "长期"}, []),
    ("renewal_is_due", "renewal_expiry", {"valid_to": "20270221"}, []),
    ("renewal_is_due", "renewal_expiry", {"valid_to": "20200101"}, []),
    (
        "renewal_is_due",
        "renewal_expiry",
        {"valid_to": "20270222"},
        [("valid_to", "card.renewal_early", "confirm")],
    ),
    ("renewal_is_due", "renewal_expiry", {"valid_to": "长期"}, [("valid_to", "card.long_term", "confirm")]),
    ("first_is_first", "first", {"had_card": "no"}, []),
    (
        "first_is_first",
        "first",
        {"had_card": "yes", "age_group": "adult"},
        [("had_card", "card.child_card_before", "confirm")],
    ),
    (
        "first_is_first",
        "first",
        {"had_card": "yes", "age_group": "child"},
        [("had_card", "card.not_first", "confirm")],
    ),
    ("first_in_time", "first", {"birth": "20100821"}, []),
    ("first_in_time", "first", {"birth": "20100820"}, [("birth", "card.first_late", "info")]),
    ("first_in_time", "first", {"birth": "19800820", "had_card": "yes"}, []),
    ("guardian_is_another_adult", "first", CHILD_PERSON, []),
    (
        "guardian_is_another_adult",
        "first",
        {**CHILD_PERSON, "guardian_id_number": CHILD},
        [("guardian_id_number", "guardian.same_person", "stop")],
    ),
    (
        "guardian_is_another_adult",
        "first",
        {**CHILD_PERSON, "guardian_id_number": MINOR},
        [("guardian_id_number", "guardian.minor", "confirm")],
    ),
    ("loss_after_birth", "loss", {"birth": "20150601", "loss_date": "20150601"}, []),
    (
        "loss_after_birth",
        "loss",
        {"birth": "20150601", "loss_date": "20150531"},
        [("loss_date", "loss.before_birth", "stop")],
    ),
    ("waiver_holds", "renewal_expiry", {"fee_waiver": "low_income"}, []),
    ("waiver_holds", "loss", {"fee_waiver": "none"}, []),
    (
        "waiver_holds",
        "loss",
        {"fee_waiver": "low_income"},
        [("fee_waiver", "fee.waiver_not_covered", "info")],
    ),
    ("pay_way_fits", "first", {"birth": "20101120", "pay_way": "none"}, []),
    ("pay_way_fits", "loss", {"pay_way": "later"}, []),
    ("pay_way_fits", "loss", {"pay_way": "none"}, [("pay_way", "fee.due", "stop")]),
    (
        "pay_way_fits",
        "first",
        {"birth": "20101120", "had_card": "yes", "pay_way": "none"},
        [("pay_way", "fee.due", "stop")],
    ),
    ("birthday_is_told", "first", {"birth": "20101120"}, []),
    ("birthday_is_told", "first", {"birth": "20101122"}, [("birth", "validity.birthday", "info")]),
    ("birthday_is_told", "first", {"birth": "19810121"}, []),
    ("birthday_is_told", "change", {"birth": "19801222"}, [("birth", "validity.birthday_long_term", "info")]),
    ("birthday_is_told", "change", {"birth": "20990101"}, []),
    ("taken_here", "change", {"matter": "change", "household": "local"}, []),
    (
        "taken_here",
        "change",
        {"matter": "change", "household": "other"},
        [("household", "scenario.home_only", "stop")],
    ),
]


@pytest.mark.parametrize(("rule", "matter", "answers", "expected"), CASES)
def test_a_rule_speaks_when_it_should(
    rule: str, matter: str, answers: dict[str, str], expected: list[tuple[str, str, str]]
) -> None:
    found = RULES[rule](answers, matter, TODAY)
    assert [(mistake.field, mistake.code, mistake.severity) for mistake in found] == expected


def test_every_rule_is_seen_to_speak_and_to_be_silent() -> None:
    here = set(RULES) - {rule.__name__ for rule in (*SITUATION_RULES, *REGISTER_RULES)}  # test_register_forms
    assert {rule for rule, _, _, expected in CASES if expected} == here
    assert {rule for rule, _, _, expected in CASES if not expected} == here


IDS = [
    "id_number",
    "birth",
    "sex",
    "valid_from",
    "valid_to",
    "had_card",
    "guardian_id_number",
    "loss_date",
    "household",
]


@given(
    st.sampled_from(sorted(RULES)),
    st.dictionaries(
        st.sampled_from(IDS),
        st.text(max_size=20) | st.sampled_from([*PERSON.values(), SAMPLE, "00010101", "99991231"]),
    ),
    st.dates(),
)
def test_no_rule_ever_raises(rule: str, answers: dict[str, str], today: object) -> None:
    RULES[rule](answers, "loss", today)  # type: ignore[arg-type]
