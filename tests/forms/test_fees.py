"""Fees with the 16-year-old's trap, and waivers that never cover loss or damage."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.errors import BadDefinition
from forms.fees import RULES, fee, fee_for, waivers
from forms.matter import MATTERS
from forms.words import words
from tests.forms.facts import facts
from tests.forms.people import TODAY

ADULT, CHILD, SIXTEEN = date(1985, 3, 7), date(2015, 6, 1), date(2010, 11, 1)
MATTER_IDS = [entry.id for entry in MATTERS if entry.fee_item]


def yuan(matter: str, birth: date = ADULT, *, first_card: bool = True, waiver: str = "none") -> float:
    return fee(matter, birth, first_card, waiver, TODAY).cents / 100


def test_the_amounts_are_those_of_the_price_notice() -> None:
    amounts = {row["item"]: row["amount"] for row in facts("fee_rules")["fees"]}
    assert yuan("first") == amounts["首次申领"] == 0
    assert yuan("renewal_expiry") == yuan("change") == amounts["有效期满换领/变更换领"] == 20
    assert yuan("renewal_damage") == amounts["损坏换领"] == 40
    assert yuan("loss") == amounts["丢失补领"] == 40


@pytest.mark.parametrize("birth", [CHILD, SIXTEEN, ADULT])
def test_a_first_card_is_free_at_any_age(birth: date) -> None:
    assert fee("first", birth, True, "none", TODAY).rule == "fee.first"
    assert yuan("first", birth) == 0


def test_a_child_card_before_makes_the_card_at_16_cost_20() -> None:
    found = fee("first", SIXTEEN, False, "none", TODAY)
    assert (found.cents, found.item, found.rule) == (2000, "renewal", "fee.child_card_before")


def test_a_child_with_a_card_before_is_not_first_either() -> None:
    found = fee("first", CHILD, False, "none", TODAY)
    assert (found.cents, found.rule) == (2000, "fee.not_first")


def test_a_first_card_cost_20_before_april_2018() -> None:
    assert fee("first", CHILD, True, "none", date(2018, 3, 31)).cents == 2000
    assert fee("first", CHILD, True, "none", date(2018, 4, 1)).cents == 0


@pytest.mark.parametrize("waiver", [choice.code for choice in waivers()])
@pytest.mark.parametrize("matter", ["loss", "renewal_damage"])
def test_no_waiver_covers_loss_or_damage(matter: str, waiver: str) -> None:
    found = fee(matter, ADULT, True, waiver, TODAY)
    assert found.cents == 4000
    assert found.rule == ("fee.full" if waiver == "none" else "fee.waiver_not_covered")


@pytest.mark.parametrize("waiver", ["low_income", "rural_hardship", "pension"])
@pytest.mark.parametrize("matter", ["renewal_expiry", "change"])
def test_the_poor_renew_free(matter: str, waiver: str) -> None:
    found = fee(matter, ADULT, True, waiver, TODAY)
    assert (found.cents, found.rule) == (0, "fee.waived")


def test_other_hardship_pays_half_and_says_it_is_uncertain() -> None:
    found = fee("renewal_expiry", ADULT, True, "other_hardship", TODAY)
    assert (found.cents, found.rule, found.confidence) == (1000, "fee.reduced", "low")


def test_a_waiver_also_covers_the_sixteen_year_old() -> None:
    assert fee("first", SIXTEEN, False, "low_income", TODAY).cents == 0


def test_answers_give_the_same_fee() -> None:
    assert fee_for("first", {"birth": "20101101", "had_card": "yes"}, TODAY).cents == 2000
    assert fee_for("first", {"birth": "20101101"}, TODAY).cents == 0
    assert fee_for("loss", {}, TODAY).cents == 4000
    assert fee_for("change", {"birth": "not a day", "fee_waiver": "low_income"}, TODAY).cents == 0


def test_an_unknown_matter_is_a_bad_definition() -> None:
    with pytest.raises(BadDefinition):
        fee("passport", ADULT, True, "none", TODAY)


@given(
    st.sampled_from(MATTER_IDS),
    st.dates(min_value=date(1900, 1, 1), max_value=TODAY),
    st.booleans(),
    st.sampled_from([choice.code for choice in waivers()]) | st.text(max_size=5),
)
def test_every_fee_has_a_rule_with_words_and_a_source(
    matter: str, birth: date, first: bool, waiver: str
) -> None:
    found = fee(matter, birth, first, waiver, TODAY)
    assert 0 <= found.cents <= 4000
    assert found.rule in RULES
    assert words(found.rule) is not None
    assert found.source
