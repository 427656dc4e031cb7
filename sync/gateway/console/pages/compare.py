"""Two records side by side that may be one: the same person and matter, or the same booking, twice."""

from __future__ import annotations

from starlette.exceptions import HTTPException

from sync.gateway.console import shown
from sync.gateway.console.page import Answer, Page, Visit
from sync.gateway.console.telling import told
from sync.gateway.desk import comparisons, dossier
from sync.gateway.desk.comparisons import OUTCOMES
from sync.gateway.desk.errors import NotThere, Stale
from sync.gateway.desk.staff import REVIEWER
from sync.gateway.errors import DeskError


def listed(visit: Visit) -> Answer:
    after = visit.query.get("after", "")
    start = int(after) if after.isascii() and after.isdecimal() and len(after) < 16 else 0
    size = 50
    rows = comparisons.waiting(visit.office, start, size + 1)
    older = f"/comparisons?after={rows[size - 1]['id']}" if len(rows) > size else ""
    return visit.page("comparisons", rows=rows[:size], first="/comparisons" if start else "", older=older)


def show(visit: Visit, error: DeskError | None = None) -> Answer:
    try:
        task = comparisons.get(visit.office, _id(visit))
        both = [dossier.read(visit.office, task[name]) for name in ("other", "record")]
    except NotThere as trouble:
        raise HTTPException(404) from trouble
    say = visit.say
    sides = [
        {
            "row": one.row,
            "matter": shown.matter_name(say, one.row["matter"]),
            "sections": shown.sections(say, one.opened, None) if one.opened else [],
            "pictures": shown.pictures(say, visit.session, one.row["id"], one.opened) if one.opened else {},
        }
        for one in both
    ]
    status = 200 if error is None else 409 if isinstance(error, Stale) else 400
    said = told(say, error) if error is not None else ""
    return visit.page("comparison", status=status, task=task, sides=sides, outcomes=OUTCOMES, said=said)


def close(visit: Visit) -> Answer:
    id = _id(visit)
    try:
        comparisons.close(
            visit.office, id, visit.number("revision"), visit.field("outcome"), visit.person.who
        )
    except NotThere as error:
        raise HTTPException(404) from error
    except DeskError as error:
        return show(visit, error)
    return visit.go("/comparisons", "compared")


def _id(visit: Visit) -> int:
    text = visit.parts["id"]
    if not (text.isascii() and text.isdecimal() and len(text) < 16):
        raise HTTPException(404)
    return int(text)


PAGES = (
    Page("GET", "/comparisons", listed, (REVIEWER,)),
    Page("GET", "/comparisons/{id}", show, (REVIEWER,)),
    Page("POST", "/comparisons/{id}", close, (REVIEWER,)),
)
