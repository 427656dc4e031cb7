"""How long calls into a maker's library take, and how far beyond its time-out a bad one goes.

python -m tests.bench.vendor_calls     (needs gcc; the issue grants a time-out + 0.5 s)
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from devices.errors import DeviceError
from devices.vendor import ga1012_algorithm, ga1012_capture
from devices.vendor.ga1012_capture import Capture
from devices.vendor.library import Library
from tests.devices.vendor.stubs import LIVESCAN, Stub

HASTE = 5.0
TURNS = 8


def main() -> None:
    functions = {**ga1012_capture.FUNCTIONS, **ga1012_algorithm.FUNCTIONS}
    with TemporaryDirectory() as folder:
        stub = Stub(Path(folder), "ga1012", LIVESCAN)
        library = Library(stub.file(), functions, haste=HASTE)
        capture = Capture(library)
        row("start, load, open", timed(capture.open, library.close))
        capture.open()
        row("one frame (93 kB)", timed(capture.frame))
        row("one small call", timed(lambda: library.call("LIVESCAN_GetChannelCount")))
        row("close", timed(capture.close, capture.open))
        for fault in ("crash", "exit", "pipes", "hang", "deaf"):
            bad = Library(stub.file(), functions, haste=HASTE)

            def fail(bad: Library = bad) -> None:
                with_error(lambda: bad.call("LIVESCAN_GetFPBmpData", 0, 93_238))

            patience_ms = functions["LIVESCAN_GetFPBmpData"].patience_ms / HASTE
            stub.faults.clear()
            bad.call("LIVESCAN_Init")
            stub.fault(f"{fault}@LIVESCAN_GetFPBmpData")
            beyond = timed(fail, turns=1)
            allowed = patience_ms if fault in ("hang", "deaf") else 0.0
            row(f"{fault}: beyond its {allowed:.0f} ms", [took - allowed for took in beyond])
            bad.close()
        stub.faults.clear()
        library.close()


def with_error(call: Callable[[], object]) -> None:
    try:
        call()
    except DeviceError:
        return
    raise AssertionError("the fault did nothing")


def timed(
    act: Callable[[], object], before: Callable[[], object] | None = None, turns: int = TURNS
) -> list[float]:
    took = []
    for _ in range(turns):
        if before is not None:
            before()
        began = time.perf_counter()
        act()
        took.append((time.perf_counter() - began) * 1000)
    return took


def row(what: str, took_ms: list[float]) -> None:
    print(f"{what:32} median {median(took_ms):8.1f} ms   worst {max(took_ms):8.1f} ms")


if __name__ == "__main__":
    main()
