"""Of each record what figures are made of, kept beside it when it arrives and as it is decided.

Nothing here names a person: how long it took, which van, which matter, what came of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from forms.days import day_of
from forms.record import Application
from sync.gateway import events
from sync.gateway.desk.tables import return_reasons, services
from sync.protocol import moment, stamp

LONGEST_S = 30 * 24 * 3600  # what took longer was put aside for a month: it tells nothing about handling

# What a returned record was about, by what the notice marks: a field's id or a capture's slot.
_SLOTS = ("portrait", "finger", "material", "signature", "exception", "chip", "travel")


_NEW = insert(services)
ENCLOSED = "rating-enclosed"  # event: the record brings what the resident thought of it


@dataclass(frozen=True)
class Facts:
    """What a letter tells of the service itself. rated: the resident said what they thought of it."""

    way: str
    planned: bool
    begun_at: datetime
    sealed_at: datetime
    rated: bool = False


def facts(application: Application) -> Facts:
    sealed_at = application.sealed_at or application.changed_at
    planned, rated = bool(application.trip), bool(application.answers.get("rating"))
    return Facts(application.way, planned, application.begun_at, sealed_at, rated)


@dataclass(frozen=True)
class Arrived:
    """A record that is here since `at`. first: it corrects none."""

    record: str
    van: str
    matter: str
    first: bool
    told: Facts
    at: datetime


def enter(connection: Connection, arrived: Sequence[Arrived]) -> None:
    """Inside the transaction of their arrival."""
    if arrived:
        connection.execute(_NEW, [_row(one) for one in arrived])
    rated = [one for one in arrived if one.told.rated]
    events.append_all(connection, [events.Entry(one.at, ENCLOSED, one.van, one.record) for one in rated])


def _row(arrived: Arrived) -> dict[str, Any]:
    told = arrived.told
    return {
        "record": arrived.record,
        "van": arrived.van,
        "matter": arrived.matter,
        "first": arrived.first,
        "day": day_of(told.begun_at).isoformat(),
        "way": told.way[:16],
        "planned": told.planned,
        "handling_s": _seconds(told.begun_at, told.sealed_at),
        "sent_s": _seconds(told.sealed_at, arrived.at),
        "received_at": stamp(arrived.at),
    }


def decided(connection: Connection, record: str, decision: str, at: datetime) -> None:
    """decision: "accepted" or "returned"."""
    began = connection.execute(select(services.c.received_at).where(services.c.record == record)).scalar()
    if began is not None:
        told = {"decided_at": stamp(at), "decision": decision, "decided_s": _seconds(moment(began), at)}
        connection.execute(update(services).where(services.c.record == record).values(**told))


def made(connection: Connection, record: str, at: datetime) -> None:
    asked = select(services.c.received_at, services.c.sent_s).where(services.c.record == record)
    row = connection.execute(asked).one_or_none()
    if row is not None:
        taken = _seconds(moment(row.received_at), at) + row.sent_s
        told = {"made_at": stamp(at), "made_s": taken}
        connection.execute(update(services).where(services.c.record == record).values(**told))


def returned_for(
    connection: Connection, record: str, marked: Iterable[str], codes: Iterable[str] = ()
) -> None:
    """marked: fields and slots of the notice. codes: the reviewer's reasons, where they are coded."""
    for reason in sorted(set(codes) or {subject_of(one) for one in marked} or {"other"}):
        row = {"record": record, "reason": reason[:64]}
        known = select(return_reasons.c.record).filter_by(**row)
        if connection.execute(known).first() is None:
            connection.execute(insert(return_reasons).values(**row))


def subject_of(mark: str) -> str:
    """ "finger.1" is about fingers; what is no slot is an answer."""
    slot = mark.partition(".")[0]
    return slot if slot in _SLOTS else "answers"


def _seconds(since: datetime, until: datetime) -> int:
    """Clocks differ: never less than nothing."""
    return min(max(0, round((until - since).total_seconds())), LONGEST_S)
