"""Speed of the store and the keys here: `python -m tests.bench.store`. Prints a table, asserts nothing.

Limits it is read against (issue 2): unlock 500 ms, encrypted commit 2 x plain, seal of 1 MB 100 ms, outbox of
100 000 rows 200 ms.
"""

from __future__ import annotations

import os
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from forms.record import CaptureKind
from tests.bench import rows
from tests.bench.rows import Row, quantile
from tests.vanapp.bed import KEY, Van, draft, make_van, put_capture, ready
from tests.vanapp.crowd import crowd
from vanapp.keys import Officer, Vault
from vanapp.store.database import Database
from vanapp.usecases.answer import answer
from vanapp.usecases.keep_place import keep_place
from vanapp.usecases.list_outbox import list_outbox
from vanapp.usecases.seal import seal
from vanapp.usecases.today import today

ROWS = 100_000
TABLE = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b BLOB) STRICT"
INSERT = "INSERT INTO t (a, b) VALUES ('field', ?)"


def timed(work: Callable[[], object], times: int) -> list[float]:
    """Milliseconds of each run."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append((time.perf_counter() - start) * 1000)
    return found


def tell(what: str, found: list[float], note: str = "", budget: float | None = None) -> None:
    p95 = quantile(found, 0.95)
    print(f"{what:<44} {statistics.median(found):9.2f} {p95:9.2f}   {note}")
    if budget is not None:
        rows.tell(Row(what.strip(), statistics.median(found), budget=budget, note=f"p95 {p95:.1f}"))


def commits(folder: Path) -> None:
    """The same commits, plain and encrypted, turn about: an answer, and a picture of 100 KB."""
    plain = sqlite3.connect(folder / "plain.db", isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"):
        plain.execute(f"PRAGMA {pragma}")
    plain.execute(TABLE)
    cipher = Database(folder / "cipher.db", KEY)
    cipher.execute(TABLE)
    for name, content, times in (
        ("answer, 200 B", b"x" * 200, 600),
        ("picture, 100 KB", os.urandom(100_000), 200),
    ):
        ours: list[float] = []
        theirs: list[float] = []
        for _ in range(times):
            theirs += timed(lambda c=content: plain.execute(INSERT, (c,)), 1)  # type: ignore[misc]
            ours += timed(lambda c=content: cipher.execute(INSERT, (c,)), 1)  # type: ignore[misc]
        ratio = sum(ours) / sum(theirs)
        tell(f"commit plain, {name}", theirs)
        tell(
            f"commit encrypted, {name}",
            ours,
            f"{ratio:.2f} x plain (sum; median {_median_ratio(ours, theirs):.2f} x)",
        )
        middle = _median_ratio(ours, theirs)
        rows.tell(Row(f"encrypted commit, {name}", ratio, "x plain", 2, note=f"medians {middle:.2f} x"))
    plain.close()
    cipher.close()


def _median_ratio(ours: list[float], theirs: list[float]) -> float:
    return statistics.median(ours) / statistics.median(theirs)


def typing(van: Van) -> None:
    application = draft(van)
    texts = iter(f"138{n:08d}" for n in range(10_000))

    def keystroke() -> None:
        answer(van.services, application.id, "phone", next(texts))

    tell("answer: one keystroke, checked and on disk", timed(keystroke, 200))
    tell("keep_place", timed(lambda: keep_place(van.services, application.id, "check", "x"), 200))


def sealing(van: Van) -> None:
    found = []
    for _ in range(10):
        application = ready(van, size=0)
        for n in range(5):
            content = os.urandom(200_000)
            put_capture(van, application.id, CaptureKind.DOCUMENT, f"material.X.{n}", content)
        found += timed(lambda a=application: seal(van.services, a.id), 1)  # type: ignore[misc]
    tell("seal an application of 1 MB", found, budget=100)


def outbox(folder: Path) -> None:
    van = make_van(folder)
    crowd(van.database, ROWS)
    van.store.close()

    def open_first_page() -> None:
        fresh = make_van(folder)
        list_outbox(fresh.services)
        fresh.store.close()

    tell(f"outbox of {ROWS}: open the file, first page", timed(open_first_page, 10), budget=200)
    van = make_van(folder)
    services = van.services
    first = list_outbox(services)
    tell("  first page and counts again", timed(lambda: list_outbox(services), 20))
    tell("  next page", timed(lambda: list_outbox(services, after=first.next), 20))
    tell("  page in the middle", timed(lambda: list_outbox(services, after=ROWS // 2), 20))
    tell("  filter needs_you", timed(lambda: list_outbox(services, "needs_you"), 20))
    for text in ("赵", "钱孙李", "440106", "4401060000099999", "D027-2026"):
        tell(f"  search {text}", timed(lambda t=text: list_outbox(services, search=t), 10))  # type: ignore[misc]
    tell("  what is due", timed(lambda: van.store.outbox.due(van.clock.now()), 20))
    tell("  today", timed(lambda: today(services), 20))
    van.store.close()


def unlock(folder: Path) -> None:
    van_clock = make_van(folder).clock
    vault = Vault(folder / "keys.json", van_clock)
    vault.create(Officer("440103-027", "x", "y", "D027"), "xunlian")
    tell(
        "unlock: Argon2id, AES-GCM, file",
        timed(lambda: vault.unlock("440103-027", "xunlian"), 10),
        budget=500,
    )
    tell(
        "open the database with the raw key", timed(lambda: Database(folder / "data/van.db", KEY).close(), 20)
    )


def main() -> None:
    print(f"{'':<44} {'median ms':>9} {'p95 ms':>9}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        unlock(folder / "keys")
        commits(folder)
        van = make_van(folder / "van")
        typing(van)
        sealing(van)
        van.store.close()
        outbox(folder / "crowd")


if __name__ == "__main__":
    main()
