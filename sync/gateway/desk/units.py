"""The stations an office works for, by the code their acceptance numbers begin with; which van is whose."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, insert, select, update

from sync.gateway import events
from sync.gateway.desk import numbers, unit_settings
from sync.gateway.desk.tables import unit_vans
from sync.gateway.errors import Problem
from sync.protocol import VAN_ID

if TYPE_CHECKING:
    from sync.gateway.office import Office

TRAINING_UNIT = "440103000"
"""Of the training office: a county's code and a station nobody has."""


def join(office: Office, van: str, code: str, who: str) -> bool:
    """From now on this van works for that unit, and is given its numbers and settings. False: it did already.

    A unit nobody spoke of before is made. What is left of another unit's numbers is taken back.
    Raises Problem bad-request.
    """
    if not VAN_ID.match(van):
        raise Problem("bad-request", reason="name")
    now = office.now()
    with office.database.write() as connection:
        known = of(connection, van)
        if known == code:
            return False
        unit_settings.make(connection, code, who, now)
        if known is None:
            connection.execute(insert(unit_vans).values(van=van, unit=code))
        else:
            connection.execute(update(unit_vans).where(unit_vans.c.van == van).values(unit=code))
        events.append(connection, at=now, kind="unit-joined", who=who, van=van, unit=code)
        unit_settings.tell(connection, van, code, now)
    numbers.refill(office, van)
    return True


def leave(office: Office, van: str, who: str) -> bool:
    """This van works for no unit any more: its records are numbered by nobody. False when it did not."""
    now = office.now()
    with office.database.write() as connection:
        left = connection.execute(delete(unit_vans).where(unit_vans.c.van == van)).rowcount
        if left:
            events.append(connection, at=now, kind="unit-left", who=who, van=van)
            unit_settings.tell(connection, van, None, now)
    numbers.refill(office, van)
    return bool(left)


def of(connection: Connection, van: str) -> str | None:
    """The code of the unit a van works for."""
    asked = select(unit_vans.c.unit).where(unit_vans.c.van == van)
    code: str | None = connection.execute(asked).scalar_one_or_none()
    return code


def vans(office: Office) -> Mapping[str, str]:
    """Van -> code of its unit."""
    with office.database.read() as connection:
        rows = connection.execute(select(unit_vans).order_by(unit_vans.c.unit, unit_vans.c.van)).all()
    return {row.van: row.unit for row in rows}
