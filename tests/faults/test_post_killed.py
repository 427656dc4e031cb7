"""kill -9 of the van at every step of a resumable delivery: 0 lost, 0 duplicate, 0 without receipt."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from forms.status import Status
from sync.gateway.office import Office, open_office
from tests.conftest import ROOT
from tests.faults.doomed_van import STEPS
from tests.sync.offices import Program, program
from tests.sync.sealed import Press
from tests.sync.strangers import relay
from tests.vanapp.bed import make_van, opened, ready
from vanapp.usecases.seal import seal

PARCELS = 4
SIZE = 150_000


def fill(folder: Path, data: Path) -> dict[str, str]:
    """Sealed files for the office that will live in `data`; id -> sha256 of what is to arrive."""
    office = open_office(data, training=True)
    press = Press(office)
    folder.mkdir()
    made = [press.parcel(SIZE) for _ in range(PARCELS)]
    for one in made:
        (folder / f"{one.id}.cms").write_bytes(one.body)
    office.close()
    return {one.id: one.label.sha256 for one in made}


def van(gateway: Program, folder: Path, *doom: str, url: str = "") -> subprocess.Popen[str]:
    module = ["tests.faults.doomed_van", *doom] if doom else ["sync.send"]
    command = [sys.executable, "-m", *module, "--office", gateway.ready["van_file"], "--give-up", "20"]
    command += ["--url", url] if url else []
    command += [str(path) for path in sorted(folder.glob("*.cms"))]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def count(data: Path, folder: Path, sealed: dict[str, str]) -> dict[str, int]:
    """What both sides hold in the end."""
    office = open_office(data)
    try:
        rows = office.ledger.listed(limit=1000)
        whole = {row["id"]: row["sha256"] for row in rows if _kept(office, row["sha256"], row["size"])}
        with office.database.read() as connection:
            alarms = connection.exec_driver_sql("SELECT count(*) FROM alarms").scalar_one()
    finally:
        office.close()
    receipts = {path.stem: json.loads(path.read_text()) for path in folder.glob("*.receipt")}
    return {
        "lost": len(set(sealed.items()) - set(whole.items())),
        "duplicate": len(rows) - len({row["id"] for row in rows}),
        "unreceipted": len(sealed.items() - {(id, said["sha256"]) for id, said in receipts.items()}),
        "alarms": alarms,
    }


def _kept(office: Office, sha256: str, size: int) -> bool:
    return len(office.objects.read(sha256)) == size


NOTHING_WRONG = {"lost": 0, "duplicate": 0, "unreceipted": 0, "alarms": 0}


def test_van_killed_at_every_step(tmp_path: Path) -> None:
    """One office, one load, one kill at each step; the next run goes on where it was."""
    data, folder = tmp_path / "office", tmp_path / "files"
    sealed = fill(folder, data)
    with program(data) as gateway:
        for step in STEPS:
            with van(gateway, folder, step, "1") as doomed:
                said, _ = doomed.communicate(timeout=60)
            assert doomed.returncode == -9, (step, said)
        with van(gateway, folder) as last:
            said, _ = last.communicate(timeout=60)
        assert last.returncode == 0, said
        gateway.end()
    assert count(data, folder, sealed) == NOTHING_WRONG


def test_address_changes_under_way_cost_little(tmp_path: Path) -> None:
    """Every connection dies without a word after 100 KB: all arrive, once, over many connections."""
    data, folder = tmp_path / "office", tmp_path / "files"
    sealed = fill(folder, data)
    with program(data) as gateway, relay(gateway.url, up=100_000) as line:
        with van(gateway, folder, url=line) as sending:
            said, _ = sending.communicate(timeout=120)
        assert sending.returncode == 0, said
        gateway.end()
    assert count(data, folder, sealed) == NOTHING_WRONG


SEALER = """
import os, signal, sys
from pathlib import Path
from tests.vanapp.bed import make_van
from vanapp.store.outbox import Outbox
from vanapp.store.parcel_files import ParcelFiles
from vanapp.usecases.seal import seal
step = sys.argv[3]
def die(): os.kill(os.getpid(), signal.SIGKILL)
class Doomed(ParcelFiles):
    def put(self, id, body):
        if step == "half file":
            self._folder.mkdir(exist_ok=True)
            self.path(id).with_name(self.path(id).name + ".half").write_bytes(body[:1000])
            die()
        super().put(id, body)
        if step == "file":
            die()
van = make_van(Path(sys.argv[1]))
van.store.outbox._files = Doomed(van.store.parcel_files._folder)
if step == "row":
    van.store.chain.add = lambda *_: die()
seal(van.services, sys.argv[2])
"""


@pytest.mark.parametrize("step", ["half file", "file", "row"])
def test_a_sealer_killed_between_file_and_commit(tmp_path: Path, step: str) -> None:
    """The application is the draft it was, nothing of the cut seal goes out, and the chain has no gap."""
    before = make_van(tmp_path)
    first = seal(before.services, ready(before).id).parcel_id
    draft = ready(before)
    before.store.close()
    child = subprocess.run(
        [sys.executable, "-c", SEALER, str(tmp_path), draft.id, step], cwd=ROOT, check=False
    )
    assert child.returncode == -9
    again = make_van(tmp_path)
    swept = again.store.outbox.sweep(again.clock.now())
    assert swept.set_aside == (() if step == "half file" else (draft.id,))
    assert again.store.applications.status(draft.id) is Status.DRAFT
    assert seal(again.services, draft.id).parcel_id == draft.id
    one, two = (again.store.outbox.parcel(id) for id in (first, draft.id))
    slip = opened(two).slip
    assert slip is not None
    assert (slip.sequence, slip.previous) == (2, one.sha256)
    again.store.close()
