"""Who may sign in: the administrator adds, locks, changes roles and passwords; everyone changes their own."""

from __future__ import annotations

from sync.gateway.console.page import Answer, Page, Visit
from sync.gateway.desk import sessions, staff
from sync.gateway.desk.staff import ADMIN, ROLES, Person
from sync.gateway.errors import DeskError


def show(visit: Visit, error: DeskError | None = None) -> Answer:
    values = {name: visit.field(name) for name in ("name", "display", "officer", "unit")}
    return visit.page(
        "accounts",
        status=200 if error is None else 400,
        people=staff.listed(visit.office.database),
        roles=ROLES,
        chosen=visit.fields("role"),
        values=values,
        error=error,
    )


def add(visit: Visit) -> Answer:
    name, display, officer, unit = (visit.field(name) for name in ("name", "display", "officer", "unit"))
    person = Person(name, display, frozenset(visit.fields("role")), officer, unit)
    try:
        staff.add(visit.office.database, person, visit.secret("password"), visit.person.who, visit.now)
    except DeskError as error:
        return show(visit, error)
    return visit.go("/accounts", "account-made")


def change(visit: Visit) -> Answer:
    """One of: roles, locked, password."""
    name, what = visit.parts["name"], visit.field("what")
    wishes: dict[str, dict[str, object]] = {
        "roles": {"roles": visit.fields("role")},
        "lock": {"locked": True},
        "unlock": {"locked": False},
        "password": {"password": visit.secret("password")},
    }
    if what not in wishes:
        raise DeskError("bad-form", field="what")
    seen = visit.number("generation")
    staff.change(visit.office.database, name, visit.person.who, visit.now, seen=seen, **wishes[what])  # type: ignore[arg-type]
    return visit.go("/accounts", "account-changed")


def own(visit: Visit, error: DeskError | None = None) -> Answer:
    return visit.page("own_password", status=200 if error is None else 400, error=error)


def change_own(visit: Visit) -> Answer:
    """Ends all sessions of the account, this one too: whoever else sits there is out."""
    database, name, now = visit.office.database, visit.person.name, visit.now
    new = visit.secret("password")
    try:
        if new != visit.secret("again"):
            raise DeskError("not-the-same")
        sessions.confirm(database, name, visit.secret("present"), now)
        staff.change(database, name, visit.person.who, now, password=new)
    except DeskError as error:
        return own(visit, error)
    return visit.go("/sign-in")


PAGES = (
    Page("GET", "/accounts", show, (ADMIN,)),
    Page("POST", "/accounts", add, (ADMIN,)),
    Page("POST", "/accounts/{name}", change, (ADMIN,)),
    Page("GET", "/own/password", own),
    Page("POST", "/own/password", change_own),
)
