"""The encrypted file: opened with a raw key, one connection per thread, every commit on the disk.

The only file that knows sqlcipher3. What it raises are store errors; an SQL mistake of ours stays
an sqlcipher3 error, because that is a bug.
"""

from __future__ import annotations

import errno
import hmac
import os
import threading
import weakref
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from vanapp.files import sync_folder, write_whole
from vanapp.store.errors import (
    AlreadySealed,
    Damaged,
    DiskFull,
    DiskTrouble,
    StoreBusy,
    StoreError,
    WrongKey,
)

KEY_BYTES = 32
PAGE_BYTES = 8192  # measured: 4096 is slower for pictures, 16384 for keystrokes (README)
BUSY_MS = 5000
SEALED_MARK = "vanapp: already sealed"  # what the triggers say

# SQLite's primary result codes, https://www.sqlite.org/rescode.html
_BY_CODE: dict[int, type[StoreError]] = {
    5: StoreBusy,
    6: StoreBusy,
    8: DiskTrouble,  # READONLY
    10: DiskTrouble,  # IOERR
    11: Damaged,  # CORRUPT
    13: DiskFull,
    14: DiskTrouble,  # CANTOPEN
    26: Damaged,  # NOTADB; told from a wrong key by `_open`
}
# Measured, sync.md D: the wheel does not always fill sqlite_errorcode in.
_BY_TEXT: dict[str, type[StoreError]] = {
    "database or disk is full": DiskFull,
    "disk I/O error": DiskTrouble,
    "database disk image is malformed": Damaged,
    "file is not a database": Damaged,
    "database is locked": StoreBusy,
    "unable to open database file": DiskTrouble,
    SEALED_MARK: AlreadySealed,
}

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

Row = Any  # sqlite3.Row: by name and by position


def _ours(error: sqlite.Error) -> StoreError | None:
    """The store error that a driver's error stands for, or None when it is a bug."""
    if kind := _BY_TEXT.get(str(error)):
        return kind()
    code = getattr(error, "sqlite_errorcode", None)
    kind = _BY_CODE.get(code & 0xFF) if isinstance(code, int) else None
    return kind() if kind else None


@contextmanager
def translated() -> Iterator[None]:
    try:
        yield
    except sqlite.Error as error:
        if ours := _ours(error):
            raise ours from error
        raise
    except OSError as error:
        raise (DiskFull() if error.errno in _FULL else DiskTrouble()) from error


class _Held:
    """One thread's connection: closed when the thread is gone and with it its locals."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self._closing = threading.Lock()

    def close(self) -> None:
        """Once, whoever comes first: the end of its thread or of the program. SQLite aborts on both."""
        with self._closing:
            connection, self.connection = self.connection, None
            if connection is not None:
                connection.close()

    def __del__(self) -> None:
        self.close()


class Database:
    """`path` need not exist. key: 32 raw bytes. Opening reads page 1, so a wrong key shows here.

    Raises WrongKey, Damaged, DiskTrouble.
    """

    def __init__(self, path: Path, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError("key length")
        self.path = path
        self._key = key
        self._local = threading.local()
        self._lock = threading.Lock()
        self._opened: weakref.WeakSet[_Held] = weakref.WeakSet()
        self._beside = path.with_name(path.name + ".check")
        with translated():
            self._connection()
        if self._kept_check() != self._check():
            with translated():
                write_whole(self._beside, self._check())

    def _check(self) -> bytes:
        """Kept beside the file: SQLCipher says the same of a wrong key and of a damaged first page."""
        return hmac.digest(self._key, b"vanapp/store/1", "sha256").hex().encode()

    def _kept_check(self) -> bytes:
        try:
            return self._beside.read_bytes().strip()
        except FileNotFoundError:
            return b""

    def _connection(self) -> Any:
        held: _Held | None = getattr(self._local, "held", None)
        if held is None:
            held = self._local.held = _Held(self._open())
            with self._lock:
                self._opened.add(held)
        return held.connection

    def _open(self) -> Any:
        # check_same_thread off only so that close() may close every thread's connection.
        fresh = sqlite.connect(
            self.path, isolation_level=None, check_same_thread=False, timeout=BUSY_MS / 1000
        )
        try:
            self._give_key(fresh)
            fresh.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            fresh.execute("PRAGMA journal_mode = WAL")
            fresh.execute("PRAGMA synchronous = FULL")
            fresh.execute("PRAGMA foreign_keys = ON")
            fresh.execute("PRAGMA trusted_schema = OFF")
        except sqlite.Error as error:
            fresh.close()
            if isinstance(_ours(error), Damaged) and not hmac.compare_digest(
                self._kept_check(), self._check()
            ):
                raise WrongKey from error
            raise
        fresh.row_factory = sqlite.Row
        return fresh

    def _give_key(self, connection: Any) -> None:
        connection.execute("PRAGMA cipher_log_level = NONE")  # else it writes to stderr
        connection.execute(f"PRAGMA key = \"x'{self._key.hex()}'\"")
        connection.execute(f"PRAGMA cipher_page_size = {PAGE_BYTES}")

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        with translated():
            found: list[Row] = self._connection().execute(sql, values).fetchall()
            return found

    def row(self, sql: str, values: Sequence[object] = ()) -> Row | None:
        with translated():
            return self._connection().execute(sql, values).fetchone()

    def execute(self, sql: str, values: Sequence[object] = ()) -> int:
        """Run one statement; returns the number of rows it changed."""
        with translated():
            changed: int = self._connection().execute(sql, values).rowcount
            return changed

    def many(self, sql: str, values: Sequence[Sequence[object]]) -> None:
        with translated():
            self._connection().executemany(sql, values)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, on the disk when it ends. One inside another joins it."""
        yield from self._within("BEGIN IMMEDIATE")

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Several reads that see one moment."""
        yield from self._within("BEGIN")

    def _within(self, begin: str) -> Iterator[None]:
        connection = self._connection()
        if connection.in_transaction:
            yield
            return
        with translated():
            connection.execute(begin)
        try:
            yield
            with translated():
                connection.execute("COMMIT")
        finally:
            if connection.in_transaction:  # whatever stopped it, a refused COMMIT too
                connection.execute("ROLLBACK")

    def copy_to(self, path: Path) -> None:
        """A whole, encrypted copy of the file as it stands. Raises DiskFull; a half copy is removed.

        Never copy the live file itself: a WAL cut loose from its file gives a malformed one (sync.md D).
        """
        half = path.with_name(path.name + ".half")
        half.unlink(missing_ok=True)
        try:
            self._fill(half)
            with half.open("rb") as file:
                os.fsync(file.fileno())
            half.replace(path)
        finally:
            half.unlink(missing_ok=True)
        sync_folder(path.parent)

    def _fill(self, path: Path) -> None:
        with translated(), closing(sqlite.connect(path, isolation_level=None)) as target:
            self._give_key(target)
            self._connection().backup(target)

    def close(self) -> None:
        """Close every thread's connection. Call when no use case runs any more."""
        with self._lock:
            for held in tuple(self._opened):
                held.close()
            self._opened.clear()
        self._local = threading.local()
