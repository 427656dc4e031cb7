"""The first page: what waits for this person."""

from __future__ import annotations

from sqlalchemy import func, select

from sync.gateway.console.page import Answer, Page, Visit
from sync.gateway.tables import alarms, records


def today(visit: Visit) -> Answer:
    with visit.office.database.read() as connection:
        asked = select(records.c.state, func.count()).group_by(records.c.state)
        states = {row[0]: row[1] for row in connection.execute(asked)}
        rung = connection.execute(select(func.count()).select_from(alarms)).scalar_one()
    return visit.page("today", states=states, alarms=rung)


PAGES = (Page("GET", "/", today),)
