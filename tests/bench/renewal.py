"""A complete renewal on the real screens: how long the GUI thread was ever held up and by what, key to paint,
keys pressed, memory with the camera on, and how quickly the main screens change.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from pathlib import Path

from tests.bench.real import RealProgram  # first: it names the platform Qt is to run on

# isort: split
from PyQt6.QtCore import Qt

from tests.bench.heartbeat import Gap, Heartbeat
from tests.bench.memory import children, own_mb, resident_mb
from tests.bench.rows import Row, quantile, tell
from vanapp.tour.errands import Officer
from vanapp.tour.people import RENEWAL

SCREENS = ("outbox", "instruments", "settings", "today")
ROUNDS = 5
MOST_GAPS = 12


class Watcher(Officer):
    """The tour's officer, who reads the meters where the camera is on: before and after the fingers."""

    def __init__(self, real: RealProgram) -> None:
        super().__init__(real.hand, lambda: real.window.page("intake"))  # type: ignore[arg-type,return-value]
        self.memory: dict[str, float] = {}

    def _look(self, name: str, what: str) -> None:
        if what in ("portrait", "materials"):
            now = memory()
            self.memory = {part: max(mb, self.memory.get(part, 0)) for part, mb in now.items()}


def memory() -> dict[str, float]:
    """MB resident, by process; "all" counts shared pages once."""
    own = os.getpid()
    found = {"program": resident_mb(own)}
    total = own_mb(own)
    for pid, command in children(own).items():
        known = {"sync.gateway": "local office", "biometrics": "judges", "vanapp.printing": "print shop"}
        name = next((words for part, words in known.items() if part in command), "other")
        found[name] = found.get(name, 0) + resident_mb(pid)
        total += own_mb(pid)
    return {**found, "all": total}


def pages(real: RealProgram) -> None:
    first = {name: real.shown_ms(name) for name in SCREENS}
    again = [real.shown_ms(name) for _ in range(ROUNDS) for name in SCREENS]
    slowest = max(first, key=lambda name: first[name])
    middle = statistics.median(again)
    tell(
        Row("page change, p95", quantile(again, 0.95), budget=100, note=f"median {middle:.0f}"),
        Row("page change, a screen's first time", first[slowest], budget=100, note=slowest),
    )


def start_up(real: RealProgram) -> None:
    heart = Heartbeat()
    heart.start()
    real.open()
    heart.stop()
    note = f"most work of its own between two beats: {max(heart.work):.0f} ms of CPU"
    tell(
        Row("GUI thread held up from start to today's page, longest", max(heart.gaps), budget=100, note=note)
    )
    explain(heart.long)


def serve(real: RealProgram) -> None:
    heart = Heartbeat()
    officer = Watcher(real)
    heart.start()
    record = officer.serve(RENEWAL, lambda: real.hand.press(Qt.Key.Key_Return))
    heart.stop()
    gaps, keys = heart.gaps, real.hand.key_ms
    tell(
        Row("GUI thread held up in a renewal, longest", max(gaps), budget=100, note=f"{len(gaps)} beats"),
        Row("  the most of its own work between two beats", max(heart.work), budget=100, note="CPU time"),
        Row("GUI thread held up in a renewal, p99.9", quantile(gaps, 0.999)),
        Row("key to paint, p95", quantile(keys, 0.95), budget=50, note=f"longest {max(keys):.0f}"),
        Row("renewal, keys", record.keys, "", 25),
        Row("renewal, clicks", record.clicks, "", 0),
        Row("renewal, with the invented person", record.plain()["total_seconds"], "s"),
    )
    explain(heart.long)
    sys.stdout.write(f"seconds by step: {record.seconds}\n")
    for name, mb in officer.memory.items():
        tell(Row(f"resident with the camera on, {name}", mb, "MB", 350 if name == "program" else None))


def explain(gaps: list[Gap]) -> None:
    for gap in sorted(gaps, key=lambda gap: -gap.ms)[:MOST_GAPS]:
        sys.stdout.write("\n".join(gap.lines()) + "\n")


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        real = RealProgram(Path(home))
        start_up(real)
        serve(real)
        pages(real)
        real.close()
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
