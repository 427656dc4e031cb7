"""What the office's machines say about a record, once: accept, return with reasons, made.

The API, the command line and training's reviewer; people decide through `desk.cases`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, RowMapping, select, update

from sync.gateway import events, mail
from sync.gateway.database import Database
from sync.gateway.desk.states import BY_MACHINES, MOVES
from sync.gateway.errors import Problem
from sync.gateway.tables import notices, records
from sync.parcel import NoticeKind
from sync.protocol import stamp


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
    if decision.decision not in BY_MACHINES:
        raise Problem("bad-request", reason="decision")
    if decision.decision == "return" and not decision.reasons:
        raise Problem("bad-request", reason="reasons")
    move = MOVES[decision.decision]
    with database.write() as connection:
        row = connection.execute(
            select(records.c.van, records.c.state).where(records.c.id == decision.record)
        ).one_or_none()
        if row is None:
            raise Problem("not-found")
        told = _told(connection, decision.record, move.told)
        if told is not None and _same(told, decision):
            return Decided(told["cursor"], row.state, fresh=False)
        if row.state not in move.before:
            raise Problem("not-allowed", state=row.state)
        moved = update(records).where(records.c.id == decision.record)
        changed = {"state": move.after, "changed_at": stamp(now), "revision": records.c.revision + 1}
        connection.execute(moved.values(**changed, claimed_by="", claimed_until=""))
        cursor = mail.post(
            connection,
            van=row.van,
            record=decision.record,
            kind=move.told,
            at=now,
            reasons=decision.reasons,
            fields=decision.fields,
            values=decision.values,
        )
        events.append(connection, at=now, kind=move.after, who=who, record=decision.record, cursor=cursor)
    return Decided(cursor, move.after, fresh=True)


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
