"""Check the kit before departure: every instrument does its work once; what was found is kept."""

from __future__ import annotations

import queue
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from forms.record import Json
from vanapp.services import Services
from vanapp.store.kit_checks import KitLine, KitRecord

if TYPE_CHECKING:
    from devices.contract import Cancelled, Frame
    from devices.selftest import Row

__all__ = ["KitLine", "KitRecord", "Shutter", "check_kit"]

LOOK_S = 0.05
FEW = 4
"""Pictures kept for the check; the camera gives more than anybody looks at."""


class Shutter:
    """Carries pictures from the camera, a GUI thread's object, to the check in its own thread."""

    def __init__(self) -> None:
        self._given: queue.Queue[Frame | Exception] = queue.Queue(FEW)

    @property
    def is_full(self) -> bool:
        """Ask before making a Frame of a picture: that costs the GUI thread a few milliseconds."""
        return self._given.full()

    def give(self, frame: Frame | Exception) -> None:
        """GUI thread; never waits. A picture too many is dropped; an error is what the check ends with."""
        if not self._given.full():
            self._given.put_nowait(frame)

    def next(self, cancelled: Cancelled) -> Frame:
        """Raises Cancelled, and the camera's own error."""
        from devices.errors import Cancelled as WasCancelled

        while True:
            try:
                given = self._given.get(timeout=LOOK_S)
            except queue.Empty:
                if cancelled():
                    raise WasCancelled() from None
                continue
            if isinstance(given, Exception):
                raise given
            return given


def check_kit(
    services: Services,
    shutter: Shutter,
    cancelled: Cancelled,
    told: Callable[[Row], None],
) -> KitRecord:
    """Lane: card (up to a minute). told: every row that changes, in other threads. A stopped one is not kept.

    Never raises a DeviceError: codes are in the lines. Raises store errors.
    """
    from devices.checks import camera_check
    from devices.contract import Kind
    from devices.selftest import Verdict, run

    bench: Any = services.bench
    check = run(bench, cancelled=cancelled, told=told, own={Kind.CAMERA: camera_check(shutter.next)})
    lines = tuple(
        KitLine(str(row.kind), row.label, str(row.verdict), row.code, round(row.seconds, 1), dict(row.facts))
        for row in check.rows
    )
    session, store = services.session, services.store
    record = KitRecord(
        at=services.clock.now(),
        officer=session.officer,
        good=check.good,
        total=len(lines),
        seconds=round(check.seconds, 1),
        training=services.training,
        lines=lines,
    )
    if any(row.verdict is Verdict.STOPPED for row in check.rows):
        return record
    codes: dict[str, Json] = {line.kind: line.code for line in lines if line.code}
    with store.transaction():
        store.kit_checks.add(record)
        store.audit.add(
            session.officer, "check_kit", session.device_no, good=record.good, total=record.total, codes=codes
        )
    return record
