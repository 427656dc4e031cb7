"""The stations: what each sets on its vans' laptops, which vans are its, what became of its numbers."""

from __future__ import annotations

from datetime import timedelta

from forms.days import day_of
from forms.unit.settings import BadUnit, Field, UnitSettings, known, read
from sync.gateway.console.page import Answer, Page, Visit
from sync.gateway.desk import fleet, number_use, unit_settings, units
from sync.gateway.desk.errors import NotThere
from sync.gateway.desk.number_space import RULE
from sync.gateway.desk.staff import ADMIN
from sync.gateway.errors import DeskError, Problem

BACK = timedelta(days=7)  # of what became of the numbers


def show(visit: Visit, error: DeskError | None = None) -> Answer:
    vans = visit.van_names()
    return visit.page(
        "units",
        status=200 if error is None else 400,
        units=unit_settings.listed(visit.office),
        vans=vans,
        of=units.vans(visit.office),
        digits=RULE.unit_digits,
        error=error,
        typed={name: visit.field(name) for name in ("code", "van", "unit")},
    )


def make(visit: Visit) -> Answer:
    """A unit, with nothing set; or a van that works for one."""
    try:
        if visit.field("what") == "join":
            return _join(visit)
        code = visit.field("code")
        unit_settings.begin(visit.office, code, visit.person.who)
    except Problem as problem:
        return show(visit, DeskError(str(problem.values.get("reason", "bad-form")), digits=RULE.unit_digits))
    return visit.go(f"/units/{code}")


def _join(visit: Visit) -> Answer:
    van, unit = visit.field("van"), visit.field("unit")
    if all(one.name != van for one in fleet.known(visit.office)):
        return show(visit, DeskError("van-unknown"))
    if unit:
        units.join(visit.office, van, unit, visit.person.who)
    else:
        units.leave(visit.office, van, visit.person.who)
    return visit.go("/units", "van-joined")


def one(visit: Visit) -> Answer:
    try:
        unit = unit_settings.get(visit.office, visit.parts["code"])
    except NotThere:
        return visit.page("not_there", status=404)
    return _form(visit, unit, unit.settings, {})


def change(visit: Visit) -> Answer:
    """What stands in the form holds from now on; a field left empty is not set by the unit."""
    try:
        unit = unit_settings.get(visit.office, visit.parts["code"])
    except NotThere:
        return visit.page("not_there", status=404)
    said = {name: _said(visit, field) for name, field in known().items()}
    try:
        settings = read(said)
    except BadUnit as bad:
        return _form(visit, unit, said, {mistake.field: mistake.code for mistake in bad.mistakes})
    seen = visit.number("revision")
    unit_settings.put(visit.office, unit.code, settings, visit.person.who, seen=seen)
    return visit.go(f"/units/{unit.code}", "unit-set")


def _said(visit: Visit, field: Field) -> object:
    """As `forms.unit` reads it; what is no number stays text, and is refused there."""
    if field.kind == "choices":
        return visit.fields(field.name)
    text = visit.field(field.name)
    if field.kind == "texts":
        return [line.strip() for line in text.splitlines() if line.strip()]
    is_number = field.kind == "number" and text.isascii() and text.isdecimal() and len(text) < 6
    return int(text) if is_number else text


def _form(
    visit: Visit, unit: unit_settings.Unit, shown: UnitSettings | dict[str, object], wrong: dict[str, str]
) -> Answer:
    values = shown if isinstance(shown, dict) else {name: getattr(shown, name) for name in known()}
    today = day_of(visit.now)
    return visit.page(
        "unit",
        status=400 if wrong else 200,
        unit=unit,
        fields=tuple(known().values()),
        values=values,
        wrong=wrong,
        numbers=number_use.days(visit.office, unit.code, since=today - BACK),
        today=today.isoformat(),
    )


PAGES = (
    Page("GET", "/units", show, (ADMIN,)),
    Page("POST", "/units", make, (ADMIN,)),
    Page("GET", "/units/{code}", one, (ADMIN,)),
    Page("POST", "/units/{code}", change, (ADMIN,)),
)
