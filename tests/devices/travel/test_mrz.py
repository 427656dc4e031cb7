"""The machine-readable zone: ICAO's examples, China's specimens, and another program's verdict on many."""

from __future__ import annotations

import contextlib
from datetime import date

import mrz.base.functions
import mrz.checker.td1
import mrz.checker.td2
import mrz.checker.td3
import mrz.generator.td1
import mrz.generator.td2
import mrz.generator.td3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.travel import hanzi
from devices.travel.errors import NotAnMrz
from devices.travel.mrz import ALPHABET, FILLER, Mrz, check_digit, layout_of, parse
from tests.devices.travel import specimens

TODAY = date(2026, 11, 28)

EXPECTED = [
    (
        specimens.TD3,
        ("passport", "P", "UTO", "L898902C3", "ERIKSSON", "ANNA MARIA", "UTO", "740812", "F", "120415"),
    ),
    (
        specimens.TD2,
        ("card", "I", "UTO", "D23145890", "ERIKSSON", "ANNA MARIA", "UTO", "740812", "F", "120415"),
    ),
    (
        specimens.TD1,
        ("card", "I", "UTO", "D23145890", "ERIKSSON", "ANNA MARIA", "UTO", "740812", "F", "120415"),
    ),
    (
        specimens.TD1_LONG_NUMBER,
        ("card", "I", "UTO", "D23145890734", "STEVENSON", "PETER JOHN", "UTO", "340712", "M", "950712"),
    ),
    (
        specimens.MRVA,
        ("visa", "V", "UTO", "L8988901C", "ERIKSSON", "ANNA MARIA", "XXX", "400907", "F", "961210"),
    ),
    (
        specimens.MRVB,
        ("visa", "V", "UTO", "L8988901C", "ERIKSSON", "ANNA MARIA", "XXX", "400907", "F", "961210"),
    ),
    (
        specimens.PRC_PASSPORT,
        ("passport", "PO", "CHN", "E00000000", "ZHENGJIAN", "YANGBEN", "CHN", "851031", "F", "241030"),
    ),
    (
        specimens.HK_MACAO_PERMIT,
        ("hk_macao_permit", "CR", "CHN", "H12345678", "ZHENG JIAN", "YANG BEN", "", "810803", "F", "221211"),
    ),
    (
        specimens.TAIWAN_PERMIT,
        ("taiwan_permit", "CT", "CHN", "00000000", "ZHENG JIAN", "YANG BEN", "", "810803", "F", "200608"),
    ),
    (
        specimens.EXIT_HK_MACAO,
        ("exit_hk_macao", "CS", "CHN", "C00000000", "", "", "", "810803", "", "240420"),
    ),
    (specimens.EXIT_TAIWAN, ("exit_taiwan", "CD", "CHN", "L00000000", "", "", "", "820803", "", "250819")),
]


def said(zone: Mrz) -> tuple[str, ...]:
    return (
        zone.kind,
        zone.code,
        zone.issuer,
        zone.number,
        zone.surname,
        zone.given_names,
        zone.nationality,
        zone.birth,
        zone.sex,
        zone.expiry,
    )


@pytest.mark.parametrize(("lines", "expected"), EXPECTED)
def test_published_specimens_say_what_is_printed_above_them(
    lines: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    zone = parse(lines)
    assert said(zone) == expected
    assert zone.valid, zone.checks


@pytest.mark.parametrize("lines", specimens.ALL)
def test_one_wrong_check_digit_is_told_by_its_name(lines: tuple[str, ...]) -> None:
    layout = layout_of(lines)
    assert layout is not None
    for name, check in layout.checks.items():
        line = lines[check.digit.line]
        at = check.digit.start
        if line[at] == FILLER:
            continue  # a long number has its check digit elsewhere
        other = str((int(line[at]) + 1) % 10)
        broken = [*lines]
        broken[check.digit.line] = line[:at] + other + line[at + 1 :]
        zone = parse(broken)
        assert not zone.valid
        assert not zone.checks[name]


def test_a_number_longer_than_nine_is_checked_as_a_whole() -> None:
    first, *rest = specimens.TD1_LONG_NUMBER
    assert not parse([first.replace("7349", "7348"), *rest]).checks["number"]


def test_an_empty_optional_field_may_have_a_filler_for_a_check_digit() -> None:
    first, second = specimens.TD3
    empty = second[:28] + FILLER * 15
    assert parse([first, empty + "0"]).checks["optional"]
    full = second[:42] + FILLER
    assert not parse([first, full + "0"]).checks["optional"]


def test_chinese_names_stand_as_letters() -> None:
    assert parse(specimens.HK_MACAO_PERMIT).chinese_name == "证件样本"
    passport = parse(specimens.PRC_PASSPORT)
    assert (passport.chinese_name, passport.chinese_name_cut) == ("证件样", True)
    assert parse(specimens.HONG_KONG_PASSPORT).chinese_name == ""


def test_a_short_chinese_name_is_not_said_to_be_cut() -> None:
    first, second, third = specimens.HK_MACAO_PERMIT
    short = parse([first, hanzi.encode("李白", 16) + second[16:], third])
    assert (short.chinese_name, short.chinese_name_cut) == ("李白", False)


@given(st.text(st.characters(codec="gbk", min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=4))
def test_what_gbk_has_comes_back(name: str) -> None:
    assert hanzi.decode(hanzi.encode(name, 16)) == name


def test_the_permit_of_1999_is_refused_instead_of_read_wrongly() -> None:
    with pytest.raises(NotAnMrz):
        parse(specimens.PERMIT_OF_1999)


def test_another_states_card_beginning_like_a_permit_is_read_as_its_own_kind() -> None:
    """Its check digits say which it is."""
    first = "CRUTO" + "D231458907" + FILLER * 15
    assert parse([first, *specimens.TD1[1:]]).kind == "card"


@pytest.mark.parametrize(
    ("birth", "day"),
    [
        ("261128", "20261128"),
        ("261129", "19261129"),
        ("000229", "20000229"),
        ("990229", ""),
        ("85<<<<", ""),
    ],
)
def test_a_birthday_is_the_latest_that_has_been(birth: str, day: str) -> None:
    zone = Mrz("TD3", "passport", "P", (), birth=birth)
    assert zone.birth_on(TODAY) == day


@pytest.mark.parametrize(
    ("expiry", "day"),
    [("360110", "20360110"), ("250110", "20250110"), ("991231", "19991231"), ("<<<<<<", "")],
)
def test_an_expiry_is_at_most_fifty_years_ahead(expiry: str, day: str) -> None:
    assert Mrz("TD3", "passport", "P", (), expiry=expiry).expiry_on(TODAY) == day


def test_a_zone_hides_the_person_when_printed() -> None:
    shown = repr(parse(specimens.PRC_PASSPORT))
    for secret in ("ZHENGJIAN", "YANGBEN", "E0000", "8510", "证件"):
        assert secret not in shown


# A second program that we did not write generates documents and judges them.
NAMES = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=9)
NUMBERS = st.text(ALPHABET, min_size=9, max_size=9)
DAYS = st.dates(date(1930, 1, 1), date(2029, 12, 31)).map(lambda day: f"{day:%y%m%d}")
OPTIONAL = st.text(ALPHABET, max_size=7)
PEERS = {
    "TD1": (mrz.generator.td1.TD1CodeGenerator, mrz.checker.td1.TD1CodeChecker, "I"),
    "TD2": (mrz.generator.td2.TD2CodeGenerator, mrz.checker.td2.TD2CodeChecker, "I"),
    "TD3": (mrz.generator.td3.TD3CodeGenerator, mrz.checker.td3.TD3CodeChecker, "P"),
}


@pytest.mark.parametrize("size", PEERS)
@given(data=st.data())
def test_what_the_mrz_package_makes_is_read_and_judged_alike(size: str, data: st.DataObject) -> None:
    generator, checker, code = PEERS[size]
    surname, given, number = data.draw(NAMES), data.draw(NAMES), data.draw(NUMBERS)
    birth, expiry, optional = data.draw(DAYS), data.draw(DAYS), data.draw(OPTIONAL)
    sex = data.draw(st.sampled_from("MF"))
    if size == "TD1":
        made = generator(code, "HKG", number, birth, sex, expiry, "GBR", surname, given, optional)
    else:
        made = generator(code, "HKG", surname, given, number, "GBR", birth, sex, expiry, optional)
    lines = str(made).split("\n")
    zone = parse(lines)
    assert said(zone)[2:] == ("HKG", number, surname, given, "GBR", birth, sex, expiry)
    assert zone.optional == optional
    assert zone.valid
    row = data.draw(st.integers(0, 1))
    at = data.draw(st.integers(5, len(lines[0]) - 1))
    lines[row] = lines[row][:at] + data.draw(st.sampled_from(ALPHABET)) + lines[row][at + 1 :]
    other = checker("\n".join(lines))
    theirs = {"number": other.document_number_hash, "birth": other.birth_date_hash}
    theirs |= {"expiry": other.expiry_date_hash, "composite": other.final_hash}
    ours = parse(lines).checks
    if lines[0][14] == FILLER and size == "TD1":
        return  # a long number: the package does not know it
    assert {name: ours[name] for name in theirs} == theirs


@given(st.text(ALPHABET + FILLER, max_size=60))
def test_the_check_digit_is_the_packages(text: str) -> None:
    assert check_digit(text) == mrz.base.functions.hash_string(text)


@given(st.lists(st.text(ALPHABET + FILLER, max_size=46), max_size=4))
def test_any_lines_at_all_are_a_zone_or_refused(lines: list[str]) -> None:
    with contextlib.suppress(NotAnMrz):
        parse(lines)


def test_a_refusal_quotes_nothing() -> None:
    with pytest.raises(NotAnMrz) as refused:
        parse([line[:-1] for line in specimens.TD3])
    assert refused.value.values == {"lines": 2, "widths": [43, 43]}


@given(st.sampled_from(specimens.ALL), st.data())
def test_any_signs_in_the_right_shape_are_read(lines: tuple[str, ...], data: st.DataObject) -> None:
    head = lines[0][:2]
    changed = [
        data.draw(st.text(ALPHABET + FILLER, min_size=len(line), max_size=len(line))) for line in lines
    ]
    changed[0] = head + changed[0][2:]
    zone = parse(changed)
    zone.birth_on(TODAY), zone.expiry_on(TODAY)
