"""What the office decides about a record, once: accept, return with reasons, made."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, RowMapping, select, update

from sync.gateway import events, mail
from sync.gateway.database import Database
from sync.gateway.errors import Problem
from sync.gateway.tables import notices, records
from sync.parcel import NoticeKind
from sync.protocol import stamp

# decision -> (states it may be taken in, state afterwards, what the van is told)
MOVES: Mapping[str, tuple[tuple[str, ...], str, NoticeKind]] = {
    "accept": (("received",), "accepted", NoticeKind.ACCEPTED),
    "return": (("received",), "returned", NoticeKind.RETURNED),
    "made": (("accepted",), "made", NoticeKind.MADE),
}


@dataclass(frozen=True)
class Decision:
    """reasons: sentences for the officer. fields: field ids or capture slots to look at (for "return")."""

    record: str
    decision: str
    reasons: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Decided:
    cursor: int
    state: str
    fresh: bool  # False: the same had been decided before


def decide(database: Database, decision: Decision, who: str, now: datetime) -> Decided:
    """Deciding the same twice is deciding once; anything else the table has no move for is refused.

    Raises Problem: bad-request, not-found, not-allowed (values: state).
    """
    if decision.decision not in MOVES:
        raise Problem("bad-request", reason="decision")
    if decision.decision == "return" and not decision.reasons:
        raise Problem("bad-request", reason="reasons")
    before, after, kind = MOVES[decision.decision]
    with database.write() as connection:
        row = connection.execute(
            select(records.c.van, records.c.state).where(records.c.id == decision.record)
        ).one_or_none()
        if row is None:
            raise Problem("not-found")
        told = _told(connection, decision.record, kind)
        if told is not None and _same(told, decision):
            return Decided(told["cursor"], row.state, fresh=False)
        if row.state not in before:
            raise Problem("not-allowed", state=row.state)
        moved = update(records).where(records.c.id == decision.record)
        connection.execute(moved.values(state=after, changed_at=stamp(now)))
        cursor = mail.post(
            connection,
            van=row.van,
            record=decision.record,
            kind=kind,
            at=now,
            reasons=decision.reasons,
            fields=decision.fields,
            values=decision.values,
        )
        events.append(connection, at=now, kind=after, who=who, record=decision.record, cursor=cursor)
    return Decided(cursor, after, fresh=True)


def _told(connection: Connection, record: str, kind: NoticeKind) -> RowMapping | None:
    asked = select(notices.c.cursor, notices.c.said)
    mine = asked.where(notices.c.record == record, notices.c.kind == kind.value)
    return connection.execute(mine).mappings().one_or_none()


def _same(told: RowMapping, decision: Decision) -> bool:
    said = json.loads(told["said"])
    return (said["reasons"], said["fields"], said["values"]) == (
        list(decision.reasons),
        list(decision.fields),
        dict(decision.values),
    )
