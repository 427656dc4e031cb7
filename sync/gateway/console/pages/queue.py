"""The lists people work from: what waits, by state, matter, county, urgency and deadline; found by number."""

from __future__ import annotations

from urllib.parse import urlencode

from forms.days import day_of
from forms.matter import MATTERS
from sync.gateway.console import shown
from sync.gateway.console.page import Answer, Page, Visit
from sync.gateway.desk import claims, comparisons, queues, routes, states
from sync.gateway.desk.queues import Place, Wanted
from sync.gateway.desk.staff import REVIEWER, STATION

READERS = (REVIEWER, STATION)
SPECIAL = (routes.UNOPENED, routes.UNREADABLE, routes.OTHER)


def queue(visit: Visit) -> Answer:
    """One state at a time; a number in the search field looks in all of them."""
    wanted = _wanted(visit)
    text = visit.query.get("number", "").strip()[:64]
    after = Place.read(visit.query.get("after", ""))
    listed = queues.page(visit.office, wanted, after) if not text else None
    rows = queues.find(visit.office, text) if listed is None else listed.rows
    today, now = day_of(visit.now), visit.now
    counts = queues.counts(visit.office)
    return visit.page(
        "queue",
        lines=[
            {
                "row": row,
                "matter": shown.matter_name(visit.say, row["matter"]),
                "county": shown.county_name(row["jurisdiction"]),
                "deadline": shown.deadline(visit.say, row["due"], today),
                "holder": claims.held_by(row, now),
            }
            for row in rows
        ],
        wanted=wanted,
        text=text,
        states=[(state, sum(n for (one, _), n in counts.items() if one == state)) for state in states.STATES],
        special=[(name, sum(n for (_, one), n in counts.items() if one == name)) for name in SPECIAL],
        matters=[(one.id, visit.say.of(one.words)) for one in MATTERS],
        counties=[(one, shown.county_name(one)) for one in queues.counties(visit.office, wanted.state)],
        compare=len(comparisons.waiting(visit.office)),
        overdue=queues.overdue(visit.office),
        first=_address(wanted) if after is not None else "",
        older=_address(wanted, listed.after) if listed is not None and listed.after is not None else "",
        is_over=states.OVER,
    )


def _wanted(visit: Visit) -> Wanted:
    said = visit.query
    state = said.get("state", states.RECEIVED)
    return Wanted(
        state=state if state in states.STATES else states.RECEIVED,
        queue=said.get("queue", "")[:16],
        matter=said.get("matter", "")[:64],
        jurisdiction=said.get("jurisdiction", "")[:6],
        urgent=said.get("urgent") == "1",
        overdue=said.get("overdue") == "1",
    )


def _address(wanted: Wanted, after: Place | None = None) -> str:
    said = {name: ("1" if value is True else value) for name, value in vars(wanted).items() if value}
    if after is not None:
        said["after"] = str(after)
    return f"/queue?{urlencode(said)}"


PAGES = (Page("GET", "/queue", queue, READERS),)
