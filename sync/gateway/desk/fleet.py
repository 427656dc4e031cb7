"""The vans as the office knows them: last heard, what they run, what waits, what they may."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, func, insert, select, update

from sync.gateway.bureau import CMS, GM
from sync.gateway.database import Database
from sync.gateway.desk import revocation
from sync.gateway.desk.tables import van_reports
from sync.gateway.errors import DeskError
from sync.gateway.office import Office
from sync.gateway.tables import certificates as given
from sync.gateway.tables import records, tokens, work
from sync.protocol import stamp

REPORT_EVERY = timedelta(seconds=60)  # a report that says the same is not written more often
SILENT_AFTER = timedelta(days=3)
ENDING = timedelta(days=14)  # a certificate that renews itself was due long before
_FACT = re.compile(r"(program|pack|waiting)=([A-Za-z0-9._@-]{1,40})\Z", re.ASCII)


@dataclass(frozen=True)
class Known:
    """A van by its tokens and certificates. expires_at: of the one it speaks with. national: it has one of
    the national algorithms, too."""

    name: str
    seen_at: str | None
    revoked: bool
    expires_at: str | None
    national: bool

    def silent(self, now: datetime) -> bool:
        return not self.revoked and (self.seen_at is None or self.seen_at < stamp(now - SILENT_AFTER))

    def ending(self, now: datetime) -> bool:
        return not self.revoked and self.expires_at is not None and self.expires_at < stamp(now + ENDING)


@dataclass(frozen=True)
class Van(Known):
    """waiting: parcels on the laptop, as it said. untold: sheets of work its device cannot have read."""

    program: str
    pack: str
    waiting: int | None
    records: int
    last_record_at: str | None
    untold: int


def report(database: Database, van: str, said: str, now: datetime) -> None:
    """said: the header `Van-About`, from a laptop; what is no fact of ours is passed over."""
    matches = [_FACT.match(part.strip()) for part in said[:200].split(";")]
    found: dict[str, str] = {match[1]: match[2] for match in matches if match is not None}
    if not found:
        return
    waiting = found.get("waiting", "")
    row = {
        "program": found.get("program", ""),
        "pack": found.get("pack", ""),
        "waiting": int(waiting[:9]) if waiting.isdecimal() else None,
    }
    mine = van_reports.c.van == van
    with database.read() as connection:
        known = connection.execute(select(van_reports).where(mine)).mappings().one_or_none()
    if (
        known is not None
        and known["at"] > stamp(now - REPORT_EVERY)
        and all(known[key] == row[key] for key in row)
    ):
        return
    with database.write() as connection:
        if connection.execute(update(van_reports).where(mine).values(**row, at=stamp(now))).rowcount == 0:
            connection.execute(insert(van_reports).values(van=van, **row, at=stamp(now)))


def known(office: Office) -> list[Known]:
    """Every van that was ever enrolled, by name. Looks at no record, so it costs nothing to ask often."""
    with office.database.read() as connection:
        return _known(connection)


def listed(office: Office) -> list[Van]:
    """The same with what each runs, brought and waits for: all records are counted."""
    today = office.now().date().isoformat()
    waits = (work.c.told_key == "") & work.c.withdrawn.is_(False) & (work.c.day >= today)
    with office.database.read() as connection:
        vans = _known(connection)
        came = _by_van(connection, records.c.van, func.count(), func.max(records.c.received_at))
        untold = _by_van(connection, work.c.van, func.count(), where=waits)
        reports = {row["van"]: row for row in connection.execute(select(van_reports)).mappings()}
    nothing: dict[str, Any] = {"program": "", "pack": "", "waiting": None}
    return [
        Van(
            **vars(van),
            records=came[van.name][1] if van.name in came else 0,
            last_record_at=came[van.name][2] if van.name in came else None,
            untold=untold[van.name][1] if van.name in untold else 0,
            **{fact: reports.get(van.name, nothing)[fact] for fact in nothing},
        )
        for van in vans
    ]


def _known(connection: Connection) -> list[Known]:
    is_van = tokens.c.role == "van"
    seen = _by_van(connection, tokens.c.name, func.max(tokens.c.seen_at), where=is_van)
    speak = _by_van(connection, tokens.c.name, where=is_van & tokens.c.revoked_at.is_(None))
    good, until = given.c.ended_at.is_(None), func.max(given.c.expires_at)
    lives = _by_van(connection, given.c.van, until, where=good & (given.c.suite == CMS))
    national = _by_van(connection, given.c.van, where=good & (given.c.suite == GM))
    return [
        Known(
            name,
            seen[name][1] if name in seen else None,
            name not in lives and name not in speak,
            lives[name][1] if name in lives else None,
            name in national,
        )
        for name in sorted({*seen, *lives})
    ]


def _by_van(
    connection: Connection, van: Column[Any], *facts: Any, where: ColumnElement[bool] | None = None
) -> dict[str, Any]:
    asked = select(van, *facts).group_by(van)
    return {row[0]: row for row in connection.execute(asked if where is None else asked.where(where))}


def revoke(office: Office, van: str, reason: str, who: str) -> None:
    """From now on nothing of this van opens anything, and its numbers end.

    Raises DeskError: van-unknown, van-revoked (already), reason-missing.
    """
    if not reason:
        raise DeskError("reason-missing")
    if all(one.name != van for one in known(office)):
        raise DeskError("van-unknown")
    if not revocation.revoke(office, van, who, reason):
        raise DeskError("van-revoked")
