"""The gateway's database: SQLite in its data folder, or one PostgreSQL for many gateways.

A commit is on the disk before anyone hears of it. Whoever writes what others number themselves by (events,
cursors, arrivals) writes alone: `write` holds SQLite's write lock or one PostgreSQL lock until the commit, so
numbers appear in their order and a reader never steps over one that is still to come. `step` and `single` are
for rows of one upload, which nobody else counts.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, ExceptionContext, Table, UpdateBase, create_engine, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, DisconnectionError

from sync.gateway import migrate
from sync.gateway.errors import CannotStart, Problem

BUSY_WAIT_S = 10
CONNECT_S = 5
WRITERS_LOCK = 0x76616E  # any number, the same for all gateways
_FULL = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_FSYNC)
_PG_FULL = "53100"
_GREETED, _OPENED = "greeted", "opened"


class Watch(Protocol):
    """Is this still the database it was?"""

    def changed(self, connection: Connection) -> bool: ...
    def look_by(self, connection: Connection) -> object:
        """See to it, in a transaction that writes alone."""


class Database:
    """Blocking; call it in a worker thread. shared: several gateways may use it (PostgreSQL).

    watch: asked before the first write over each new connection of a shared one.
    """

    watch: Watch | None = None

    def __init__(self, where: Path | str) -> None:
        """where: an SQLite file, or `postgresql://user@host/name`. Raises CannotStart."""
        url = f"sqlite:///{where}" if isinstance(where, Path) else _with_driver(where)
        self.shared = not url.startswith("sqlite")
        if self.shared:
            self._engine = _postgresql(url)
            self._hasty = _postgresql(url, "-c synchronous_commit=off")
            gone = _Gone()
            for engine in (self._engine, self._hasty):
                gone.watch(engine)
        else:
            self._engine = self._hasty = _sqlite(url)
        # On PostgreSQL a question by itself needs no transaction: two ways to the server and back are saved.
        alone = {"isolation_level": "AUTOCOMMIT"} if self.shared else {}
        self._reading = self._engine.execution_options(**alone)
        try:
            migrate.to_newest(self._engine)
        except DBAPIError as error:
            self._engine.dispose()
            raise CannotStart(reason="no-database") from error

    @contextmanager
    def read(self) -> Iterator[Connection]:
        with _troubles_told(), self._reading.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction, alone; committed at the end, rolled back on any error.

        Raises Problem: disk-full; busy when the database is not there now.
        """
        with _troubles_told(), self._writing(self._engine) as connection:
            self._alone(connection)
            yield connection

    @contextmanager
    def step(self, *, durable: bool = True) -> Iterator[Connection]:
        """One transaction beside others; for rows that belong to one upload only.

        durable=False: a crash of the database may lose it (never the process's own). Raises like `write`.
        """
        with _troubles_told(), self._writing(self._engine if durable else self._hasty) as connection:
            yield connection

    @contextmanager
    def single(self) -> Iterator[Connection]:
        """For one statement that needs nothing around it, as `step` with durable=False.

        On PostgreSQL it goes without a transaction: two ways to the server and back are saved.
        """
        with _troubles_told(), self._hasty.connect().execution_options(write=True) as connection:
            self._greet(connection)
            if self.shared:
                yield connection.execution_options(isolation_level="AUTOCOMMIT")
            else:
                with connection.begin():
                    yield connection

    @contextmanager
    def _writing(self, engine: Engine) -> Iterator[Connection]:
        with engine.connect().execution_options(write=True) as connection:
            self._greet(connection)
            with connection.begin():
                yield connection

    def _alone(self, connection: Connection) -> None:
        if self.shared:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": WRITERS_LOCK})

    def _greet(self, connection: Connection) -> None:
        """A new connection may lead to another database than the one before."""
        if not self.shared or self.watch is None or _GREETED in connection.info:
            return
        with connection.begin():
            changed = self.watch.changed(connection)
        if changed:
            with connection.begin():
                self._alone(connection)
                self.watch.look_by(connection)
        connection.info[_GREETED] = True

    def hurry(self) -> None:
        """SQLite: commits wait for the disk no more. For what can be made again if the power fails."""
        if not self.shared:
            event.listen(self._engine, "connect", _let_it_be_lost)
            self._engine.dispose()

    def close(self) -> None:
        self._engine.dispose()
        self._hasty.dispose()


class _Gone:
    """When one pool finds that the server went away, what another still holds from before is dead, too."""

    def __init__(self) -> None:
        self._at = 0.0

    def watch(self, engine: Engine) -> None:
        event.listen(engine, "handle_error", self._heard)
        event.listen(engine, "connect", self._opened)
        event.listen(engine, "checkout", self._taken)

    def _heard(self, context: ExceptionContext) -> None:
        if context.is_disconnect:
            self._at = time.monotonic()

    def _opened(self, _connection: Any, record: Any) -> None:
        record.info[_OPENED] = time.monotonic()

    def _taken(self, _connection: Any, record: Any, _proxy: Any) -> None:
        if record.info[_OPENED] < self._at:
            raise DisconnectionError  # the pool opens another in its place


def _with_driver(url: str) -> str:
    scheme, colon, rest = url.partition("://")
    if scheme.partition("+")[0] not in ("postgresql", "postgres") or not colon:
        raise CannotStart(reason="unknown-database")
    return f"postgresql+psycopg://{rest}"


def insert_new(table: Table, unique: str) -> dict[str, postgresql.Insert | sqlite.Insert]:
    """By the database's name: an insertion that does nothing where a row has that value in `unique` already.
    See `inserted`.
    """
    return {
        "postgresql": postgresql.insert(table).on_conflict_do_nothing(index_elements=[unique]),
        "sqlite": sqlite.insert(table).on_conflict_do_nothing(index_elements=[unique]),
    }


def inserted(connection: Connection, new: Mapping[str, UpdateBase], row: Mapping[str, Any]) -> bool:
    """new: of `insert_new`."""
    options = {"preserve_rowcount": True}  # else nobody asks the driver after an insertion
    return bool(connection.execute(new[connection.dialect.name], row, execution_options=options).rowcount)


def _postgresql(url: str, more: str = "") -> Engine:
    # A statement that waits longer than this for a lock or a dead server ends, and the van comes back.
    options = (
        f"-c lock_timeout={BUSY_WAIT_S}s -c statement_timeout=30s "
        f"-c idle_in_transaction_session_timeout=30s {more}"
    )
    arguments = {"connect_timeout": CONNECT_S, "options": options, "application_name": "vanapp-gateway"}
    return create_engine(url, connect_args=arguments, pool_size=8, max_overflow=32, hide_parameters=True)


def _sqlite(url: str) -> Engine:
    arguments = {"timeout": BUSY_WAIT_S}
    engine = create_engine(url, connect_args=arguments, pool_size=8, max_overflow=32, hide_parameters=True)
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where we say
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _let_it_be_lost(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA synchronous=OFF")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _troubles_told() -> Iterator[None]:
    """A full disk, and a database that is away, are answers; everything else is a fault of ours."""
    try:
        yield
    except DBAPIError as error:
        if getattr(error.orig, "sqlite_errorcode", None) in _FULL:
            raise Problem("disk-full") from error
        state = getattr(error.orig, "sqlstate", None)
        if state == _PG_FULL:
            raise Problem("disk-full") from error
        if _away(error, state):
            raise Problem("busy") from error
        raise


def _away(error: DBAPIError, state: str | None) -> bool:
    """Connection gone (08), resources (53), administrator or crash (57), lock not to be had (55P03).

    No tables (42P01): it is being restored from a backup.
    """
    if getattr(error.orig, "sqlite_errorcode", None) is not None:
        return error.orig is not None and getattr(error.orig, "sqlite_errorcode", 0) == sqlite3.SQLITE_BUSY
    if state is None:
        return error.connection_invalidated or type(error.orig).__name__ == "OperationalError"
    return state[:2] in ("08", "53", "57") or state in ("55P03", "40P01", "40001", "42P01")
