"""Who is signed in, and how often somebody tried to. All of it in the database: a restart helps nobody."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from sync.gateway import events
from sync.gateway.database import Database
from sync.gateway.desk import staff
from sync.gateway.desk.staff import Person
from sync.gateway.desk.tables import failures, sessions
from sync.gateway.errors import DeskError
from sync.protocol import stamp

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
_SEEN_EVERY = timedelta(seconds=60)  # a page does not cost a write

# So many in vain are free; each further one waits twice as long, to the longest. Forgotten after a day.
FREE_TRIES = {"account": 5, "address": 20}
FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN = timedelta(days=1)


@dataclass(frozen=True)
class Session:
    """token: what the cookie holds, known only to the browser. csrf: what each form brings along."""

    person: Person
    csrf: str
    sha256: str


def sign_in(database: Database, name: str, password: str, address: str, now: datetime) -> tuple[str, Session]:
    """The cookie's token and the session.

    Raises DeskError: sign-in-failed (whatever was wrong), too-many-tries with `wait_s`.
    """
    person = confirm(database, name, password, now, address=address)
    token, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    session = Session(person, csrf, _hash(token))
    with database.write() as connection:
        connection.execute(delete(failures).where(failures.c.last_at < stamp(now - FORGOTTEN)))
        connection.execute(delete(sessions).where(sessions.c.made_at < stamp(now - LONGEST)))
        connection.execute(
            insert(sessions).values(
                sha256=session.sha256,
                name=person.name,
                generation=person.generation,
                csrf=csrf,
                made_at=stamp(now),
                seen_at=stamp(now),
            )
        )
        events.append(connection, at=now, kind="signed-in", who=person.who)
    return token, session


def confirm(
    database: Database, name: str, password: str, now: datetime, *, address: str | None = None
) -> Person:
    """Whose password it is; what is typed wrong is counted. Raises DeskError as `sign_in` does."""
    keys = {"account": _hash(f"account {name}")}
    if address is not None:
        keys["address"] = _hash(f"address {address}")
    _pace(database, keys, now)
    person = staff.proved(database, name, password)
    with database.write() as connection:
        if person is not None:
            connection.execute(delete(failures).where(failures.c.sha256 == keys["account"]))
            return person
        for key in keys.values():
            _failed(connection, key, now)
        events.append(connection, at=now, kind="sign-in-failed", who="console", account=keys["account"][:16])
    raise DeskError("sign-in-failed")


def of_token(database: Database, token: str, now: datetime) -> Session | None:
    """None: no such session, or it is over (idle, too long, account locked or changed)."""
    sha256 = _hash(token)
    with database.read() as connection:
        asked = select(sessions).where(sessions.c.sha256 == sha256)
        row = connection.execute(asked).mappings().one_or_none()
        person = None if row is None else staff.find(connection, row["name"])
    if row is None or person is None or person.locked or row["generation"] != person.generation:
        return None
    if row["seen_at"] < stamp(now - IDLE) or row["made_at"] < stamp(now - LONGEST):
        return None
    if row["seen_at"] < stamp(now - _SEEN_EVERY):
        with database.step() as connection:
            mine = sessions.c.sha256 == sha256
            connection.execute(update(sessions).where(mine).values(seen_at=stamp(now)))
    return Session(person, row["csrf"], sha256)


def sign_out(database: Database, session: Session, now: datetime) -> None:
    with database.write() as connection:
        connection.execute(delete(sessions).where(sessions.c.sha256 == session.sha256))
        events.append(connection, at=now, kind="signed-out", who=session.person.who)


def _pace(database: Database, keys: dict[str, str], now: datetime) -> None:
    with database.read() as connection:
        asked = select(failures).where(failures.c.sha256.in_(keys.values()))
        rows = connection.execute(asked).mappings().all()
    for kind, key in keys.items():
        for row in rows:
            over = row["count"] - FREE_TRIES[kind]
            if row["sha256"] != key or over < 0:
                continue
            wait = min(FIRST_WAIT * 2 ** min(over, 10), LONGEST_WAIT)
            left = datetime.fromisoformat(row["last_at"]) + wait - now
            if left > timedelta():
                raise DeskError("too-many-tries", wait_s=int(left.total_seconds()) + 1)


def _failed(connection: Connection, key: str, now: datetime) -> None:
    mine = failures.c.sha256 == key
    row = connection.execute(select(failures).where(mine)).mappings().one_or_none()
    if row is None:
        connection.execute(insert(failures).values(sha256=key, count=1, last_at=stamp(now)))
        return
    count = 1 if row["last_at"] < stamp(now - FORGOTTEN) else row["count"] + 1
    connection.execute(update(failures).where(mine).values(count=count, last_at=stamp(now)))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
