"""The gateway's speed here: `python -m tests.bench.gateway [--fleet]`.

Records of 600 KB, sealed, opened on arrival, fsync, PostgreSQL; one instance and two; the other storages;
with --fleet 500 vans on lines of 2 Mbit/s. The load comes from the same machine. What a record costs is told
in CPU seconds too, which a busy machine hardly changes.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sync.gateway.office import Storage
from tests.bench.fleet import FleetVan, Seen, day, fleet, rush
from tests.bench.rows import Row, quantile, tell
from tests.faults.gateways import Yard
from tests.sync.offices import Program
from tests.sync.servers import Postgres, postgres, swift

SIZE = 600_000
VANS = 8  # connections that push at the same time
EACH = 24  # records of each
TICK = os.sysconf("SC_CLK_TCK")


def cpu_s(*pids: int) -> float:
    """CPU seconds of these processes so far; nothing of those that have ended."""
    stats = [Path(f"/proc/{pid}/stat") for pid in pids]
    fields = [path.read_text().rpartition(")")[2].split() for path in stats if path.exists()]
    return sum(int(one[11]) + int(one[12]) for one in fields) / TICK


def children_cpu_s(pid: int) -> float:
    """The same of a process's children, those that ended, too."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    ended = (int(fields[13]) + int(fields[14])) / TICK
    said = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False).stdout
    return ended + cpu_s(pid, *map(int, said.split()))


def memory_mb(pid: int) -> float:
    line = next(
        line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmHWM")
    )
    return int(line.split()[1]) / 1024


@dataclass
class Measured:
    """per_s: records a second. gateway_ms, database_ms: CPU of one record."""

    per_s: float
    gateway_ms: float
    database_ms: float
    seen: Seen


def ports_of(gateways: Sequence[Program]) -> list[int]:
    return [int(one.url.rsplit(":", 1)[1]) for one in gateways]


@contextmanager
def gateways(yard: Yard, count: int) -> Iterator[list[Program]]:
    with ExitStack() as stack:
        running = [
            stack.enter_context(yard.gateway(f"g{number}" if number else "office")) for number in range(count)
        ]
        yield running
        for one in running:
            one.end()


def push(yard: Yard, count: int, server: Postgres | None) -> Measured:
    """All vans at once against `count` gateways."""
    with yard.open() as office:
        vans = fleet(office, VANS)
        first = [[van.press.parcel(SIZE)] for van in vans]
        parcels = [[van.press.parcel(SIZE) for _ in range(EACH)] for van in vans]
    with gateways(yard, count) as running:
        asyncio.run(rush(vans, ports_of(running), first))  # each has read its packs and tables then
        pids = [one.process.pid for one in running]
        main = server.process.pid if server is not None and server.process is not None else None
        before, database = cpu_s(*pids), children_cpu_s(main) if main else 0.0
        began = time.perf_counter()
        seen = asyncio.run(rush(vans, ports_of(running), parcels))
        took = time.perf_counter() - began
        own = cpu_s(*pids) - before
        theirs = (children_cpu_s(main) if main else 0.0) - database
    done = len(seen.receipts)
    assert done == VANS * EACH, seen.refused
    return Measured(done / took, own / done * 1000, theirs / done * 1000, seen)


def say(what: str, found: Measured, budget: float | None = None) -> None:
    note = (
        f"CPU of one record: gateway {found.gateway_ms:.1f} ms, database {found.database_ms:.1f} ms; "
        f"p95 {quantile(found.seen.delivered, 0.95) * 1000:.0f} ms"
    )
    tell(Row(what, found.per_s, "records/s", budget, at_least=True, note=note))


def storages(folder: Path) -> None:
    with postgres() as server, swift() as store:
        push(Yard(folder / "warm", Storage(server.database())), 1, server)
        one = push(Yard(folder / "one", Storage(server.database())), 1, server)
        say("gateway, 600 KB, PostgreSQL and files, fsync", one, 100)
        two = push(Yard(folder / "two", Storage(server.database())), 2, server)
        say("the same, two instances", two)
        tell(
            Row(
                "two instances to one",
                two.per_s / one.per_s,
                "",
                note="generator and database on the same cores",
            )
        )
        say("SQLite and files", push(Yard(folder / "small"), 1, None))
        s3 = push(Yard(folder / "s3", Storage(server.database(), store.bucket())), 1, server)
        say("PostgreSQL and Swift's S3", s3)


def many_vans(folder: Path, count: int, seconds: float) -> None:
    with postgres() as server:
        yard = Yard(folder / "fleet", Storage(server.database()))
        with yard.open() as office:
            vans: list[FleetVan] = fleet(office, count)
        with gateways(yard, 2) as running:
            pids = [one.process.pid for one in running]
            before = cpu_s(*pids)
            work = day(vans, ports_of(running), records=2, size=SIZE, seconds=seconds, rate=250_000)
            seen = asyncio.run(work)
            own, memory = cpu_s(*pids) - before, max(memory_mb(pid) for pid in pids)
        # Each instance keeps files in its own folder here; a city has one store.
        rows = sum(1 for path in yard.folder.glob("*/objects/??/*") if path.is_file())
    sent = 2 * count
    note = f"receipts {len(seen.receipts)} of {sent}, files {rows}, refused {seen.refused or 'none'}"
    tell(
        Row(
            f"fleet: {count} vans, 2 records each within {seconds:.0f} s",
            len(seen.receipts),
            "records",
            note=note,
        ),
        Row(
            "fleet: a record's way at 2 Mbit/s, median",
            statistics.median(seen.delivered),
            "s",
            note="2.4 s is the line",
        ),
        Row("fleet: the same, p95", quantile(seen.delivered, 0.95), "s"),
        Row("fleet: the probe, p95", quantile(seen.probed, 0.95) * 1000, note=f"{len(seen.probed)} probes"),
        Row("fleet: CPU of both gateways", own / (seconds or 1) * 100, "% of a core"),
        Row("fleet: memory of the larger gateway", memory, "MB"),
    )


def main(arguments: list[str]) -> None:
    with tempfile.TemporaryDirectory() as where:
        folder = Path(where)
        if "--fleet" in arguments:
            many_vans(folder, 500, 90)
        else:
            storages(folder)


if __name__ == "__main__":
    main(sys.argv[1:])
