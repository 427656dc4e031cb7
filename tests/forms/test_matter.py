"""The matters, which one takes a situation, and which one a card suggests."""

from __future__ import annotations

from datetime import date

import pytest

from forms import codes
from forms.definition import definitions, load
from forms.errors import BadDefinition
from forms.matter import MATTERS, first_card_due, matter, matter_for, renewal_opens, suggest
from forms.packs.checks import open_paths
from forms.packs.shelf import categories
from forms.scenarios import decide
from tests.forms.people import TODAY

ADULT, CHILD, SIXTEEN, LATE = date(1985, 3, 7), date(2015, 6, 1), date(2010, 11, 1), date(2010, 8, 20)


def test_five_matters_are_asked_for_every_day() -> None:
    offered = [entry.id for entry in MATTERS if entry.offered]
    assert offered == ["first", "renewal_expiry", "renewal_damage", "change", "loss"]


def test_each_matter_has_its_form_and_its_table_of_the_pack() -> None:
    assert {entry.definition for entry in MATTERS} == set(definitions())
    for entry in MATTERS:
        assert load(entry.definition).matter == entry.id
        if entry.books:
            continue
        assert decide(entry.category, entry.scenario).fee_item == entry.fee_item
        assert entry.channel == categories()[entry.category].channel
        assert (codes.words("reason", entry.reason) is not None) == entry.is_card


def test_every_situation_that_may_be_taken_in_the_field_has_its_matter() -> None:
    """All but those the pack itself sends to the hall, and the question how far a card is."""
    without: dict[str, int] = {}
    for category in categories().values():
        for path in open_paths(category):
            if matter_for(category.id, path) is None:
                without[category.id] = without.get(category.id, 0) + 1
    assert without == {"C02": 18, "C02b": 2, "C03": 16, "C05": 18, "C19b": 1}


def test_a_child_has_its_own_reason_code_for_a_first_card() -> None:
    assert (matter("first").reason_for(15), matter("first").reason_for(16)) == ("11", "12")
    assert (matter("loss").reason_for(15), matter("loss").reason_for(16)) == ("31", "31")


def test_an_unknown_matter_is_a_bad_definition() -> None:
    with pytest.raises(BadDefinition):
        matter("marriage")


@pytest.mark.parametrize(
    ("valid_to", "birth", "suggested"),
    [
        ("20261120", ADULT, "renewal_expiry"),
        ("20261121", ADULT, "renewal_expiry"),
        ("20270221", ADULT, "renewal_expiry"),  # three months ahead, to the day
        ("20270222", ADULT, "change"),
        ("长期", date(1960, 1, 1), "change"),
        (None, CHILD, "first"),
        (None, SIXTEEN, "first"),
        (None, date(2010, 8, 21), "first"),  # the last day of the three months
        (None, LATE, "loss"),  # 16 years and three months and a day
        (None, ADULT, "loss"),
        ("", ADULT, "loss"),
    ],
)
def test_a_card_suggests_its_matter(valid_to: str | None, birth: date, suggested: str) -> None:
    assert suggest(valid_to, birth, TODAY) == suggested


def test_renewal_opens_three_months_before_the_end() -> None:
    assert renewal_opens(date(2027, 2, 28)) == date(2026, 11, 28)
    assert renewal_opens(date(2027, 5, 31)) == date(2027, 2, 28)


def test_a_first_card_is_due_three_months_after_sixteen() -> None:
    assert first_card_due(date(2010, 8, 21)) == date(2026, 11, 21)
    assert first_card_due(date(2008, 2, 29)) == date(2024, 5, 29)
