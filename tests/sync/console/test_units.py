"""The pages of units: what is set reaches the vans, mistakes stand at their field, two at once end well."""

from __future__ import annotations

import re
from html import unescape

from forms.unit import UnitSettings, load
from sync.gateway import mail
from sync.gateway.desk import unit_settings, units
from sync.gateway.desk.staff import ADMIN
from sync.gateway.office import enrol_van
from sync.parcel import NoticeKind
from tests.sync.console.desks import Browser, Console
from tests.sync.papers import enrolled

UNIT = "440103001"


def admin(console: Console) -> Browser:
    console.account("root", ADMIN)
    return console.signed_in("root")


def told(console: Console) -> list[UnitSettings]:
    found = mail.since(console.office.database, "D027", 0)[0]
    return [load(str(n.data["settings"])) for n in found if n.kind is NoticeKind.SETTINGS]


def test_a_unit_is_made_a_van_joins_and_hears_what_is_set(console: Console) -> None:
    enrol_van(console.office, "D027", "")
    enrolled(console.office, "D027")
    browser = admin(console)
    assert browser.send("/units", what="make", code=UNIT).headers["location"] == f"/units/{UNIT}"
    answer = browser.send("/units", what="join", van="D027", unit=UNIT)
    assert answer.headers["location"] == "/units?said=van-joined"
    answer = browser.send(
        f"/units/{UNIT}",
        revision="0",
        name="北京街派出所",
        allowed_networks="Station\r\n\r\nHall",
        other_networks="ask",
        pay_ways=["scan", "cash"],
        idle_minutes="3",
    )
    assert answer.headers["location"] == f"/units/{UNIT}?said=unit-set"
    assert told(console)[-1] == UnitSettings(
        name="北京街派出所",
        allowed_networks=("Station", "Hall"),
        other_networks="ask",
        pay_ways=("scan", "cash"),
        idle_minutes=3,
    )
    shown = browser.page(f"/units/{UNIT}")
    assert "北京街派出所" in browser.page("/units")
    assert 'value="ask" selected' in shown
    assert re.search(r'<td>D027</td>\s*<td class="number">50</td>', shown)  # its numbers
    assert "D027" in browser.page("/log?kind=unit-joined")
    browser.send("/units", what="join", van="D027", unit="")
    assert told(console)[-1] == UnitSettings()
    assert units.vans(console.office) == {}


def test_a_mistake_stands_at_its_field_and_what_was_typed_stays(console: Console) -> None:
    browser = admin(console)
    browser.send("/units", what="make", code=UNIT)
    answer = browser.send(
        f"/units/{UNIT}", revision="0", idle_minutes="many", hotline="<script>x</script>", name="好"
    )
    assert answer.status_code == 400
    assert "<script>x" not in answer.text
    said = unescape(answer.text)
    assert 'id="w-idle_minutes"' in said
    assert 'id="w-hotline"' in said
    assert 'value="many"' in said
    assert 'value="好"' in said
    assert unit_settings.get(console.office, UNIT).revision == 0


def test_the_second_of_two_is_told_and_nothing_is_lost(console: Console) -> None:
    browser = admin(console)
    browser.send("/units", what="make", code=UNIT)
    browser.send(f"/units/{UNIT}", revision="0", name="first")
    assert browser.send(f"/units/{UNIT}", revision="0", name="second").status_code == 409
    assert unit_settings.get(console.office, UNIT).settings.name == "first"


def test_what_is_no_unit_or_no_van_is_said(console: Console) -> None:
    browser = admin(console)
    answer = browser.send("/units", what="make", code="12")
    assert answer.status_code == 400
    assert "9 位数字" in unescape(answer.text)
    assert browser.send("/units", what="join", van="D999", unit=UNIT).status_code == 400
    assert browser.get("/units/999999999").status_code == 404
    assert browser.send("/units/999999999", revision="0").status_code == 404
