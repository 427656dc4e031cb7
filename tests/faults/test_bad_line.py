"""Radio gaps with one packet in twenty lost; a line of 0.05 Mbit/s: every record arrives, once."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tests.faults.bad_line import LINES, NO_LINES_HERE, SHARES

ALL_WELL = {"lost": 0, "duplicate": 0, "corrupt": 0, "without a receipt": 0, "alarms": 0, "half": 0}


def test_over_bad_lines_every_record_arrives_once() -> None:
    if os.geteuid() != 0 or not os.access("/dev/net/tun", os.W_OK):
        pytest.skip("needs root and /dev/net/tun for a line of its own")
    command = [sys.executable, "-m", "tests.faults.bad_line"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if ran.returncode == NO_LINES_HERE:
        pytest.skip("this machine lets nobody make a network namespace")
    assert ran.returncode == 0, ran.stderr
    told = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [one["line"] for one in told] == [line.name for line in LINES]
    assert len(told) == len(SHARES)
    for one in told:
        assert one["code"] == 0, one  # None: it did not end in time
        assert {name: one[name] for name in ALL_WELL} == ALL_WELL, one
    assert told[0]["gaps"] > 0  # the first comes while it is still starting
