"""Wacom's STU signature tablets over USB HID: the strokes as they were written, with time and pressure.

The screen is cleared before, and after the last use: nobody reads the last person's name off it. The bytes
are explained in protocols/wacom_stu.md; proven on a wire-level model, no recording of a real one is at hand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from types import TracebackType
from typing import ClassVar, Self

from devices.clock import Clock
from devices.contract import Cancelled as CancelledQuestion
from devices.contract import Kind, PenPoint, Progress, Signature, UsbId
from devices.drivers import stu_reports as reports
from devices.errors import BadReply, DeviceError, Removed, Silent
from devices.pipes import LOOK_MS, Listener
from devices.usb import Port

CLASS_IN, CLASS_OUT = 0xA1, 0x21
GET_REPORT, SET_REPORT, FEATURE = 0x01, 0x09, 0x0300
REPORT_ROOM = 64
FAREWELL_TIMEOUT_MS = 300
TIME_ROUND = 1 << 16  # the tablet's clock and its counter begin again after this
LONGEST_PAUSE_MS = 30_000  # a step of its clock beyond this is a step back

Drawn = Callable[[PenPoint | None], None]


class WacomStu:
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
        self._port = port
        self._clock = clock
        self._reports: Listener | None = None
        self._answers = True
        self.can = reports.STU_430
        self.model = ""

    def __enter__(self) -> Self:
        try:
            self._port.claim()
            self._reports = self._port.listen(self._report_pipe(), REPORT_ROOM)
            self._introduce()
            self.clear()
        except DeviceError:
            self._port.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._answers:
            self._wipe()
        self._port.close()

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
            while self._reports.poll() is not None:
                pass
            self.clear()
            self.ink(True)
            progress("waiting")
            paper = _Paper(self.can, self._clock, progress, drawn or _nobody)
            while (report := self._next(finished, cancelled)) is not None:
                paper.take(reports.pen(report, self.can))
            self.ink(False)
        except (Silent, Removed, BadReply):
            self._answers = False
            raise
        except DeviceError:
            self._wipe()
            raise
        return paper.signature()

    def _next(self, finished: Callable[[], bool], cancelled: CancelledQuestion) -> bytes | None:
        """The next report; None when all was heard and it is finished."""
        assert self._reports is not None
        while True:
            with suppress(Silent):
                return self._reports.next(cancelled, LOOK_MS)
            if finished():
                return None

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
