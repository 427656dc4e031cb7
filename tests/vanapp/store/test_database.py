"""The file: encrypted, one key, told apart when it does not open."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from tests.vanapp.bed import KEY
from vanapp.store.database import Database
from vanapp.store.errors import Damaged, WrongKey

OTHER = bytes(32)


def make(path: Path) -> Database:
    database = Database(path, KEY)
    database.execute("CREATE TABLE t (a TEXT) STRICT")
    database.execute("INSERT INTO t VALUES ('刘秀兰')")
    return database


def test_nothing_readable_lies_on_the_disk(tmp_path: Path) -> None:
    make(tmp_path / "f.db").close()
    content = b"".join(p.read_bytes() for p in tmp_path.iterdir())
    assert "刘秀兰".encode() not in content
    assert b"SQLite format 3" not in content


def test_every_commit_is_on_the_disk_before_it_returns(tmp_path: Path) -> None:
    database = make(tmp_path / "f.db")
    for pragma, wanted in (("synchronous", 2), ("journal_mode", "wal"), ("foreign_keys", 1)):
        row = database.row(f"PRAGMA {pragma}")
        assert row is not None
        assert row[0] == wanted
    database.close()


def test_a_wrong_key_is_called_a_wrong_key(tmp_path: Path) -> None:
    make(tmp_path / "f.db").close()
    with pytest.raises(WrongKey):
        Database(tmp_path / "f.db", OTHER)


def test_a_damaged_first_page_is_called_damage(tmp_path: Path) -> None:
    path = tmp_path / "f.db"
    make(path).close()
    content = bytearray(path.read_bytes())
    content[200] ^= 1
    path.write_bytes(content)
    with pytest.raises(Damaged):
        Database(path, KEY)


def test_a_lost_check_value_is_written_again_by_the_right_key(tmp_path: Path) -> None:
    path = tmp_path / "f.db"
    make(path).close()
    beside = tmp_path / "f.db.check"
    beside.unlink()
    Database(path, KEY).close()
    assert beside.read_bytes()
    with pytest.raises(WrongKey):
        Database(path, OTHER)


def fail_half_way(database: Database) -> None:
    with database.transaction():
        database.execute("INSERT INTO t VALUES ('b')")
        with database.transaction():
            database.execute("INSERT INTO t VALUES ('c')")
        raise RuntimeError


def test_a_transaction_that_fails_leaves_nothing(tmp_path: Path) -> None:
    database = make(tmp_path / "f.db")
    with pytest.raises(RuntimeError):
        fail_half_way(database)
    assert len(database.rows("SELECT * FROM t")) == 1
    database.close()


def test_each_thread_has_its_own_connection_and_sees_commits(tmp_path: Path) -> None:
    database = make(tmp_path / "f.db")
    seen: list[int] = []

    def work() -> None:
        database.execute("INSERT INTO t VALUES ('b')")
        seen.append(len(database.rows("SELECT * FROM t")))

    thread = threading.Thread(target=work)
    with database.snapshot():
        assert len(database.rows("SELECT * FROM t")) == 1
        thread.start()
        thread.join()
        assert len(database.rows("SELECT * FROM t")) == 1
    assert seen == [2]
    assert len(database.rows("SELECT * FROM t")) == 2
    database.close()


def test_a_copy_is_whole_and_opens_with_the_same_key(tmp_path: Path) -> None:
    database = make(tmp_path / "f.db")
    database.copy_to(tmp_path / "copy.db")
    database.close()
    copy = Database(tmp_path / "copy.db", KEY)
    assert [row["a"] for row in copy.rows("SELECT a FROM t")] == ["刘秀兰"]
    copy.close()
    assert not (tmp_path / "copy.db.half").exists()


def test_an_sql_mistake_of_ours_stays_a_bug(tmp_path: Path) -> None:
    database = make(tmp_path / "f.db")
    with pytest.raises(Exception, match="no such table") as caught:
        database.rows("SELECT * FROM nowhere")
    assert not hasattr(caught.value, "code")
    database.close()


def test_a_thread_that_ends_takes_its_connection_along(tmp_path: Path) -> None:
    database = make(tmp_path / "f.db")
    for _ in range(20):
        thread = threading.Thread(target=database.rows, args=("SELECT * FROM t",))
        thread.start()
        thread.join()
    handles = (
        [path.resolve() for path in Path("/proc/self/fd").iterdir()] if Path("/proc/self/fd").is_dir() else []
    )
    assert handles.count((tmp_path / "f.db").resolve()) <= 2
    database.close()
