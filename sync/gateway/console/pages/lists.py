"""Lists of people: schools' rosters with their report, communities' registers, and whom to call on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from forms.days import day_of, parse_day
from forms.fieldtypes import tidy_digits
from forms.sheets import KINDS
from forms.sheets.reading import BadFile
from sync.gateway.console.page import Answer, Page, Visit
from sync.gateway.console.telling import coded, told, wrong_fields
from sync.gateway.desk import earlier, outreach, rosters
from sync.gateway.desk.adapters.choice import choose
from sync.gateway.desk.adapters.errors import AdapterError
from sync.gateway.desk.booking_rules import rules
from sync.gateway.desk.errors import NotNow, Unsound
from sync.gateway.desk.rosters import Upload
from sync.gateway.desk.spreadsheets import MOST_BYTES
from sync.gateway.desk.staff import STATION
from sync.gateway.errors import DeskError

SHOWN = 200  # rows left out that a page lists; the table to download has all
PICTURES_BYTES = 256 * 1024 * 1024
HEAD = ("id", "title", "van", "until")
USE = timedelta(days=30)  # until when a list is of use, unless said
KIND_OF = {"rosters": "roster", "outreach": "register"}
"""First part of the address -> kind of list."""


def _kind(visit: Visit) -> str:
    return KIND_OF[visit.path.split("/")[1]]


def overview(visit: Visit, error: DeskError | BadFile | AdapterError | None = None) -> Answer:
    kind, say = _kind(visit), visit.say
    said = ""
    if isinstance(error, BadFile):
        said = coded(say, error.code)
    elif isinstance(error, AdapterError):
        said = say("lists.register_away")
    elif error is not None:
        said = told(say, error)
    until = (day_of(visit.now) + USE).isoformat()
    values = (
        {name: visit.field(name) for name in HEAD} if error else {**dict.fromkeys(HEAD, ""), "until": until}
    )
    return visit.page(
        "lists",
        status=200 if error is None else 400,
        kind=kind,
        vans=visit.van_names(),
        home=f"/{visit.path.split('/')[1]}",
        lists=rosters.listed(visit.office, kind),
        columns=[(one.name, one.words) for one in KINDS[rosters.SHEET_OF[kind]].columns.values()],
        required=KINDS[rosters.SHEET_OF[kind]].required,
        values=values,
        wrong=wrong_fields(say, error) if isinstance(error, DeskError) else {},
        said=said,
    )


def take(visit: Visit) -> Answer:
    """A new list; with the id of one that is there, the version of it that the page showed."""
    kind, home = _kind(visit), visit.path.split("/")[1]
    until = parse_day(tidy_digits(visit.field("until")))
    _, content = visit.files.get("file", ("", b""))
    from_register = kind == "register" and visit.field("what") == "fetch"
    try:
        if until is None:
            raise Unsound({"until": "date.impossible"})
        said = {name: visit.field(name) for name in ("id", "title", "van")}
        upload = Upload(kind=kind, until=until, content=content, **said)
        version = visit.number("version") if visit.field("version") else 0
        if from_register:
            source = choose(visit.office.folder).register
            taken = outreach.fetch(
                visit.office, source, replace(upload, content=b""), version, visit.person.who
            )
        else:
            taken = rosters.take(visit.office, upload, version, visit.person.who)
    except (Unsound, NotNow, BadFile, AdapterError) as error:
        return overview(visit, error)
    return visit.go(f"/{home}/{taken.id}", "list-taken")


# --- a school's roster -----------------------------------------------------------------------------------


def roster(visit: Visit, error: BadFile | None = None) -> Answer:
    people = rosters.get(visit.office, "roster", visit.parts["id"])
    say = visit.say
    return visit.page(
        "roster",
        status=200 if error is None else 400,
        people=people,
        reasons=[(coded(say, code), count) for code, count in people.reasons.items()],
        left=[
            (one.line, [(_heading(visit, name), coded(say, code)) for name, code in one.why.items()])
            for one in people.left[:SHOWN]
        ],
        more=max(0, len(people.left) - SHOWN),
        said="" if error is None else coded(say, error.code),
        attached={name: visit.query.get(name, "") for name in ("people", "strangers", "bad")},
    )


def _heading(visit: Visit, column: str) -> str:
    """A column as schools head it."""
    words = KINDS["roster"].columns[column].words
    return words[0] if words and visit.language == "zh" else column


def left_out(visit: Visit) -> Answer:
    """The rows left out, as a table to put right."""
    people = rosters.get(visit.office, "roster", visit.parts["id"])
    table = rosters.left_out(people, lambda code: coded(visit.say, code))
    return visit.download(table, "text/csv; charset=utf-8", "left-out.csv")


def change_roster(visit: Visit) -> Answer:
    """what: "withdraw" or "pictures" (a zip of NUMBER.jpg, NUMBER.11.iso)."""
    id, who = visit.parts["id"], visit.person.who
    if visit.field("what") == "withdraw":
        rosters.withdraw(visit.office, "roster", id, visit.number("version"), who)
        return visit.go("/rosters", "list-withdrawn")
    _, content = visit.files.get("file", ("", b""))
    try:
        done = earlier.attach(visit.office, id, earlier.of_zip(content), who)
    except BadFile as error:
        return roster(visit, error)
    counts = f"people={done.people}&strangers={done.strangers}&bad={done.bad}"
    return visit.go(f"/rosters/{id}?{counts}", "pictures")


# --- whom to call on -------------------------------------------------------------------------------------


def register(visit: Visit, error: DeskError | None = None) -> Answer:
    id = visit.parts["id"]
    people = rosters.get(visit.office, "register", id)
    found = outreach.due(visit.office, id)
    until = day_of(visit.now) + USE
    return visit.page(
        "outreach",
        status=200 if error is None else 400,
        people=people,
        vans=visit.van_names(),
        due=found,
        reminders=sum(one.remind for one in found),
        rules=rules(visit.office),
        reasons=[(coded(visit.say, code), count) for code, count in people.reasons.items()],
        values={"van": visit.field("van"), "until": visit.field("until") or until.isoformat()},
        chosen=visit.fields("person") if error else [one.key for one in found if not one.booked],
        wrong=wrong_fields(visit.say, error),
        said="" if error is None else told(visit.say, error),
    )


def change_register(visit: Visit) -> Answer:
    """what: "publish", "withdraw", or "reminded" with a person's key behind it."""
    id, who = visit.parts["id"], visit.person.who
    what, _, key = visit.field("what").partition(":")
    try:
        if what == "publish":
            until = parse_day(tidy_digits(visit.field("until"))) or date.min
            outreach.publish(visit.office, id, visit.fields("person"), visit.field("van"), until, who)
            return visit.go(f"/outreach/{id}", "outreach-told")
        if what == "reminded":
            outreach.reminded(visit.office, id, key, who)
            return visit.go(f"/outreach/{id}", "reminded")
    except (Unsound, NotNow) as error:
        return register(visit, error)
    if what != "withdraw":
        raise DeskError("bad-form", field="what")
    rosters.withdraw(visit.office, "register", id, visit.number("version"), who)
    return visit.go("/outreach", "list-withdrawn")


MINE = (STATION,)
PAGES = (
    Page("GET", "/rosters", overview, MINE),
    Page("POST", "/rosters", take, MINE, body_bytes=MOST_BYTES + 64 * 1024),
    Page("GET", "/rosters/{id}", roster, MINE),
    Page("POST", "/rosters/{id}", change_roster, MINE, body_bytes=PICTURES_BYTES),
    Page("GET", "/rosters/{id}/left-out", left_out, MINE),
    Page("GET", "/outreach", overview, MINE),
    Page("POST", "/outreach", take, MINE, body_bytes=MOST_BYTES + 64 * 1024),
    Page("GET", "/outreach/{id}", register, MINE),
    Page("POST", "/outreach/{id}", change_register, MINE, body_bytes=1024 * 1024),
)
