"""The kinds of question put answers right and find what is wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.fieldtypes import KINDS, LONG_TERM
from forms.question import Field
from forms.words import Choice, Words
from tests.forms.facts import facts
from tests.forms.people import TODAY

LABEL = Words("字", "field")
CHOICES = (Choice("a", LABEL), Choice("b", LABEL))


def field(kind: str, max_length: int = 0) -> Field:
    choices = CHOICES if KINDS[kind].is_choice else ()
    return Field("f", kind, LABEL, max_length=max_length, choices=choices)


def codes(kind: str, value: str, max_length: int = 0) -> list[str]:
    return [mistake.code for mistake in KINDS[kind].check(field(kind, max_length), value, TODAY)]


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("text", "  a\u0007b \n c ", "a b c"),
        ("address", " 广东省 广州市\u3000１２号Ａ座 ", "广东省广州市12号A座"),
        ("address", "广州市（旧）1号", "广州市（旧）1号"),
        ("date", "2026-11-02", "20261102"),
        ("date", "2026.1.2", "20260102"),
        ("date", "２０２６年１月２日", "20260102"),
        ("date", "20261102", "20261102"),
        ("date", "never", "never"),
        ("date_or_long", " 长 期 ", LONG_TERM),
        ("date_or_long", "long", LONG_TERM),
        ("date_or_long", "00000000", LONG_TERM),
        ("phone", "+86 138-0013-8000", "13800138000"),
        ("phone", "（020）８３１２ ３４５６", "02083123456"),
        ("phone", "+852 2345 6789", "0085223456789"),
        ("many", " a, b ;a ", "a b"),
        ("many", "", ""),
        ("id_number", "11010519491231002x", "11010519491231002X"),
        ("name", "买买提．艾力", "买买提·艾力"),
        ("choice", " a ", "a"),
    ],
)
def test_answers_are_put_right(kind: str, typed: str, kept: str) -> None:
    assert KINDS[kind].tidy(typed) == kept


@pytest.mark.parametrize(
    ("kind", "value", "found"),
    [
        ("text", "fine", []),
        ("text", "a\u200bb", ["text.control"]),
        ("text", "a\ue000", ["text.private_use"]),
        ("text", "a\ud842", ["text.surrogate"]),
        ("text", "a\U0001f600", ["text.emoji"]),
        ("address", "路\u202e号", ["text.control"]),
        ("address", "路①号→", []),
        ("address", "路" * 35, []),
        ("address", "路" * 36, ["address.over_chip"]),
        ("date", "20260229", ["date.impossible"]),
        ("date", "2026", ["date.format"]),
        ("date", "20990101", []),
        ("past_date", "20261121", []),
        ("past_date", "20261122", ["date.future"]),
        ("past_date", "20260230", ["date.impossible"]),
        ("date_or_long", LONG_TERM, []),
        ("date_or_long", "20460101", []),
        ("date_or_long", "soon", ["date.format"]),
        ("phone", "13800138000", []),
        ("phone", "02083123456", []),
        ("phone", "075583123456", []),
        ("phone", "12345678", ["phone.unusual"]),
        ("phone", "1380013800", ["phone.unusual"]),
        ("phone", "110", ["phone.format"]),
        ("choice", "a", []),
        ("choice", "z", ["choice.unknown"]),
        ("many", "a b", []),
        ("many", "a z", ["choice.unknown"]),
        ("many", " ", ["choice.unknown"]),
        ("id_number", "110105194902300021", ["id.impossible_date"]),
        ("id_number", "110105194912310020", ["id.check_digit"]),
        ("name", "张\ue000", ["name.private_use"]),
    ],
)
def test_what_is_wrong_is_found(kind: str, value: str, found: list[str]) -> None:
    assert codes(kind, value) == found


def test_a_text_over_its_length_is_told_with_numbers() -> None:
    found = KINDS["text"].check(field("text", 3), "四个字啊", TODAY)
    assert [(mistake.code, mistake.severity, mistake.values) for mistake in found] == [
        ("text.too_long", "stop", {"count": 4, "most": 3})
    ]


def test_what_a_text_cannot_hold_is_told_with_its_place() -> None:
    found = KINDS["address"].check(field("address"), "中山路\u200b1号\U0001f3e0\u200b", TODAY)
    assert [(one.code, one.values) for one in found] == [
        ("text.control", {"place": 4}),
        ("text.emoji", {"place": 7}),
    ]


def test_a_pasted_page_is_told_by_its_length() -> None:
    (found,) = KINDS["address"].check(field("address", 100), "路" * 10_000, TODAY)[:1]
    assert (found.code, found.values) == ("text.too_long", {"count": 10_000, "most": 100})


def test_the_chips_limits_are_those_of_its_layout() -> None:
    layout = {row["offset"]: row["len"] // 2 for row in facts("chip_layout")["citizen"]}
    assert (layout[0], layout[52]) == (15, 35)
    assert codes("address", "路" * layout[52]) == []
    assert codes("name", "张" * layout[0]) == []


@given(st.sampled_from(sorted(KINDS)), st.text(max_size=40))
def test_tidy_is_idempotent_and_check_never_raises(kind: str, text: str) -> None:
    tidied = KINDS[kind].tidy(text)
    assert KINDS[kind].tidy(tidied) == tidied
    KINDS[kind].check(field(kind), text or "x", TODAY)
    KINDS[kind].check(field(kind), tidied or "x", TODAY)
