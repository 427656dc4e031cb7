"""The 18-digit number with its derivations and its traps."""

from __future__ import annotations

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms import idnumber
from forms.codes import divisions
from forms.idnumber import BadNumber, check_digit, parse, tidy, upgrade
from tests.forms.facts import facts
from tests.forms.people import SAMPLE, TODAY, number


def code_of(text: str, today: date | None = TODAY) -> str:
    with pytest.raises(BadNumber) as found:
        parse(text, today)
    return found.value.code


def test_the_sample_of_the_standard_says_all_it_says() -> None:
    found = parse(SAMPLE, TODAY)
    assert (found.division, found.division_name) == ("110105", "北京市朝阳区")
    assert (found.birth, found.birth_text) == (date(1949, 12, 31), "19491231")
    assert (found.sequence, found.sex, found.holder, found.warnings) == ("002", "2", "citizen", ())


# Computed by hand with the weights of the standard, not with this program.
@pytest.mark.parametrize(
    ("first17", "digit"),
    [
        ("11010519491231002", "X"),
        ("44052418800101001", "4"),
        ("34052419800101001", "X"),
        ("00000000000000000", "1"),
    ],
)
def test_check_digits_agree_with_published_ones(first17: str, digit: str) -> None:
    assert check_digit(first17) == digit


def test_the_weights_are_powers_of_two_modulo_eleven() -> None:
    assert tuple(2 ** (17 - place) % 11 for place in range(17)) == idnumber.WEIGHTS
    table = facts("code_tables")["id_number"]
    assert list(idnumber.WEIGHTS) == table["weights"]
    assert table["check"] == idnumber.CHECK


@pytest.mark.parametrize(
    "pasted",
    [
        "11010519491231002x",
        " 110105 19491231 002X ",
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105-19491231-002x",
        "110105\u300019491231\u00a0002X\u200b\n",
        "\ufeff11010519491231002\u0425",
        "11010519491231002×",
    ],
)
def test_a_pasted_number_is_put_right(pasted: str) -> None:
    assert tidy(pasted) == SAMPLE


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "id.empty"),
        ("   ", "id.empty"),
        ("110105491231002", "id.old_15"),
        ("1101051949123100", "id.too_short"),
        ("11010519491231002", "id.too_short"),
        ("11010519491231002XX", "id.x_place"),
        ("110105194912310021", "id.check_digit"),
        ("1101051949123100210", "id.too_long"),
        ("11010519491231O02X", "id.characters"),
        ("1101051949123100二X", "id.characters"),
        ("1101051949X231002X", "id.x_place"),
        ("110105194902300021", "id.impossible_date"),
        ("110105202302290021", "id.impossible_date"),
        ("110105194913010021", "id.impossible_date"),
        (number("20261122"), "id.future_birth"),
    ],
)
def test_each_trap_has_its_own_code(text: str, code: str) -> None:
    if code == "id.check_digit":
        assert parse(text, TODAY).warnings == (code,)
    else:
        assert code_of(text) == code


def test_sixteen_and_seventeen_digits_say_how_many_are_missing() -> None:
    for text, missing in (("1101051949123100", 2), ("11010519491231002", 1)):
        with pytest.raises(BadNumber) as found:
            parse(text)
        assert found.value.values == {"count": len(text), "missing": missing}


def test_born_today_is_not_the_future() -> None:
    assert parse(number("20261121"), TODAY).birth == TODAY


def test_an_unknown_division_is_a_warning() -> None:
    assert parse(number("19850307", division="445599"), TODAY).warnings == ("id.division_unknown",)


def test_a_wrong_check_digit_is_a_warning_not_a_stop() -> None:
    wrong = SAMPLE[:17] + "0"
    assert parse(wrong, TODAY).warnings == ("id.check_digit",)


def test_two_warnings_come_together() -> None:
    assert parse("445599198503070010", TODAY).warnings == ("id.division_unknown", "id.check_digit")


def test_a_number_of_130_years_is_asked_about() -> None:
    assert parse(number("18951121"), TODAY).warnings == ("id.very_old",)
    assert parse(number("18961121"), TODAY).warnings == ()


@pytest.mark.parametrize(
    ("division", "newest", "then"),
    [
        ("440102", "广东省广州市东山区", "广东省广州市东山区"),  # gone since 2005
        ("510202", "四川省重庆市渝中区", "四川省重庆市市中区"),  # Sichuan's until 1997
        ("440126", "广东省广州市番禺县", "广东省广州市番禺县"),
    ],
)
def test_former_divisions_are_known_by_both_names(division: str, newest: str, then: str) -> None:
    found = parse(number("19600101", division=division), TODAY)
    assert (found.division_name, found.division_then, found.warnings) == (newest, then, ())


@pytest.mark.parametrize(
    ("prefix", "holder"), [("810000", "hong_kong"), ("820000", "macao"), ("830000", "taiwan")]
)
def test_residence_permits_are_recognised(prefix: str, holder: str) -> None:
    found = parse(number("19900101", division=prefix), TODAY)
    assert (found.holder, found.warnings) == (holder, ())


def test_a_foreigners_card_of_2023_is_recognised() -> None:
    found = parse(number("19900101", division="944840"), TODAY)
    assert (found.holder, found.division_name, found.warnings) == ("foreigner", "广东省", ())


def test_a_15_digit_number_grows_as_the_standard_says() -> None:
    assert upgrade("110105491231002") == SAMPLE
    assert upgrade("110105 991231 998")[6:14] == "18991231"
    with pytest.raises(ValueError, match="15"):
        upgrade(SAMPLE)


def test_neither_repr_nor_error_shows_a_digit() -> None:
    assert "1949" not in repr(parse(SAMPLE))
    with pytest.raises(BadNumber) as found:
        parse("110105194902300021")
    assert "1949" not in str(found.value)


@given(st.text() | st.from_regex(r"[0-9]{17}[0-9Xx]", fullmatch=True))
def test_any_text_is_a_number_or_a_bad_number(text: str) -> None:
    with contextlib.suppress(BadNumber):
        assert len(parse(text, TODAY).text) == 18


@given(st.text(alphabet="0123456789xX×Ｘ０９ \u3000\u200b-–abc"))
def test_tidy_is_idempotent(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@given(st.text())
def test_tidy_is_idempotent_for_any_text(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


BIRTHS = st.dates(min_value=date(1897, 1, 1), max_value=TODAY)
KNOWN = st.sampled_from(sorted(code for code in divisions() if code[:2] < "71"))


@given(KNOWN, BIRTHS, st.integers(0, 999))
def test_a_made_number_reads_back(division: str, birth: date, sequence: int) -> None:
    text = number(f"{birth:%Y%m%d}", division, f"{sequence:03}")
    found = parse(text, TODAY)
    assert (found.text, found.division, found.birth, found.sequence) == (
        text,
        division,
        birth,
        f"{sequence:03}",
    )
    assert found.sex == ("1" if sequence % 2 else "2")
    assert found.warnings == ()
    assert found.division_name


@given(KNOWN, BIRTHS, st.integers(0, 999), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(
    division: str, birth: date, sequence: int, place: int, step: int
) -> None:
    text = number(f"{birth:%Y%m%d}", division, f"{sequence:03}")
    wrong = text[:place] + str((int(text[place]) + step) % 10) + text[place + 1 :]
    try:
        found = parse(wrong, TODAY)
    except BadNumber:
        return
    assert "id.check_digit" in found.warnings


@given(KNOWN, BIRTHS, st.integers(0, 999), st.integers(0, 16))
def test_two_neighbours_swapped_are_always_noticed(
    division: str, birth: date, sequence: int, place: int
) -> None:
    text = number(f"{birth:%Y%m%d}", division, f"{sequence:03}")
    swapped = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    if swapped == text:
        return
    try:
        found = parse(swapped, TODAY)
    except BadNumber:
        return
    assert "id.check_digit" in found.warnings
