"""Acceptance numbers accounted for: when records arrive, and when laptops say how far they are.

A record that came without one is given its number here. A number that is another's, or that was given to
nobody, rings an alarm; the record is taken all the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, insert, select, update

from forms.days import day_of
from sync.gateway import alarms, certificates, events, mail
from sync.gateway.desk import numbers, unit_settings
from sync.gateway.desk.number_space import LONGEST_AHEAD, RULE, block_of, epoch_of, row_of, take
from sync.gateway.desk.tables import acceptance_numbers, number_blocks
from sync.gateway.letters import Letter
from sync.numbers import Given, Report, Used
from sync.parcel import NoticeKind
from sync.protocol import RECORD_ID, moment, stamp

if TYPE_CHECKING:
    from sync.gateway.office import Office


@dataclass(frozen=True)
class Place:
    """unit: the van's; "": none. number: what `of_record` found."""

    unit: str
    number: str | None


def of_record(record: ColumnElement[str]) -> Select[tuple[str]]:
    """The number given to a record, if it was given one."""
    return select(acceptance_numbers.c.number).where(acceptance_numbers.c.record == record).limit(1)


def arrived(connection: Connection, letter: Letter, van: str, place: Place, now: datetime) -> str:
    """A record is here: its number is accounted for, or it gets one. Inside the transaction that takes it.

    Returns the number; "" when it has none: no unit's van, or nobody here can read it.
    """
    if not letter.opened:
        return ""
    if letter.acceptance_number:
        return _account(connection, letter, van, now)
    if letter.corrects is not None and (known := of_receipt(connection, van, letter.number)):
        return known
    if place.number is None:
        return _assign(connection, letter, van, place.unit, now)
    mine = acceptance_numbers.c.record == letter.id
    connection.execute(update(acceptance_numbers).where(mine).values(receipt=letter.number))
    return place.number


def _account(connection: Connection, letter: Letter, van: str, now: datetime) -> str:
    number = letter.acceptance_number
    row = _find(connection, number)
    if row is not None:
        same = row["van"] == van and row["receipt"] in ("", letter.number)
        if not same or (letter.corrects is None and row["record"] != letter.id):
            _ring(connection, "number-twice", van, letter.id, now, number=number, other=row["record"])
        elif not row["receipt"]:
            mine = acceptance_numbers.c.number == number
            connection.execute(update(acceptance_numbers).where(mine).values(receipt=letter.number))
        return number
    block = _holder_of(connection, number)
    if block is None or block["van"] != van:
        _ring(connection, "number-foreign", van, letter.id, now, number=number)
    else:
        used = int(number[len(block["head"]) :]) - block["first"] + 1
        _note_used(connection, block, used)
    _keep(connection, number, letter, van, now, by_office=False)
    return number


def _assign(connection: Connection, letter: Letter, van: str, unit: str, now: datetime) -> str:
    if not unit:
        return ""
    number = _own_number(connection, unit, day_of(letter.sealed_at or now), now)
    if number:
        _keep(connection, number, letter, van, now, by_office=True)
        data = {"number": number}
        mail.post(connection, van=van, record=letter.id, kind=NoticeKind.NUMBER, at=now, data=data)
        events.append(connection, at=now, kind="number-given", who=van, record=letter.id, number=number)
    return number


def _own_number(connection: Connection, unit: str, day: date, now: datetime) -> str:
    """Of the office's block of that day; never of one from before a restore, nobody knows how far it was."""
    head, epoch = RULE.head(unit, day), epoch_of(connection)
    own = (number_blocks.c.van == "") & (number_blocks.c.head == head) & (number_blocks.c.epoch == epoch)
    left = number_blocks.c.used < number_blocks.c.last - number_blocks.c.first + 1
    row = connection.execute(select(number_blocks).where(own & left).limit(1)).mappings().one_or_none()
    if row is not None:
        block, used = block_of(row["head"], day, row["first"], row["last"]), int(row["used"])
    else:
        fresh = take(connection, "", unit, day, "", now)
        if fresh is None:
            return ""
        block, used = fresh, 0
    connection.execute(update(number_blocks).where(number_blocks.c.id == block.id).values(used=used + 1))
    return block.number(used)


def _keep(
    connection: Connection, number: str, letter: Letter, van: str, now: datetime, *, by_office: bool
) -> None:
    row = {"number": number, "van": van, "receipt": letter.number, "record": letter.id}
    connection.execute(insert(acceptance_numbers).values(**row, by_office=by_office, at=stamp(now)))


def heard(office: Office, van: str, report: Report) -> Mapping[str, int]:
    """A laptop says how far it is; answered by what is known here to be taken of each of its blocks. Refills.

    What it has and we do not know was given before we were restored: it is kept as given.
    """
    now = office.now()
    with office.database.write() as connection:
        known = {one.block.id: _hear(connection, van, one, now) for one in report.blocks}
        for given in report.given:
            _hear_given(connection, van, given, now)
    numbers.refill(office, van)
    return known


def _hear(connection: Connection, van: str, told: Used, now: datetime) -> int:
    asked = select(number_blocks).where(number_blocks.c.id == told.block.id)
    row = connection.execute(asked).mappings().one_or_none()
    if row is None:
        if not _adopt(connection, van, told, now):
            _ring(connection, "number-block-foreign", van, "", now, block=told.block.id)
        return told.used
    given = block_of(row["head"], date.fromisoformat(row["day"]), row["first"], row["last"])
    if row["van"] != van or given != told.block:
        _ring(connection, "number-block-foreign", van, "", now, block=told.block.id)
        return told.used
    connection.execute(
        update(number_blocks).where(number_blocks.c.id == row["id"]).values(heard_at=stamp(now))
    )
    return _note_used(connection, row, told.used)


def _adopt(connection: Connection, van: str, told: Used, now: datetime) -> bool:
    """Only what this office could have given, and nobody else has."""
    block, unit = told.block, told.block.head[: RULE.unit_digits]
    alike = block == block_of(block.head, block.day, block.first, block.last)
    fits = alike and block.head == RULE.head(unit, block.day) and block.size <= RULE.size
    fits = fits and unit_settings.exists(connection, unit)
    if not fits or abs(block.day - day_of(now)) > timedelta(days=LONGEST_AHEAD):
        return False
    around = (number_blocks.c.first <= block.last) & (number_blocks.c.last >= block.first)
    overlaps = (number_blocks.c.head == block.head) & around
    if connection.execute(select(number_blocks.c.id).where(overlaps).limit(1)).first() is not None:
        return False
    device = certificates.device(connection, van)
    key = device.key if device is not None else ""
    row = {**row_of(block), "van": van, "unit": unit, "used": told.used, "key_sha256": key, "epoch": ""}
    times = {"given_at": stamp(now), "heard_at": stamp(now)}
    connection.execute(insert(number_blocks).values(**row, **times, cursor=0))
    events.append(connection, at=now, kind="numbers-adopted", who=van, block=block.id)
    return True


def _hear_given(connection: Connection, van: str, given: Given, now: datetime) -> None:
    if not RECORD_ID.match(given.record) or not given.number:
        return
    row = _find(connection, given.number)
    if row is None:
        kept = {"number": given.number, "van": van, "receipt": "", "record": given.record}
        connection.execute(insert(acceptance_numbers).values(**kept, by_office=True, at=stamp(now)))
    elif (row["van"], row["record"]) != (van, given.record):
        _ring(connection, "number-twice", van, given.record, now, number=given.number, other=row["record"])


def _note_used(connection: Connection, block: RowMapping, used: int) -> int:
    most = max(int(block["used"]), used)
    if most != block["used"]:
        mine = number_blocks.c.id == block["id"]
        connection.execute(update(number_blocks).where(mine).values(used=most))
    return most


def days(
    office: Office, unit: str | None = None, day: date | None = None, *, since: date | None = None
) -> list[dict[str, object]]:
    """What became of the numbers, by unit, day and van ("": the office itself), newest day first.

    given; used, as far as is known; left: still to be taken; unused: nobody takes them any more, sure when
    `sure`: the laptop has spoken since its day was over, or since its block was ended.
    """
    asked = select(number_blocks).order_by(
        number_blocks.c.day.desc(), number_blocks.c.unit, number_blocks.c.van, number_blocks.c.first
    )
    if unit is not None:
        asked = asked.where(number_blocks.c.unit == unit)
    if since is not None:
        asked = asked.where(number_blocks.c.day >= since.isoformat())
    if day is not None:
        asked = asked.where(number_blocks.c.day == day.isoformat())
    today = day_of(office.now()).isoformat()
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    with office.database.read() as connection:
        for row in connection.execute(asked).mappings():
            name = (row["unit"], row["day"], row["van"])
            begun = {"unit": name[0], "day": name[1], "van": name[2], "sure": True}
            sums = found.setdefault(name, {**begun, **dict.fromkeys(("given", "used", "left", "unused"), 0)})
            size = row["last"] - row["first"] + 1
            over = row["ended_at"] is not None or row["day"] < today
            sums["given"] += size
            sums["used"] += row["used"]
            sums["unused" if over else "left"] += size - row["used"]
            sums["sure"] = sums["sure"] and (not over or _is_sure(row))
    return list(found.values())


def _is_sure(row: RowMapping) -> bool:
    if row["van"] == "":
        return True
    end = row["ended_at"] or ""
    heard = row["heard_at"] or ""
    return bool(heard) and heard >= end and day_of(moment(heard)).isoformat() > row["day"]


def of_receipt(connection: Connection, van: str, receipt: str) -> str:
    """The acceptance number under a receipt's own number (`records.number`); "" when it has none."""
    mine = (acceptance_numbers.c.van == van) & (acceptance_numbers.c.receipt == receipt)
    asked = select(acceptance_numbers.c.number).where(mine).order_by(acceptance_numbers.c.at).limit(1)
    return connection.execute(asked).scalar_one_or_none() or ""


def _find(connection: Connection, number: str) -> RowMapping | None:
    asked = select(acceptance_numbers).where(acceptance_numbers.c.number == number)
    return connection.execute(asked).mappings().one_or_none()


def _holder_of(connection: Connection, number: str) -> RowMapping | None:
    head, rest = number[: -RULE.digits], number[-RULE.digits :]
    if not (rest.isascii() and rest.isdigit()):
        return None
    mine = (
        (number_blocks.c.head == head)
        & (number_blocks.c.first <= int(rest))
        & (number_blocks.c.last >= int(rest))
    )
    return connection.execute(select(number_blocks).where(mine)).mappings().one_or_none()


def _ring(connection: Connection, kind: str, van: str, record: str, now: datetime, **facts: object) -> None:
    alarms.ring(connection, at=now, kind=kind, van=van, record=record, **facts)
