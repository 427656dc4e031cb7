"""The outbox with 100 000 rows, in the real window over the real store: opening it, and scrolling it."""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.bench.real import RealProgram  # first: it names the platform Qt is to run on

# isort: split
from tests.bench.rows import Row, quantile, tell
from tests.vanapp.crowd import crowd

ROWS = 100_000
FRAMES = 600
STEP_PX = 90


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        real = RealProgram(Path(home))
        real.open()
        crowd(real.services.store._database, ROWS)
        window: Any = real.window
        began = time.perf_counter()
        painted = real.shown_ms("outbox")
        screen: Any = window.page("outbox")
        real.hand.until(lambda: screen.model.rowCount() > 0, "the first rows")
        screen.list.viewport().repaint()
        opened = (time.perf_counter() - began) * 1000
        tell(
            Row(f"outbox of {ROWS:_} rows, first open".replace("_", " "), opened, budget=200),
            Row("  the screen itself, still empty", painted, budget=100),
        )
        scroll(real, screen)
        real.close()
    sys.stdout.flush()
    os._exit(0)


def scroll(real: RealProgram, screen: Any) -> None:
    """Every frame is a step of the bar, the paint of the rows, and whatever arrived meanwhile."""
    bar, port = screen.list.verticalScrollBar(), screen.list.viewport()
    frames, short = [], 0
    for _ in range(FRAMES):
        began = time.perf_counter()
        before = bar.value()
        bar.setValue(before + STEP_PX)
        short += bar.value() - before < STEP_PX
        port.repaint()
        real.app.processEvents()
        frames.append((time.perf_counter() - began) * 1000)
    rows = screen.model.rowCount()
    tell(
        Row(
            "outbox scroll, frames a second",
            1000 / statistics.mean(frames),
            "fps",
            60,
            at_least=True,
            note=f"{rows} rows fetched on the way, {short} frames waited for rows",
        ),
        Row(
            "outbox scroll, frame p95",
            quantile(frames, 0.95),
            budget=1000 / 60,
            note=f"longest {max(frames):.0f}",
        ),
    )


if __name__ == "__main__":
    main()
