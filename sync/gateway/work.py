"""What a van is asked to do: put in by the office, kept sealed to the bureau, told over the van's own cursor.

A van without a certificate hears of it when it gets one; a laptop with another key hears everything again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from forms.sheets import Sheet, dump
from sync.errors import BadParcel
from sync.gateway import certificates, events, mail
from sync.gateway.certificates import Device
from sync.gateway.errors import Problem
from sync.gateway.office import Office
from sync.gateway.tables import notices, work
from sync.parcel import NoticeKind
from sync.protocol import VAN_ID, stamp
from sync.sealing import enveloped
from sync.sealing.international import International

MOST_BYTES = 2 * 1024 * 1024  # of one sheet, packed: an answer with it must stay well below MAX_ANSWER
KEPT = timedelta(days=30)  # after its day; then what names a person goes, here and in the notices


@dataclass(frozen=True)
class Put:
    """cursor: of the notice that tells it; 0: the van has no certificate yet. fresh: False, known already."""

    revision: int
    cursor: int
    fresh: bool


def put(office: Office, van: str, sheet: Sheet, who: str) -> Put:
    """Twice the same is once. Raises Problem: bad-request, too-large."""
    if not VAN_ID.match(van):
        raise Problem("bad-request", reason="name")
    content = dump(sheet)
    if len(content) > MOST_BYTES:
        raise Problem("too-large", most=MOST_BYTES)
    kept = enveloped.encrypt(content, office.bureau.certificates, International())
    row: dict[str, Any] = {
        "day": sheet.day.isoformat(),
        "rows": len(sheet.rows),
        "sha256": hashlib.sha256(content).hexdigest(),
        "content": kept,
        "withdrawn": False,
    }
    now = office.now()
    with office.database.write() as connection:
        known = _find(connection, van, sheet.kind, sheet.id)
        if known and (known["sha256"], known["withdrawn"]) == (row["sha256"], False):
            return Put(known["revision"], known["cursor"], fresh=False)
        row |= {"van": van, "kind": sheet.kind, "id": sheet.id, "changed_at": stamp(now)}
        row["revision"] = known["revision"] + 1 if known else 1
        row |= _tell(connection, row, content, certificates.device(connection, van), now)
        _keep(connection, row, known)
        _note(connection, row, "work-put", who, now)
    return Put(row["revision"], row["cursor"], fresh=True)


def withdraw(office: Office, van: str, kind: str, id: str, who: str) -> bool:
    """It is off. False when it was not there, or is withdrawn already."""
    now = office.now()
    with office.database.write() as connection:
        known = _find(connection, van, kind, id)
        if known is None or known["withdrawn"]:
            return False
        row = {**known, "withdrawn": True, "content": b"", "rows": 0, "changed_at": stamp(now)}
        row["revision"] += 1
        row["cursor"] = mail.post(
            connection, van=van, record=None, kind=NoticeKind(kind), at=now, data=_data(row)
        )
        _keep(connection, row, known)
        _note(connection, row, "work-withdrawn", who, now)
    return True


def listed(office: Office, van: str | None = None) -> Sequence[RowMapping]:
    """van, kind, id, revision, day, rows, withdrawn, told_key, cursor, changed_at; by day."""
    names = ("van", "kind", "id", "revision", "day", "rows", "withdrawn", "told_key", "cursor", "changed_at")
    asked = select(*(work.c[name] for name in names)).order_by(work.c.day, work.c.van, work.c.kind, work.c.id)
    with office.database.read() as connection:
        return connection.execute(asked if van is None else asked.where(work.c.van == van)).mappings().all()


def tell_waiting(office: Office, van: str) -> int:
    """What this van's device cannot have read is told (again), sealed to its present key. How many sheets.

    Called when it was given a certificate. Without the bureau's key here nothing can be opened, so nothing is
    told: `python -m sync.gateway work --tell VAN` does it where the key is.
    """
    now, told = office.now(), 0
    with office.database.write() as connection:
        device = certificates.device(connection, van)
        if device is None:
            return 0
        waiting = (
            (work.c.van == van)
            & work.c.withdrawn.is_(False)
            & (work.c.day >= now.date().isoformat())
            & (work.c.told_key != device.key)
        )
        asked = select(work).where(waiting).order_by(work.c.changed_at, work.c.kind, work.c.id)
        for known in connection.execute(asked).mappings().all():
            try:
                content = enveloped.decrypt(known["content"], office.bureau.holders, International())
            except BadParcel:
                continue
            row = {**known, "revision": known["revision"] + 1}
            row |= _tell(connection, row, content, device, now)
            _keep(connection, row, known)
            told += 1
        if told:
            events.append(connection, at=now, kind="work-told", who=van, sheets=told)
    return told


def let_go(office: Office) -> int:
    """What names a person goes when its day is long over; that there was work stays. How many sheets."""
    before = (office.now() - KEPT).date().isoformat()
    with office.database.write() as connection:
        old = (work.c.day < before) & (work.c.content != b"")
        cursors = select(work.c.cursor).where(old)
        connection.execute(update(notices).where(notices.c.cursor.in_(cursors)).values(sealed=None))
        return connection.execute(update(work).where(old).values(content=b"")).rowcount


def _tell(
    connection: Connection,
    row: dict[str, Any],
    content: bytes,
    device: Device | None,
    now: datetime,
) -> dict[str, Any]:
    if device is None:
        return {"told_key": "", "cursor": 0}
    cursor = mail.post(
        connection,
        van=row["van"],
        record=None,
        kind=NoticeKind(row["kind"]),
        at=now,
        data=_data(row),
        sealed=device.seal(content),
    )
    return {"told_key": device.key, "cursor": cursor}


def _data(row: dict[str, Any]) -> dict[str, str | int]:
    said = {"id": row["id"], "day": row["day"], "revision": row["revision"]}
    return said | ({"withdrawn": 1} if row["withdrawn"] else {})


def _find(connection: Connection, van: str, kind: str, id: str) -> RowMapping | None:
    asked = select(work).where(work.c.van == van, work.c.kind == kind, work.c.id == id)
    return connection.execute(asked).mappings().one_or_none()


def _keep(connection: Connection, row: dict[str, Any], known: RowMapping | None) -> None:
    if known is None:
        connection.execute(insert(work).values(**row))
        return
    # What was told before is told otherwise now: nobody needs the old words any more.
    connection.execute(update(notices).where(notices.c.cursor == known["cursor"]).values(sealed=None))
    mine = (work.c.van == row["van"]) & (work.c.kind == row["kind"]) & (work.c.id == row["id"])
    connection.execute(update(work).where(mine).values(**row))


def _note(connection: Connection, row: dict[str, Any], kind: str, who: str, now: datetime) -> None:
    facts = {name: row[name] for name in ("van", "id", "revision", "rows")}
    events.append(connection, at=now, kind=kind, who=who, what=row["kind"], **facts)
