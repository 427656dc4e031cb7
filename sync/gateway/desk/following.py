"""Reads the event log on from where it was: figures are kept, residents are told, everything once.

So whoever decides (a page, the API, the command line, the simulated reviewer) need not think of it, and what
was rolled back is told to nobody. Each event is one transaction together with the reader's place. Where the
bureau's key is not, it waits at the first event that needs it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, insert, select, update

from forms.errors import FormError
from forms.matter import matter
from forms.record import Application
from sync.gateway.desk import bookings, calendar, dossier, messages, ratings, services
from sync.gateway.desk.adapters.contract import Adapters
from sync.gateway.desk.adapters.errors import AdapterError
from sync.gateway.desk.errors import Closed, NotThere
from sync.gateway.desk.messages import Order
from sync.gateway.desk.ratings import Rating
from sync.gateway.desk.services import ENCLOSED
from sync.gateway.desk.tables import readers
from sync.gateway.tables import events, notices
from sync.parcel import NoticeKind
from sync.protocol import moment

if TYPE_CHECKING:
    from sync.gateway.office import Office

EVENTS, REPLIES = "events", "replies"
AT_ONCE = 200

Event = Mapping[str, Any]
NEWS = timedelta(days=7)  # what is older is no news: after a restore, or a month without the key


def follow(office: Office) -> int:
    """As far as there is something; how many events were read. Blocking."""
    read = 0
    while batch := _next(office):
        for event in batch:
            if event["kind"] in TOLD and not office.bureau.holders:
                return read
            application = _application(office, event)
            with office.database.write() as connection:
                if not _step(connection, event["seq"]):
                    return read  # another gateway reads, too
                if event["kind"] in MEANINGS:
                    MEANINGS[event["kind"]](connection, office, event, application)
            read += 1
    return read


def _next(office: Office) -> Sequence[Event]:
    """The next events that mean something here; at the end of the log its last one, to stand there."""
    with office.database.read() as connection:
        place = int(_place(connection, EVENTS) or 0)
        asked = select(events).where(events.c.seq > place).order_by(events.c.seq).limit(AT_ONCE)
        batch = connection.execute(asked).mappings().all()
    wanted = [dict(row) for row in batch if row["kind"] in MEANINGS]
    return wanted or [dict(row) for row in batch[-1:]]


def _place(connection: Connection, reader: str) -> str:
    return connection.execute(select(readers.c.place).where(readers.c.name == reader)).scalar() or ""


def _step(connection: Connection, seq: int) -> bool:
    """Stand at this event; False when somebody stands there or beyond."""
    if int(_place(connection, EVENTS) or 0) >= seq:
        return False
    _stand(connection, EVENTS, str(seq))
    return True


def _stand(connection: Connection, reader: str, place: str) -> None:
    told = update(readers).where(readers.c.name == reader).values(place=place)
    if not connection.execute(told).rowcount:
        connection.execute(insert(readers).values(name=reader, place=place))


def _application(office: Office, event: Event) -> Application | None:
    """Of an event somebody is told of. None: nobody is, or none of the keys here reads it."""
    if event["kind"] not in TOLD or not event["record"] or _is_old(office, event):
        return None
    try:
        return dossier.opened(office, dossier.row_of(office, event["record"])).application
    except (NotThere, Closed):
        return None


def _is_old(office: Office, event: Event) -> bool:
    return event["kind"] != ENCLOSED and moment(event["at"]) < office.now() - NEWS


def _accepted(connection: Connection, _office: Office, event: Event, _known: Application | None) -> None:
    services.decided(connection, event["record"], "accepted", moment(event["at"]))


def _returned(connection: Connection, office: Office, event: Event, known: Application | None) -> None:
    said = _notice(connection, event, NoticeKind.RETURNED)
    services.decided(connection, event["record"], "returned", moment(event["at"]))
    codes = [str(code) for code in said.get("data", {}).get("codes", "").split() if code]
    services.returned_for(connection, event["record"], said.get("fields", ()), codes)
    if known is not None:
        _tell(connection, office, event, known, "returned", reasons="；".join(said.get("reasons", ())))


def _made(connection: Connection, office: Office, event: Event, known: Application | None) -> None:
    services.made(connection, event["record"], moment(event["at"]))
    if known is None:
        return
    way = known.answers.get("collect_way", "")
    part = f"collect_{way}" if way in ("courier", "home") else "collect_in_person"
    _tell(connection, office, event, known, "made", collect=_part(office, part))
    if way == "courier":
        to = {"phone": _phone(known), "name": known.answers.get("name", "")}
        to["address"] = known.answers.get("courier_address", "")
        cause = f"event:{event['seq']}:courier"
        values = {"number": known.number}
        messages.write(connection, office, Order(cause, "courier", "card", known.id, to, values))


def _asked(connection: Connection, office: Office, event: Event, known: Application | None) -> None:
    said = _notice(connection, event, NoticeKind.MATERIAL)
    if known is not None:
        _tell(connection, office, event, known, "asked", reasons="；".join(said.get("reasons", ())))


def _out(connection: Connection, office: Office, event: Event, known: Application | None) -> None:
    by_courier = json.loads(event["facts"]).get("to") == "courier"
    if known is not None:
        _tell(connection, office, event, known, "with_courier" if by_courier else "out_for_delivery")


def _settled(connection: Connection, office: Office, event: Event, known: Application | None) -> None:
    """In the person's hands: the one moment to ask what they thought of it."""
    if known is not None and ratings.rated_at_service(known.answers) is None:
        _tell(connection, office, event, known, "rate")


def _rated(connection: Connection, office: Office, event: Event, known: Application | None) -> None:
    given = None if known is None else ratings.rated_at_service(known.answers)
    if known is not None and given is not None:
        ratings.enter(connection, office, Rating(known.id, given[0], "van", given[1]), "resident")


def _booking(connection: Connection, office: Office, event: Event, _known: Application | None) -> None:
    """Whoever called is told; the booking as it was with this event, the telephone as it is now."""
    said = json.loads(event["facts"])
    with suppress(NotThere):
        wish = bookings.get(office, said["booking"]).wish
        place = calendar.of(connection, said["van_day"]).plan
        if wish is not None and not _is_old(office, event):
            values = {"matter": _matter(said["matter"]), "day": said["day"], "time": said["slot"]}
            values["place"] = place.place or place.address
            to = {"phone": wish.phone}
            cause, template = f"event:{event['seq']}", BOOKED[event["kind"]]
            messages.write(connection, office, Order(cause, "sms", template, said["booking"], to, values))


def _tell(
    connection: Connection, office: Office, event: Event, known: Application, template: str, **more: str
) -> None:
    values = {"number": known.number, "matter": _matter(known.matter), **more}
    cause = f"event:{event['seq']}"
    order = Order(cause, "sms", template, known.id, {"phone": _phone(known)}, values)
    messages.write(connection, office, order)


def _phone(known: Application) -> str:
    """A child's guardian is told."""
    return known.answers.get("phone", "") or known.answers.get("guardian_phone", "")


def _part(office: Office, name: str) -> str:
    return messages.texts()[name].say("zh", {"office": office.name})


def _matter(id: str) -> str:
    try:
        return matter(id).words.zh
    except FormError:
        return "身份证业务"


def _notice(connection: Connection, event: Event, kind: NoticeKind) -> Mapping[str, Any]:
    """What the van was told with this event."""
    cursor = json.loads(event["facts"]).get("cursor")
    asked = select(notices.c.said).where(notices.c.cursor == cursor, notices.c.kind == kind.value)
    said = connection.execute(asked).scalar()
    found: Mapping[str, Any] = json.loads(said) if said else {}
    return found


BOOKED = {
    "booking-made": "booking_confirmed",
    "booking-moved": "booking_changed",
    "booking-cancelled": "booking_cancelled",
}
Meaning = Callable[[Connection, "Office", Event, Application | None], None]
MEANINGS: Mapping[str, Meaning] = {
    "accepted": _accepted,
    "returned": _returned,
    "made": _made,
    "out_for_delivery": _out,
    "delivered": _settled,
    "asked": _asked,
    "booking-made": _booking,
    "booking-moved": _booking,
    "booking-cancelled": _booking,
    ENCLOSED: _rated,
}
"""Event kind -> what it means here."""
TOLD = frozenset(MEANINGS) - {"accepted"}


def hear(office: Office, adapters: Adapters) -> int:
    """Residents' answers to our texts; how many became ratings. An adapter that is away costs nothing."""
    with office.database.read() as connection:
        after = _place(connection, REPLIES)
    try:
        replies = adapters.sms.replies(after)
    except AdapterError:
        return 0
    rated = 0
    for reply in replies:
        with office.database.write() as connection:
            if _place(connection, REPLIES) >= reply.id:
                continue
            _stand(connection, REPLIES, reply.id)
            rated += ratings.heard(connection, office, reply.to, reply.text)
    return rated
