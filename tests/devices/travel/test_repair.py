"""What cameras, swipe readers and hands get wrong in a zone is put right, and nothing else is changed."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.travel import hanzi
from devices.travel.errors import NotAnMrz
from devices.travel.layouts import DIGITS
from devices.travel.mrz import FILLER, check_digit, layout_of, parse
from devices.travel.repair import repair, split
from tests.devices.travel import specimens

MISREAD = {"0": "OQD", "1": "IL", "2": "Z", "5": "S", "8": "B", "6": "G", "7": "T"}
SAME = [*"0OQDU", *"1IL", *"2Z", *"5S", *"8B", *"6G", *"7T"]


@pytest.mark.parametrize("lines", specimens.ALL)
def test_what_is_right_stays(lines: tuple[str, ...]) -> None:
    assert repair(lines) == lines


@pytest.mark.parametrize("lines", specimens.ALL)
@pytest.mark.parametrize("form", ["lines", "one line", "spaced", "small", "full width", "windows"])
def test_however_it_is_typed(lines: tuple[str, ...], form: str) -> None:
    wide = {ord(sign): ord(sign) + 0xFEE0 for sign in "".join(lines)}
    typed = {
        "lines": "\n".join(lines) + "\n",
        "one line": "".join(lines),
        "spaced": "\n\n".join(" ".join(line) for line in lines),
        "small": "\n".join(lines).lower(),
        "full width": "\n".join(lines).translate(wide),
        "windows": "\r\n".join(lines),
    }[form]
    assert repair(split(typed)) == lines


@given(st.sampled_from(specimens.ALL), st.data())
def test_letters_read_in_dates_and_check_digits_become_digits_again(
    lines: tuple[str, ...], data: st.DataObject
) -> None:
    layout = layout_of(lines)
    assert layout is not None
    places = [place for place in layout.places.values() if place.holds == DIGITS]
    places += [check.digit for check in layout.checks.values()]
    signs = [list(line) for line in lines]
    for place in places:
        for at in range(place.start, place.stop):
            worse = MISREAD.get(signs[place.line][at])
            if worse and data.draw(st.booleans()):
                signs[place.line][at] = data.draw(st.sampled_from(worse))
    assert repair("".join(line) for line in signs) == lines


@given(st.sampled_from(specimens.ALL), st.integers(1, 8))
def test_fillers_lost_at_the_end_come_back(lines: tuple[str, ...], lost: int) -> None:
    worse = tuple(line[:-lost] if line.endswith(FILLER * lost) else line for line in lines)
    assert repair(worse) == lines


@pytest.mark.parametrize(
    ("lines", "row", "old", "new"),
    [
        (specimens.TD3, 1, "<<<<<10", "<<<10"),  # fillers lost before the check digits
        (specimens.TD3, 1, "<<<<<10", "<<<<<<<10"),  # ... and too many
        (specimens.TD1, 1, "<<<<<<<<<<<6", "<<<<<<<6"),
        (specimens.TD3, 0, "MARIA<<<<<<<<", "MARIA<<<<K<<C"),
        (specimens.TD3, 0, "ERIKSSON<<ANNA", "ER1K550N<<ANNA"),
        (specimens.TD3, 0, "<<<<<<<<<", "«<《<≪<"),
        (specimens.TD3, 1, "L898902C3", "L8989O2C3"),  # the check digit leaves one possibility
        (specimens.PRC_PASSPORT, 1, "NGKELMPONBPJ", "NGKELMP0N8PJ"),
        (specimens.PRC_PASSPORT, 0, "POCHN", "P0CHN"),
        (specimens.HK_MACAO_PERMIT, 0, "H12345678", "HI234S67B"),
        (specimens.HK_MACAO_PERMIT, 1, "NGKELMPONBPJLBLO", "NGKELMP0N8PJL8L0"),
        (specimens.EXIT_HK_MACAO, 0, "CSC00000000", "C5COOOO0000"),
    ],
)
def test_misread(lines: tuple[str, ...], row: int, old: str, new: str) -> None:
    assert old in lines[row]
    worse = [*lines]
    worse[row] = lines[row].replace(old, new, 1)
    assert repair(worse) == lines


def test_a_given_name_behind_one_filler_too_many_stays() -> None:
    first, second = specimens.TD3
    assert "ANNA" in repair([first.replace("<<ANNA", "<<<ANNA")[:-1], second])[0]
    alike = first.replace("<<ANNA<MARIA<<<", "<<<LE<<<<<<<<<<<")
    assert "<LE<" in repair([alike[:44], second])[0]


def test_a_hong_kong_passports_number_is_not_taken_for_a_chinese_name() -> None:
    assert repair(specimens.HONG_KONG_PASSPORT)[1][28:37] == "HK8888888"
    first, second = specimens.HONG_KONG_PASSPORT
    assert hanzi.decode("LBLB")  # what L8L8 would become
    assert repair([first, second.replace("HK8888888", "L8L8<<<<<")])[1][28:32] == "L8L8"


def test_a_wrong_digit_is_not_made_to_fit() -> None:
    first, second = specimens.TD3
    wrong = second.replace("7408122", "7408132")
    assert repair([first, wrong]) == (first, wrong)
    assert not parse(repair([first, wrong])).checks["birth"]


def test_a_digit_of_the_number_typed_wrongly_does_not_become_a_letter_that_fits() -> None:
    first, second = specimens.PRC_PASSPORT
    line = "EA1234568" + check_digit("EA1234567") + second[10:]
    assert repair([first, line])[1][:9] == "EA1234568"


def test_two_ways_to_put_a_number_right_are_none() -> None:
    """8AAB and BAA8 have one check digit: which B was an 8 nobody can say."""
    first, second = specimens.TD3
    digit = check_digit("8AAB00000")
    assert digit == check_digit("BAA800000") != check_digit("BAAB00000")
    line = "BAAB00000" + digit + second[10:]
    assert repair([first, line]) == (first, line)


@given(st.sampled_from(specimens.ALL), st.data())
def test_only_look_alikes_and_fillers_change(lines: tuple[str, ...], data: st.DataObject) -> None:
    row = data.draw(st.integers(0, len(lines) - 1))
    at = data.draw(st.integers(2, len(lines[row]) - 1))
    sign = data.draw(st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<"))
    worse = [*lines]
    worse[row] = lines[row][:at] + sign + lines[row][at + 1 :]
    for before, after in zip("".join(worse), "".join(repair(worse)), strict=True):
        assert before == after or after == FILLER or {before, after} <= set(SAME) or after in "MF"


@given(st.text(max_size=120))
def test_anything_typed_is_a_zone_or_refused(text: str) -> None:
    with contextlib.suppress(NotAnMrz):
        parse(repair(split(text)))


@pytest.mark.parametrize("lines", [(), ("",), ("P<UTO",), specimens.PERMIT_OF_1999, specimens.TD3[:1]])
def test_no_zone(lines: tuple[str, ...]) -> None:
    with pytest.raises(NotAnMrz):
        repair(lines)
