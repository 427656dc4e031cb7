"""kill -9 in the middle of writing: what was acknowledged is there, what was not is not half there."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.vanapp.bed import KEY, make_van
from vanapp.store.database import Database
from vanapp.store.migrate import migrate, migrations, schema_of
from vanapp.usecases.resume import last_place

# Seals applications without end; says what is committed, one line each, flushed.
SEALER = """
import sys
from pathlib import Path
from tests.vanapp.bed import complete, draft, make_van
from vanapp.usecases.answer import answer
from vanapp.usecases.keep_place import keep_place
from vanapp.usecases.seal import seal
van = make_van(Path(sys.argv[1]))
print("ready", flush=True)
while True:
    application = draft(van)
    for length in range(1, 12):
        text = "13912345678"[:length]
        answer(van.services, application.id, "phone", text)
        keep_place(van.services, application.id, "particulars", f"phone{length}")
        print("typed", application.id, text, length, flush=True)
    complete(van, application.id, 60_000)
    sealed = seal(van.services, application.id)
    print("sealed", sealed.parcel_id, flush=True)
"""


def kill_once(folder: Path, after_s: float) -> list[list[str]]:
    """Run the sealer, kill it after a while; returns what it had said."""
    process = subprocess.Popen(
        [sys.executable, "-c", SEALER, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    lines = [process.stdout.readline().split()]
    time.sleep(after_s)
    process.kill()
    # A torn last line was not said to its end.
    lines += [line.split() for line in process.stdout.read().split("\n")[:-1]]
    process.wait()
    process.stdout.close()
    return [line for line in lines[1:] if line]


@pytest.mark.slow
def test_nothing_shown_as_saved_is_lost(tmp_path: Path) -> None:
    rng = random.Random(20261120)
    sealed: set[str] = set()
    for _ in range(8):
        said = kill_once(tmp_path, rng.uniform(0.05, 0.6))
        sealed |= {line[1] for line in said if line[0] == "sealed"}
        van = make_van(tmp_path)
        assert van.store.audit.verify() > 0
        check = van.database.rows("PRAGMA integrity_check")
        assert [row[0] for row in check] == ["ok"]
        for parcel_id in sealed:
            van.store.outbox.parcel(parcel_id)
        typed = [line for line in said if line[0] == "typed"]
        if typed:
            _, application_id, text, length = typed[-1]
            found = van.store.applications.get(application_id)
            assert found.answers["phone"].startswith(text)
            place = last_place(van.services)
            if place is not None and place.id == application_id and place.page == "particulars":
                assert int(place.place.removeprefix("phone")) >= int(length)
        half = van.database.rows(
            "SELECT a.id FROM applications a LEFT JOIN outbox o ON o.id = a.id "
            "LEFT JOIN audit u ON u.subject = a.id AND u.what = 'seal' "
            "WHERE (a.status = 'sealed') <> (o.id IS NOT NULL) "
            "OR (a.status = 'sealed') <> (u.seq IS NOT NULL)"
        )
        assert not half
        van.store.close()
    assert sealed


SLOW_STEP = """
import sys
from pathlib import Path
from tests.vanapp.bed import KEY
from vanapp.store.database import Database
from vanapp.store.migrate import migrate, migrations
database = Database(Path(sys.argv[1]), KEY)
print("ready", flush=True)
migrate(database, migrations(Path(sys.argv[2])))
print("done", flush=True)
"""


def test_a_crash_in_a_migration_leaves_the_old_file_and_its_copy(tmp_path: Path) -> None:
    steps = tmp_path / "steps"
    steps.mkdir()
    (steps / "0001_first.sql").write_text("CREATE TABLE a (x INT) STRICT;\nINSERT INTO a VALUES (7);\n")
    database = Database(tmp_path / "f.db", KEY)
    migrate(database, migrations(steps))
    database.close()
    endless = (
        "DELETE FROM a;\nINSERT INTO a WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
        "SELECT i FROM n;\n"
    )
    (steps / "0002_endless.sql").write_text(endless)
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW_STEP, str(tmp_path / "f.db"), str(steps)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    process.stdout.readline()
    copy = tmp_path / "f.db.before-0002"
    for _ in range(200):
        if copy.exists():
            break
        time.sleep(0.05)
    time.sleep(0.3)
    process.kill()
    process.wait()
    process.stdout.close()
    for path in (tmp_path / "f.db", copy):
        found = Database(path, KEY)
        assert schema_of(found) == 1
        assert [row["x"] for row in found.rows("SELECT x FROM a")] == [7]
        found.close()
