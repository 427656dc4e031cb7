"""Whom to call on: in a community's register those whose document ends soon, and the old.

The source is a table somebody sent (`rosters.take`, kind "register"), or the bureau's own register (`fetch`,
by sync.gateway.desk.adapters). Nobody is told anything here: a reminder is a line on a list
for a person to telephone, noted when it was done.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from forms.days import add_months, add_years, age, day_of, parse_day, write_day
from forms.idnumber import parse
from forms.sheets import Row, Sheet
from sync.gateway import events, work
from sync.gateway.desk import keyed, rosters
from sync.gateway.desk.adapters.contract import Register
from sync.gateway.desk.booking_rules import rules
from sync.gateway.desk.errors import NotNow, Unsound
from sync.gateway.desk.rosters import People, Upload
from sync.gateway.desk.tables import bookings, reminders
from sync.protocol import VAN_ID, stamp

if TYPE_CHECKING:
    from sync.gateway.office import Office

EXPIRED, EXPIRING, SENIOR = "expired", "expiring", "senior"


@dataclass(frozen=True)
class Due:
    """why: of EXPIRED, EXPIRING, SENIOR. remind: the time to tell them has come and nobody did.

    booked: has an open booking. key: `keyed.person`.
    """

    row: Row = field(repr=False)
    key: str
    why: tuple[str, ...]
    remind: bool
    reminded_at: str
    booked: bool


def fetch(office: Office, register: Register, upload: Upload, version: int, who: str) -> People:
    """Those of a community (`upload.title`) who are to be called on, as the bureau's register has them now.

    Raises Away, Declined; Unsound, Stale; NotNow (reason "nobody").
    """
    today, rule = day_of(office.now()), rules(office)
    found = register.community(
        upload.title.strip(),
        expires_before=today + timedelta(days=rule.expiry_days + 1),
        born_before=add_years(today, -rule.senior_age) + timedelta(days=1),
    )
    if not found:
        raise NotNow(reason="nobody")
    rows = [
        {
            "name": one.name,
            "id_number": one.id_number,
            "address": one.address,
            "phone": one.phone,
            "valid_to": write_day(one.valid_to) if one.valid_to else "",
        }
        for one in found
    ]
    content = json.dumps(rows, ensure_ascii=False).encode()
    return rosters.take(office, replace(upload, content=content), version, who)


def due(office: Office, register: str) -> tuple[Due, ...]:
    """By address, as a van drives. Raises NotThere, Closed."""
    people = rosters.get(office, "register", register)
    today, rule = day_of(office.now()), rules(office)
    found: list[tuple[Row, str, tuple[str, ...]]] = []
    for row in people.rows:
        why = tuple(_why(row, today, rule.expiry_days, rule.senior_age))
        if why:
            found.append((row, keyed.person(office, row["id_number"]), why))
    told, booked = _told(office), _booked(office, today)
    return tuple(
        Due(
            row,
            key,
            why,
            remind=_remind_now(row, today, rule.remind_months) and (key, row.get("valid_to", "")) not in told,
            reminded_at=told.get((key, row.get("valid_to", "")), ""),
            booked=key in booked,
        )
        for row, key, why in sorted(
            found, key=lambda one: (one[0].get("address", ""), one[0].get("valid_to", ""))
        )
    )


def publish(office: Office, register: str, chosen: Sequence[str], van: str, until: date, who: str) -> int:
    """These people (by key) as a list for a van's way. How many. Raises Unsound, NotNow, NotThere, Closed."""
    if not VAN_ID.match(van):
        raise Unsound({"van": "booking.van"})
    if until < day_of(office.now()):
        raise Unsound({"until": "work.day"})
    wanted = set(chosen)
    rows = tuple(one.row for one in due(office, register) if one.key in wanted)
    if not rows:
        raise NotNow(reason="nothing")
    title = rosters.get(office, "register", register).title
    work.put(office, van, Sheet("outreach", f"o-{register}", until, title, rows), who)
    return len(rows)


def reminded(office: Office, register: str, key: str, who: str) -> None:
    """Somebody telephoned this person; once for each document. Raises NotThere, NotNow."""
    mine = next((one for one in due(office, register) if one.key == key), None)
    if mine is None or not mine.remind:
        raise NotNow(reason="not_due")
    now = office.now()
    row = {"person": key, "valid_to": mine.row["valid_to"], "at": stamp(now), "who": who}
    with office.database.write() as connection:
        said = (reminders.c.person == key) & (reminders.c.valid_to == row["valid_to"])
        if connection.execute(select(reminders.c.at).where(said)).first() is not None:
            raise NotNow(reason="not_due")
        connection.execute(insert(reminders).values(**row))
        events.append(connection, at=now, kind="reminded", who=who, list=register)


def _why(row: Row, today: date, expiry_days: int, senior_age: int) -> Sequence[str]:
    why = []
    end = parse_day(row.get("valid_to", ""))
    if end is not None and end < today:
        why.append(EXPIRED)
    elif end is not None and end <= today + timedelta(days=expiry_days):
        why.append(EXPIRING)
    if age(parse(row["id_number"]).birth, today) >= senior_age:
        why.append(SENIOR)
    return why


def _remind_now(row: Row, today: date, months: int) -> bool:
    """From so many months before its end until it ends."""
    end = parse_day(row.get("valid_to", ""))
    return end is not None and add_months(end, -months) <= today <= end


def _told(office: Office) -> dict[tuple[str, str], str]:
    with office.database.read() as connection:
        return {(row.person, row.valid_to): row.at for row in connection.execute(select(reminders))}


def _booked(office: Office, today: date) -> frozenset[str]:
    waiting = (bookings.c.state == "booked") & (bookings.c.day >= today.isoformat())
    with office.database.read() as connection:
        return frozenset(connection.execute(select(bookings.c.person).where(waiting)).scalars())
