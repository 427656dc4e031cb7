"""Code lists and divisions agree with the research tables and with what is publicly known."""

from __future__ import annotations

from datetime import date

import pytest

from forms import codes
from forms.errors import BadDefinition
from tests.forms.facts import facts


def test_the_ethnic_groups_are_those_of_the_standard() -> None:
    table = facts("ethnic_groups")
    expected = {row["code"]: row["name"] for row in table["groups"]}
    found = {choice.code: choice.words.zh for choice in codes.choices("ethnic")}
    assert len(expected) == 56
    assert expected.items() <= found.items()
    assert set(found) - set(expected) == {"97", "98"}
    assert found["46"] == "德昂"


def test_the_relations_are_those_of_the_standard() -> None:
    expected = facts("code_tables")["family_GBT4761_2008"]["codes"]
    assert {choice.code: choice.words.zh for choice in codes.choices("relation")} == expected


def test_the_reasons_agree_with_the_standard() -> None:
    expected = facts("code_tables")["apply_reason_GAT2000.10_2014"]
    for choice in codes.choices("reason"):
        assert choice.words.zh == expected[choice.code]


def test_every_list_has_a_source_and_a_confidence() -> None:
    assert set(codes.lists()) == {"change", "ethnic", "marital", "reason", "relation", "sex"}
    for name in codes.lists():
        found = codes.code_list(name)
        assert found.source
        assert found.confidence in {"high", "medium", "low"}
        assert len({choice.code for choice in found.choices}) == len(found.choices)


def test_an_unknown_list_is_a_bad_definition() -> None:
    with pytest.raises(BadDefinition):
        codes.code_list("../words")


def test_an_unknown_code_has_no_words() -> None:
    assert codes.words("sex", "1").zh == "男"  # type: ignore[union-attr]
    assert codes.words("sex", "7") is None


def test_guangdongs_divisions_are_those_of_the_research() -> None:
    table = facts("guangdong_divisions")
    for row in table["historical"]:
        found = codes.division(row["code"])
        assert found is not None
        assert [(n.name, n.first, n.last) for n in found.names] == [
            (n["name"], n["first"], n["last"]) for n in row["names"]
        ]
        assert found.is_current != row["abolished"]
    for row in table["current"]:
        assert codes.division(row["code"]).name == row["name"]  # type: ignore[union-attr]


def test_the_whole_country_is_there() -> None:
    provinces = [code for code in codes.divisions() if code.endswith("0000")]
    assert len(provinces) == 35  # 34 and the Taiwan residents' prefix
    assert len(codes.divisions()) > 4500
    assert codes.division_path("110105") == "北京市朝阳区"
    assert codes.division_path("445599") == ""


def test_a_name_is_that_of_its_day() -> None:
    division = codes.division("440602")
    assert division is not None
    assert division.name_on(date(1970, 1, 1)) == "汾江区"
    assert division.name_on(date(1988, 6, 1)) == "城区"
    assert codes.division_path("510202", date(1985, 1, 1)) == "四川省重庆市市中区"


def test_a_home_city_stands_in_the_list() -> None:
    assert codes.division("440100").is_current  # type: ignore[union-attr]
