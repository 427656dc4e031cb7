"""A virtual STU tablet: write on it with write(); it sends its reports once the ink is switched on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from devices.contract import UsbId
from devices.drivers import stu_reports as reports
from devices.drivers import wacom_stu as stu
from devices.virtual import descriptors
from devices.virtual.model import DeviceModel, Gone, Setup, Stall

PIPE = 0x81
STU_540 = reports.Capability(10800, 6480, 1023, 800, 480, 200)
SAMPLE_MS = 5
GAP_MS = 80  # in the air between two strokes
UNPLUG_DELAY_S = 0.05

Stroke = Sequence[tuple[int, int, int]]
"""x, y in the tablet's units, pressure."""


class StuModel(DeviceModel):
    """`screen` is what a person would see on it: the points inked since the last clearing. Thread-safe."""

    FAULTS: ClassVar[frozenset[str]] = DeviceModel.FAULTS | {
        "no_capability",  # refuses to tell its sizes
        "short_capability",
        "empty_capability",  # tells sizes of 0
        "other_report",  # answers another report than asked
        "no_information",
        "no_timing",  # does not know the writing mode: reports without time
        "no_clear",  # refuses to clear its screen
        "short_report",
        "strange_reports",  # other kinds of report between the pen's
        "outside",  # a point beside the tablet
        "too_hard",  # more pressure than it says there is
        "loses_reports",  # every fourth
        "clock_jumps_back",
        "never_lifts",  # the last stroke has no end
        "hovers",  # comes near and goes away, touches nothing
        "removed_mid_stroke",
    }

    def __init__(self, usb_id: UsbId | None = None, can: reports.Capability = STU_540) -> None:
        usb_id = usb_id or UsbId(0x056A, 0x00A8)
        super().__init__(
            descriptors.build(usb_id.vendor, usb_id.product, ((PIPE, 3, 64),)), serial="TRAINING-SP-1"
        )
        self._can = can
        self.kernel_drivers = {0}  # usbhid
        self.clock = 65_000  # its own; soon begins again at 0
        self.screen: list[tuple[int, int]] = []
        self.inking = False
        self._timed = False
        self._number = 65_530
        self._waiting: list[Stroke] = []
        self._gone_at: float | None = None

    # --- the person -------------------------------------------------------------------------------------

    def write(self, *strokes: Stroke) -> None:
        """Write as soon as there is ink."""
        with self.lock:
            self._waiting += strokes
            self.lock.notify_all()

    @property
    def written(self) -> bool:
        """Everything was written and sent."""
        with self.lock:
            return not self._waiting

    def power_up(self) -> None:
        super().power_up()
        self.inking, self._timed, self._gone_at = False, False, None

    def step(self) -> None:
        if self._gone_at is not None and self.now() >= self._gone_at:
            self._gone_at = None
            raise Gone
        while self.inking and self._waiting:
            self._write(self._waiting.pop(0), last=not self._waiting)

    def _write(self, stroke: Stroke, *, last: bool) -> None:
        self.clock += GAP_MS
        self._hover(*stroke[0][:2])
        if "hovers" in self.faults:
            return
        for number, (x, y, pressure) in enumerate(stroke):
            if "removed_mid_stroke" in self.faults and number == len(stroke) // 2:
                self._gone_at = self.now() + UNPLUG_DELAY_S
                return
            if "clock_jumps_back" in self.faults and number == len(stroke) // 2:
                self.clock -= 500
            self._tell(reports.NEAR | reports.TIP, x, y, 0xFFF if "too_hard" in self.faults else pressure)
            self.screen.append((x, y))
        if not (last and "never_lifts" in self.faults):
            self._hover(*stroke[-1][:2])

    def _hover(self, x: int, y: int) -> None:
        self._tell(reports.NEAR, x, y, 0)

    def _tell(self, flags: int, x: int, y: int, pressure: int) -> None:
        self.clock, self._number = self.clock + SAMPLE_MS, (self._number + 1) % stu.TIME_ROUND
        if "loses_reports" in self.faults and self._number % 4 == 0:
            return
        numbers = [flags | pressure, self._can.width + 1 if "outside" in self.faults else x, y]
        if self._timed:
            numbers += [self.clock % stu.TIME_ROUND, self._number]
        report = bytes([reports.PEN_TIMED if self._timed else reports.PEN])
        report += b"".join(number.to_bytes(2, "big") for number in numbers)
        if "strange_reports" in self.faults:
            self.send(PIPE, b"\x10" + bytes(30))
        self.send(PIPE, report[:5] if "short_report" in self.faults else report)

    # --- feature reports --------------------------------------------------------------------------------

    def control_in(self, setup: Setup) -> bytes:
        if (setup.request_type, setup.request) != (stu.CLASS_IN, stu.GET_REPORT):
            raise Stall
        report = setup.value & 0xFF
        if report == reports.CAPABILITY and "no_capability" not in self.faults:
            return self._capability()
        if report == reports.INFORMATION and "no_information" not in self.faults:
            return bytes([report]) + b"STU-540" + bytes([1, 0, 2, 3]) + bytes(4)
        raise Stall

    def _capability(self) -> bytes:
        can = self._can
        numbers = (can.width, can.height, can.pressure, can.screen_width_px, can.screen_height_px)
        if "empty_capability" in self.faults:
            numbers = (0, 0, 0, 0, 0)
        report = 0x0A if "other_report" in self.faults else reports.CAPABILITY
        whole = (
            bytes([report]) + b"".join(n.to_bytes(2, "big") for n in numbers) + bytes([can.rate_hz, 0, 0, 0])
        )
        return whole[:6] if "short_capability" in self.faults else whole

    def control_out(self, setup: Setup, data: bytes) -> None:
        if (setup.request_type, setup.request) != (stu.CLASS_OUT, stu.SET_REPORT) or len(data) != 2:
            raise Stall
        report, value = data
        if report != setup.value & 0xFF:
            raise Stall
        if report == reports.CLEAR and "no_clear" not in self.faults:
            self.screen.clear()
        elif report == reports.INK:
            self.inking = bool(value)
        elif report == reports.WRITING_MODE and "no_timing" not in self.faults:
            self._timed = value == 1
        else:
            raise Stall
