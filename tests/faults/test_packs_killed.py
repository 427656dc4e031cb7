"""kill -9 of a laptop while it takes a pack: at the next start the old one or the new one, nothing else."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from forms.packs.shelf import lay_beside
from tests.faults.doomed_packs import STEPS
from tests.sync.bureaus import Bureau
from tests.sync.offices import ROOT
from vanapp.clock import SystemClock
from vanapp.packs import Packs

PACK = (ROOT / "forms" / "packs" / "guangdong-1.yaml").read_text("utf-8")


def run(step: str, number: int, folder: Path, stick: Path, root: Path) -> int:
    words = (sys.executable, "-m", "tests.faults.doomed_packs", step, str(number))
    return subprocess.run(
        (*words, str(folder), str(stick), str(root)), cwd=ROOT, timeout=60, check=False
    ).returncode


def in_use(folder: Path, root: Path) -> str:
    packs = Packs(folder, root.read_text("utf-8"), SystemClock())
    packs.lay(())
    try:
        return packs.standing().using.name
    finally:
        lay_beside(())


@pytest.mark.parametrize("step", STEPS)
def test_killed_anywhere_it_has_the_old_pack_or_the_new_one(step: str, tmp_path: Path) -> None:
    bureau = Bureau(tmp_path / "bureau")
    body = PACK.replace("version: 1\n", "version: 2\n", 1).replace("date: 2026-11-28", "date: 2026-12-01", 1)
    bureau.offer("guangdong-2.yaml", body.encode())
    root, stick, folder = tmp_path / "root.json", bureau.stick("stick"), tmp_path / "packs"
    root.write_bytes(bureau.root)
    for number in (1, 3):  # at once, and later on the way
        killed = run(step, number, folder, stick, root)
        assert killed in (-signal.SIGKILL, 0), killed
        assert number > 1 or killed == -signal.SIGKILL
        after = in_use(folder, root)
        assert after == ("guangdong@2" if step == "written" or killed == 0 else "guangdong@1")
    assert run("never", 1, folder, stick, root) == 0
    assert in_use(folder, root) == "guangdong@2"
    assert not list((folder / "scenario").glob(".*"))
