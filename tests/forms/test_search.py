"""People say it in their own words; the matter is found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.packs.shelf import current
from forms.search import LONGEST, MOST, Hit, current_index

INDEX = current_index()


def first(query: str) -> Hit:
    return INDEX.find(query)[0]


@pytest.mark.parametrize(
    ("said", "category", "answers"),
    [
        ("身份证丢了", "C19a", {"matter": "loss"}),
        ("身份证不见", "C19a", {"matter": "loss"}),
        ("身份证过期", "C19a", {"matter": "renewal_expiry"}),
        ("上户口", "C01", {}),
        ("报户口", "C01", {}),
        ("户口本丢了", "C17", {"kind": "b1"}),
        ("销户", "C16", {}),
        ("分户", "C13", {}),
        ("居住证", "C21b", {}),
        ("临时身份证", "C20", {}),
        ("积分入户", "C08", {}),
        ("捡到身份证", "C19b", {"kind": "l5"}),
        ("小孩改名", "C15", {"item": "n1"}),
        ("chushengdengji", "C01", {}),
        ("csdj", "C01", {}),
        ("chusheng", "C01", {}),
        ("sfzdl", "C19a", {"matter": "loss"}),
        ("shenfenzhengdiule", "C19a", {"matter": "loss"}),
        ("shanghukou", "C01", {}),
        ("jzz", "C21b", {}),
        ("ＣＳＤＪ", "C01", {}),
        ("birth", "C01", {}),
    ],
)
def test_what_people_say_comes_first(said: str, category: str, answers: dict[str, str]) -> None:
    hit = first(said)
    assert (hit.categories[0], dict(hit.answers)) == (category, answers)


def test_a_material_tells_where_it_is_wanted() -> None:
    hit = next(hit for hit in INDEX.find("出生医学证明") if hit.kind == "material")
    assert hit.material == "BIRTH"
    assert {"C01", "C06a", "C06b"} <= set(hit.categories)


def test_a_character_with_two_readings_is_found_by_both() -> None:
    assert any("重复户口" in hit.words.zh for hit in INDEX.find("chongfuhukou"))
    assert any("重复户口" in hit.words.zh for hit in INDEX.find("zhongfuhukou"))


@pytest.mark.parametrize("query", ["", "  ", "，。！", "\n\t", "zzzzzz", "鱉鱉鱉"])
def test_what_says_nothing_finds_nothing(query: str) -> None:
    assert INDEX.find(query) == ()


def test_every_category_is_found_by_its_own_name_pinyin_and_initials() -> None:
    from pypinyin import lazy_pinyin

    for category in current().categories.values():
        name = category.words.zh
        sounds = lazy_pinyin("".join(sign for sign in name if sign.isalnum()))
        for query in (name, "".join(sounds), "".join(sound[0] for sound in sounds)):
            assert category.id in [hit.categories[0] for hit in INDEX.find(query)], query


@given(st.text(max_size=300))
def test_anything_pasted_is_answered_with_at_most_twenty_hits_best_first(query: str) -> None:
    found = INDEX.find(query)
    assert len(found) <= MOST
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)


def test_a_pasted_page_counts_by_its_beginning() -> None:
    assert INDEX.find("上户口" + "。" * 10_000)[0].categories == ("C01",)
    assert LONGEST < 100
