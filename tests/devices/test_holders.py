"""The system's fingerprint service holds the scanner: busy, with the remedy that helps."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from devices.bench import Bench
from devices.contract import Kind
from devices.errors import Busy, HeldByFprintd
from devices.holders import fprintd_runs
from devices.virtual import UruModel
from devices.virtual.bus import VirtualBus
from devices.virtual.sdt_model import SdtModel
from tests.devices.rigs import soon


def process(proc: Path, number: int, name: str) -> None:
    (proc / str(number)).mkdir(parents=True)
    (proc / str(number) / "comm").write_text(name + "\n")


def test_it_is_told_by_its_name_alone(tmp_path: Path) -> None:
    process(tmp_path, 7, "fprintd-verify")
    assert not fprintd_runs(tmp_path)
    process(tmp_path, 8, "fprintd")
    assert fprintd_runs(tmp_path)
    assert not fprintd_runs(tmp_path / "not there")


@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")
def test_a_real_process_of_that_name_is_seen_while_it_runs(tmp_path: Path) -> None:
    sleep = shutil.which("sleep")
    assert sleep is not None
    shutil.copy(sleep, tmp_path / "fprintd")
    before = fprintd_runs()
    running = subprocess.Popen([tmp_path / "fprintd", "60"])
    assert soon(fprintd_runs)
    running.kill()
    running.wait()
    assert fprintd_runs() == before


def test_a_scanner_it_holds_says_so_and_is_ready_when_it_lets_go() -> None:
    bus, scanner, running = VirtualBus(), UruModel(), [True]
    scanner.fault("busy")
    bus.plug(scanner)
    with Bench([bus], look_again_s=0.02, fprintd_runs=lambda: running[0]) as bench:
        assert bench.state(Kind.FINGER).code == HeldByFprintd.code
        with pytest.raises(HeldByFprintd) as caught:
            bench.use(Kind.FINGER, lambda driver: None, lambda: False)
        assert isinstance(caught.value, Busy)
        running.clear()
        running.append(False)
        assert soon(lambda: bench.state(Kind.FINGER).code == Busy.code)
        scanner.fault("busy", on=False)
        assert soon(lambda: bench.state(Kind.FINGER).code is None)


def test_another_instrument_that_is_busy_is_only_busy() -> None:
    bus, reader = VirtualBus(), SdtModel()
    reader.fault("busy")
    bus.plug(reader)
    with Bench([bus], fprintd_runs=lambda: True) as bench:
        assert bench.state(Kind.CARD).code == Busy.code
