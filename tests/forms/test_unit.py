"""A unit's settings: only what is a unit's to set, in one spelling, every mistake named."""

from __future__ import annotations

from typing import Any

import pytest

from forms.spec import field_of, load
from forms.unit import BadUnit, UnitSettings, dump, read
from forms.unit import load as load_unit
from forms.unit.settings import MOST_BYTES, known
from forms.words import words

WHOLE = {
    "name": " 越秀分局  北京街派出所 ",
    "hotline": "020-8333 0000 转 3",
    "dedicated_apn": "ga.gd",
    "allowed_networks": ["Station", "Station", ""],
    "other_networks": "ask",
    "pay_ways": ["scan", "later"],
    "languages": ["zh"],
    "idle_minutes": 3,
    "whiten_photo": "no",
    "address": "",
}


def test_what_is_said_is_tidied_and_comes_back_the_same() -> None:
    made = read(WHOLE)
    assert (made.name, made.allowed_networks, made.address) == ("越秀分局 北京街派出所", ("Station",), "")
    assert made.pay_ways == ("later", "scan")  # in the order of the data
    assert load_unit(dump(made)) == made
    assert read({}) == load_unit("{}") == UnitSettings()
    assert dump(UnitSettings()) == "{}"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"good_nfiq2": 10}, "unit.unknown"),  # a national threshold is no unit's to set
        ({"fee": 0}, "unit.unknown"),
        ({"name": 3}, "unit.text"),
        ({"name": "a\u202eb"}, "unit.text"),
        ({"name": "字" * 61}, "unit.long"),
        ({"hotline": "call me"}, "unit.signs"),
        ({"dedicated_apn": "ga gd"}, "unit.signs"),
        ({"allowed_networks": "Station"}, "unit.text"),
        ({"allowed_networks": [3]}, "unit.text"),
        ({"allowed_networks": [str(n) for n in range(21)]}, "unit.long"),
        ({"other_networks": "maybe"}, "unit.choice"),
        ({"pay_ways": ["gold"]}, "unit.choice"),
        ({"pay_ways": "scan"}, "unit.choice"),
        ({"languages": ["zh", "fr"]}, "unit.choice"),
        ({"idle_minutes": 16}, "unit.number"),
        ({"idle_minutes": 0}, "unit.number"),
        ({"idle_minutes": True}, "unit.number"),
        ({"idle_minutes": "3"}, "unit.number"),
    ],
)
def test_each_mistake_is_named(said: dict[str, Any], code: str) -> None:
    with pytest.raises(BadUnit) as caught:
        read({"name": "ok", **said})
    assert [(mistake.field, mistake.code) for mistake in caught.value.mistakes] == [(next(iter(said)), code)]
    assert words(code) is not None


@pytest.mark.parametrize("text", ["", "[]", "3", "{", "[" * 5000, '{"name":"' + "x" * MOST_BYTES + '"}'])
def test_what_is_no_table_is_refused(text: str) -> None:
    with pytest.raises(BadUnit):
        load_unit(text)


def test_every_way_to_pay_can_be_offered_or_not() -> None:
    asked = field_of(load("renewal_expiry"), "pay_way")
    assert asked is not None
    assert {choice.code for choice in asked.choices} - {"none"} <= set(known()["pay_ways"].choices)


def test_every_field_has_words_for_a_page() -> None:
    for name, field in known().items():
        assert field.words.zh, name
        assert field.words.en, name
