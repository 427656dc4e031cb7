"""A character no keyboard offers is found by what the resident says of it."""

from __future__ import annotations

import lzma
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import forms.hanzi
from forms.hanzi import book
from forms.hanzi.book import LONGEST, MOST
from forms.names import mistakes

BOOK = book()
HONG = "\U0002cb4e"  # 钅 and 宏; Extension E


def signs(asked: str) -> list[str]:
    return [one.sign for one in BOOK.find(asked)]


@pytest.mark.parametrize(
    ("asked", "sign"),
    [
        ("钅宏", HONG),
        ("金宏", HONG),
        ("宏 金", HONG),
        ("吉吉", "喆"),
        ("王君", "珺"),
        ("羽中", "翀"),
        ("龙天", "䶮"),
        ("火火火火 16", "燚"),
        ("亻儿", "\U0002ebf4"),
    ],
)
def test_by_its_parts_in_any_order(asked: str, sign: str) -> None:
    assert signs(asked)[0] == sign


def test_a_part_stands_for_the_forms_it_takes() -> None:
    """言 on the left is 讠 or 訁, 水 is 氵."""
    assert {"讧", "訌"} <= set(signs("言工"))
    assert "沨" in signs("水风")
    assert "淼" in signs("水水水 12")[:3]


def test_strokes_and_sound_narrow_it_down() -> None:
    assert all(one.strokes == 12 for one in BOOK.find("钅 12"))
    assert HONG in signs("hong 12 钅")
    assert HONG not in signs("hong 13 钅")
    assert "喆" in signs("zhe 12")
    assert {"绿", "吕"} & set(signs("lv"))


def test_by_code_point_and_by_nothing_else_than_a_name_may_hold() -> None:
    assert signs("U+2CB4E") == signs("u2cb4e") == [HONG]
    assert signs("U+1F600") == signs("U+E000") == signs("U+0041") == signs("U+110000") == []


def test_what_it_says_of_a_character() -> None:
    found = BOOK.find("U+5586")[0]
    assert (found.strokes, found.parts, found.sounds, found.point) == (12, "吉吉", ("zhé",), "U+5586")


def test_every_character_of_the_table_may_stand_in_a_name() -> None:
    """All hanzi of GB 18030-2022 and its amendment are there, the 622 of the police register among them."""
    packed = Path(forms.hanzi.__file__).with_name("table.tsv.xz").read_bytes()
    listed = [line.split("\t")[0] for line in lzma.decompress(packed).decode().splitlines()]
    assert len(listed) == len(set(listed)) >= 97_600
    assert [one for one in listed if mistakes(one + one)] == []
    assert set(map(chr, range(0x2EBF0, 0x2EE5E))) <= set(listed)
    assert {chr(point) for point in range(0x4E00, 0xA000)} <= set(listed)


def test_its_strokes_agree_with_the_unicode_names_of_the_radicals() -> None:
    """Not our source: Python's character database folds the radicals; their strokes are common lore."""
    for radical, strokes in {"⼀": 1, "⽔": 4, "⾦": 8, "⿃": 11, "⿓": 16, "⿕": 17}.items():
        plain = unicodedata.normalize("NFKC", radical)
        assert BOOK.find(f"U+{ord(plain):X}")[0].strokes == strokes


@given(st.text(max_size=LONGEST * 2))
def test_anything_typed_is_answered(asked: str) -> None:
    assert len(BOOK.find(asked)) <= MOST


def test_a_pasted_page_finds_nothing_worse_than_its_beginning() -> None:
    assert BOOK.find("a" * 10_000) == ()
    assert signs("钅宏" + " " * 10_000)[0] == HONG
