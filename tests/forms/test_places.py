"""An address begins with the right division, whatever part of its name was typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.codes import divisions
from forms.places import LONGEST, MOST, places
from forms.streets import Known, street
from tests.forms.facts import facts

PLACES = places()
LIWAN = "广东省广州市荔湾区"


@pytest.mark.parametrize(
    "typed",
    [
        *("gzlw", "gdgzlw", "liwan", "liwanqu", "guangzhouliwan", "guangzhoulw", "GZLW", "gz lw"),
        *("荔湾", "荔湾区", "广州荔湾", "广东荔湾区", "荔wan", LIWAN),
    ],
)
def test_every_way_to_say_it_leads_there(typed: str) -> None:
    assert PLACES.find(typed)[0].path == LIWAN


def test_what_stands_behind_the_division_is_kept() -> None:
    (found,) = PLACES.find("荔湾区中山八路10号A座")
    assert (found.path, found.rest) == (LIWAN, "中山八路10号A座")


def test_a_street_named_like_a_city_is_no_city() -> None:
    assert PLACES.find("中山八路") == ()


def test_home_comes_before_elsewhere() -> None:
    """朝阳 is no place of Guangdong; 南山 is, and in Heilongjiang too."""
    assert [one.path for one in PLACES.find("南山区")][:1] == ["广东省深圳市南山区"]
    assert PLACES.find("gz")[0].path == "广东省广州市"
    assert {one.path for one in PLACES.find("朝阳区")} == {"北京市朝阳区", "吉林省长春市朝阳区"}


def test_what_is_gone_is_not_offered() -> None:
    """番禺市 became 番禺区 in 2000, 东山区 went into 越秀区 in 2005."""
    assert [one.path for one in PLACES.find("番禺")] == ["广东省广州市番禺区"]
    assert all(not one.path.startswith("广东省广州市东山区") for one in PLACES.find("东山区"))


def test_every_current_division_of_guangdong_is_found_by_its_name() -> None:
    """Against the research's own list, not ours."""
    wrong = []
    for row in facts("guangdong_divisions")["current"]:
        paths = [one.code for one in PLACES.find(divisions()[row["code"]].name)]
        if row["code"] not in paths:
            wrong.append(row["code"])
    assert wrong == []


def test_begins_names_the_division_an_address_begins_with() -> None:
    assert PLACES.begins(LIWAN + "中山八路10号") == LIWAN
    assert PLACES.begins("广东省广州市中山八路") == "广东省广州市"
    assert PLACES.begins("中山八路") == ""


@given(st.text(max_size=LONGEST * 3))
def test_anything_typed_is_answered(typed: str) -> None:
    assert len(PLACES.find(typed)) <= MOST


def test_a_pasted_page_costs_no_time_and_finds_nothing() -> None:
    assert PLACES.find("a" * 10_000) == ()
    assert PLACES.find("荔湾区" + "号" * 10_000)[0].path == LIWAN


def test_street_leaves_the_house_out() -> None:
    assert street(LIWAN + "中山八路10号203房") == LIWAN + "中山八路"
    assert street("广东省佛山市南海区桂城街道海三路12号") == "广东省佛山市南海区桂城街道海三路"
    assert street(LIWAN) == ""
    assert street("10号") == ""


def test_earlier_addresses_are_found_by_any_part_and_by_sound() -> None:
    known = Known((LIWAN + "中山八路", "广东省广州市越秀区北京路"))
    assert known.find("中山八") == (LIWAN + "中山八路",)
    assert known.find("bjl") == ("广东省广州市越秀区北京路",)
    assert known.find("zhongshanba") == (LIWAN + "中山八路",)
    assert known.find("") == known.addresses
    assert known.find("qqq") == ()
