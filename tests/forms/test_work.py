"""Work an office puts in: good rows tidied, bad ones told with line, column and reason."""

from __future__ import annotations

import base64
import gzip
import json
from dataclasses import replace
from datetime import date

import pytest

from forms.errors import BadRecord
from forms.sheets import KINDS, Row, RowMistake, Sheet, checked, dump, load
from forms.sheets.reading import BadFile, headed, read
from forms.sheets.sheet import MAX_BYTES
from tests.forms.people import TODAY, number

VISIT = {"id": "v1", "at": "9:30", "kind": "visit", "name": " 陈嘉怡 "}
PIXEL = base64.b64encode(b"\xff\xd8\xff" + bytes(100)).decode()


def rows_of(kind: str, *rows: Row) -> tuple[tuple[Row, ...], tuple[RowMistake, ...]]:
    return checked(KINDS[kind], list(enumerate(rows, 2)), TODAY)


def test_a_row_is_tidied_like_typed_answers() -> None:
    told = {**VISIT, "id_number": number("19480107").lower() + " ", "phone": "138 0013 8000", "note": " "}
    good, wrong = rows_of("trip", told)
    assert not wrong
    assert good == (
        {
            **VISIT,
            "at": "09:30",
            "name": "陈嘉怡",
            "id_number": number("19480107"),
            "phone": "13800138000",
        },
    )


@pytest.mark.parametrize(
    ("kind", "row", "column", "code"),
    [
        ("trip", {**VISIT, "at": "25:00"}, "at", "work.time"),
        ("trip", {**VISIT, "at": ""}, "at", "field.required"),
        ("trip", {**VISIT, "kind": "boat"}, "kind", "choice.unknown"),
        ("trip", {**VISIT, "id": "陈"}, "id", "work.key"),
        ("trip", {**VISIT, "name": "陈1"}, "name", "name.digit"),
        ("trip", {**VISIT, "id_number": "440104198503070010"}, "id_number", "id.check_digit"),
        ("trip", {**VISIT, "id_number": "4401"}, "id_number", "id.too_short"),
        ("trip", {**VISIT, "birth": "20991231"}, "birth", "id.future_birth"),
        ("trip", {**VISIT, "matter": "parade"}, "matter", "work.matter"),
        ("trip", {**VISIT, "phone": "12"}, "phone", "phone.format"),
        ("trip", {**VISIT, "care": "卧" * 501}, "care", "work.too_long"),
        ("trip", {**VISIT, "shoe": "43"}, "shoe", "work.column"),
        (
            "outreach",
            {"name": "陈嘉怡", "id_number": number("19480107"), "valid_to": "20270231"},
            "valid_to",
            "work.day",
        ),
        ("draft", {"for": "v1", "matter": "loss", "answers.shoe": "43"}, "answers.shoe", "work.column"),
        ("draft", {"for": "v1", "matter": "loss", "answers.sex": "7"}, "answers.sex", "choice.unknown"),
        (
            "draft",
            {"for": "v1", "matter": "loss", "scenario.household": "moon"},
            "scenario.household",
            "choice.unknown",
        ),
        ("earlier", {"for": "v1", "id_number": number("19480107"), "photo": "bm8="}, "photo", "work.picture"),
        (
            "earlier",
            {"for": "v1", "id_number": number("19480107"), "finger.21": PIXEL},
            "finger.21",
            "work.print",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_place(kind: str, row: Row, column: str, code: str) -> None:
    good, wrong = rows_of(kind, row)
    assert not good
    assert wrong == (RowMistake(2, column, code),)


def test_a_roster_keeps_its_good_rows_and_tells_all_bad_ones() -> None:
    """5 000 pupils, 300 of them with a wrong number."""
    pupils = [{"name": "学生", "id_number": number("20110101", sequence=f"{n:03d}")} for n in range(1000)]
    more = [
        {"name": "学生", "id_number": number("20110101", division=division, sequence=f"{n:03d}")}
        for division in ("440103", "440105", "440106", "440111")
        for n in range(1000)
    ]
    rows: list[Row] = [*pupils, *more]
    spoilt = {
        place: {**rows[place], "id_number": "1" + str(rows[place]["id_number"])[1:]}
        for place in range(7, 4807, 16)
    }
    told = [spoilt.get(place, row) for place, row in enumerate(rows)]
    good, wrong = checked(KINDS["roster"], list(enumerate(told, 2)), TODAY)
    assert (len(good), len(wrong)) == (4700, 300)
    assert [mistake.line for mistake in wrong] == [place + 2 for place in spoilt]
    assert {(mistake.column, mistake.code) for mistake in wrong} == {("id_number", "id.check_digit")}
    assert len(dump(Sheet("roster", "s1", TODAY, "", good))) < 100_000  # it goes over a bad line


def test_the_same_person_twice_is_told_at_the_second_row() -> None:
    pupil = {"name": "陈小宝", "id_number": number("20110101")}
    good, wrong = rows_of("roster", pupil, {**pupil, "name": "陈大宝"})
    assert [row["name"] for row in good] == ["陈小宝"]
    assert wrong == (RowMistake(3, "id_number", "work.twice"),)


def test_a_draft_is_tidied_like_typed_answers() -> None:
    told = {
        "for": "v1",
        "matter": "renewal_expiry",
        "answers.address": "广州市 越秀区１号",
        "scenario.household": "local",
    }
    good, wrong = rows_of("draft", told)
    assert not wrong
    assert good[0]["answers.address"] == "广州市越秀区1号"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_as_spreadsheets_save_it(encoding: str) -> None:
    text = (
        '姓名,身份证号,班级,鞋码\r\n陈小宝,"'
        + number("20110101")
        + '",初一(2)班,\r\n\r\n,,,\r\n陈大宝,1,"初,二",43\r\n'
    )
    told = read(KINDS["roster"], text.encode(encoding))
    good, wrong = checked(KINDS["roster"], told.rows, TODAY)
    assert good == ({"name": "陈小宝", "id_number": number("20110101"), "class": "初一(2)班"},)
    assert wrong == (RowMistake(5, "id_number", "id.too_short"), RowMistake(5, "鞋码", "work.column"))


def test_json_may_nest_answers_and_say_its_head() -> None:
    said = {
        "id": "d1",
        "day": "2026-12-01",
        "rows": [{"for": "v1", "matter": "loss", "answers": {"sex": "1"}}],
    }
    told = read(KINDS["draft"], json.dumps(said).encode())
    assert told.rows == ((1, {"for": "v1", "matter": "loss", "answers.sex": "1"}),)
    sheet = headed(KINDS["draft"], told, title="越秀")
    assert (sheet.id, sheet.day, sheet.title) == ("d1", date(2026, 12, 1), "越秀")
    assert headed(KINDS["draft"], told, day="20261202").day == date(2026, 12, 2)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[7]",
        b'[{"name":7}]',
        b'{"rows":{"a":1}}',
        b'"',
        b'a\n"x',
        b"\xff\xfe\x00",
        b'{"id":7,"rows":[]}',
    ],
)
def test_a_file_that_is_none_is_refused_whole(content: bytes) -> None:
    with pytest.raises(BadFile):
        read(KINDS["roster"], content)


@pytest.mark.parametrize("head", [{}, {"id": "a"}, {"day": "2026-12-01"}, {"id": "陈", "day": "2026-12-01"}])
def test_without_id_or_day_there_is_no_sheet(head: dict[str, str]) -> None:
    with pytest.raises(BadFile) as caught:
        headed(KINDS["roster"], read(KINDS["roster"], b"[]"), **head)
    assert caught.value.code == "work.head"


SHEET = Sheet("trip", "t1", date(2026, 12, 1), "越秀流动车", (VISIT,))


def test_a_sheet_comes_out_as_it_went_in_and_hides_people() -> None:
    assert load(dump(SHEET)) == SHEET
    assert dump(SHEET) == dump(replace(SHEET))
    assert "陈" not in repr(SHEET)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no gzip",
        dump(SHEET)[:-9],
        gzip.compress(b"{}"),
        gzip.compress(b"[" * 100_000),
        gzip.compress(dump(SHEET)),
        gzip.compress(gzip.decompress(dump(SHEET)).replace(b"work/1", b"work/9")),
        gzip.compress(gzip.decompress(dump(SHEET)).replace(b'"trip"', b'"parade"')),
        gzip.compress(gzip.decompress(dump(SHEET)).replace(b'"v1"', b"7")),
        gzip.compress(bytes(MAX_BYTES + 1)),
    ],
)
def test_bytes_that_are_no_sheet_are_refused(content: bytes) -> None:
    with pytest.raises(BadRecord):
        load(content)
