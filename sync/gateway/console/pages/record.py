"""One record: everything the van sent and what became of it, and the decisions that can be taken now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from hmac import compare_digest

from sqlalchemy import RowMapping
from starlette.exceptions import HTTPException
from starlette.responses import Response

from forms.days import day_of
from forms.packs.shelf import current
from forms.reasons import reasons
from sync.gateway.console import shown
from sync.gateway.console.page import Answer, Page, Visit
from sync.gateway.console.telling import told, wrong_fields
from sync.gateway.desk import cases, claims, dossier, states
from sync.gateway.desk.cases import CARRIERS, HANDS, Shown
from sync.gateway.desk.errors import NotThere, Stale, Unsound
from sync.gateway.desk.staff import REVIEWER, STATION
from sync.gateway.errors import DeskError
from sync.protocol import RECORD_ID

READERS = (REVIEWER, STATION)
PROMISED = timedelta(days=10)  # offered as the last day for a material; the reviewer changes it


def show(visit: Visit, error: DeskError | None = None) -> Answer:
    try:
        found = dossier.read(visit.office, _id(visit))
    except NotThere as trouble:
        raise HTTPException(404) from trouble
    say, row, today = visit.say, found.row, day_of(visit.now)
    opened, earlier = found.opened, found.earlier
    holder = claims.held_by(row, visit.now)
    status = 200 if error is None else 409 if isinstance(error, Stale) else 400
    return visit.page(
        "record",
        status=status,
        row=row,
        found=found,
        application=opened.application if opened else None,
        signer=opened.signer if opened else "",
        matter=shown.matter_name(say, row["matter"]),
        county=shown.county_name(row["jurisdiction"]),
        deadline=shown.deadline(say, row["due"], today),
        sections=shown.sections(say, opened, earlier) if opened else [],
        pictures=shown.pictures(say, visit.session, row["id"], opened, earlier) if opened else {},
        earlier=shown.pictures(say, visit.session, earlier.application.id, earlier) if earlier else {},
        asked=[{**one, "words": shown.material_name(say, one["material"])} for one in found.asked],
        promises=[
            (shown.material_name(say, one.material), one.due, one.who)
            for one in (opened.application.promises if opened else ())
        ],
        may={name: _may(visit, row, move) for name, move in states.MOVES.items()},
        own=cases.is_own(row, visit.person),
        holder=holder,
        held_by_other=holder not in ("", visit.person.name),
        reasons=reasons(),
        reason_words={one.code: say.of(one.words) for one in reasons()},
        fields=_fields(visit, found),
        materials=[(one.id, say.of(one.words)) for one in current().materials.values()],
        until=(today + PROMISED).isoformat(),
        hands=HANDS,
        carriers=CARRIERS,
        said=told(say, error) if error is not None else "",
        wrong=wrong_fields(say, error),
        typed=visit,
        is_reviewer=visit.person.may((REVIEWER,)),
    )


def picture(visit: Visit) -> Answer:
    """Only under the address this session was told, opened anew each time and kept nowhere."""
    try:
        row = dossier.row_of(visit.office, _id(visit))
        opened = dossier.opened(visit.office, row)
    except DeskError as error:
        raise HTTPException(404) from error
    for capture in opened.application.captures:
        kept = opened.files.get(capture.sha256) if capture.media_type in shown.SHOWABLE else None
        told_as = shown.mark(visit.session, row["id"], capture)
        if kept is not None and compare_digest(told_as.encode(), visit.parts["mark"].encode()):
            return Response(kept, media_type=capture.media_type)
    raise HTTPException(404)


# --- what a form asks for --------------------------------------------------------------------------------


def judge(visit: Visit) -> Answer:
    ways: Mapping[str, Callable[[Visit, Shown], object]] = {
        "accept": lambda v, s: cases.accept(v.office, s, v.person),
        "return": lambda v, s: cases.send_back(
            v.office, s, v.person, v.fields("code"), v.field("own"), v.fields("field")
        ),
        "ask": _ask,
    }
    return _do(visit, ways)


def card(visit: Visit) -> Answer:
    ways: Mapping[str, Callable[[Visit, Shown], object]] = {
        "made": lambda v, s: cases.made(v.office, s, v.person),
        "hand_over": lambda v, s: cases.hand_over(v.office, s, v.person, v.field("to")),
        "deliver": lambda v, s: cases.deliver(v.office, s, v.person, v.field("to")),
    }
    return _do(visit, ways)


def asked(visit: Visit) -> Answer:
    material = visit.field("material")
    ways: Mapping[str, Callable[[Visit, Shown], object]] = {
        how: lambda v, s, how=how: cases.settle(v.office, s, v.person, material, how)  # type: ignore[misc]
        for how in ("came", "not_needed")
    }
    return _do(visit, ways)


def claim(visit: Visit) -> Answer:
    id = _id(visit)
    ways: Mapping[str, Callable[[Visit, Shown], object]] = {
        "claim": lambda v, _s: claims.claim(v.office, id, v.person, over=v.field("over")),
        "release": lambda v, _s: claims.release(v.office, id, v.person),
    }
    return _do(visit, ways)


def _do(visit: Visit, ways: Mapping[str, Callable[[Visit, Shown], object]]) -> Answer:
    """A refusal is said on the record's own page, as it is now, with what was typed."""
    what = visit.field("what")
    if what not in ways:
        raise DeskError("bad-form", field="what")
    id = _id(visit)
    try:
        ways[what](visit, Shown(id, visit.number("revision")))
    except NotThere as error:
        raise HTTPException(404) from error
    except DeskError as error:
        return show(visit, error)
    return visit.go(f"/records/{id}", f"case-{what}")


def _ask(visit: Visit, shown_as: Shown) -> object:
    try:
        until = date.fromisoformat(visit.field("until"))
    except ValueError:
        raise Unsound({"until": "cases.until"}) from None
    return cases.ask(visit.office, shown_as, visit.person, visit.field("material"), until)


def _may(visit: Visit, row: RowMapping, move: states.Move) -> bool:
    return (
        row["state"] in move.before
        and visit.person.may(move.roles)
        and not (move.judges and (cases.is_own(row, visit.person) or not row["opened"]))
    )


def _fields(visit: Visit, found: dossier.Dossier) -> list[tuple[str, str]]:
    """What a reviewer can point at: the form's fields, then the captures."""
    if found.opened is None:
        return []
    application = found.opened.application
    spec = dossier.spec_of(application)
    asked_ids = [one.id for one in spec.fields if one.id in application.answers] if spec else []
    slots = [one.slot for one in application.captures]
    return [(name, shown.field_name(visit.say, application, name)) for name in (*asked_ids, *slots)]


def _id(visit: Visit) -> str:
    id = visit.parts["id"]
    if not RECORD_ID.match(id):
        raise HTTPException(404)
    return id


PAGES = (
    Page("GET", "/records/{id}", show, READERS),
    Page("GET", "/records/{id}/pictures/{mark}", picture, READERS),
    Page("POST", "/records/{id}/claim", claim, READERS),
    Page("POST", "/records/{id}/judge", judge, (REVIEWER,)),
    Page("POST", "/records/{id}/asked", asked, READERS),
    Page("POST", "/records/{id}/card", card, (STATION,)),
)
