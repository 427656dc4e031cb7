"""Figures over a span of days: planned, arrived, done and failed; how long it took; what residents thought.

Counted by the database over what is kept beside each record (`services`), work given to vans and bookings.
Nothing here names a person. Times: the middle one, and the one nine of ten stay below; a mean would be one
forgotten record's.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Select, case, func, select

from forms.days import day_of
from sync.gateway.desk.ratings import rules
from sync.gateway.desk.tables import bookings, ratings, return_reasons, services, van_days
from sync.gateway.tables import work
from sync.protocol import stamp

if TYPE_CHECKING:
    from sync.gateway.office import Office

LONGEST = timedelta(days=366)
PLANS = ("trip", "booking")  # kinds of work whose rows are people who are expected
NOT_COME = ("no_show", "lapsed")
TIMES = ("handling_s", "sent_s", "decided_s", "made_s")


@dataclass(frozen=True)
class Span:
    """first and last day, both counted. van, matter: "" for all."""

    first: date
    last: date
    van: str = ""
    matter: str = ""

    def days(self) -> Sequence[date]:
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]


def span(first: str, last: str, today: date, van: str = "", matter: str = "") -> Span:
    """From what somebody typed; what is no day, or too long ago, becomes the last thirty days."""
    end = _day(last) or today
    begin = _day(first) or end - timedelta(days=29)
    begin, end = min(begin, end), max(begin, end)
    return Span(max(begin, end - LONGEST + timedelta(days=1)), end, van, matter)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@dataclass(frozen=True)
class Count:
    """Of one day, van or matter. planned None: it is not known by matter.

    arrived: people (a correction is nobody new). walk_ins: of these, without an appointment. waiting: records
    nobody has decided.
    """

    key: str
    planned: int | None = 0
    arrived: int = 0
    walk_ins: int = 0
    not_come: int = 0
    accepted: int = 0
    returned: int = 0
    made: int = 0
    waiting: int = 0

    @property
    def records(self) -> int:
        return self.accepted + self.returned + self.waiting


def by_day(office: Office, asked: Span) -> Sequence[Count]:
    """Every day of the span, also those without anything."""
    found = {one.key: one for one in _counts(office, asked, "day")}
    none = None if asked.matter else 0
    return [found.get(day.isoformat(), Count(day.isoformat(), planned=none)) for day in asked.days()]


def by_van(office: Office, asked: Span) -> Sequence[Count]:
    return _counts(office, asked, "van")


def by_matter(office: Office, asked: Span) -> Sequence[Count]:
    return _counts(office, asked, "matter")


def _counts(office: Office, asked: Span, by: str) -> Sequence[Count]:
    key = services.c[by]
    first, decision = services.c.first, services.c.decision

    def sum_of(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.sum(case((condition, 1), else_=0))

    counted = (
        select(
            key.label("key"),
            sum_of(first).label("arrived"),
            sum_of(first & ~services.c.planned).label("walk_ins"),
            sum_of(decision == "accepted").label("accepted"),
            sum_of(decision == "returned").label("returned"),
            sum_of(services.c.made_at.is_not(None)).label("made"),
            sum_of(decision.is_(None)).label("waiting"),
        )
        .where(*_within(asked))
        .group_by(key)
    )
    with office.database.read() as connection:
        found = {row["key"]: dict(row) for row in connection.execute(counted).mappings()}
        planned = {} if asked.matter or by == "matter" else _planned(connection, asked, by)
        not_come = _not_come(connection, asked, by)
    keys = sorted({*found, *planned, *not_come})
    unknown = asked.matter or by == "matter"
    return [
        Count(
            **{**found.get(key, {}), "key": key},
            planned=None if unknown else planned.get(key, 0),
            not_come=not_come.get(key, 0),
        )
        for key in keys
    ]


def _within(asked: Span) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [
        services.c.day.between(asked.first.isoformat(), asked.last.isoformat())
    ]
    found += [services.c.van == asked.van] if asked.van else []
    return found + ([services.c.matter == asked.matter] if asked.matter else [])


def _planned(connection: Connection, asked: Span, by: str) -> Mapping[str, int]:
    counted = select(work.c[by], func.sum(work.c.rows)).where(
        work.c.kind.in_(PLANS), work.c.day.between(asked.first.isoformat(), asked.last.isoformat())
    )
    counted = counted.where(work.c.van == asked.van) if asked.van else counted
    return {row[0]: int(row[1]) for row in connection.execute(counted.group_by(work.c[by]))}


def _not_come(connection: Connection, asked: Span, by: str) -> Mapping[str, int]:
    key = van_days.c.van if by == "van" else bookings.c[by]
    counted = (
        select(key, func.count())
        .select_from(bookings.join(van_days, van_days.c.id == bookings.c.van_day))
        .where(bookings.c.state.in_(NOT_COME))
        .where(bookings.c.day.between(asked.first.isoformat(), asked.last.isoformat()))
    )
    counted = counted.where(van_days.c.van == asked.van) if asked.van else counted
    counted = counted.where(bookings.c.matter == asked.matter) if asked.matter else counted
    return {row[0]: int(row[1]) for row in connection.execute(counted.group_by(key))}


def total(counts: Sequence[Count]) -> Count:
    def of(name: str) -> int:
        return sum(getattr(one, name) or 0 for one in counts)

    names = ("arrived", "walk_ins", "not_come", "accepted", "returned", "made", "waiting")
    known = all(one.planned is not None for one in counts)
    return Count("", planned=of("planned") if known else None, **{name: of(name) for name in names})


@dataclass(frozen=True)
class Took:
    """Seconds. of: how many were measured."""

    key: str
    of: int
    middle: int
    nine_of_ten: int


def took(office: Office, asked: Span, what: str, by: str) -> Sequence[Took]:
    """what: one of TIMES: handling (first answer to seal), sent (seal to arrival), decided (arrival to
    decision), made (seal to card). by: "day", "van", "matter", or "" for all together.
    """
    key: ColumnElement[str] = services.c[by] if by else func.coalesce(None, "")
    value = services.c[what]
    place = func.row_number().over(partition_by=key, order_by=value)
    of = func.count().over(partition_by=key)
    ranked = (
        select(key.label("key"), value.label("value"), place.label("place"), of.label("of"))
        .where(*_within(asked), value.is_not(None), *([services.c.first] if what == "handling_s" else []))
        .subquery()
    )
    row = ranked.c
    chosen: Select[Any] = (
        select(
            row.key,
            row.of,
            func.max(case((row.place == (row.of + 1) // 2, row.value))).label("middle"),
            func.max(case((row.place == (row.of * 9 + 9) // 10, row.value))).label("nine_of_ten"),
        )
        .group_by(row.key, row.of)
        .order_by(row.key)
    )
    with office.database.read() as connection:
        return [Took(*found) for found in connection.execute(chosen)]


def reasons(office: Office, asked: Span) -> Sequence[tuple[str, int]]:
    """Why records were returned, most frequent first."""
    counted = (
        select(return_reasons.c.reason, func.count())
        .select_from(return_reasons.join(services, services.c.record == return_reasons.c.record))
        .where(*_within(asked))
        .group_by(return_reasons.c.reason)
        .order_by(func.count().desc(), return_reasons.c.reason)
    )
    with office.database.read() as connection:
        return [(row[0], row[1]) for row in connection.execute(counted)]


@dataclass(frozen=True)
class Opinions:
    """levels: 5 … 1 -> how many. silent: the card was made so long ago that silence is an answer, too."""

    levels: Mapping[int, int]
    silent: int

    @property
    def said(self) -> int:
        return sum(self.levels.values())


def opinions(office: Office, asked: Span) -> Opinions:
    long_ago = stamp(office.now() - timedelta(days=rules().silence_days))
    rated = ratings.join(services, services.c.record == ratings.c.record)
    counted = select(ratings.c.level, func.count()).select_from(rated).where(*_within(asked))
    quiet = services.outerjoin(ratings, services.c.record == ratings.c.record)
    silent = select(func.count()).select_from(quiet).where(*_within(asked), ratings.c.record.is_(None))
    with office.database.read() as connection:
        found = {row[0]: row[1] for row in connection.execute(counted.group_by(ratings.c.level))}
        unheard = connection.execute(silent.where(services.c.made_at < long_ago)).scalar_one()
    return Opinions({level: found.get(level, 0) for level in sorted(rules().levels, reverse=True)}, unheard)


def known(office: Office) -> tuple[Sequence[str], Sequence[str]]:
    """Vans and matters there are figures of."""
    with office.database.read() as connection:
        vans = connection.execute(select(services.c.van).distinct().order_by(services.c.van)).scalars().all()
        asked = select(services.c.matter).distinct().order_by(services.c.matter)
        return vans, connection.execute(asked).scalars().all()


def by_week(counts: Sequence[Count]) -> Sequence[Count]:
    """Days put together, each week under its Monday: a year of days is no chart."""
    weeks: dict[str, list[Count]] = {}
    for one in counts:
        day = date.fromisoformat(one.key)
        weeks.setdefault((day - timedelta(days=day.weekday())).isoformat(), []).append(one)
    return [_named(monday, total(days)) for monday, days in weeks.items()]


def _named(key: str, count: Count) -> Count:
    return Count(**{**vars(count), "key": key})


COLUMNS = ("planned", "arrived", "walk_ins", "not_come", "accepted", "returned", "made", "waiting")


def table(head: Sequence[str], counts: Sequence[Count]) -> bytes:
    """As CSV that spreadsheets open as it is: UTF-8 with its mark. head: words of the key and of COLUMNS."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(head)
    for one in counts:
        values = [getattr(one, name) for name in COLUMNS]
        rows.writerow([one.key, *("" if value is None else value for value in values)])
    return out.getvalue().encode("utf-8-sig")


def today(office: Office) -> date:
    return day_of(office.now())
