"""The plug is pulled forty times at random moments of the intake: nothing shown as saved is lost."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

KILLS = 40
ROOT = Path(__file__).resolve().parents[2]


FIELDS = ("phone", "remark")


class Day:
    """What was shown as saved so far, and what a reopened program must therefore know."""

    def __init__(self) -> None:
        self.saved: dict[tuple[str, str], str] = {}  # (application, field) -> text
        self.slots: dict[str, set[str]] = {}
        self.sealed: set[str] = set()
        self.kinds: dict[str, int] = {}
        self.fields: set[str] = set()

    def hear(self, said: dict[str, Any]) -> None:
        self.kinds[said["what"]] = self.kinds.get(said["what"], 0) + 1
        if said["what"] == "saved":
            self.saved[said["id"], said["place"]] = said["text"]
        elif said["what"] == "captured":
            self.slots[said["id"]] = set(said["slots"])
        elif said["what"] == "sealed":
            self.sealed.add(said["id"])

    def check(self, reopened: dict[str, Any]) -> None:
        assert self.sealed <= set(reopened["sealed"]), "a sealed application is lost"
        assert reopened["chain"] > 0
        here = reopened["stored_id"]
        if not here:
            return
        assert reopened["page"] == reopened["stored_page"], "it reopened on another page"
        if reopened["page"] == "particulars" and reopened["stored_place"] in FIELDS:
            assert reopened["focus"] == f"field_{reopened['stored_place']}", "it reopened on another field"
            self.fields.add(reopened["stored_place"])
        assert self.slots.get(here, set()) <= set(reopened["slots"]), "a capture is lost"
        for name in FIELDS:
            stored = reopened["answers"].get(name, "")
            assert stored.startswith(self.saved.get((here, name), "").rstrip()), "a keystroke is lost"


def run_until_killed(number: int, environment: dict[str, str], delay_s: float, day: Day) -> None:
    """One start of the program, killed `delay_s` after it reopened."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.typist", str(number)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    first = process.stdout.readline()
    assert first, "the program did not come up again"
    timer = threading.Timer(delay_s, process.send_signal, (signal.SIGKILL,))
    timer.start()
    day.check(json.loads(first))
    # What reaches the pipe was shown before the kill; a torn last line was not finished.
    for line in process.stdout:
        if line.endswith("\n"):
            day.hear(json.loads(line))
    timer.join()
    assert process.wait() == -signal.SIGKILL, "it ended before anybody killed it"
    process.stdout.close()


@pytest.mark.slow
def test_forty_kills_lose_nothing_shown_as_saved(tmp_path: Path) -> None:
    chance = random.Random(20261121)
    environment = {
        **os.environ,
        "VANAPP_HOME": str(tmp_path / "home"),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(ROOT),
    }
    day = Day()
    for number in range(KILLS):
        # Every fifth time late, so that pictures, fingers and the seal are reached too.
        delay_s = chance.uniform(4.0, 10.0) if number % 5 == 4 else chance.uniform(0.1, 2.5)
        run_until_killed(number, environment, delay_s, day)
    # The test would prove nothing if the officer had never come to type, take pictures and seal.
    assert {"saved", "captured"} <= set(day.kinds)
    assert day.fields == set(FIELDS)
    assert any("finger.1" in slots for slots in day.slots.values())
