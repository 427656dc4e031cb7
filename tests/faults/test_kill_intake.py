"""The plug is pulled forty times at random moments of the intake: nothing shown as saved is lost."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

KILLS = 40
LAPTOPS = 2
STUCK_S = 60.0
NEVER = 10_000
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


class Plug:
    """When to pull it: after so many saved keys or so many looks at the captures, and a moment more.

    Counted in what the program said, not in seconds: on a busy machine the same moments are hit.
    """

    def __init__(self, chance: random.Random, number: int, *, last: bool) -> None:
        """last: only once a finger is there, however slow the machine is today."""
        # The first ones end amid the typing of either field; of the others every fifth goes on, so that
        # pictures, fingers and the seal are reached, and the rest end within a page or amid the typing.
        late = number % 5 == 4
        self._keys = NEVER if late else chance.randint(1, 9)
        self._looks = NEVER if number < 3 else chance.randint(40, 90) if late else chance.randint(0, 40)
        self._moment_s = chance.uniform(0.0, 0.25)
        self._fingers = last
        if last:
            self._keys = self._looks = NEVER

    def pull(self, day: Day, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        timer = threading.Timer(STUCK_S, process.send_signal, (signal.SIGKILL,))
        timer.start()
        saved = looked = 0
        # What reaches the pipe was shown before the kill; a torn last line was not finished.
        for line in process.stdout:
            if not line.endswith("\n"):
                continue
            said = json.loads(line)
            day.hear(said)
            saved += said["what"] == "saved"
            looked += said["what"] == "captured"
            fingers = self._fingers and any("finger.1" in slots for slots in day.slots.values())
            if saved >= self._keys or looked >= self._looks or fingers:
                timer.cancel()
                timer = threading.Timer(self._moment_s, process.send_signal, (signal.SIGKILL,))
                timer.start()
                self._keys = self._looks = NEVER
                self._fingers = False
        timer.join()


def run_until_killed(number: int, environment: dict[str, str], plug: Plug, day: Day) -> None:
    """One start of the program, killed some time after it reopened."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.faults.typist", str(number)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        assert first, "the program did not come up again"
        try:
            day.check(json.loads(first))
            plug.pull(day, process)
        finally:
            process.kill()
    assert process.returncode == -signal.SIGKILL, "it ended before anybody killed it"


def one_day(home: Path, seed: int, kills: int) -> Day:
    chance = random.Random(seed)
    environment = {
        **os.environ,
        "VANAPP_HOME": str(home),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(ROOT),
    }
    day = Day()
    for number in range(kills):
        plug = Plug(chance, number, last=number == kills - 1)
        run_until_killed(number, environment, plug, day)
    return day


@pytest.mark.slow
def test_forty_kills_lose_nothing_shown_as_saved(tmp_path: Path) -> None:
    """Two laptops at once, twenty kills each: the programs wait more than they work."""
    with ThreadPoolExecutor(LAPTOPS) as both:
        homes = [(tmp_path / f"home-{n}", 20261121 + n, KILLS // LAPTOPS) for n in range(LAPTOPS)]
        days = list(both.map(lambda one: one_day(*one), homes))
    # The test would prove nothing if the officer had never come to type, take pictures and seal.
    assert {"saved", "captured"} <= {kind for day in days for kind in day.kinds}
    assert {field for day in days for field in day.fields} == set(FIELDS)
    assert any("finger.1" in slots for day in days for slots in day.slots.values())
