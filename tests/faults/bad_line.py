"""The production sender over emulated bad lines, with a small load: tells in JSON what arrived.

python -m tests.faults.bad_line; needs root and TUN, and ends with code 77 where nobody may make a line. (A
process of its own, for an emulator leaves its process in a network of its own.)
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace

from sync.gateway import alarms
from sync.gateway.office import open_office
from tests.bench import link
from tests.bench.emulator import OFFICE, Emulator, Profile, Way
from tests.conftest import ROOT

NO_LINES_HERE = 77
LONGEST_S = 300.0  # a tenth of it is usual
PICTURE_BYTES = 4_000
LINES = (
    Profile(
        "gaps, and 5 % lost", Way(3e5), Way(2e6), delay_s=0.05, loss=0.05, outages=((1.0, 4.0), (0.5, 1.0))
    ),
    Profile("0.05 Mbit", Way(5e4), Way(2e5), queue_bytes=64 * 1024),
)
SHARES = (2, 1)  # records of each


def main() -> int:
    try:
        emulator = Emulator()
    except OSError:
        return NO_LINES_HERE
    link.RECORD_BYTES = PICTURE_BYTES
    with link.load(sum(SHARES)) as load:
        files = iter(load.files)
        office = [sys.executable, "-m", "tests.bench.link_office", str(load.office), OFFICE, str(link.PORT)]
        with link.serving(emulator, office, link.PORT):
            for profile, share in zip(LINES, SHARES, strict=True):
                mine = replace(load, folder=load.folder / profile.name)
                mine.folder.mkdir()
                for _ in range(share):
                    path = next(files)
                    path.rename(mine.folder / path.name)
                tell(emulator, profile, mine)
    emulator.close()
    return 0


def tell(emulator: Emulator, profile: Profile, load: link.Load) -> None:
    client = [sys.executable, "-m", "sync.send", "--office", str(load.enrolment)]
    client += ["--ca", str(load.office / "ca.pem"), *map(str, load.files)]
    outcome = emulator.run(profile, client, longest_s=LONGEST_S, cwd=ROOT, stdout=subprocess.DEVNULL)
    said = {
        "line": profile.name,
        "code": outcome.code,
        "gaps": outcome.outages,
        **counted(load),
    }
    sys.stdout.write(json.dumps(said) + "\n")


def counted(load: link.Load) -> dict[str, object]:
    """Of this line's records."""
    sent = {path.stem for path in load.files}
    receipts = {path.stem for path in load.folder.glob("*.receipt")}
    office = open_office(load.office)
    try:
        rows = [row for row in office.ledger.listed(limit=1000) if row["id"] in sent]
        here = {row["id"]: row["sha256"] for row in rows}
        return {
            "lost": len(sent - here.keys()),
            "duplicate": len(rows) - len(here),
            "corrupt": sum(load.digests[id] != sha256 for id, sha256 in here.items()),
            "without a receipt": len(sent - receipts),
            "alarms": sum(row["record"] in sent for row in alarms.listed(office.database, limit=1000)),
            "half": office.uploads.under_way(),
        }
    finally:
        office.close()


if __name__ == "__main__":
    sys.exit(main())
