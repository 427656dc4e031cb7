"""What a bad line leaves of us: 60 MB in 100 sealed records over an emulated radio, beside stock tools.

`python -m tests.bench.link [PROFILE ...] [--kills] [--urgent] [--one] [--tools] [--gm]`; root only. Each
profile is the same line for everybody. The share is payload over what the radio could have carried while it
was up; packet headers alone cost 3.5 % of it, so 0.965 is the most anybody can reach.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec

from forms import wire
from sync import envelope
from sync.envelope import Slip
from sync.gateway import bureau
from sync.gateway.office import Office, enrol_van, open_office
from sync.sealing import sm2
from sync.sealing.seal import SUITES, Sealer
from sync.sealing.suites import Holder
from tests.bench.emulator import OFFICE, Emulator, Outcome, Profile, Way, read_trace
from tests.bench.rows import Row, tell
from tests.sync.letters import application

ROOT = Path(__file__).resolve().parents[2]
PORT = 9443
RECORD_BYTES, URGENT_BYTES = 600_000, 200
CLEAN = Profile("clean", Way(2e6), Way(8e6))
PROFILES = {
    "clean": CLEAN,
    "loss5": replace(CLEAN, name="loss5", loss=0.05),
    "van": replace(CLEAN, name="van", outages=((20, 60), (5, 60))),
    "good": Profile("good", Way(6e6), Way(20e6), delay_s=0.03),
    "crawl": Profile("crawl", Way(5e4), Way(2e5), queue_bytes=64 * 1024),
}
TRACES = ROOT.parent / "shared" / "traces"
BUDGET = {"clean": 0.955, "van": 0.93, "lte": 0.95, "loss5": 0.6}
KILLS = (0.25, 0.5, 0.75)  # of the time it takes undisturbed


@dataclass(frozen=True)
class Load:
    """What is to be sent, sealed for the office in `office`."""

    folder: Path
    office: Path
    enrolment: Path
    digests: dict[str, str]

    @property
    def files(self) -> list[Path]:
        return sorted(self.folder.glob("*.cms"))

    @property
    def payload(self) -> int:
        return sum(path.stat().st_size for path in self.files)

    def arrived(self) -> int:
        """How many are at the office, whole, once each."""
        office = open_office(self.office)
        try:
            rows = office.ledger.listed(limit=1000)
            return sum(self.digests.get(row["id"]) == row["sha256"] for row in rows)
        finally:
            office.close()


def profiles() -> dict[str, Profile]:
    found = dict(PROFILES)
    up, down = TRACES / "ATT-LTE-driving.up", TRACES / "ATT-LTE-driving.down"
    if up.exists():
        found["lte"] = Profile("lte", read_trace(up), read_trace(down), delay_s=0.04)
    return found


@contextmanager
def load(records: int, urgent: int = 0, suite: str = bureau.CMS) -> Iterator[Load]:
    """urgent: so many small letters in the folder `urgent` beside the files; they continue the chain.

    suite: `cms`, or `gm`: sealed with the national algorithms, as the office chose.
    """
    with tempfile.TemporaryDirectory() as place:
        folder, gateway = Path(place) / "files", Path(place) / "office"
        folder.mkdir()
        office = open_office(gateway, training=True)
        said = enrol_van(office, "D027", f"https://{OFFICE}:{PORT}")
        bureau.choose(office.keys, office.name, suite, office.now())
        sealer = _sealer(office)
        office.close()
        enrolment = Path(place) / "office.json"
        enrolment.write_text(json.dumps(said))
        letters = Path(place) / "urgent"
        letters.mkdir()
        digests = _seal(folder, letters, records, urgent, sealer)
        yield Load(folder, gateway, enrolment, digests)


def _sealer(office: Office) -> Sealer:
    """The van's, with a certificate of the authority that the office's profile goes by."""
    chosen, now = office.bureau, datetime.now(UTC)
    if chosen.profile == bureau.GM:
        assert chosen.authority is not None
        hidden = sm2.new_private_key()
        device = Holder(chosen.authority.van(hidden.public, "D027", now), hidden)
    else:
        key = ec.generate_private_key(ec.SECP256R1())
        device = Holder(office.authority.van(key.public_key(), "D027", now), key)
    return Sealer(device, chosen.sealed_to, SUITES[chosen.profile])


def _seal(bulk: Path, letters: Path, records: int, urgent: int, sealer: Sealer) -> dict[str, str]:
    previous, digests = "", {}
    for number in range(1, records + urgent + 1):
        folder, size = (bulk, RECORD_BYTES) if number <= records else (letters, URGENT_BYTES)
        picture = os.urandom(size)
        letter = application(picture=picture)
        now, haste = datetime.now(UTC), number > records
        slip = Slip("D027", letter.id, "b" * 22, number, previous, now, True, haste)
        body = sealer.seal(envelope.pack(wire.dump(letter), {"p.jpg": picture}, slip), now)
        previous = digests[letter.id] = hashlib.sha256(body).hexdigest()
        (folder / f"{letter.id}.cms").write_bytes(body)
    return digests


@contextmanager
def serving(emulator: Emulator, command: Sequence[str], port: int) -> Iterator[None]:
    process = emulator.office.start(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        wait = emulator.office.start([*_KNOCK, str(port)])
        wait.wait(30)
        yield
    finally:
        process.kill()
        process.wait()


_KNOCK = [
    sys.executable,
    "-c",
    "import socket,sys,time\n"
    "for _ in range(300):\n"
    "    try: socket.create_connection(('10.77.0.1', int(sys.argv[1]))).close(); break\n"
    "    except OSError: time.sleep(0.1)\n",
]


def ours(
    emulator: Emulator,
    profile: Profile,
    load: Load,
    program: str = "sync.send",
    kill_at_s: Sequence[float] = (),
) -> Outcome:
    """kill_at_s: kill -9 of the client at these moments; it is started again at once."""
    office = [sys.executable, "-m", "tests.bench.link_office", str(load.office), OFFICE, str(PORT)]
    client = [sys.executable, "-m", program, "--office", str(load.enrolment)]
    client += ["--ca", str(load.office / "ca.pem"), *map(str, load.files)]
    with serving(emulator, office, PORT):
        return emulator.run(profile, client, cwd=ROOT, stdout=subprocess.DEVNULL, kill_at_s=kill_at_s)


def kills(emulator: Emulator, profile: Profile, records: int, calm: Outcome) -> None:
    """What kill -9 three times costs beside the run without, over the same line."""
    with load(records) as cargo:
        moments = [calm.seconds * share for share in KILLS]
        outcome = ours(emulator, profile, cargo, kill_at_s=moments)
        whole = f"{cargo.arrived()}/{records} whole"
    cost = (outcome.seconds - calm.seconds) / calm.seconds * 100
    note = f"{outcome.seconds:.0f} s instead of {calm.seconds:.0f}; {whole}"
    tell(Row(f"{profile.name}: kill -9 three times", cost, "% longer", 2, note=note))


def urgent(emulator: Emulator, profile: Profile, records: int) -> None:
    """A small letter every four seconds while bulk fills the line: from its seal to the office's receipt."""
    with load(records, urgent=records * 6 // 10) as cargo:
        outcome = ours(emulator, profile, cargo, "tests.bench.link_urgent")
        letters = cargo.folder.parent / "urgent"
        waits = sorted(float(path.read_text()) for path in letters.glob("*.seconds"))
        share, size = outcome.share(cargo.payload), next(letters.glob("*.cms")).stat().st_size
    worst = waits[max(0, -(-len(waits) * 95 // 100) - 1)]
    note = f"median {waits[len(waits) // 2]:.2f} s, longest {waits[-1]:.2f}; {len(waits)} of {size} B"
    tell(Row(f"{profile.name}: urgent under bulk, p95", worst, "s", 0.85, note=f"{note}; bulk {share:.3f}"))


def one(emulator: Emulator, profile: Profile, suite: str) -> None:
    """A single record, from the program's start to the receipt: the connection is opened for it."""
    with load(1, suite=suite) as cargo:
        outcome = ours(emulator, profile, cargo)
    tell(Row(f"{profile.name}: one record delivered", outcome.seconds, "s", 2))


def rsync(emulator: Emulator, profile: Profile, load: Load, place: Path) -> tuple[Outcome, int]:
    """As the studies ran it: partial files kept, a time-out of 20 s, again until it says it is done."""
    target = place / "rsync"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    settings = place / "rsyncd.conf"
    settings.write_text(f"use chroot = no\n[in]\npath = {target}\nread only = no\nuid = root\n")
    daemon = ["rsync", "--daemon", "--no-detach", f"--config={settings}", "--port=8730"]
    words = f"rsync -a --partial --timeout=20 {load.folder}/ rsync://{OFFICE}:8730/in/"
    with serving(emulator, daemon, 8730):
        outcome = emulator.run(profile, _until_done(words), stderr=subprocess.DEVNULL)
    return outcome, _same(load, target)


def curl(emulator: Emulator, profile: Profile, load: Load, place: Path) -> tuple[Outcome, int]:
    """One PUT for each record, again until it is through; 20 s below 100 bytes a second ends a try."""
    target = place / "curl"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    server = [sys.executable, "-m", "tests.bench.link_put", str(target), OFFICE, "8731"]
    each = (
        f"for f in {load.folder}/*.cms; do until curl -sf --connect-timeout 4 -Y 100 -y 20 "
        f"-T $f http://{OFFICE}:8731/ ; do sleep 0.3; done; done"
    )
    with serving(emulator, server, 8731):
        outcome = emulator.run(profile, ["sh", "-c", each], stderr=subprocess.DEVNULL)
    return outcome, _same(load, target)


def rclone(emulator: Emulator, profile: Profile, load: Load, place: Path) -> tuple[Outcome, int]:
    """WebDAV at both ends, four at a time, as the studies ran it."""
    target = place / "rclone"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    server = ["rclone", "serve", "webdav", str(target), "--addr", f"{OFFICE}:8732"]
    words = (
        f"rclone copy {load.folder} :webdav: --include *.cms --webdav-url http://{OFFICE}:8732 "
        "--config /dev/null --transfers 4 --contimeout 4s --timeout 20s"
    )
    with serving(emulator, server, 8732):
        outcome = emulator.run(profile, _until_done(words), stderr=subprocess.DEVNULL)
    return outcome, _same(load, target)


def _until_done(words: str) -> list[str]:
    return ["sh", "-c", f"until {words}; do sleep 0.3; done"]


def _same(load: Load, target: Path) -> int:
    return sum(
        (target / path.name).exists() and (target / path.name).read_bytes() == path.read_bytes()
        for path in load.files
    )


def show(who: str, profile: str, outcome: Outcome, arrived: int, load: Load) -> None:
    share = outcome.share(load.payload)
    again = (outcome.up.fresh - load.payload) / load.payload
    whole = f"{arrived}/{len(load.files)}"
    note = f"{outcome.seconds:.0f} s; {whole} whole; {again:.1%} beside the payload; {outcome.outages} gaps"
    if outcome.waits_s:
        note += f"; first byte after a gap {max(outcome.waits_s):.1f} s at worst"
    if outcome.code is None:
        note += "; did not finish"
    budget = BUDGET.get(profile) if who == "sync.send" else None
    tell(Row(f"{profile}: {who}", share, "of the radio", budget, at_least=True, note=note))


def main(arguments: list[str]) -> int:
    known = profiles()
    parser = argparse.ArgumentParser(prog="python -m tests.bench.link")
    parser.add_argument("names", nargs="*", metavar="PROFILE", help=f"of {', '.join(known)}")
    parser.add_argument("--kills", action="store_true", help="again, with kill -9 three times")
    parser.add_argument("--urgent", action="store_true", help="again, with urgent letters on the way")
    parser.add_argument("--one", action="store_true", help="only one record, by itself")
    parser.add_argument("--tools", action="store_true", help="rsync, curl and rclone, too, where they are")
    parser.add_argument("--gm", action="store_true", help="sealed with SM2, SM3 and SM4")
    parser.add_argument("--records", type=int, default=100)
    asked = parser.parse_args(arguments)
    if os.geteuid() != 0:
        sys.stderr.write("link: needs root for its two network namespaces\n")
        return 0
    emulator = Emulator()
    suite = bureau.GM if asked.gm else bureau.CMS
    for name in asked.names or list(known):
        if asked.one:
            one(emulator, known[name], suite)
            continue
        with load(asked.records, suite=suite) as cargo, tempfile.TemporaryDirectory() as place:
            outcome = ours(emulator, known[name], cargo)
            show("sync.send", name, outcome, cargo.arrived(), cargo)
            if asked.kills:
                kills(emulator, known[name], asked.records, outcome)
            if asked.urgent:
                urgent(emulator, known[name], asked.records)
            tools = {"rsync": rsync, "curl": curl, "rclone": rclone} if asked.tools else {}
            for tool, run in tools.items():
                if shutil.which(tool):
                    outcome, arrived = run(emulator, known[name], cargo, Path(place))
                    show(tool, name, outcome, arrived, cargo)
    emulator.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
