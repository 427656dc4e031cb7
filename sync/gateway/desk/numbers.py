"""Blocks of acceptance numbers (受理号) for the laptops of a unit's vans, for today and the days to come.

A block belongs to one device key: a van's next laptop gets others, for nobody knows what the one before took
last. What is left of a block when its laptop is revoked or works for another unit is never given again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Connection, RowMapping, select, update

from forms.days import day_of
from sync import numbers as wire
from sync.gateway import certificates, events, mail
from sync.gateway.certificates import Device
from sync.gateway.desk.number_space import RULE, take
from sync.gateway.desk.tables import number_blocks, unit_vans
from sync.gateway.tables import notices
from sync.numbers import Block
from sync.parcel import NoticeKind
from sync.protocol import stamp

if TYPE_CHECKING:
    from sync.gateway.office import Office


def refill(office: Office, van: str | None = None) -> int:
    """Blocks for whoever has few numbers left, of all vans or of one; what is not theirs any more is ended.

    How many blocks were given. Called now and then, and when a laptop says how far it is.
    """
    now = office.now()
    with office.database.read() as connection:
        if not _wanting(connection, van, now):
            return 0
    given = 0
    with office.database.write() as connection:
        for one in _wanting(connection, van, now):
            given += _refill(connection, one, now)
    return given


@dataclass(frozen=True)
class _Wanting:
    """A van whose blocks are not as they should be. unit, device None: it may have none."""

    van: str
    unit: str | None
    device: Device | None
    ended: tuple[tuple[str, str], ...]  # block, why
    days: tuple[date, ...]  # that have few numbers left


def _wanting(connection: Connection, van: str | None, now: datetime) -> list[_Wanting]:
    days = [day_of(now) + timedelta(days=ahead) for ahead in range(RULE.days_ahead + 1)]
    with_units = select(unit_vans)
    with_blocks = select(number_blocks).where(
        number_blocks.c.van != "", number_blocks.c.day >= days[0].isoformat()
    )
    if van is not None:
        with_units = with_units.where(unit_vans.c.van == van)
        with_blocks = with_blocks.where(number_blocks.c.van == van)
    units = {row.van: row.unit for row in connection.execute(with_units)}
    blocks: dict[str, list[RowMapping]] = defaultdict(list)
    for row in connection.execute(with_blocks).mappings():
        blocks[row["van"]].append(row)
    found = []
    for one in sorted(units.keys() | blocks.keys()):
        device = certificates.device(connection, one)
        wanting = _compared(one, units.get(one), device, blocks[one], days)
        if wanting.ended or wanting.days:
            found.append(wanting)
    return found


def _compared(
    van: str,
    unit: str | None,
    device: Device | None,
    blocks: Sequence[RowMapping],
    days: Sequence[date],
) -> _Wanting:
    key = device.key if device is not None else ""
    ended, left, given = [], dict.fromkeys(days, 0), dict.fromkeys(days, 0)
    for row in blocks:
        day, size = date.fromisoformat(row["day"]), row["last"] - row["first"] + 1
        if day in given:
            given[day] += size
        if row["ended_at"] is not None:
            continue
        if why := _over(row, unit, key):
            ended.append((row["id"], why))
        elif day in left:
            left[day] += size - row["used"]
    few = [day for day in days if left[day] < RULE.few and given[day] + RULE.size <= RULE.most]
    may = unit is not None and device is not None
    return _Wanting(van, unit, device, tuple(ended), tuple(few) if may else ())


def _over(row: RowMapping, unit: str | None, key: str) -> str:
    if not key:
        return "revoked"
    if row["key_sha256"] not in ("", key):
        return "replaced"
    return "" if row["unit"] == unit else "moved"


def _refill(connection: Connection, wanting: _Wanting, now: datetime) -> int:
    for id, why in wanting.ended:
        _end(connection, wanting.van, id, why, now)
    if wanting.ended:
        why = wanting.ended[0][1]
        events.append(
            connection, at=now, kind="numbers-ended", who=wanting.van, blocks=len(wanting.ended), why=why
        )
    if wanting.unit is None or wanting.device is None:
        return 0
    given = [
        block.id
        for day in wanting.days
        if (block := _give(connection, wanting.van, wanting.unit, wanting.device, day, now)) is not None
    ]
    if given:
        events.append(connection, at=now, kind="numbers-given", who=wanting.van, blocks=given, size=RULE.size)
    return len(given)


def _end(connection: Connection, van: str, id: str, why: str, now: datetime) -> None:
    mine = number_blocks.c.id == id
    told = connection.execute(select(number_blocks.c.cursor).where(mine)).scalar_one()
    connection.execute(update(notices).where(notices.c.cursor == told).values(sealed=None))
    connection.execute(update(number_blocks).where(mine).values(ended_at=stamp(now), ended_why=why))
    mail.post(connection, van=van, record=None, kind=NoticeKind.NUMBERS, at=now, data={"id": id, "ended": 1})


def _give(
    connection: Connection, van: str, unit: str, device: Device, day: date, now: datetime
) -> Block | None:
    block = take(connection, van, unit, day, device.key, now)
    if block is None:
        return None
    cursor = mail.post(
        connection,
        van=van,
        record=None,
        kind=NoticeKind.NUMBERS,
        at=now,
        data={"id": block.id},
        sealed=device.seal(wire.dump(block)),
    )
    connection.execute(update(number_blocks).where(number_blocks.c.id == block.id).values(cursor=cursor))
    return block
