"""Work from the office in the real program: on the day's list, begun prefilled, changed under way."""

from __future__ import annotations

import json

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QLabel

from sync import protocol
from tests.e2e.counter import Bureau, Counter
from tests.forms.people import CARD
from vanapp.clock import today
from vanapp.ui.screens.visit_row import VisitRow
from vanapp.usecases.make_checklist import make_checklist
from vanapp.usecases.prefilled import UNCONFIRMED

CHEN = "440104199110180318"
VISIT: dict[str, object] = {
    "id": "w1",
    "at": "08:00",
    "kind": "visit",
    "name": "陈志强",
    "id_number": CHEN,
    "matter": "renewal_damage",
    "address": "人民北路1号",
}
KNOWN = {
    "id_number": CHEN,
    "name": "陈志强",
    "ethnic": "01",
    **CARD,
    "damage_kind": "chip",
    "address": "广州市越秀区人民北路688号",
    "phone": "13800138004",
}
DRAFT: dict[str, object] = {"for": "w1", "matter": "renewal_damage", "answers": KNOWN}


def put(office: Bureau, kind: str, *rows: dict[str, object]) -> None:
    """As a clerk puts it in."""
    day = today(office.counter.services.clock).isoformat()
    said = {"van": "D027", "kind": kind, "id": "e2e", "day": day, "rows": list(rows)}
    answer = office.office.ask("POST", protocol.OFFICE_WORK, data=json.dumps(said).encode())
    assert answer.status_code == 201, answer.text


def told(counter: Counter) -> str:
    """Everything the day's list says."""
    page = counter.window.page("today")
    rows = [row for row in page.findChildren(VisitRow) if not row.isHidden()]
    return "\n".join(
        label.toolTip() or label.text()
        for row in rows
        for label in row.findChildren(QLabel)
        if not label.isHidden()
    )


def doubts(counter: Counter) -> list[str]:
    found = make_checklist(counter.services, counter.screen.sitting.id).mistakes
    return [mistake.field for mistake in found if mistake.code == UNCONFIRMED]


def test_a_visit_comes_is_begun_prefilled_and_changed_under_way(office: Bureau, counter: Counter) -> None:
    counter.desk.auto = False
    counter.desk.choose("huang")
    put(office, "draft", DRAFT)
    put(office, "trip", VISIT)
    counter.window.show_screen("today")
    counter.until(lambda: "人民北路1号" in told(counter), "the visit to be on the day's list")

    counter.window.page("today").setFocus()
    counter.hand.press(Qt.Key.Key_Return)
    counter.until(lambda: counter.page == "identity", "the visit to be begun")
    assert counter.desk.current.key == "chen"
    assert counter.screen.sitting.answered("id_number") == CHEN
    counter.press_until("matter")
    counter.press_until("particulars")
    counter.hand.press(Qt.Key.Key_Return)
    counter.says(UNCONFIRMED, where=lambda: counter.under("name"))
    assert counter.page == "particulars"
    counter.press_until("portrait")
    counter.until(lambda: not doubts(counter), "every answer to be confirmed")
    kept = counter.kept
    assert (kept.answers["address"], kept.sources["address"]) == (KNOWN["address"], "draft")

    put(office, "trip", {**VISIT, "at": "16:30"})
    counter.says("usecases.visit_changed", name="陈志强")
    assert counter.page == "portrait"
    put(office, "trip", {**VISIT, "id": "w2", "name": "别人", "id_number": ""})
    counter.says("usecases.visit_dropped", name="陈志强")
    assert dict(counter.kept.answers) == dict(kept.answers)
    counter.window.show_screen("today")
    counter.until(lambda: "局里已取消" in told(counter), "the list to say that it was called off")


def test_a_list_comes_and_is_served_from(office: Bureau, counter: Counter) -> None:
    counter.desk.auto = False
    put(office, "roster", {"name": "陈志强", "id_number": CHEN, "class": "初三(2)班"})
    counter.window.show_screen("lists")
    page = counter.window.page("lists")
    counter.until(lambda: page.model.rowCount() == 1, "the list to come")  # type: ignore[attr-defined]
    counter.hand.rest(0.05)
    counter.hand.press(Qt.Key.Key_Return)
    counter.until(lambda: counter.page == "identity" and counter.kept.way == "campus", "somebody to be begun")
    assert counter.kept.answers["name"] == "陈志强"
    counter.screen.closed.emit()
    counter.until(lambda: counter.window.shown == "lists", "the list to be in front again")
    counter.until(
        lambda: page.model.words(page.model.index(0)).state == "未办完",  # type: ignore[attr-defined]
        "the list to say that one was begun",
    )
