"""The reviewers' pages over 100 000 records: `python -m tests.bench.desk`. Prints rows, asserts nothing.

Limits (issue 6): a queue's page 200 ms, a record's page with its pictures 300 ms. From the question to the
last byte, through the console's own doors, without a wire. CPU time, because others share the cores; the
clock's is told beside it.
"""

from __future__ import annotations

import hashlib
import os
import random
import re
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from sqlalchemy import insert

from forms.record import CaptureKind
from sync.gateway.desk import states
from sync.gateway.office import open_office
from sync.gateway.tables import records
from tests.bench import rows
from tests.bench.rows import Row, quantile
from tests.sync.console.desks import Browser, Console
from tests.sync.gateway.desk.case_office import Cases
from tests.sync.letters import new_id

RECORDS = 100_000
TIMES = 10
PICTURE = 120_000  # bytes; five of them make the 600 KB of an ordinary parcel
COUNTIES = ("440104", "440106", "440111", "440113", "441900", "430104")
MATTERS = ("renewal_expiry", "loss", "change", "first", "renewal_damage")
WEIGHTS = {
    "received": 30,
    "asked": 2,
    "accepted": 8,
    "made": 5,
    "delivered": 50,
    "returned": 3,
    "corrected": 2,
}


def crowd(console: Console) -> None:
    """So many rows as a county has in a year, a third of them waiting."""
    chance = random.Random(6)
    chosen = chance.choices(list(WEIGHTS), list(WEIGHTS.values()), k=RECORDS)
    made = [_row(n, state, chance) for n, state in enumerate(chosen, 10)]
    with console.office.database.write() as connection:
        for start in range(0, RECORDS, 5000):
            connection.execute(insert(records), made[start : start + 5000])


def _row(n: int, state: str, chance: random.Random) -> dict[str, object]:
    urgent = chance.random() < 0.05
    at = f"2026-{chance.randint(1, 11):02}-{chance.randint(1, 28):02}T08:00:00.000Z"
    return {
        **{"id": new_id(), "arrival": n, "sha256": "ab" * 32, "size": 600_000, "van": f"D{n % 168:03}"},
        **{"number": f"D{n % 168:03}-20261121-{n:06}", "version": 1, "matter": chance.choice(MATTERS)},
        **{"urgent": urgent, "rank": int(not urgent), "training": True, "state": state, "receipt": b"r"},
        **{"received_at": at, "changed_at": at, "queue": "C19a", "jurisdiction": chance.choice(COUNTIES)},
        "acceptance_number": f"440104001{20261121}{n:06}",
        "due": f"2026-{chance.randint(11, 12):02}-{chance.randint(1, 28):02}",
    }


def pictured(console: Console) -> str:
    """A record with five pictures of an ordinary size."""
    cases = Cases(console.office)
    letter = cases.letter()
    [portrait] = letter.captures
    pictures = {f"{n}.jpg": os.urandom(PICTURE) for n in range(5)}
    slots = ("portrait", "finger.1", "finger.2", "material.HKB.1", "signature.applicant")
    captures = tuple(
        replace(
            portrait, id=str(n), kind=CaptureKind.DOCUMENT, slot=slot, sha256=hashlib.sha256(data).hexdigest()
        )
        for n, (slot, data) in enumerate(zip(slots, pictures.values(), strict=True))
    )
    return cases.taken(replace(letter, captures=captures), more=pictures)


def timed(what: str, ask: Callable[[], object], budget: float | None = None) -> None:
    ask()
    found, clock = [], []
    for _ in range(TIMES):
        start, began = time.process_time(), time.perf_counter()
        ask()
        found.append((time.process_time() - start) * 1000)
        clock.append((time.perf_counter() - began) * 1000)
    note = f"CPU; median {quantile(found, 0.5):.0f}; by the clock median {quantile(clock, 0.5):.0f}"
    rows.tell(Row(what, quantile(found, 0.95), budget=budget, note=note))


def whole(browser: Browser, record: str) -> None:
    page = browser.page(f"/records/{record}")
    for address in re.findall(r'<img class="picture" src="([^"]+)"', page):
        assert browser.get(address).status_code == 200


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        office = open_office(Path(folder), training=True)
        console = Console(office)
        console.account("chen", "reviewer", "station")
        record = pictured(console)
        crowd(console)
        chen = console.signed_in("chen")
        for what, query in {
            "first page": "",
            "one county": "?jurisdiction=430104",
            "one matter, urgent": "?matter=loss&urgent=1",
            "overdue": "?overdue=1",
            "far down": "?after=1_2026-12-20_0",
            "nothing found": "?matter=first&queue=other",
            "by the beginning of a number": "?number=440104001",
        }.items():
            timed(f"queue of {RECORDS}: {what}, p95", lambda q=query: chen.page(f"/queue{q}"), 200)  # type: ignore[misc]
        for state in states.STATES:
            timed(f"queue of {RECORDS}: {state}, p95", lambda s=state: chen.page(f"/queue?state={s}"), 200)  # type: ignore[misc]
        timed("record's page, p95", lambda: chen.page(f"/records/{record}"))
        timed("record's page with its five pictures, p95", lambda: whole(chen, record), 300)
        office.close()


if __name__ == "__main__":
    main()
