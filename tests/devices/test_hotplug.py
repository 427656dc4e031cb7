"""The machine's own USB: plug and unplug reach the bench, with or without udev."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from devices.hotplug import SystemBus, watch_udev
from tests.conftest import ROOT
from tests.devices.test_ptp_camera import photos_of


def test_looking_at_the_machines_usb_never_fails() -> None:
    bus = SystemBus()
    assert bus.devices() == bus.devices()
    assert not bus.training


def test_watching_ends_when_told() -> None:
    unsubscribe = watch_udev(lambda: None)
    if unsubscribe is not None:  # a machine with a running udev
        unsubscribe()


RECORDINGS = {
    "digitalpersona_uru4000": ("uru4000-4500", "device", "capture.pcapng"),
    "nextbiometrics_nb1010": ("nb1010", "device", "capture.ioctl"),
    "ptp_camera": (
        "canon-powershot-sx200",
        "canon-powershot-sx200.umockdev",
        "canon-powershot-sx200.ioctl",
    ),
}


@pytest.mark.parametrize("driver", RECORDINGS)
def test_a_recorded_instrument_is_plugged_used_pulled_and_used_again_at_another_address(
    shared: Path, tmp_path: Path, driver: str
) -> None:
    if shutil.which("umockdev-wrapper") is None:
        pytest.skip("umockdev-wrapper is not installed (Debian package umockdev)")
    name, description, traffic = RECORDINGS[driver]
    recording = shared / "recordings" / name
    if not recording.is_dir():
        pytest.skip(f"../shared/recordings/{name} is not here")
    program = [sys.executable, "-m", "tests.devices.hotplug_program"]
    arguments = [str(recording / description), str(recording / traffic), str(tmp_path)]
    done = subprocess.run(
        ["umockdev-wrapper", *program, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines() == [
        "0",
        f"first: {driver} ready, address True",
        "devices.not_connected",
        f"again: {driver} ready, address True",
        "devices.not_connected",
    ]
    for sitting in ("first", "again"):
        if driver == "ptp_camera":
            taken = (tmp_path / sitting).iterdir()
            seen = {path.name: hashlib.sha1(path.read_bytes()).hexdigest() for path in taken}
            assert seen == photos_of(recording)
        else:
            wanted = Image.open(recording / "capture.png").convert("L")
            assert Image.open(tmp_path / sitting / "capture.png").tobytes() == wanted.tobytes()
