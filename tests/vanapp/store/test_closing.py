"""The program ends while threads end: every connection is closed once."""

from __future__ import annotations

import threading
from pathlib import Path

from vanapp.store.database import Database


def test_threads_that_end_while_the_store_closes_close_nothing_twice(tmp_path: Path) -> None:
    for round_number in range(8):
        database = Database(tmp_path / f"{round_number}.db", bytes(32))
        database.execute("CREATE TABLE notes (text BLOB) STRICT")
        may_end = threading.Event()
        ready = threading.Barrier(17)

        def work(database: Database = database, may_end: threading.Event = may_end) -> None:
            database.execute("INSERT INTO notes VALUES (randomblob(20000))")
            ready.wait()  # noqa: B023 - joined below, within the same round
            may_end.wait()

        threads = [threading.Thread(target=work) for _ in range(16)]
        for thread in threads:
            thread.start()
        ready.wait()
        may_end.set()
        database.close()
        for thread in threads:
            thread.join()
        assert database.rows("SELECT count(*) FROM notes")
        database.close()
