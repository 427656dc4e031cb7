"""Acceptance: the technician's command reads a recorded real U.are.U 4500 through libusb, pixel for pixel.

umockdev is strict: every byte the driver sends must come in the recorded order, reads must be there in time.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from tests.conftest import ROOT


@pytest.fixture
def recording(shared: Path) -> Path:
    if shutil.which("umockdev-run") is None:
        pytest.skip("umockdev-run is not installed (Debian package umockdev)")
    folder = shared / "recordings" / "uru4000-4500"
    if not folder.is_dir():
        pytest.skip("../shared/recordings/uru4000-4500 is not here")
    return folder


def probe(recording: Path, nonce: str, out: Path, *more: str) -> subprocess.CompletedProcess[str]:
    first = (recording / "device").read_text("utf-8").splitlines()[0]
    sysfs = "/sys" + first.removeprefix("P: ")
    play = [
        "umockdev-run",
        "-d",
        str(recording / "device"),
        "-p",
        f"{sysfs}={recording / 'capture.pcapng'}",
        "--",
    ]
    look = [
        sys.executable,
        "-m",
        "devices.probe",
        "capture",
        "--usb",
        "05ba:000a",
        "--nonce",
        nonce,
        "--out",
        str(out),
    ]
    return subprocess.run(
        [*play, *look, *more], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )


def test_reads_the_real_scanner_pixel_for_pixel(recording: Path, tmp_path: Path) -> None:
    done = probe(recording, "51ea2124", tmp_path / "x.png")
    assert done.returncode == 0, done.stderr
    seen, wanted = Image.open(tmp_path / "x.png"), Image.open(recording / "capture.png").convert("L")
    assert seen.size == wanted.size == (384, 290)
    assert seen.tobytes() == wanted.tobytes()


def test_another_nonce_ends_in_one_sentence_and_no_file(recording: Path, tmp_path: Path) -> None:
    done = probe(recording, "00000001", tmp_path / "x.png")
    assert done.returncode == 1
    assert "devices.silent: " in done.stderr
    assert list(tmp_path.glob("*.png*")) == []
