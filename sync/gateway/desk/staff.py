"""Accounts of the people who work at the console: who they are, what they may, how they prove it."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from sqlalchemy import Connection, RowMapping, insert, select, update

from sync.gateway import events
from sync.gateway.database import Database
from sync.gateway.desk.tables import staff
from sync.gateway.errors import DeskError
from sync.protocol import stamp

STATION, REVIEWER, ADMIN = "station", "reviewer", "admin"
ROLES = (STATION, REVIEWER, ADMIN)
SHORTEST = 10  # characters; longer than the 8 that GB/T 22239 asks of a second-level system
LONGEST = 200

# OWASP's second choice for Argon2id (memory 64 MiB, 3 passes, 1 lane): about 0.1 s; two at once at most.
_MEMORY_KIB, _PASSES, _LANES = 64 * 1024, 3, 1
_AT_ONCE = threading.BoundedSemaphore(2)
_NAME = re.compile(r"[a-z][a-z0-9._-]{1,31}\Z", re.ASCII)
_OFFICER = re.compile(r"(?:[0-9A-Z][0-9A-Z-]{2,15})?\Z", re.ASCII)


@dataclass(frozen=True)
class Person:
    """Who sits at the console."""

    name: str
    display: str
    roles: frozenset[str]
    officer: str = ""
    unit: str = ""
    locked: bool = False
    generation: int = 1

    @property
    def who(self) -> str:
        """As the event log names them."""
        return f"staff:{self.name}"

    def may(self, roles: Collection[str]) -> bool:
        return not self.roles.isdisjoint(roles)


def add(
    database: Database,
    person: Person,
    password: str,
    who: str,
    now: datetime,
) -> None:
    """Raises DeskError: bad-name, bad-display, bad-roles, bad-officer, weak-password, name-taken."""
    if not _NAME.match(person.name):
        raise DeskError("bad-name")
    if not person.display.strip() or len(person.display) > 50:
        raise DeskError("bad-display")
    if not _OFFICER.match(person.officer):
        raise DeskError("bad-officer")
    _check_roles(person.roles)
    row = {
        "name": person.name,
        "display": person.display.strip(),
        "roles": _joined(person.roles),
        "officer": person.officer,
        "unit": person.unit,
        "password": sealed(password),
        "generation": 1,
        "made_at": stamp(now),
        "changed_at": stamp(now),
    }
    with database.write() as connection:
        if _find(connection, person.name) is not None:
            raise DeskError("name-taken", name=person.name)
        connection.execute(insert(staff).values(**row))
        events.append(
            connection, at=now, kind="account-made", who=who, name=person.name, roles=_joined(person.roles)
        )


def change(
    database: Database,
    name: str,
    who: str,
    now: datetime,
    *,
    roles: Collection[str] | None = None,
    password: str | None = None,
    locked: bool | None = None,
    seen: int | None = None,
) -> None:
    """What is not None. Ends all sessions of that account. seen: its generation as the page showed it.

    Raises DeskError: no-such-account, bad-roles, weak-password, changed-meanwhile, last-admin (somebody
    must be able to unlock others).
    """
    facts: dict[str, Any] = {}
    values: dict[str, object] = {}
    if roles is not None:
        _check_roles(roles)
        values["roles"] = facts["roles"] = _joined(roles)
    if password is not None:
        values["password"] = sealed(password)
        facts["password"] = True
    if locked is not None:
        values["locked_at"] = stamp(now) if locked else None
        facts["locked"] = locked
    with database.write() as connection:
        row = _find(connection, name)
        if row is None:
            raise DeskError("no-such-account", name=name)
        if seen is not None and seen != row["generation"]:
            raise DeskError("changed-meanwhile")
        values |= {"generation": row["generation"] + 1, "changed_at": stamp(now)}
        connection.execute(update(staff).where(staff.c.name == name).values(**values))
        if not any(ADMIN in one.roles and not one.locked for one in _all(connection)) and (
            roles is not None or locked
        ):
            raise DeskError("last-admin")
        events.append(connection, at=now, kind="account-changed", who=who, name=name, **facts)


def listed(database: Database) -> list[Person]:
    with database.read() as connection:
        return _all(connection)


def find(connection: Connection, name: str) -> Person | None:
    row = _find(connection, name)
    return None if row is None else _person(row)


def proved(database: Database, name: str, password: str) -> Person | None:
    """The account, when it is there, open, and this is its password. An unknown name costs the same time."""
    with database.read() as connection:
        row = _find(connection, name) if _NAME.match(name) else None
    if len(password) > LONGEST:
        password = ""
    with _AT_ONCE:
        try:
            Argon2id.verify_phc_encoded(password.encode(), row["password"] if row else _nobody())
        except InvalidKey:
            return None
    return None if row is None or row["locked_at"] is not None else _person(row)


def sealed(password: str) -> str:
    """As it is kept. Raises DeskError weak-password."""
    if not SHORTEST <= len(password) <= LONGEST or len(set(password)) < 5:
        raise DeskError("weak-password", least=SHORTEST)
    with _AT_ONCE:
        return _argon2id().derive_phc_encoded(password.encode())


@cache
def _nobody() -> str:
    return _argon2id().derive_phc_encoded(os.urandom(16))


def _argon2id() -> Argon2id:
    salt = os.urandom(16)
    return Argon2id(salt=salt, length=32, iterations=_PASSES, lanes=_LANES, memory_cost=_MEMORY_KIB)


def _check_roles(roles: Collection[str]) -> None:
    if not roles or not set(roles) <= set(ROLES):
        raise DeskError("bad-roles", known=", ".join(ROLES))


def _joined(roles: Collection[str]) -> str:
    return ",".join(role for role in ROLES if role in roles)


def _all(connection: Connection) -> list[Person]:
    rows = connection.execute(select(staff).order_by(staff.c.name)).mappings()
    return [_person(row) for row in rows]


def _find(connection: Connection, name: str) -> RowMapping | None:
    return connection.execute(select(staff).where(staff.c.name == name)).mappings().one_or_none()


def _person(row: RowMapping) -> Person:
    return Person(
        row["name"],
        row["display"],
        frozenset(row["roles"].split(",")),
        row["officer"],
        row["unit"],
        row["locked_at"] is not None,
        row["generation"],
    )
