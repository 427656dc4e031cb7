"""Rosters and registers sent to a page, their report, and whom to call on."""

from __future__ import annotations

import csv

import pytest

from forms.sheets import load
from sync.gateway import work
from sync.gateway.desk import outreach, rosters
from sync.gateway.desk.adapters.choice import FOLDER
from sync.gateway.office import Office
from sync.sealing.seal import open_by_key
from tests.forms.people import number
from tests.sync.console.desks import Browser
from tests.sync.gateway.desk.test_bookings import NOW, at
from tests.sync.gateway.desk.test_rosters import HOSTILE, VAN, pupil, workbook
from tests.sync.papers import enrolled
from tests.sync.test_gateway_work import told

HEAD = {"id": "school-1", "title": "第一中学", "van": VAN, "until": "2026-12-20"}


@pytest.fixture
def office(office: Office) -> Office:
    return at(office, NOW)


def school(*rows: tuple[str, str]) -> dict[str, tuple[str, bytes]]:
    return {"file": ("高一.xlsx", workbook([("姓名", "公民身份号码"), *rows]))}


def test_a_roster_is_taken_reported_and_put_right(clerk: Browser, office: Office) -> None:
    device = enrolled(office, VAN)
    script = "<script>alert(1)</script>"
    answer = clerk.upload("/rosters", school(("陈小宝", pupil(1)), (script, pupil(2))), **HEAD)
    assert answer.status_code == 303
    path = answer.headers["location"].partition("?")[0]
    page = clerk.get(path).text
    assert script not in page
    assert "第一中学" in page
    table = clerk.get(f"{path}/left-out")
    assert table.headers["content-type"].startswith("text/csv")
    assert pupil(2) in table.text
    [notice] = told(office)
    assert load(open_by_key(notice.sealed, {"cms": device.key})).rows[0]["name"] == "陈小宝"
    whole = school(("陈小宝", pupil(1)), ("陈小明", pupil(2)))
    assert clerk.upload("/rosters", whole, **HEAD).status_code == 409  # it is there already
    assert clerk.upload("/rosters", whole, **HEAD, version="1").status_code == 303
    assert len(rosters.get(office, "roster", "school-1").rows) == 2
    assert clerk.send(path, what="withdraw", version="2").status_code == 303
    assert all(row["withdrawn"] for row in work.listed(office, VAN))
    assert "已撤回" in clerk.page("/rosters")


@pytest.mark.parametrize(
    ("name", "words"), [("macros", "没有读取"), ("laughs", "没有读取"), ("old excel", "旧版")]
)
def test_a_file_that_means_harm_is_refused_in_words(clerk: Browser, name: str, words: str) -> None:
    answer = clerk.upload("/rosters", {"file": ("a.xlsx", HOSTILE[name][0]())}, **HEAD)
    assert answer.status_code == 400
    assert words in answer.text
    assert 'value="school-1"' in answer.text


def test_pictures_come_as_a_zip(clerk: Browser, office: Office) -> None:
    clerk.upload("/rosters", school(("陈小宝", pupil(1))), **HEAD)
    answer = clerk.upload("/rosters/school-1", {"file": ("a.zip", b"no zip")}, what="pictures")
    assert answer.status_code == 400
    assert work.listed(office, VAN)[0]["kind"] == "roster"


def test_whom_to_call_on_is_chosen_told_and_reminded(clerk: Browser, office: Office) -> None:
    device = enrolled(office, VAN)
    rows = [
        ("陈一", number("19800101"), "文明路9号", "20270101"),
        ("陈三", number("19610101"), "北京路2号", ""),
    ]
    content = workbook([("姓名", "公民身份号码", "住址", "有效期至"), *rows])
    head = {"id": "beijing-street", "title": "北京街社区", "until": "2026-12-20"}
    assert clerk.upload("/outreach", {"file": ("a.xlsx", content)}, **head).status_code == 303
    page = clerk.page("/outreach/beijing-street")
    assert all(said in page for said in ("陈一", "将到期", "陈三", "高龄"))
    senior, soon = outreach.due(office, "beijing-street")
    said = {"what": "publish", "person": [senior.key], "until": "2026-12-20"}
    assert clerk.send("/outreach/beijing-street", **said, van="?").status_code == 400
    assert clerk.send("/outreach/beijing-street", **said, van=VAN).status_code == 303
    sheet = load(open_by_key(told(office)[-1].sealed, {"cms": device.key}))
    assert [row["name"] for row in sheet.rows] == ["陈三"]
    reminded = f"reminded:{soon.key}"
    assert clerk.send("/outreach/beijing-street", what=reminded).status_code == 303
    assert clerk.send("/outreach/beijing-street", what=reminded).status_code == 400
    assert clerk.send("/outreach/beijing-street", what="withdraw", version="1").status_code == 303
    assert clerk.get("/outreach/beijing-street").status_code == 400


def test_whom_to_call_on_is_asked_of_the_bureaus_register(clerk: Browser, office: Office) -> None:
    folder = office.folder / FOLDER
    folder.mkdir(exist_ok=True)
    rows = [
        ("陈一", number("19800101"), "文明路9号", "北京街社区", "13800138001", "20270101"),
        ("陈二", number("19800102"), "文明路8号", "北京街社区", "", "20400101"),
        ("陈三", number("19610101"), "北京路2号", "北京街社区", "", ""),
        ("别处", number("19500101"), "体育西路1号", "体育西社区", "", "20270101"),
    ]
    with (folder / "register.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [("name", "id_number", "address", "community", "phone", "valid_to"), *rows]
        )
    head = {"what": "fetch", "id": "beijing-street", "title": "北京街社区", "until": "2026-12-20"}
    assert clerk.send("/outreach", **head).status_code == 303
    assert [one.row["name"] for one in outreach.due(office, "beijing-street")] == ["陈三", "陈一"]
    answer = clerk.send("/outreach", **{**head, "id": "other", "title": "没有的社区"})
    assert answer.status_code == 400
    assert "请核对社区名称" in answer.text
