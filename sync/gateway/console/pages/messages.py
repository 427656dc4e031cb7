"""Texts and courier orders: what was written, who took it, what became of it; and what was not sent."""

from __future__ import annotations

from sync.gateway.console.page import Answer, Page, Visit
from sync.gateway.desk import messages
from sync.gateway.desk.adapters import choice
from sync.gateway.desk.errors import Closed
from sync.gateway.desk.staff import ADMIN, STATION
from sync.gateway.errors import CannotStart, DeskError

MAY = (STATION, ADMIN)
PAGE = 50


def show(visit: Visit) -> Answer:
    state, before = visit.query.get("state", ""), visit.query.get("before", "")
    state = state if state in messages.STATES else ""
    rows = messages.listed(
        visit.office, state=state, about=visit.query.get("about", ""), before=before, limit=PAGE
    )
    here = f"/messages?state={state}"
    return visit.page(
        "messages",
        rows=rows,
        state=state,
        counts=messages.counts(visit.office),
        states=[(one, visit.say(f"messages.{one}")) for one in messages.STATES],
        newer=here if before else "",
        older=f"{here}&before={rows[-1]['id']}" if len(rows) == PAGE else "",
    )


def one(visit: Visit) -> Answer:
    row = dict(messages.find(visit.office, visit.parts["id"]))
    try:
        content, closed = messages.content(visit.office, row), False
    except Closed:
        content, closed = None, True
    return visit.page("message", row=row, content=content, closed=closed)


def change(visit: Visit) -> Answer:
    """One of: again, by_hand."""
    verbs = {"again": messages.again, "by_hand": messages.by_hand}
    id, what = visit.parts["id"], visit.field("what")
    if what not in verbs:
        raise DeskError("bad-form", field="what")
    verbs[what](visit.office, id, visit.number("revision"), visit.person.who)
    return visit.go(f"/messages/{id}", f"message-{what}")


def adapters(visit: Visit) -> Answer:
    """Who stands behind what, by the file as it is now; a running gateway keeps what it started with."""
    mistakes: object = []
    chosen = {}
    try:
        chosen = {kind: adapter.name for kind, adapter in vars(choice.choose(visit.office.folder)).items()}
    except CannotStart as error:
        mistakes = error.values["mistakes"]
    return visit.page(
        "adapters",
        chosen=chosen,
        mistakes=mistakes,
        file=choice.FILE,
        counts=messages.counts(visit.office),
    )


PAGES = (
    Page("GET", "/messages", show, MAY),
    Page("GET", "/messages/{id}", one, MAY),
    Page("POST", "/messages/{id}", change, MAY),
    Page("GET", "/adapters", adapters, (ADMIN,)),
)
