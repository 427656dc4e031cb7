"""The event log and the alarms: what happened, newest first; nothing here can be changed."""

from __future__ import annotations

from operator import itemgetter
from typing import Any

from sqlalchemy import Table, select

from sync.gateway.console.page import Answer, Page, Visit
from sync.gateway.console.words import table
from sync.gateway.desk.staff import ADMIN, ROLES
from sync.gateway.tables import alarms, events

ROWS = 50
KINDS = tuple(key.removeprefix("event.") for key in table() if key.startswith("event."))


def log(visit: Visit) -> Answer:
    record, kind, who = (visit.query.get(name, "")[:64] for name in ("record", "kind", "who"))
    wanted = {"record": record, "kind": kind, "who": who}
    rows = _page(visit, events, {name: value for name, value in wanted.items() if value})
    kinds = sorted(((kind, visit.say.code("event", kind)) for kind in KINDS), key=itemgetter(1))
    return visit.page("log", rows=rows[:ROWS], older=_older(rows), wanted=wanted, kinds=kinds)


def rung(visit: Visit) -> Answer:
    rows = _page(visit, alarms, {})
    return visit.page("alarms", rows=rows[:ROWS], older=_older(rows))


def _page(visit: Visit, table: Table, wanted: dict[str, str]) -> list[Any]:
    """One row more than is shown, if there are that many."""
    before = visit.query.get("before", "")
    asked = select(table).order_by(table.c.seq.desc()).limit(ROWS + 1)
    if before.isascii() and before.isdecimal():
        asked = asked.where(table.c.seq < int(before[:15]))
    for name, value in wanted.items():
        asked = asked.where(table.c[name] == value)
    with visit.office.database.read() as connection:
        return list(connection.execute(asked).mappings())


def _older(rows: list[Any]) -> int:
    return rows[ROWS - 1]["seq"] if len(rows) > ROWS else 0


PAGES = (
    Page("GET", "/alarms", rung, ROLES),
    Page("GET", "/log", log, (ADMIN,)),
)
