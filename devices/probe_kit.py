"""The kit check for the technician: a table, or JSON, and an exit code: 0 all go, 1 not."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial

from devices.bench import Bench
from devices.checks import camera_check
from devices.contract import Cancelled, Frame, Instrument, Kind
from devices.errors import Cancelled as WasCancelled
from devices.errors import DeviceError
from devices.hotplug import SystemBus
from devices.scan.listing import Shelf, scanners
from devices.selftest import KitCheck, Row, Verdict, run
from devices.travel.watch import lay_readers
from devices.virtual.bus import VirtualBus
from devices.virtual.desk import TrainingDesk

FRAME_S = 0.04
WORDS = {
    Verdict.GO: "go",
    Verdict.NO_GO: "NO-GO",
    Verdict.NOT_THERE: "NOT THERE",
    Verdict.STOPPED: "stopped",
    Verdict.UNDER_WAY: "...",
}


def selftest(training: bool, as_json: bool, sentences: Mapping[str, str]) -> int:
    """Ctrl-C stops it; the table still comes. The live camera needs Qt: outside of training the program's
    own check looks at it.
    """
    stopped = threading.Event()
    done: list[KitCheck] = []

    def check() -> None:
        if training:
            with _training_bench() as (bench, desk):
                own = {Kind.CAMERA: camera_check(lambda cancelled: _frame(desk, cancelled))}
                done.append(run(bench, cancelled=stopped.is_set, told=_tell, own=own))
        else:
            with Bench([SystemBus()]) as bench:
                with suppress(DeviceError):  # no SANE, no scanners
                    Shelf(bench, partial(scanners, stopped.is_set)).look()
                with suppress(DeviceError):  # no card service, no chip readers
                    lay_readers(bench)
                wanted = (Kind.CARD, Kind.FINGER)
                done.append(run(bench, cancelled=stopped.is_set, told=_tell, wanted=wanted))

    thread = threading.Thread(target=check, name="kit check")
    thread.start()
    while thread.is_alive():
        try:
            thread.join(0.2)
        except KeyboardInterrupt:
            stopped.set()
    if not done:
        return 1
    print(json.dumps(as_data(done[0]), indent=1) if as_json else table(done[0], sentences))
    return 0 if done[0].is_go else 1


def table(check: KitCheck, sentences: Mapping[str, str]) -> str:
    """One line per instrument, what to do under each that is not go, the sum at the end."""
    lines = []
    for row in check.rows:
        facts = " ".join(f"{name}={value}" for name, value in row.facts.items())
        lines.append(
            f"{row.kind:10} {WORDS[row.verdict]:10} {row.seconds:5.1f} s  {row.label}  {facts}".rstrip()
        )
        if row.code:
            lines.append(f"{'':10} {row.code}: {sentences.get(row.code, 'The instrument has a problem.')}")
    verdict = "GO" if check.is_go else "NO-GO"
    return "\n".join([*lines, f"{verdict}  {check.good}/{len(check.rows)}  {check.seconds:.1f} s"])


def as_data(check: KitCheck) -> dict[str, object]:
    rows = [
        {
            "kind": str(row.kind),
            "label": row.label,
            "verdict": str(row.verdict),
            "code": row.code,
            "seconds": round(row.seconds, 2),
            "facts": dict(row.facts),
        }
        for row in check.rows
    ]
    return {"go": check.is_go, "seconds": round(check.seconds, 2), "rows": rows}


@contextmanager
def _training_bench() -> Iterator[tuple[Bench, TrainingDesk]]:
    """The desk's automatic person lays the card down and presses the finger."""
    bus = VirtualBus()
    desk = TrainingDesk(bus)
    desk.start()
    try:
        with Bench([bus]) as bench:
            bench.place(Instrument("training/camera", Kind.CAMERA, "qt_camera", "UVC", training=True))
            model = desk.document_scanner
            Shelf(bench, partial(model.scanners, _never), model.driver, training=True).look()
            chips = Instrument("training/chip", Kind.CHIP, "pcsc_mrtd", "Training chip reader", training=True)
            bench.place(chips, driver_factory=lambda _clock, _nonce: desk.chip_driver())
            yield bench, desk
    finally:
        desk.stop()


def _frame(desk: TrainingDesk, cancelled: Cancelled) -> Frame:
    if cancelled():
        raise WasCancelled()
    time.sleep(FRAME_S)
    return desk.camera.picture("portrait")


def _never() -> bool:
    return False


def _tell(row: Row) -> None:
    if row.verdict is Verdict.UNDER_WAY and row.step:
        print(f"{row.kind}: {row.step}", file=sys.stderr)
