"""The vans: when each was heard last, what it runs, what waits; and the end of one."""

from __future__ import annotations

from sync.gateway.console.page import Answer, Page, Visit
from sync.gateway.desk import fleet, standing, units
from sync.gateway.desk.staff import ADMIN, STATION


def show(visit: Visit) -> Answer:
    return visit.page(
        "vans",
        vans=fleet.listed(visit.office),
        units=units.vans(visit.office),
        now=visit.now,
        admin=ADMIN,
        standing=standing.look(visit.office) if ADMIN in visit.person.roles else None,
    )


def ask(visit: Visit) -> Answer:
    """Before a van is ended: what that means, and why."""
    name = visit.parts["van"]
    found = next((van for van in fleet.listed(visit.office) if van.name == name), None)
    if found is None:
        return visit.page("not_there", status=404)
    return visit.page("van_revoke", van=found)


def revoke(visit: Visit) -> Answer:
    fleet.revoke(visit.office, visit.parts["van"], visit.field("reason"), visit.person.who)
    return visit.go("/vans", "van-revoked")


PAGES = (
    Page("GET", "/vans", show, (STATION, ADMIN)),
    Page("GET", "/vans/{van}/revoke", ask, (ADMIN,)),
    Page("POST", "/vans/{van}/revoke", revoke, (ADMIN,)),
)
