"""Stand-ins for what the engine is handed: a clock set by hand, an outbox in memory, an office that obeys."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sync.errors import BadParcel, SyncError
from sync.outbox import Due
from sync.parcel import Notice, Parcel, Receipt

START = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)


class HandClock:
    def __init__(self) -> None:
        self.time = START

    def now(self) -> datetime:
        return self.time

    def pass_s(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


@dataclass
class Row:
    parcel: Parcel
    order: int
    state: str = "waiting"
    tries: int = 0
    not_before: datetime = START
    receipt: Receipt | None = None
    code: str | None = None
    values: Mapping[str, object] = field(default_factory=dict)


class MemoryOutbox:
    """Obeys the contract of sync.outbox.Outbox with a dictionary for a table."""

    def __init__(self) -> None:
        self.rows: dict[str, Row] = {}
        self.alarms: list[tuple[str, str]] = []
        self.damaged: set[str] = set()

    def add(self, parcel: Parcel) -> Parcel:
        self.rows[parcel.id] = Row(parcel, len(self.rows))
        return parcel

    def state(self, id: str) -> str:
        return self.rows[id].state

    def due(self, now: datetime) -> Sequence[Due]:
        open_rows = [
            r for r in self.rows.values() if r.state in ("waiting", "sending") and r.not_before <= now
        ]
        open_rows.sort(key=lambda r: (not r.parcel.urgent, r.order))
        return [Due(r.parcel.id, r.tries, r.parcel.urgent) for r in open_rows]

    def parcel(self, id: str) -> Parcel:
        if id in self.damaged:
            raise BadParcel(reason="unreadable")
        return self.rows[id].parcel

    def sending(self, id: str) -> None:
        self.rows[id].state = "sending"

    def interrupted(self, id: str, code: str) -> None:
        self.rows[id].state = "waiting"
        self.rows[id].code = code

    def delivered(self, id: str, receipt: Receipt) -> None:
        self.rows[id].state = "delivered"
        self.rows[id].receipt = receipt

    def put_off(self, id: str, until: datetime, code: str) -> None:
        row = self.rows[id]
        row.state, row.not_before, row.code, row.tries = "waiting", until, code, row.tries + 1

    def refused(self, id: str, code: str, values: Mapping[str, object]) -> None:
        row = self.rows[id]
        row.state, row.code, row.values = "refused", code, values

    def alarm(self, id: str, code: str, values: Mapping[str, object]) -> None:
        self.alarms.append((id, code))


class MemoryInbox:
    def __init__(self) -> None:
        self.last = 0
        self.applied: list[Notice] = []

    def cursor(self) -> int:
        return self.last

    def apply(self, notice: Notice) -> bool:
        if notice.cursor <= self.last:
            return False
        self.last = notice.cursor
        self.applied.append(notice)
        return True

    def advance(self, cursor: int) -> None:
        self.last = max(self.last, cursor)


class ObedientOffice:
    """Takes every parcel but those it was told to answer otherwise; gives out the notices it was handed."""

    def __init__(self) -> None:
        self.errors: dict[str, SyncError] = {}
        self.down: SyncError | None = None
        self.pull_error: SyncError | None = None
        self.seen: list[str] = []
        self.notices: list[Notice] = []
        self.end = 0
        self.on_deliver: Callable[[Parcel], None] = lambda parcel: None

    def deliver(self, parcel: Parcel) -> Receipt:
        self.seen.append(parcel.id)
        self.on_deliver(parcel)
        if self.down is not None:
            raise self.down
        if parcel.id in self.errors:
            raise self.errors[parcel.id]
        return Receipt(parcel.id, parcel.sha256, START, "office", "signature")

    def changes(self, cursor: int, wait_s: float) -> tuple[tuple[Notice, ...], int]:
        if self.pull_error is not None:
            raise self.pull_error
        page = tuple(n for n in self.notices if n.cursor > cursor)[:2]
        return page, page[-1].cursor if page else max(cursor, self.end)


def small_parcel(id: str, *, urgent: bool = False) -> Parcel:
    body = f"sealed {id}".encode()
    return Parcel(id, hashlib.sha256(body).hexdigest(), body, urgent=urgent)
