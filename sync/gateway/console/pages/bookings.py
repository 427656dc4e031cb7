"""Bookings: the week, a new one while the caller is on the telephone, found again, moved, called off."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from forms.codes import division_path
from forms.days import day_of, parse_day
from forms.fees import fee
from forms.fieldtypes import tidy_digits
from forms.idnumber import BadNumber, parse
from forms.matter import matter
from forms.scenarios import needed
from sync.gateway.console.page import Answer, Page, Visit
from sync.gateway.console.telling import coded, told, wrong_fields
from sync.gateway.desk import bookings, calendar, reception
from sync.gateway.desk.booking_rules import rules
from sync.gateway.desk.bookings import Booking
from sync.gateway.desk.calendar import Offers, Room, VanDay
from sync.gateway.desk.eligibility import Checked, Wish, bookable
from sync.gateway.desk.errors import Full, TwiceBooked, Unsound
from sync.gateway.desk.staff import STATION
from sync.gateway.errors import DeskError

TYPED = ("matter", "name", "id_number", "phone", "contact", "relation", "address", "care", "note")
FEE_CATEGORY = "C19a"  # whose fees are known


def week(visit: Visit) -> Answer:
    """Seven days with what is left of each slot: from today, or the week of a day that was asked for."""
    today = day_of(visit.now)
    asked = parse_day(tidy_digits(visit.query.get("week", "")))
    first = asked - timedelta(days=asked.weekday()) if asked else today
    last = first + timedelta(days=6)
    van_days = calendar.between(visit.office, first, last)
    with visit.office.database.read() as connection:
        rooms = calendar.rooms_of(connection, visit.office, van_days)
    return visit.page(
        "bookings",
        days=[first + timedelta(days=n) for n in range(7)],
        today=today,
        van_days=van_days,
        rooms=rooms,
        counts=calendar.counts(visit.office, [one.id for one in van_days]),
        earlier=(first - timedelta(days=7)).isoformat(),
        later=(first + timedelta(days=7)).isoformat(),
        last_day=calendar.last_day(visit.office),
        rules=rules(visit.office),
    )


# --- a new one -------------------------------------------------------------------------------------------


def new(visit: Visit) -> Answer:
    slot = f"{visit.query.get('van_day', '')}@{visit.query.get('at', '')}"
    return _form(visit, dict.fromkeys(TYPED, ""), {}, slot)


def make(visit: Visit) -> Answer:
    """what: "check" (look again at what was typed) or "book"."""
    values = {name: visit.field(name) for name in TYPED}
    answers = _answers(visit)
    wish = Wish(**values, answers=answers)
    van_day, _, at = visit.field("slot").partition("@")
    if visit.field("what") != "book":
        return _form(visit, values, answers, visit.field("slot"), checked=_check(visit, wish, van_day))
    try:
        made = reception.book(visit.office, van_day, at, wish, visit.person.who)
    except DeskError as error:
        checked = _check(visit, wish, van_day)
        return _form(visit, values, answers, visit.field("slot"), checked=checked, error=error)
    return visit.go(f"/bookings/{made}", "booked")


def _check(visit: Visit, wish: Wish, van_day: str) -> Checked:
    """For the van day chosen; of one that is not there any more nothing is asked."""
    try:
        at_home = calendar.get(visit.office, van_day).plan.kind == "home"
    except DeskError:
        at_home = False
    return bookings.precheck(visit.office, wish, at_home=at_home)


def _answers(visit: Visit) -> dict[str, str]:
    names = dict.fromkeys(name for name in visit.form if name.startswith("a."))
    said = {name.removeprefix("a."): " ".join(visit.fields(name)).strip() for name in names}
    return {name: text for name, text in said.items() if text}


def _form(
    visit: Visit,
    values: Mapping[str, str],
    answers: Mapping[str, str],
    slot: str,
    *,
    checked: Checked | None = None,
    error: DeskError | None = None,
) -> Answer:
    say = visit.say
    wrong = dict(wrong_fields(say, error))
    if checked is not None and visit.field("what") == "check":
        wrong |= wrong_fields(say, Unsound(checked.wrong) if checked.wrong else None)
    return visit.page(
        "booking_new",
        status=200 if error is None else 409 if isinstance(error, Full | TwiceBooked) else 400,
        values=values,
        answers=answers,
        slot=slot,
        slots=_slots(visit),
        matters=[(one.id, say.of(one.words)) for one in bookable()],
        checked=checked,
        readout=_readout(visit, checked),
        senior=checked is not None and bookings.needs_none(visit.office, checked),
        wrong=wrong,
        said="" if error is None else told(say, error),
        offers=_offers(visit, error),
        twice=error.values if isinstance(error, TwiceBooked) else None,
        rules=rules(visit.office),
    )


def _slots(visit: Visit) -> list[tuple[VanDay, list[Room]]]:
    """Van day -> its slots with room, of all days that can be booked."""
    first, last = day_of(visit.now), calendar.last_day(visit.office)
    van_days = calendar.between(visit.office, first, last)
    with visit.office.database.read() as connection:
        rooms = calendar.rooms_of(connection, visit.office, van_days)
    free = ((one, [room for room in rooms[one.id] if room.left]) for one in van_days)
    return [(one, left) for one, left in free if left]


def _offers(visit: Visit, error: DeskError | None) -> Offers | None:
    return error.offers if isinstance(error, Full) and isinstance(error.offers, Offers) else None


def _readout(visit: Visit, checked: Checked | None) -> dict[str, Any] | None:
    """What is read out to the caller: may it be taken, what to bring, what it costs, how long it takes."""
    if checked is None or checked.decision is None:
        return None
    say, said = visit.say, checked.decision
    open_ones = {question.id: say.of(question.words) for question in checked.questions}
    return {
        "fits": checked.fits,
        "open": [open_ones.get(id, id) for id in said.unanswered],
        "against": [
            (coded(say, reason.code), say.of(reason.instead) if reason.instead else "")
            for reason in said.reasons
        ],
        "bring": [
            (say.of(one.words), say(f"material.{one.mode}"), say.of(one.note) if one.note else "")
            for one in needed(said.materials)
        ],
        "days": said.limit,
        "fee": _fee(checked, day_of(visit.now)),
        "channel": said.channel,
        "pack": said.pack,
    }


def _fee(checked: Checked, today: date) -> str:
    """In yuan; "" when no rule is known."""
    said, wish = checked.decision, checked.wish
    if said is not None and said.fee is not None:
        return f"{said.fee.fen / 100:.2f}"
    try:
        birth = parse(wish.id_number).birth
    except BadNumber:
        return ""
    if matter(wish.matter).category != FEE_CATEGORY:
        return ""
    found = fee(wish.matter, birth, wish.matter == "first", wish.answers.get("fee_waiver", ""), today)
    return f"{found.cents / 100:.2f}"


# --- one that is there -----------------------------------------------------------------------------------


def find(visit: Visit) -> Answer:
    return visit.page("booking_find", found=None, asked="")


def found(visit: Visit) -> Answer:
    """A POST, so that no number stands in an address, which is logged and kept by browsers."""
    asked = visit.field("asked")
    return visit.page("booking_find", found=_rows(visit, bookings.find(visit.office, asked)), asked=asked)


def show(visit: Visit, error: DeskError | None = None) -> Answer:
    booking = bookings.get(visit.office, visit.parts["id"])
    van_day = calendar.get(visit.office, booking.van_day)
    checked = bookings.precheck(visit.office, booking.wish) if booking.wish else None
    return visit.page(
        "booking",
        status=200 if error is None else 409 if isinstance(error, Full) else 400,
        booking=booking,
        van_day=van_day,
        matter=_matter(visit, booking.matter),
        readout=_readout(visit, checked),
        slots=_slots(visit),
        reasons=[(code, visit.say(f"cancel.{code}")) for code in bookings.REASONS],
        said="" if error is None else told(visit.say, error),
        offers=_offers(visit, error),
    )


def change(visit: Visit) -> Answer:
    """what: "move", "cancel", "no_show"."""
    id, version, who = visit.parts["id"], visit.number("version"), visit.person.who
    what = visit.field("what")
    try:
        if what == "move":
            van_day, _, at = visit.field("slot").partition("@")
            reception.move(visit.office, id, version, van_day, at, who)
        elif what == "cancel":
            reception.cancel(visit.office, id, version, visit.field("reason"), who)
        elif what == "no_show":
            reception.did_not_come(visit.office, id, version, who)
        else:
            raise DeskError("bad-form", field="what")
    except DeskError as error:
        if error.kind in ("stale", "not_there", "bad-form"):
            raise
        return show(visit, error)
    return visit.go(f"/bookings/{id}", f"booking-{what}")


def _matter(visit: Visit, id: str) -> str:
    return next((visit.say.of(one.words) for one in bookable() if one.id == id), id)


def _rows(visit: Visit, known: tuple[Booking, ...]) -> list[tuple[Booking, str, str]]:
    """With the matter's words and the place."""
    places = {id: calendar.get(visit.office, id).plan.place for id in {one.van_day for one in known}}
    return [(one, _matter(visit, one.matter), places[one.van_day]) for one in known]


# --- a day -----------------------------------------------------------------------------------------------

PLAN = ("van", "day", "kind", "area", "place", "address", "opens", "closes", "slot_minutes", "capacity")
PLACE = ("longitude", "latitude")
FRESH = {"kind": "stop", "opens": "09:00", "closes": "16:00", "slot_minutes": "30", "capacity": "2"}


def new_day(visit: Visit, error: DeskError | None = None) -> Answer:
    values = {**dict.fromkeys((*PLAN, *PLACE), ""), **FRESH, "day": visit.query.get("day", "")}
    if visit.form:
        values = {name: visit.field(name) for name in (*PLAN, *PLACE)}
    return _day(visit, values, None, error)


def make_day(visit: Visit) -> Answer:
    try:
        id = reception.put_day(visit.office, _plan(visit), visit.person.who)
    except DeskError as error:
        return new_day(visit, error)
    return visit.go(f"/van-days/{id}", "day-put")


def show_day(visit: Visit, error: DeskError | None = None) -> Answer:
    known = calendar.get(visit.office, visit.parts["id"])
    plan = known.plan
    values = {name: str(getattr(plan, name)) for name in PLAN}
    values |= {name: "" if getattr(plan, name) is None else str(getattr(plan, name)) for name in PLACE}
    if error is not None:
        values = {name: visit.field(name) for name in (*PLAN, *PLACE)}
    return _day(visit, values, known, error)


def change_day(visit: Visit) -> Answer:
    """what: "put" or "off"."""
    id, version, who = visit.parts["id"], visit.number("version"), visit.person.who
    if visit.field("what") == "off":
        reception.call_off_day(visit.office, id, version, who)
        return visit.go(f"/van-days/{id}", "day-off")
    try:
        reception.put_day(visit.office, _plan(visit), who, id=id, version=version)
    except DeskError as error:
        if error.kind in ("stale", "not_there"):
            raise
        return show_day(visit, error)
    return visit.go(f"/van-days/{id}", "day-put")


def _plan(visit: Visit) -> calendar.Plan:
    """Raises Unsound: no day, no number."""
    day = parse_day(tidy_digits(visit.field("day")))
    wrong = {} if day is not None else {"day": "date.impossible"}
    numbers: dict[str, int] = {}
    for name in ("slot_minutes", "capacity"):
        text = visit.field(name)
        if text.isascii() and text.isdecimal() and len(text) < 5:
            numbers[name] = int(text)
        else:
            wrong[name] = f"booking.{name}"
    where: dict[str, float | None] = {}
    for name in PLACE:
        try:
            where[name] = float(visit.field(name)) if visit.field(name) else None
        except ValueError:
            wrong["longitude"] = "booking.coordinates"
    if wrong or day is None:
        raise Unsound(wrong)
    texts = {name: visit.field(name) for name in PLAN if name not in ("day", "slot_minutes", "capacity")}
    return calendar.Plan(
        **texts,
        day=day,
        slot_minutes=numbers["slot_minutes"],
        capacity=numbers["capacity"],
        longitude=where["longitude"],
        latitude=where["latitude"],
    )


def _day(
    visit: Visit, values: Mapping[str, str], known: calendar.VanDay | None, error: DeskError | None
) -> Answer:
    mine = bookings.of_day(visit.office, known.id) if known else ()
    return visit.page(
        "van_day",
        status=200 if error is None else 400,
        values=values,
        known=known,
        vans=visit.van_names(),
        area=division_path(values["area"]),
        kinds=[(kind, visit.say(f"day_kind.{kind}")) for kind in calendar.KINDS],
        slots=[(at, list(group)) for at, group in groupby(_rows(visit, mine), key=lambda one: one[0].at)],
        wrong=wrong_fields(visit.say, error),
        said="" if error is None else told(visit.say, error),
    )


# --- halls -----------------------------------------------------------------------------------------------

HALL = ("name", "area", "address", "hours", "phone")


def halls(visit: Visit, error: DeskError | None = None) -> Answer:
    known = calendar.all_halls(visit.office)
    return visit.page(
        "halls",
        status=200 if error is None else 400,
        halls=[(hall, division_path(hall.area)) for hall in known],
        values={name: visit.field(name) for name in HALL},
        changing=visit.field("id"),
        wrong=wrong_fields(visit.say, error),
        said="" if error is None else told(visit.say, error),
    )


def change_halls(visit: Visit) -> Answer:
    """what: "put" (a new one, or with id and version a changed one) or "drop"."""
    id, who = visit.field("id"), visit.person.who
    version = visit.number("version") if id else 0
    if visit.field("what") == "drop":
        calendar.drop_hall(visit.office, id, version, who)
        return visit.go("/halls", "hall-dropped")
    said = {name: visit.field(name) for name in HALL}
    try:
        calendar.put_hall(visit.office, calendar.Hall(id=id, version=version, **said), who)
    except Unsound as error:
        return halls(visit, error)
    return visit.go("/halls", "hall-put")


MINE = (STATION,)
PAGES = (
    Page("GET", "/bookings", week, MINE),
    Page("GET", "/bookings/new", new, MINE),
    Page("POST", "/bookings/new", make, MINE),
    Page("GET", "/bookings/find", find, MINE),
    Page("POST", "/bookings/find", found, MINE),
    Page("GET", "/bookings/{id}", show, MINE),
    Page("POST", "/bookings/{id}", change, MINE),
    Page("GET", "/van-days/new", new_day, MINE),
    Page("POST", "/van-days/new", make_day, MINE),
    Page("GET", "/van-days/{id}", show_day, MINE),
    Page("POST", "/van-days/{id}", change_day, MINE),
    Page("GET", "/halls", halls, MINE),
    Page("POST", "/halls", change_halls, MINE),
)
