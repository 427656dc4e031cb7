"""The machine's own USB: plug and unplug reach the bench, with or without udev."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from devices.hotplug import SystemBus, watch_udev
from tests.conftest import ROOT


def test_looking_at_the_machines_usb_never_fails() -> None:
    bus = SystemBus()
    assert bus.devices() == bus.devices()
    assert not bus.training


def test_watching_ends_when_told() -> None:
    unsubscribe = watch_udev(lambda: None)
    if unsubscribe is not None:  # a machine with a running udev
        unsubscribe()


def test_a_recorded_scanner_is_plugged_read_and_pulled(shared: Path, tmp_path: Path) -> None:
    if shutil.which("umockdev-wrapper") is None:
        pytest.skip("umockdev-wrapper is not installed (Debian package umockdev)")
    recording = shared / "recordings" / "uru4000-4500"
    if not recording.is_dir():
        pytest.skip("../shared/recordings/uru4000-4500 is not here")
    program = [sys.executable, "-m", "tests.devices.hotplug_program", str(recording), str(tmp_path / "x.png")]
    done = subprocess.run(
        ["umockdev-wrapper", *program], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines() == [
        "devices.not_connected",
        "ready {FB0B9071-2E08-7742-BC16-2FAA247CEF66}",
        "devices.not_connected",
    ]
    wanted = Image.open(recording / "capture.png").convert("L")
    assert Image.open(tmp_path / "x.png").tobytes() == wanted.tobytes()
