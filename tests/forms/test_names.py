"""Names: what passes, what is put right, what is refused and why."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.names import chip_length, mistakes, tidy


def codes(name: str) -> list[str]:
    return [mistake.code for mistake in mistakes(name)]


@pytest.mark.parametrize(
    "name",
    [
        "张三",
        "欧阳娜娜",
        "阿卜杜拉·买买提",
        "買買提",
        "王〇",
        "㛃凤英",  # Ext A
        "李𠮷祥",  # Ext B, beyond the BMP
        "张\U0002a700",  # Ext C
        "王\U0002b740",  # Ext D
        "王\U0002b820",  # Ext E
        "王\U0002ceb0",  # Ext F
        "王\U00030000",  # Ext G
        "王\U00031350",  # Ext H
        "王\U0002ebf0",  # Ext I: 622 characters of the police register
        "王\u9fff",
    ],
)
def test_good_names_have_no_mistake(name: str) -> None:
    assert codes(name) == []


@pytest.mark.parametrize("dot", "•‧∙⋅・･．.●·᛫⸱﹒∘\u0387")
def test_dots_that_look_alike_become_the_one_dot(dot: str) -> None:
    assert tidy(f"阿卜杜拉{dot}买买提") == "阿卜杜拉\u00b7买买提"
    assert codes(tidy(f"阿卜杜拉 {dot} 买买提")) == []


def test_spaces_go_but_latin_words_stay_apart() -> None:
    assert tidy("  张 三\u3000 ") == "张三"
    assert tidy("Anna  Maria\tRossi") == "Anna Maria Rossi"
    assert tidy("王 Ａｎｎａ") == "王Anna"


def test_kangxi_radicals_out_of_a_pdf_become_hanzi() -> None:
    assert tidy("⾦⼤⼒") == "金大力"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "name.empty"),
        ("张\ue000", "name.private_use"),
        ("张\U000f0000", "name.private_use"),
        ("张\x07三", "name.control"),
        ("张\u2028三", "name.control"),
        ("张\u200b三", "name.invisible"),
        ("张\ufeff三", "name.invisible"),
        ("张\U000e0100三", "name.invisible"),
        ("张\u202e三", "name.direction"),
        ("张\u200f三", "name.direction"),
        ("张😀", "name.emoji"),
        ("张★", "name.emoji"),
        ("张❤", "name.emoji"),
        ("张\ud842", "name.surrogate"),
        ("张\U0003ffff", "name.unassigned"),
        ("张3", "name.digit"),
        ("张③", "name.digit"),
        ("张,三", "name.sign"),
        ("张\u2e97", "name.sign"),
        ("·张三", "name.dot_place"),
        ("张三·", "name.dot_place"),
        ("买··买提", "name.dot_place"),
        ("张" * 101, "name.too_long"),
    ],
)
def test_bad_names_are_refused_with_a_reason(name: str, code: str) -> None:
    assert (code, "stop") in [(mistake.code, mistake.severity) for mistake in mistakes(name)]


@pytest.mark.parametrize(
    ("name", "code"),
    [("Anna Rossi", "name.latin"), ("张\uf92c", "name.compatibility"), ("张", "name.one_character")],
)
def test_unusual_names_are_asked_about(name: str, code: str) -> None:
    assert ("confirm", code) in [(mistake.severity, mistake.code) for mistake in mistakes(name)]


def test_fifty_characters_are_allowed_and_the_chip_is_told() -> None:
    found = mistakes("买" * 50)
    assert [(mistake.code, mistake.severity) for mistake in found] == [("name.over_chip", "info")]
    assert found[0].values == {"count": 50, "most": 15}
    assert mistakes("买" * 15) == ()


def test_a_character_beyond_the_bmp_takes_two_places_of_the_chip() -> None:
    assert chip_length("李𠮷祥") == 4
    assert codes("𠮷" * 7) == []
    assert codes("𠮷" * 8) == ["name.over_chip"]


def test_a_mistake_says_the_place_and_shows_nothing() -> None:
    found = mistakes("张三\ue000")[0]
    assert found.values == {"place": 3}


@given(st.text())
def test_any_text_is_judged_and_tidy_is_idempotent(text: str) -> None:
    tidied = tidy(text)
    assert tidy(tidied) == tidied
    mistakes(text)
    mistakes(tidied)


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=2, max_size=50))
def test_hanzi_pass_untouched(name: str) -> None:
    assert tidy(name) == name
    assert all(mistake.severity == "info" for mistake in mistakes(name))


@given(st.characters(categories=("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp")))
def test_nothing_invisible_or_private_passes(sign: str) -> None:
    point = ord(sign)
    if any(low <= point <= high for low, high in ((0x2EBF0, 0x2EE5D), (0x31350, 0x323AF))):
        return  # Ext H and I: assigned since Unicode 15, unknown to Python 3.11
    if (
        0x600 <= point <= 0x6FF
        or 0xF00 <= point <= 0xFFF
        or 0x1800 <= point <= 0x18AF
        or 0xA000 <= point <= 0xA4CF
    ):
        return
    assert any(mistake.severity == "stop" for mistake in mistakes(f"张{sign}三"))
