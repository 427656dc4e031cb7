"""A unit's settings, put in by its people and told to its vans: name and telephone, network, what is offered.

What may be set stands in `forms/unit/fields.toml`; nothing the law fixes is there. A change is told whole, to
each van of the unit over its own cursor; a van that joins another unit is told that one's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection, RowMapping, insert, select, update

from forms.unit import UnitSettings, dump, load
from sync.gateway import events, mail
from sync.gateway.desk.errors import NotThere, Stale
from sync.gateway.desk.number_space import RULE
from sync.gateway.desk.tables import unit_vans, units
from sync.gateway.errors import Problem
from sync.parcel import NoticeKind
from sync.protocol import stamp

if TYPE_CHECKING:
    from sync.gateway.office import Office


@dataclass(frozen=True)
class Unit:
    """revision: 0 while nothing was set."""

    code: str
    revision: int
    settings: UnitSettings
    changed_at: str
    changed_by: str
    vans: tuple[str, ...]


def put(office: Office, code: str, settings: UnitSettings, who: str, *, seen: int | None = None) -> Unit:
    """The unit's settings are these from now on; the same again changes nothing. A unit nobody named is made.

    seen: the revision the page showed. Raises Stale when it is another one by now; Problem as `make`.
    """
    now, text = office.now(), dump(settings)
    with office.database.write() as connection:
        make(connection, code, who, now)
        row = _row(connection, code)
        if seen is not None and row["revision"] != seen:
            raise Stale(what="unit", id=code)
        if row["settings"] != text:
            changed = {"revision": row["revision"] + 1, "settings": text}
            changed |= {"changed_at": stamp(now), "changed_by": who}
            connection.execute(update(units).where(units.c.code == code).values(**changed))
            told = sorted(load(text).said())
            events.append(connection, at=now, kind="unit-set", who=who, unit=code, fields=told)
            for van in _vans(connection, code):
                tell(connection, van, code, now)
        return _unit(connection, code)


def begin(office: Office, code: str, who: str) -> Unit:
    """A unit of that code, with nothing set; one that is there stays as it is. Raises Problem as `make`."""
    with office.database.write() as connection:
        make(connection, code, who, office.now())
        return _unit(connection, code)


def make(connection: Connection, code: str, who: str, now: datetime) -> None:
    """A unit of that code, if there is none yet. Raises Problem bad-request (reason unit-code)."""
    if not (code.isascii() and code.isdigit() and len(code) == RULE.unit_digits):
        raise Problem("bad-request", reason="unit-code", digits=RULE.unit_digits)
    if not exists(connection, code):
        row = {"code": code, "revision": 0, "settings": "{}", "changed_at": stamp(now), "changed_by": who}
        connection.execute(insert(units).values(**row))
        events.append(connection, at=now, kind="unit-made", who=who, unit=code)


def tell(connection: Connection, van: str, code: str | None, now: datetime) -> None:
    """A van hears its unit's settings, inside the transaction of what changed. None: no unit's any more."""
    data: dict[str, str | int] = {"unit": "", "revision": 0, "changed_at": stamp(now), "settings": "{}"}
    if code is not None:
        row = _row(connection, code)
        data = {"unit": code, **{name: row[name] for name in ("revision", "changed_at", "settings")}}
    mail.post(connection, van=van, record=None, kind=NoticeKind.SETTINGS, at=now, data=data)


def get(office: Office, code: str) -> Unit:
    """Raises NotThere."""
    with office.database.read() as connection:
        return _unit(connection, code)


def listed(office: Office) -> tuple[Unit, ...]:
    """By code."""
    with office.database.read() as connection:
        codes = connection.execute(select(units.c.code).order_by(units.c.code)).scalars().all()
        return tuple(_unit(connection, code) for code in codes)


def _unit(connection: Connection, code: str) -> Unit:
    row = _row(connection, code)
    told = (row["changed_at"], row["changed_by"], _vans(connection, code))
    return Unit(code, row["revision"], load(row["settings"]), *told)


def _row(connection: Connection, code: str) -> RowMapping:
    row = connection.execute(select(units).where(units.c.code == code)).mappings().one_or_none()
    if row is None:
        raise NotThere(what="unit", id=code)
    return row


def _vans(connection: Connection, code: str) -> tuple[str, ...]:
    asked = select(unit_vans.c.van).where(unit_vans.c.unit == code).order_by(unit_vans.c.van)
    return tuple(connection.execute(asked).scalars())


def exists(connection: Connection, code: str) -> bool:
    return connection.execute(select(units.c.code).where(units.c.code == code)).first() is not None
