"""Who may speak to the gateway: vans and the office's own people, each by a token; only hashes are kept."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping, bindparam, insert, select, update

from sync.gateway import events
from sync.gateway.database import Database
from sync.gateway.errors import Problem
from sync.gateway.tables import tokens
from sync.protocol import VAN_ID, stamp

_BY_TOKEN = select(tokens.c.name, tokens.c.revoked_at).where(
    tokens.c.sha256 == bindparam("sought"), tokens.c.role == bindparam("as_role")
)


@dataclass(frozen=True)
class Speaker:
    """role: "van" or "office"."""

    role: str
    name: str


def enrol(database: Database, speaker: Speaker, now: datetime) -> str:
    """A new token for a van or an office worker; an older one of the same name ends here."""
    if not VAN_ID.match(speaker.name):
        raise Problem("bad-request", reason="name")
    token = secrets.token_urlsafe(32)
    with database.write() as connection:
        _end(connection, speaker, now)
        row = {"sha256": _hash(token), "role": speaker.role, "name": speaker.name, "made_at": stamp(now)}
        connection.execute(insert(tokens).values(**row))
        events.append(connection, at=now, kind=f"{speaker.role}-enrolled", who=speaker.name)
    return token


def revoke(database: Database, speaker: Speaker, now: datetime) -> bool:
    """From now on its token opens nothing. False when there was none to end."""
    with database.write() as connection:
        ended = _end(connection, speaker, now)
        if ended:
            events.append(connection, at=now, kind=f"{speaker.role}-revoked", who=speaker.name)
    return ended


def _end(connection: Connection, speaker: Speaker, now: datetime) -> bool:
    mine = (tokens.c.role == speaker.role) & (tokens.c.name == speaker.name) & tokens.c.revoked_at.is_(None)
    return bool(connection.execute(update(tokens).where(mine).values(revoked_at=stamp(now))).rowcount)


def speaker_of(database: Database, role: str, token: str) -> Speaker:
    """Raises Problem: sign-in-needed, device-revoked."""
    with database.read() as connection:
        row = connection.execute(_BY_TOKEN, {"sought": _hash(token), "as_role": role}).one_or_none()
    if row is None:
        raise Problem("sign-in-needed")
    if row.revoked_at is not None:
        raise Problem("device-revoked")
    return Speaker(role, row.name)


def seen(database: Database, van: str, now: datetime) -> None:
    with database.write() as connection:
        mine = (tokens.c.role == "van") & (tokens.c.name == van) & tokens.c.revoked_at.is_(None)
        connection.execute(update(tokens).where(mine).values(seen_at=stamp(now)))


def vans(database: Database) -> Sequence[RowMapping]:
    """name, made_at, revoked_at, seen_at; newest token of each first."""
    columns = (tokens.c.name, tokens.c.made_at, tokens.c.revoked_at, tokens.c.seen_at)
    with database.read() as connection:
        asked = (
            select(*columns).where(tokens.c.role == "van").order_by(tokens.c.name, tokens.c.made_at.desc())
        )
        return connection.execute(asked).mappings().all()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
