"""How long prints take: `python -m tests.bench.printing`. Budget: form PDF 500 ms on a slow laptop."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PyQt6.QtGui import QGuiApplication

ROUNDS = 15


def milliseconds(work: Callable[[], object]) -> tuple[float, float, float]:
    """First call, median and largest of the following ones."""
    times = []
    for _ in range(ROUNDS + 1):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return times[0], statistics.median(times[1:]), max(times[1:])


def main() -> None:
    application = QGuiApplication(["bench"])
    start = time.perf_counter()
    from tests.vanapp.printing.samples import LONG_NAME, RENEWAL, paper_view
    from vanapp import printing

    print(f"import {1000 * (time.perf_counter() - start):.0f} ms")
    view = paper_view({**RENEWAL, "name": LONG_NAME}, training=True)
    form = printing.form(view)
    slip = printing.receipt(view, "58")
    jobs: dict[str, Callable[[], object]] = {
        "form: lay out": lambda: printing.form(view),
        "form: PDF of a ready layout": lambda: printing.to_pdf(form),
        "form: view to PDF": lambda: printing.to_pdf(printing.form(view)),
        "form: preview 110 dpi": lambda: printing.preview(form),
        "receipt 58 mm: lay out": lambda: printing.receipt(view, "58"),
        "receipt 58 mm: PDF": lambda: printing.to_pdf(slip),
        "receipt A4: view to PDF": lambda: printing.to_pdf(printing.receipt(view)),
    }
    print(f"{'':32}{'first':>8}{'median':>8}{'max':>8}  ms")
    for name, work in jobs.items():
        first, median, largest = milliseconds(work)
        print(f"{name:32}{first:8.0f}{median:8.0f}{largest:8.0f}")
    print(f"form PDF {len(printing.to_pdf(form)) / 1024:.0f} KB")
    application.processEvents()


if __name__ == "__main__":
    main()
