"""Wacom's STU signature tablets over USB HID: the strokes as they were written, with time and pressure.

The screen is cleared before, and after the last use: nobody reads the last person's name off it. The bytes
are explained in protocols/wacom_stu.md; proven on a wire-level model, no recording of a real one is at hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import ClassVar

from devices.clock import Clock
from devices.contract import Cancelled as CancelledQuestion
from devices.contract import Kind, PenPoint, Progress, Signature, UsbId
from devices.drivers import stu_reports as reports
from devices.drivers.opened import Opened
from devices.errors import BadReply, DeviceError, Removed, Silent
from devices.pipes import LOOK_MS, Listener
from devices.usb import Port

CLASS_IN, CLASS_OUT = 0xA1, 0x21
GET_REPORT, SET_REPORT, FEATURE = 0x01, 0x09, 0x0300
REPORT_ROOM = 64
FAREWELL_TIMEOUT_MS = 300
LATE_MS = 1000  # what was written before "done" may still be on the way
TIME_ROUND = 1 << 16  # the tablet's clock and its counter begin again after this
LONGEST_PAUSE_MS = 30_000  # a step of its clock beyond this is a step back

Drawn = Callable[[PenPoint | None], None]


class WacomStu(Opened[Port]):
    """Opened, it knows the tablet's sizes (`can`) and name (`model`)."""

    name: ClassVar[str] = "wacom_stu"
    kind: ClassVar[Kind] = Kind.SIGNATURE
    labels: ClassVar[Mapping[UsbId, str]] = {
        UsbId(0x056A, 0x00A1): "Wacom STU-500",
        UsbId(0x056A, 0x00A3): "Wacom STU-520",
        UsbId(0x056A, 0x00A4): "Wacom STU-430",
        UsbId(0x056A, 0x00A5): "Wacom STU-530",
        UsbId(0x056A, 0x00A8): "Wacom STU-540",
    }
    ids: ClassVar[tuple[UsbId, ...]] = tuple(labels)

    def __init__(self, port: Port, clock: Clock, nonce: Callable[[], int]) -> None:
        super().__init__(port)
        self._clock = clock
        self._reports: Listener | None = None
        self._answers = True
        self.can = reports.STU_430
        self.model = ""

    def _begin(self) -> None:
        self._reports = self._port.listen(self._report_pipe(), REPORT_ROOM)
        self._introduce()
        self.clear()

    def _farewell(self) -> None:
        if self._answers:
            self._wipe()

    @property
    def area(self) -> tuple[int, int]:
        return self.can.width, self.can.height

    def clear(self) -> None:
        """Empty the screen; what is being written starts afresh only with the next `sign`."""
        self._set(reports.CLEAR, 0)

    def ink(self, on: bool) -> None:
        """Whether the pen leaves a line on the tablet's own screen. It is heard either way."""
        self._set(reports.INK, int(on))

    def sign(
        self,
        finished: Callable[[], bool],
        cancelled: CancelledQuestion,
        progress: Progress,
        drawn: Drawn | None = None,
    ) -> Signature:
        """See devices.contract.SignatureTablet. A signature without a stroke is possible: look at it."""
        assert self._reports is not None
        try:
            self._reports.forget()
            self.clear()
            self.ink(True)
            progress("waiting")
            paper = _Paper(self.can, self._clock, progress, drawn or _nobody)
            for report in self._heard(finished, cancelled):
                paper.take(reports.pen(report, self.can))
            self.ink(False)
        except (Silent, Removed, BadReply):
            self._answers = False
            raise
        except DeviceError:
            self._wipe()
            raise
        return paper.signature()

    def _heard(self, finished: Callable[[], bool], cancelled: CancelledQuestion) -> Iterator[bytes]:
        """Every report until it is finished and all was heard; a pen that stays near never stops telling."""
        assert self._reports is not None
        end_ns: int | None = None
        while end_ns is None or self._clock.monotonic_ns() < end_ns:
            if end_ns is None and finished():
                end_ns = self._clock.monotonic_ns() + LATE_MS * 1_000_000
            try:
                yield self._reports.next(cancelled, LOOK_MS)
            except Silent:
                if end_ns is not None:
                    return

    # --- the wire ---------------------------------------------------------------------------------------

    def _introduce(self) -> None:
        """Sizes and name; models and firmware that refuse a question are taken for the smallest."""
        with suppress(BadReply):
            self.model = reports.model(self._get(reports.INFORMATION, reports.INFORMATION_ROOM))
        told = self._told(reports.CAPABILITY, reports.CAPABILITY_ROOM)
        self.can = reports.STU_430 if told is None else reports.capability(told)
        with suppress(BadReply):  # without it the reports carry no time: then ours counts
            self._set(reports.WRITING_MODE, 1)

    def _told(self, report: int, room: int) -> bytes | None:
        """None when it refuses the question."""
        try:
            return self._get(report, room)
        except BadReply:
            return None

    def _get(self, report: int, room: int) -> bytes:
        return self._port.control_in(GET_REPORT, FEATURE | report, room, kind=CLASS_IN)

    def _set(self, report: int, value: int, timeout_ms: int | None = None) -> None:
        data = bytes([report, value])
        self._port.control_out(SET_REPORT, FEATURE | report, data, kind=CLASS_OUT, timeout_ms=timeout_ms)

    def _wipe(self) -> None:
        """Nobody's name stays on the screen. Does not insist."""
        with suppress(DeviceError):
            self._set(reports.INK, 0, FAREWELL_TIMEOUT_MS)
            self._set(reports.CLEAR, 0, FAREWELL_TIMEOUT_MS)

    def _report_pipe(self) -> int:
        for pipe in self._port.pipes():
            if pipe.reading and pipe.interrupt:
                return pipe.address
        raise BadReply(expected="an interrupt pipe", got="none")


class _Paper:
    """Turns samples into strokes."""

    def __init__(self, can: reports.Capability, clock: Clock, progress: Progress, drawn: Drawn) -> None:
        self._can = can
        self._clock = clock
        self._progress = progress
        self._drawn = drawn
        self._strokes: list[list[PenPoint]] = []
        self._down = False
        self._last: reports.Pen | None = None
        self._last_ns = 0
        self._ms = 0.0
        self._lost = 0

    def take(self, pen: reports.Pen | None) -> None:
        if pen is None:
            return
        self._count(pen)
        if pen.touching:
            self._touch(pen)
        elif self._down:
            self._down = False
            self._drawn(None)

    def signature(self) -> Signature:
        strokes = tuple(tuple(stroke) for stroke in self._strokes)
        return Signature(strokes, self._can.width, self._can.height, self._lost)

    def _touch(self, pen: reports.Pen) -> None:
        if not self._strokes:
            self._ms = 0.0
            self._progress("touched")
        if not self._down:
            self._strokes.append([])
            self._down = True
        pressure = min(pen.pressure / self._can.pressure, 1.0)
        point = PenPoint(pen.x / self._can.width, pen.y / self._can.height, self._ms, pressure)
        self._strokes[-1].append(point)
        self._drawn(point)

    def _count(self, pen: reports.Pen) -> None:
        """The time since the sample before; and what is missing between."""
        now_ns, last = self._clock.monotonic_ns(), self._last
        if last is not None:
            if pen.time is None or last.time is None:
                self._ms += (now_ns - self._last_ns) / 1_000_000
            elif (step := (pen.time - last.time) % TIME_ROUND) <= LONGEST_PAUSE_MS:
                self._ms += step
            if pen.number is not None and last.number is not None:
                gap = (pen.number - last.number - 1) % TIME_ROUND
                self._lost += gap if gap < TIME_ROUND // 2 else 0
        self._last, self._last_ns = pen, now_ns


def _nobody(point: PenPoint | None) -> None:
    pass
