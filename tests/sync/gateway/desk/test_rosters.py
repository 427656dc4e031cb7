"""Lists of people: the good rows taken, the bad ones told; and workbooks that mean harm."""

from __future__ import annotations

import csv
import io
import random
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from forms.sheets import KINDS, Sheet, load
from forms.sheets.reading import BadFile
from sync.gateway import work
from sync.gateway.desk import bookings, calendar, earlier, outreach, rosters
from sync.gateway.desk.errors import NotNow, NotThere, Stale, Unsound
from sync.gateway.desk.rosters import Upload
from sync.gateway.desk.spreadsheets import MOST_UNPACKED, read_table
from sync.gateway.office import Office, open_office
from sync.sealing.seal import open_by_key
from sync.sealing.suites import Holder
from tests.forms.people import number
from tests.sync.gateway.desk.test_bookings import NOW, PLAN, WHO, WISH, at
from tests.sync.papers import enrolled
from tests.sync.test_gateway_program import say
from tests.sync.test_gateway_work import told

VAN = "D027"
UNTIL = date(2026, 12, 20)
HEAD = ("姓名", "公民身份号码", "班级", "业务", "序号")
ROSTER = Upload("roster", "school-1", UNTIL, "第一中学", b"", VAN)


def pupil(n: int) -> str:
    return number(
        (date(2009, 1, 1) + timedelta(days=n % 700)).strftime("%Y%m%d"), sequence=f"{n % 999 + 1:03}"
    )


def workbook(rows: Sequence[Sequence[Any]]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    one = open_office(tmp_path / "office", training=True)
    yield at(one, NOW)
    one.close()


def roster(*rows: Sequence[Any], head: Sequence[str] = HEAD) -> Upload:
    return replace(ROSTER, content=workbook([head, *rows]))


def last(office: Office, device: Holder) -> Sheet:
    return load(open_by_key(told(office)[-1].sealed, {"cms": device.key}))


def test_five_thousand_with_three_hundred_bad(office: Office) -> None:
    device = enrolled(office, VAN)
    rows: list[Sequence[Any]] = [
        (f"学生{'甲乙丙'[n % 3]}", pupil(n), "高一", "first", n) for n in range(5000)
    ]
    for n in range(0, 5000, 17)[:300]:
        wrong = pupil(n)[:17] + ("0" if pupil(n)[17] != "0" else "1")
        rows[n] = (("学生", wrong, "", "", n), ("", pupil(n), "", "", n), ("张三", pupil(n + 1), "", "x", n))[
            n % 3
        ]
    people = rosters.take(office, roster(*rows), 0, WHO)
    # A few of the good numbers come twice by the way they are made; each second one is told, too.
    twice = people.reasons.get("work.twice", 0)
    assert len(people.left) == len(range(0, 5000, 17)[:300]) + twice
    assert len(people.rows) == 5000 - len(people.left)
    assert people.passed == ("序号",)
    assert {"id.check_digit", "field.required", "work.matter"} <= people.reasons.keys()
    assert last(office, device).rows == people.rows
    [row] = rosters.listed(office, "roster")
    assert (row["good"], row["bad"], row["gone"]) == (len(people.rows), len(people.left), False)


def test_the_rows_left_out_come_back_put_right(office: Office) -> None:
    bad = pupil(1)[:17] + ("0" if pupil(1)[17] != "0" else "1")
    people = rosters.take(office, roster(("=cmd|' /C calc'!A0", bad), ("陈小宝", pupil(2))), 0, WHO)
    assert [one.line for one in people.left] == [2]
    table = rosters.left_out(people, lambda code: f"<{code}>")
    [head, row] = list(csv.reader(io.StringIO(table.decode("utf-8-sig"))))
    assert head[:2] == ["name", "id_number"]
    assert row[0].startswith("'=")
    assert "<roster.formula>" in row[-1]
    mended = table.replace(bad.encode(), pupil(1).encode()).replace(row[0].encode(), "陈小明".encode())
    again = rosters.take(office, replace(ROSTER, content=mended), 1, WHO)
    assert [one["name"] for one in again.rows] == ["陈小明"]
    assert again.left == ()
    with pytest.raises(Stale):
        rosters.take(office, replace(ROSTER, content=mended), 1, WHO)


def test_each_pupil_is_looked_at_beforehand(office: Office) -> None:
    head = ("姓名", "公民身份号码", "业务", "住址", "有效期至")
    people = rosters.take(
        office,
        roster(
            ("陈小宝", pupil(1), "change", "湖南省长沙市芙蓉区1号", ""),
            ("李四", pupil(2), "renewal_expiry", "广东省广州市越秀区1号", date(2027, 6, 1)),
            ("王五", pupil(3), "renewal_expiry", "广东省广州市越秀区1号", "20270101"),
            ("赵六", pupil(4), "", "", ""),
            head=head,
        ),
        0,
        WHO,
    )
    assert [row["name"] for row in people.rows] == ["王五", "赵六"]
    assert [dict(one.why) for one in people.left] == [
        {"matter": "scenario.home_only"},
        {"matter": "roster.early"},
    ]


def test_a_number_kept_as_a_number_and_a_formula_are_told(office: Office) -> None:
    people = rosters.take(office, roster(("甲", int(pupil(5)[:17] + "0")), ("乙", f'="{pupil(6)}"')), 0, WHO)
    assert [dict(one.why) for one in people.left] == [
        {"id_number": "roster.rounded"},
        {"id_number": "roster.formula"},
    ]


def test_withdrawn_the_van_forgets_it_and_the_office_too(office: Office) -> None:
    enrolled(office, VAN)
    rosters.take(office, roster(("陈小宝", pupil(1))), 0, WHO)
    photo = b"\xff\xd8\xff" + bytes(50)
    assert earlier.attach(office, "school-1", [(f"{pupil(1)}.jpg", photo)], WHO).people == 1
    rosters.withdraw(office, "roster", "school-1", 1, WHO)
    assert all(row["withdrawn"] for row in work.listed(office, VAN))
    with pytest.raises(NotThere):
        rosters.get(office, "roster", "school-1")
    with pytest.raises(NotNow):
        rosters.withdraw(office, "roster", "school-1", 2, WHO)
    assert rosters.take(office, roster(("陈小宝", pupil(1))), 2, WHO).version == 3


def test_earlier_pictures_go_to_the_van_under_nobodys_name(office: Office) -> None:
    device = enrolled(office, VAN)
    rosters.take(office, roster(("陈小宝", pupil(1)), ("陈小明", pupil(2))), 0, WHO)
    photo = b"\xff\xd8\xff" + bytes(50)
    pack = io.BytesIO()
    with zipfile.ZipFile(pack, "w") as out:
        out.writestr(f"高一/{pupil(1)}.JPG", photo)
        out.writestr(f"{pupil(1)}.11.iso", b"FMR\0" + bytes(40))
        out.writestr(f"{pupil(2)}.jpg", b"no picture")
        out.writestr(f"../../{pupil(3)}.jpg", photo)
        out.writestr("thumbs.db", b"?")
    done = earlier.attach(office, "school-1", earlier.of_zip(pack.getvalue()), WHO)
    assert (done.people, done.strangers, done.bad) == (1, 2, 1)
    sheet = last(office, device)
    assert sheet.kind == "earlier"
    assert {"photo", "finger.11"} <= sheet.rows[0].keys()
    assert not any(pupil(1) in row["id"] for row in work.listed(office, VAN))
    with pytest.raises(BadFile):
        list(earlier.of_zip(b"PK no zip"))


def test_the_command_line_attaches_a_folder(office: Office, tmp_path: Path) -> None:
    rosters.take(office, roster(("陈小宝", pupil(1))), 0, WHO)
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / f"{pupil(1)}.jpg").write_bytes(b"\xff\xd8\xff" + bytes(50))
    said = ("pictures", "--data", str(office.folder), "school-1", str(folder))
    assert say(*said)[:2] == (0, [{"roster": "school-1", "people": 1, "strangers": 0, "bad": 0}])
    (folder / "other.jpg").write_bytes(b"")
    assert say(*said)[0] == 1
    assert say(*said[:-1], str(tmp_path / "nowhere"))[0] == 2


def test_what_is_missing_about_a_list_is_told_by_field(office: Office) -> None:
    with pytest.raises(Unsound) as caught:
        rosters.take(office, replace(ROSTER, id="a b", title=" ", van="?"), 0, WHO)
    assert set(caught.value.wrong) == {"id", "title", "van", "file"}


# --- files that mean harm --------------------------------------------------------------------------------


def repacked(change: dict[str, bytes], *, drop: Sequence[str] = ()) -> bytes:
    """A good workbook with some parts of it other ones."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook([HEAD, ("陈小宝", pupil(1))]))) as good,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bad,
    ):
        for name in good.namelist():
            if name not in change and name not in drop:
                bad.writestr(name, good.read(name))
        for name, text in change.items():
            bad.writestr(name, text)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
OPEN = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
SHUT = b"</sheetData></worksheet>"
LOL = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b"<worksheet><sheetData><row><c><v>&b;</v></c></row></sheetData></worksheet>"
)


def cell(where: str, text: str) -> bytes:
    return f'<c r="{where}" t="inlineStr"><is><t>{text}</t></is></c>'.encode()


def row(line: int, where: str) -> bytes:
    return OPEN + f'<row r="{line}">'.encode() + cell(where, "x") + b"</row>" + SHUT


def wide() -> bytes:
    dice = random.Random(1)
    cells = "".join(f"<c><v>{dice.random()}</v></c>" for _ in range(300_000))
    return OPEN + b"<row>" + cells.encode()  # nobody reads as far as its end


def many() -> bytes:
    dice = random.Random(1)
    rows = ("".join(f"<c><v>{dice.random()}</v></c>" for _ in range(50)) for _ in range(5_000))
    return OPEN + "".join(f"<row>{cells}</row>" for cells in rows).encode() + SHUT


def lying_zip() -> bytes:
    """Its directory says that a part is small."""
    good = bytearray(repacked({"xl/media/bomb.xml": bytes(3_000_000)}))
    at = good.rindex(b"PK\x01\x02", 0, good.rindex(b"xl/media/bomb.xml"))
    good[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    return bytes(good)


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "bomb": (lambda: repacked({"xl/media/a.xml": bytes(5_000_000)}), "roster.too_large"),
    "large": (lambda: repacked({f"xl/{n}": bytes(MOST_UNPACKED // 3) for n in range(4)}), "roster.too_large"),
    "many parts": (lambda: repacked({f"xl/media/{n}": b"" for n in range(400)}), "roster.too_large"),
    "laughs": (lambda: repacked({SHEET: LOL}), "roster.hostile"),
    "laughs in ebcdic": (
        lambda: repacked({SHEET: LOL.decode().replace('0"?>', '0" encoding="cp037"?>').encode("cp037")}),
        "roster.hostile",
    ),
    "another encoding": (
        lambda: repacked({SHEET: b'<?xml version="1.0" encoding="latin-1"?>' + OPEN + SHUT}),
        "roster.hostile",
    ),
    "laughs in utf-16": (lambda: repacked({SHEET: LOL.decode().encode("utf-16")}), "roster.hostile"),
    "outer entity": (
        lambda: repacked({"xl/sharedStrings.xml": b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><sst/>'}),
        "roster.hostile",
    ),
    "macros": (lambda: repacked({"xl/vbaProject.bin": b"x"}), "roster.hostile"),
    "links": (lambda: repacked({"xl/externalLinks/externalLink1.xml": b"<x/>"}), "roster.hostile"),
    "objects": (lambda: repacked({"xl/embeddings/oleObject1.bin": b"x"}), "roster.hostile"),
    "million columns": (lambda: repacked({SHEET: wide()}), "roster.too_wide"),
    "many cells": (lambda: repacked({SHEET: many()}), "roster.too_large"),
    "far row": (lambda: repacked({SHEET: row(999_999_999, "A999999999")}), "work.too_many"),
    "far column": (lambda: repacked({SHEET: row(1, "ZZZZZZ1")}), "work.file"),
    "lying": (lying_zip, "work.file"),
    "broken xml": (lambda: repacked({SHEET: OPEN + b"<row><c>"}), "work.file"),
    "no sheet": (lambda: repacked({}, drop=[SHEET]), "work.file"),
    "no workbook": (lambda: repacked({}, drop=["xl/workbook.xml"]), "work.file"),
    "old excel": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "roster.old_excel"),
    "pdf": (lambda: b"%PDF-1.7\n\xff\xff\xff", "work.file"),
    "cut zip": (lambda: workbook([HEAD])[:200], "work.file"),
    "huge": (lambda: b"PK" + bytes(9 * 1024 * 1024), "roster.too_large"),
    "empty": (lambda: workbook([]), "work.file"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_workbook_that_means_harm_is_refused_with_its_reason(name: str) -> None:
    made, code = HOSTILE[name]
    content = made()
    with pytest.raises(BadFile) as caught:
        read_table(KINDS["roster"], content)
    assert caught.value.code == code


def test_a_size_a_workbook_tells_of_itself_hides_no_rows() -> None:
    text = OPEN.replace(b"<sheetData>", b'<dimension ref="A1:B2"/><sheetData>')
    rows = [("姓名", "公民身份号码"), *((f"生{n}", pupil(n)) for n in range(5))]
    for line, (name, id_number) in enumerate(rows, 1):
        text += (
            f'<row r="{line}">'.encode() + cell(f"A{line}", name) + cell(f"B{line}", id_number) + b"</row>"
        )
    told = read_table(KINDS["roster"], repacked({SHEET: text + SHUT}))
    assert [row["name"] for _, row in told.rows] == [f"生{n}" for n in range(5)]


# --- whom to call on -------------------------------------------------------------------------------------


def register(office: Office) -> None:
    soon, later = (NOW.date() + timedelta(days=n) for n in (60, 61))
    rows = [
        ("陈一", number("19800101"), "文明路9号", soon.strftime("%Y%m%d")),
        ("陈二", number("19800102"), "文明路1号", later.strftime("%Y%m%d")),
        ("陈三", number("19610101"), "北京路2号", "20400101"),
        ("陈四", WISH.id_number, "北京路1号", "20261101"),
    ]
    content = workbook([("姓名", "公民身份号码", "住址", "有效期至"), *rows])
    rosters.take(office, Upload("register", "beijing-street", UNTIL, "北京街社区", content), 0, WHO)


def test_whom_to_call_on_is_who_soon_needs_a_card_and_the_old(office: Office) -> None:
    register(office)
    bookings.book(office, calendar.put(office, PLAN, WHO), "09:00", WISH, WHO)
    found = outreach.due(office, "beijing-street")
    assert [(one.row["name"], one.why, one.remind, one.booked) for one in found] == [
        ("陈四", ("expired", "senior"), False, True),
        ("陈三", ("senior",), False, False),
        ("陈一", ("expiring",), True, False),
    ]
    assert [one.row["name"] for one in outreach.due(at(office, NOW + timedelta(days=1)), "beijing-street")][
        -2:
    ] == [
        "陈二",
        "陈一",
    ]


def test_a_reminder_is_noted_once(office: Office) -> None:
    register(office)
    key = outreach.due(office, "beijing-street")[-1].key
    outreach.reminded(office, "beijing-street", key, WHO)
    again = outreach.due(office, "beijing-street")[-1]
    assert (again.remind, bool(again.reminded_at)) == (False, True)
    with pytest.raises(NotNow):
        outreach.reminded(office, "beijing-street", key, WHO)


def test_those_chosen_go_to_the_van(office: Office) -> None:
    device = enrolled(office, VAN)
    register(office)
    assert told(office) == ()  # a register is no van's
    keys = [one.key for one in outreach.due(office, "beijing-street")][:2]
    assert outreach.publish(office, "beijing-street", keys, VAN, UNTIL, WHO) == 2
    sheet = last(office, device)
    assert (sheet.kind, sheet.title, [row["name"] for row in sheet.rows]) == (
        "outreach",
        "北京街社区",
        ["陈四", "陈三"],
    )
    with pytest.raises(NotNow):
        outreach.publish(office, "beijing-street", ["nobody"], VAN, UNTIL, WHO)
    with pytest.raises(Unsound):
        outreach.publish(office, "beijing-street", keys, VAN, date(2026, 11, 1), WHO)
