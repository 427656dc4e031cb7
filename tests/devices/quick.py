"""A port without threads and with a moved clock: a driver's time-outs cost nothing and are exact.

The same model, the same bytes as on the virtual bus; waiting moves the clock. What the kernel and pyusb make
of errors is not proven here but on the virtual bus and under umockdev.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from devices.contract import Cancelled as CancelledQuestion
from devices.contract import UsbId
from devices.errors import BadReply, Busy, Cancelled, Removed, Silent
from devices.registry import DriverClass
from devices.usb import COMMAND_TIMEOUT_MS, VENDOR_IN, VENDOR_OUT, Endpoint
from devices.virtual.cable import Cable, Gone, Stall
from devices.virtual.model import DeviceModel, Setup

T = TypeVar("T")

TICK_MS = 5.0
TRANSFER_MS = 0.5
NEVER_ENDS = 60_000
"""So many transfers, or looks at one pipe, in one call: the driver is caught in a loop."""


class MovedClock:
    """Stands still until somebody waits."""

    def __init__(self) -> None:
        self._ns = time.monotonic_ns()
        self._began_ns = self._ns

    def monotonic_ns(self) -> int:
        return self._ns

    def move(self, milliseconds: float) -> None:
        self._ns += round(milliseconds * 1_000_000)

    @property
    def s(self) -> float:
        return self._ns / 1e9

    @property
    def passed_s(self) -> float:
        return (self._ns - self._began_ns) / 1e9


class QuickPort:
    """What devices.usb.Port promises, on one model, in the caller's thread."""

    def __init__(self, model: DeviceModel, clock: MovedClock) -> None:
        self._model = model
        self._clock = clock
        self._looks = 0
        self.held = False
        self.release_bcd: int = model.descriptor.bcdDevice

    @property
    def usb_id(self) -> UsbId:
        return self._model.usb_id

    def claim(self, interface: int = 0) -> None:
        if self._model.gone:
            raise Removed(doing="open")
        if self.held:
            raise Busy(doing="open")
        self.held = True

    def close(self) -> None:
        self.held = False

    def pipes(self, interface: int = 0) -> tuple[Endpoint, ...]:
        (configuration,) = self._model.descriptor.configurations
        return tuple(
            Endpoint(e.bEndpointAddress, e.bmAttributes & 3 == 3, e.wMaxPacketSize & 0x7FF or 64)
            for e in configuration.interfaces[0].endpoints
        )

    def endpoints(self, interface: int = 0) -> tuple[int, ...]:
        return tuple(pipe.address for pipe in self.pipes())

    def control_in(
        self, request: int, value: int, length: int, *, index: int = 0, kind: int = VENDOR_IN
    ) -> bytes:
        setup = Setup(kind, request, value, index, length)
        return self._until(lambda _: self._model.control(setup, None), COMMAND_TIMEOUT_MS)[:length]

    def control_out(
        self,
        request: int,
        value: int,
        data: bytes = b"",
        *,
        index: int = 0,
        kind: int = VENDOR_OUT,
        timeout_ms: int | None = None,
    ) -> None:
        setup = Setup(kind, request, value, index, len(data))
        self._until(lambda _: self._model.control(setup, data), timeout_ms or COMMAND_TIMEOUT_MS)

    def write(self, endpoint: int, data: bytes, timeout_ms: int | None = None) -> None:
        sent = 0

        def some(last: bool) -> int | None:
            nonlocal sent
            sent += self._model.take_out(endpoint, data[sent:]) or 0
            return sent if sent == len(data) or (last and sent) else None

        if self._until(some, timeout_ms or COMMAND_TIMEOUT_MS) != len(data):
            raise Silent(doing=f"write {endpoint:02x}", sent=sent, of=len(data))

    def read(
        self, endpoint: int, length: int, cancelled: CancelledQuestion, timeout_ms: int | None = None
    ) -> bytes:
        data = self._until(lambda last: self._model.take_in(endpoint, length, last), timeout_ms, cancelled)
        if len(data) > length:
            raise BadReply(expected=f"read {endpoint:02x}", got="more bytes than asked for")
        return data

    def queue_read(
        self, endpoint: int, length: int, timeout_ms: int | None = COMMAND_TIMEOUT_MS
    ) -> QuickPending:
        return QuickPending(lambda cancelled: self.read(endpoint, length, cancelled, timeout_ms))

    def listen(self, endpoint: int, length: int) -> QuickListener:
        return QuickListener(self, endpoint, length)

    def here(self, endpoint: int, length: int) -> bytes | None:
        """A report that is already here."""
        self._tick(TRANSFER_MS)
        return self._looked(lambda _: self._model.take_in(endpoint, length, False), last=False)

    def pause(self, duration_ms: int) -> None:
        self._clock.move(duration_ms)

    def clear_halt(self, endpoint: int) -> None:
        if self._model.gone:
            raise Removed(doing="clear halt")

    def _until(
        self,
        take: Callable[[bool], T | None],
        timeout_ms: int | None,
        cancelled: CancelledQuestion = lambda: False,
    ) -> T:
        end = None if timeout_ms is None else self._clock.s + timeout_ms / 1000
        while True:
            last = end is not None and self._clock.s >= end
            self._tick(TRANSFER_MS)
            answer = self._looked(take, last)
            if answer is not None:
                return answer
            if cancelled():
                raise Cancelled()
            if last:
                raise Silent(waited_ms=timeout_ms)
            self._clock.move(TICK_MS)

    def _looked(self, take: Callable[[bool], T | None], last: bool) -> T | None:
        if self._model.gone:
            raise Removed(doing="talk")
        assert self.held, "the driver talks on a port it does not hold"
        try:
            with self._model.lock:
                self._model.step()
                return take(last)
        except Stall:
            raise BadReply(expected="an answer", got="stall") from None
        except Gone:
            self._model.gone = True
            raise Removed(doing="talk") from None

    def _tick(self, milliseconds: float) -> None:
        self._looks += 1
        assert self._looks < NEVER_ENDS, "the driver never ends"
        self._clock.move(milliseconds)


class QuickPending:
    def __init__(self, read: Callable[[CancelledQuestion], bytes]) -> None:
        self._read = read

    def wait(self, cancelled: CancelledQuestion) -> bytes:
        return self._read(cancelled)

    def abandon(self) -> None:
        """Nothing is under way before somebody waits."""


class QuickListener:
    def __init__(self, port: QuickPort, endpoint: int, length: int) -> None:
        self._port, self._endpoint, self._length = port, endpoint, length

    def next(self, cancelled: CancelledQuestion, timeout_ms: int | None = None) -> bytes:
        while True:  # an empty report is none
            if cancelled():
                raise Cancelled()
            if report := self._port.read(self._endpoint, self._length, cancelled, timeout_ms):
                return report

    def forget(self) -> None:
        for _ in range(100):
            if self.poll() is None:
                return

    def poll(self) -> bytes | None:
        return self._port.here(self._endpoint, self._length) or None


class QuickRig:
    """The production driver on a model, a cable with or without trouble between them, and a moved clock."""

    def __init__(
        self, driver: DriverClass, model: DeviceModel, cable: Cable | None = None, patient_s: float = 60.0
    ) -> None:
        """patient_s: so long somebody waits for an answer of a person before he gives up."""
        self.clock = MovedClock()
        self.model = model
        self.model.now = lambda: self.clock.s
        self.model.cable = cable or Cable()
        self.patient_s = patient_s
        self.steps: list[str] = []
        self.on_step: dict[str, Callable[[], None]] = {}
        self.port = QuickPort(model, self.clock)
        self._driver = driver
        self._nonces = itertools.count(0x51EA2124)

    @contextmanager
    def driver(self) -> Iterator[Any]:
        with self._driver(self.port, self.clock, lambda: next(self._nonces)) as driver:  # type: ignore[arg-type]
            yield driver

    def patient(self) -> bool:
        return self.clock.passed_s > self.patient_s

    def progress(self, step: str) -> None:
        self.steps.append(step)
        if step in self.on_step:
            self.on_step[step]()
