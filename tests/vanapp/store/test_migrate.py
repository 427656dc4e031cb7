"""Migrations: numbered, all or nothing, with a copy before; a newer file is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.vanapp.bed import KEY
from vanapp.store.database import Database
from vanapp.store.errors import NewerFile
from vanapp.store.migrate import FOLDER, Migration, copy_path, migrate, migrations, schema_of, statements


def steps(folder: Path, *scripts: str) -> tuple[Migration, ...]:
    for number, script in enumerate(scripts, 1):
        (folder / f"{number:04d}_step.sql").write_text(script)
    return migrations(folder)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "steps").mkdir()
    return tmp_path / "steps"


def test_ours_can_be_cut_into_statements() -> None:
    assert all(statements(m.path.read_text("utf-8")) for m in migrations(FOLDER))


def test_a_number_that_stands_twice_is_refused(folder: Path) -> None:
    (folder / "0002_x.sql").write_text("SELECT 1;")
    (folder / "0002_y.sql").write_text("SELECT 1;")
    with pytest.raises(ValueError, match="same number"):
        migrations(folder)


def test_a_gap_that_is_filled_later_is_applied_later(tmp_path: Path, folder: Path) -> None:
    """Two people wrote 3 and 10; the file met 10 first, or was made before numbers were noted."""
    database = Database(tmp_path / "f.db", KEY)
    (folder / "0001_x.sql").write_text("CREATE TABLE a (x INT) STRICT;")
    database.execute("CREATE TABLE a (x INT) STRICT")
    database.execute("PRAGMA user_version = 1")
    (folder / "0010_x.sql").write_text("CREATE TABLE b (x INT) STRICT;")
    assert migrate(database, migrations(folder)) == 1
    (folder / "0003_x.sql").write_text("CREATE TABLE c (x INT) STRICT;")
    assert migrate(database, migrations(folder)) == 1
    assert migrate(database, migrations(folder)) == 0
    assert schema_of(database) == 10
    database.close()


def test_a_fresh_file_gets_them_all_and_no_copy(tmp_path: Path, folder: Path) -> None:
    database = Database(tmp_path / "f.db", KEY)
    made = steps(folder, "CREATE TABLE a (x INT) STRICT;", "CREATE TABLE b (x INT) STRICT;")
    assert migrate(database, made) == 2
    assert schema_of(database) == 2
    assert not copy_path(database, 0).exists()
    assert migrate(database, made) == 0
    database.close()


def test_before_a_migration_a_copy_is_taken(tmp_path: Path, folder: Path) -> None:
    database = Database(tmp_path / "f.db", KEY)
    first = steps(folder, "CREATE TABLE a (x INT) STRICT;")
    migrate(database, first)
    database.execute("INSERT INTO a VALUES (7)")
    migrate(database, steps(folder, "CREATE TABLE a (x INT) STRICT;", "DELETE FROM a;"))
    copy = Database(copy_path(database, 1), KEY)
    assert [row["x"] for row in copy.rows("SELECT x FROM a")] == [7]
    assert schema_of(copy) == 1
    copy.close()
    database.close()


def test_a_migration_that_fails_changes_nothing(tmp_path: Path, folder: Path) -> None:
    database = Database(tmp_path / "f.db", KEY)
    migrate(database, steps(folder, "CREATE TABLE a (x INT) STRICT;"))
    bad = steps(folder, "CREATE TABLE a (x INT) STRICT;", "CREATE TABLE b (x INT) STRICT;\nSELECT nonsense;")
    with pytest.raises(Exception, match="nonsense"):
        migrate(database, bad)
    assert schema_of(database) == 1
    assert database.row("SELECT 1 FROM sqlite_schema WHERE name = 'b'") is None
    database.close()


def test_a_newer_file_is_refused_and_left_alone(tmp_path: Path, folder: Path) -> None:
    database = Database(tmp_path / "f.db", KEY)
    database.execute("PRAGMA user_version = 9")
    with pytest.raises(NewerFile) as caught:
        migrate(database, steps(folder, "CREATE TABLE a (x INT) STRICT;"))
    assert caught.value.values == {"file": 9, "program": 1}
    assert database.row("SELECT count(*) FROM sqlite_schema")[0] == 0  # type: ignore[index]
    database.close()


def test_a_trigger_stays_whole_when_a_script_is_cut() -> None:
    script = (
        "CREATE TRIGGER t BEFORE DELETE ON a -- why\nBEGIN\n    SELECT 1;\n    SELECT 2;\nEND;\nSELECT 3;\n"
    )
    assert [len(s.splitlines()) for s in statements(script)] == [5, 1]
