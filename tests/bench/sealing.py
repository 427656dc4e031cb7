"""What sealing and opening a record costs, by either algorithms: `python -m tests.bench.sealing`.

600 KB and 6 MB, for the bureau's present and next certificate; opening checks the signature, too. The openssl
program does the same work in the same run (signed, then enveloped, twice back), its start and files included.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from sync.sealing.international import International
from sync.sealing.national import National
from sync.sealing.seal import Opener, Sealer
from sync.sealing.suites import Holder, Suite
from tests.bench.rows import Row, tell
from tests.sync.sealing.papers import issue, national, openssl, write

MB = 1_000_000
BUDGET_MS_MB = 10.0
SIZES = (600_000, 6 * MB)
TIMES = 15


def main() -> None:
    with tempfile.TemporaryDirectory() as where:
        folder = Path(where)
        authority = issue("ca")
        papers = [issue(name, by=authority) for name in ("D027", "now", "next")]
        measure(International(), authority, *papers)
        beside(folder, papers[0], papers[1])
        authority = national(folder, "gm-ca")
        papers = [national(folder, f"gm-{name}", by="gm-ca") for name in ("D027", "now", "next")]
        measure(National(), authority, *papers)


def measure(suite: Suite, authority: Holder, van: Holder, now: Holder, following: Holder) -> None:
    sealer = Sealer(van, [now.certificate, following.certificate], suite)
    opener = Opener([now, following], [authority.certificate])
    for size in SIZES:
        content, at = os.urandom(size), datetime.now(UTC)
        parcel = sealer.seal(content, at)
        seal_ms = median_ms(lambda content=content, at=at: sealer.seal(content, at))
        open_ms = median_ms(lambda parcel=parcel: opener.open(parcel))
        note = f"seal {seal_ms:.1f} ms, open {open_ms:.1f} ms"
        rate = (seal_ms + open_ms) / (size / MB)
        tell(Row(f"seal and open, {suite.name}, {size / MB:g} MB", rate, "ms/MB", BUDGET_MS_MB, note=note))


def beside(folder: Path, van: Holder, bureau: Holder) -> None:
    """For one certificate; the openssl program of this machine."""
    certificate, key = write(folder, "van", van)
    theirs, secret = write(folder, "bureau", bureau)
    plain, signed, sealed, back = (folder / name for name in ("plain", "signed", "sealed", "back"))
    signing = ("cms", "-sign", "-binary", "-nodetach", "-signer", certificate, "-inkey", key)
    for size in SIZES:
        plain.write_bytes(os.urandom(size))

        def both() -> None:
            openssl(*signing, "-in", plain, "-outform", "DER", "-out", signed)
            encrypt = ("cms", "-encrypt", "-binary", "-aes-256-gcm", "-recip", theirs)
            openssl(*encrypt, "-in", signed, "-outform", "DER", "-out", sealed)
            decrypt = ("cms", "-decrypt", "-binary", "-recip", theirs, "-inkey", secret)
            openssl(*decrypt, "-in", sealed, "-inform", "DER", "-out", back)
            openssl("cms", "-verify", "-noverify", "-binary", "-in", back, "-inform", "DER", "-out", plain)

        rate = median_ms(both) / (size / MB)
        tell(Row(f"the same by the openssl program, {size / MB:g} MB", rate, "ms/MB", note="four processes"))


def median_ms(job: Callable[[], object]) -> float:
    took = []
    for _ in range(TIMES):
        began = time.perf_counter()
        job()
        took.append(time.perf_counter() - began)
    return statistics.median(took) * 1000


if __name__ == "__main__":
    sys.exit(main())
