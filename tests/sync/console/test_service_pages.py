"""Figures, ratings, messages and the systems behind them, as a clerk's browser sees them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from sync.gateway.console.charts import Chart, Series, bars, columns, lines
from sync.gateway.console.words import Say
from sync.gateway.desk import following, messages, ratings
from sync.gateway.desk.ratings import Rating
from tests.sync.console.desks import Browser, Console
from tests.sync.gateway.desk.offices import PHONE, Desk, desk

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path / "office") as made:
        letter = made.arrive()
        made.decide(letter, "return", fields=("portrait",))
        made.decide(made.arrive(matter="loss"), "accept", "made")
        following.follow(made.office)
        ratings.rate(made.office, Rating(letter.id, 1, "phone", SCRIPT), "staff:li")
        yield made


@pytest.fixture
def clerk(one: Desk) -> Browser:
    console = Console(one.office)
    console.account("li", "station", "admin")
    return console.signed_in("li")


def test_figures_show_charts_and_the_same_numbers_in_tables(clerk: Browser) -> None:
    page = clerk.page("/figures")
    for part in ("到期换领", "丢失补领", "D027", "相片", 'role="img"', "非常不满意"):
        assert part in page, part
    assert page.count("<svg") == 4  # one day only: no line of it
    table = clerk.get("/figures/table.csv?by=van").content.decode("utf-8-sig")
    assert table.splitlines()[1].startswith("D027,0,2,2,0,1,1,1,0")
    assert clerk.get("/figures/table.csv?by=officer").status_code == 400


def test_a_filter_typed_by_hand_is_only_a_filter(clerk: Browser) -> None:
    answer = clerk.get("/figures?van=%3Cscript%3E&matter='%22&first=x&last=9999-99-99")
    assert answer.status_code == 200
    assert "<script>" not in answer.text


def test_a_bad_rating_is_taken_and_closed_on_the_page(one: Desk, clerk: Browser) -> None:
    (task,) = ratings.tasks(one.office)
    path = f"/ratings/{task['record']}"
    assert task["number"] in clerk.page("/ratings")
    raw = clerk.get(path).text
    assert SCRIPT not in raw
    assert "&lt;script&gt;" in raw
    assert clerk.send(path, what="take", revision=1).status_code == 303
    assert clerk.send(path, what="take", revision=1).status_code == 409
    assert clerk.send(path, what="close", revision=2, outcome="settled", answer="").status_code == 400
    assert clerk.send(path, what="close", revision=2, outcome="settled", answer="已致歉").status_code == 303
    assert "已致歉" in clerk.page(path)
    assert clerk.send(path, what="close", revision=3, outcome="settled", answer="x").status_code == 400


def test_a_rating_is_entered_once(one: Desk, clerk: Browser) -> None:
    number = one.arrive().number
    said = {"number": number, "level": "4", "channel": "hall", "words": ""}
    assert clerk.send("/ratings", **said).headers["location"].endswith("said=rated")
    assert clerk.send("/ratings", **said).headers["location"].endswith("said=rated-before")
    for wrong in ({"number": "no"}, {"level": "9"}, {"level": ""}, {"channel": "van"}):
        assert clerk.send("/ratings", **{**said, **wrong}).status_code == 400


def test_what_was_not_sent_is_shown_and_told_by_telephone(one: Desk, clerk: Browser) -> None:
    messages.send(one.office, one.adapters)
    page = clerk.page("/messages?state=written")
    assert "没有接通发送系统" in page
    assert PHONE not in page
    row = messages.listed(one.office)[0]
    path = f"/messages/{row['id']}"
    assert PHONE in clerk.page(path)
    assert clerk.send(path, what="again", revision=row["revision"]).status_code == 400
    assert clerk.send(path, what="by_hand", revision=row["revision"]).status_code == 303
    assert clerk.send(path, what="by_hand", revision=row["revision"]).status_code == 409
    assert messages.find(one.office, row["id"])["state"] == "by_hand"


def test_many_messages_are_paged(one: Desk, clerk: Browser) -> None:
    with one.office.database.write() as connection:
        for at in range(60):
            order = messages.Order(
                f"test:{at}", "sms", "made", "", {"phone": PHONE}, {"number": "1", "collect": ""}
            )
            messages.write(connection, one.office, order)
    first = clerk.page("/messages")
    assert first.count('href="/messages/') == 50
    older = first.partition('rel="next" href="')[2].partition('"')[0]
    assert clerk.page(older).count('href="/messages/') == 12


def test_who_stands_behind_what_and_what_is_wrong_with_the_file(one: Desk, clerk: Browser) -> None:
    assert "没有接通" in clerk.page("/adapters")
    (one.office.folder / "adapters.toml").write_text("[fax]\n")
    assert "没有这个接口" in clerk.page("/adapters")


def test_without_the_key_pages_say_so(one: Desk, clerk: Browser) -> None:
    for key in one.office.folder.glob("bureau-*.key"):
        key.unlink()
    row, (task,) = messages.listed(one.office)[0], ratings.tasks(one.office)
    for path in (f"/messages/{row['id']}", f"/ratings/{task['record']}"):
        assert Say("zh")("desk.closed") in clerk.page(path)


# Charts.


def drawn(markup: str) -> ElementTree.Element:
    return ElementTree.fromstring(markup)


def test_columns_are_as_high_as_they_count_on_an_axis_that_says_so() -> None:
    chart = Chart("c", "件数", "件", ["11-23", "11-24"])
    svg = drawn(columns(chart, [Series("通过", [8, 0], "good"), Series("退回", [2, 5], "wrong")]))
    boxes = [box for box in svg.iter("rect") if box.find("title") is not None]
    heights = {box.find("title").text: float(box.get("height", "0")) for box in boxes}  # type: ignore[union-attr]
    assert set(heights) == {"11-23 通过: 8", "11-23 退回: 2", "11-24 退回: 5"}
    assert heights["11-23 通过: 8"] == pytest.approx(4 * heights["11-23 退回: 2"], abs=0.2)
    axis = [text.text for text in svg.iter("text")]
    assert {"0", "10", "件", "11-23", "11-24"} <= set(axis)


def test_a_line_is_broken_where_nothing_was_measured() -> None:
    svg = drawn(
        lines(Chart("c", "用时", "分钟", ["a", "b", "c", "d"]), [Series("中位", [1, None, 3, 4], "primary")])
    )
    (path,) = svg.iter("path")
    assert [step[0] for step in (path.get("d") or "").split() if step[0] in "ML"] == ["M", "M", "L"]
    assert len(list(svg.iter("circle"))) == 3


def test_nothing_typed_becomes_markup() -> None:
    hostile = 'a"><script>&'
    for markup in (
        bars(Chart("c", hostile, hostile, [hostile]), [1]),
        columns(Chart("c", hostile, hostile, [hostile]), [Series(hostile, [1], "good")]),
    ):
        assert "<script" not in markup
        drawn(markup)


@pytest.mark.parametrize("most", [0, 1, 3, 7, 99, 100, 12345])
def test_an_axis_has_few_round_steps_and_room_for_the_most(most: int) -> None:
    svg = drawn(columns(Chart("c", "t", "件", ["a"]), [Series("s", [most], "good")]))
    steps = [
        float(text.text or "") for text in svg.iter("text") if (text.text or "x").replace(".", "").isdigit()
    ]
    assert steps[0] == 0
    assert most <= max(steps) <= max(4 * most, 1)
    assert len(steps) <= 7
