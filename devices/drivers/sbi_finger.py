"""Any fingerprint scanner behind an SBI 0.9.5 service: the FingerScanner that speaks RCAPTURE.

The device waits for the finger and chooses the best picture itself; this driver waits with it, gives up when
cancelled, and hands on only what is proven. Protocol: devices/protocols/sbi.md.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType
from typing import ClassVar, Final, Self

from devices.contract import Cancelled as CancelledQuestion
from devices.contract import FingerImage, Kind, Progress, UsbId
from devices.errors import Busy, Cancelled, FingerGone, NotConnected, Removed
from devices.sbi.capture import NOTHING_BEFORE, Entry, Request, proven
from devices.sbi.device import SbiDevice
from devices.sbi.errors import NothingSeen, Untrusted
from devices.sbi.fingers import ANY, name_of
from devices.sbi.service import Service
from devices.sbi.statuses import error_of_status

ROUND_MS: Final = 10_000  # one RCAPTURE; no finger in it means the next one
EARLY: Final = 0.8  # "nothing seen" before this share of the time: a finger came and went
PAUSE_S: Final = 0.1


class SbiFinger:
    """Driver for one device of one service, known by its serial number."""

    name: ClassVar[str] = "sbi_finger"
    kind: ClassVar[Kind] = Kind.FINGER
    ids: ClassVar[tuple[UsbId, ...]] = ()

    def __init__(
        self,
        service: Service,
        number: str,
        nonce: Callable[[], int],
        *,
        round_ms: int = ROUND_MS,
    ) -> None:
        """number: the serial number in its digital id; nonce: 32 fresh random bits."""
        self._service = service
        self._number = number
        self._nonce = nonce
        self._round_ms = round_ms
        self._device: SbiDevice | None = None
        self._previous_hash = NOTHING_BEFORE
        self._last_record = b""
        self._abandoned_until_ns = 0

    def __enter__(self) -> Self:
        """Ask the device for its signed facts. Raises NotConnected, Busy, NotReady, Untrusted ..."""
        found = self._service.info(lambda: False)
        device = next((one for one in found if one.digital_id.number == self._number), None)
        if device is None:
            raise NotConnected(kind=str(self.kind))
        trouble = error_of_status(device.status)
        if trouble is not None:
            raise trouble
        self._device = device
        self._previous_hash = NOTHING_BEFORE
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._device = None

    def capture(
        self, cancelled: CancelledQuestion, progress: Progress, position: int | None = None
    ) -> FingerImage:
        """Wait for a finger and return its picture. position: GA/T 1012 code, when one is asked for.

        Below the quality asked for, the device sends its best: our own judge decides.
        Raises Cancelled, FingerGone, OtherFinger, Untrusted, Busy, Silent, Removed, BadReply.
        """
        finger = ANY if position is None else name_of(position)
        progress("waiting")
        with self._service.work():
            request, found = self._answered(finger, cancelled)
            progress("touched")
            progress("reading")
            (one,) = proven(found, request, self._service.trust, self._service.now())
        if one.record == self._last_record:
            raise Untrusted(reason="repeated")
        self._previous_hash, self._last_record = one.hash, one.record
        return one.image

    def _answered(self, finger: str, cancelled: CancelledQuestion) -> tuple[Request, tuple[Entry, ...]]:
        while True:
            request = self._request(finger)
            began = self._service.clock.monotonic_ns()
            try:
                return request, self._service.capture(request, cancelled)
            except NothingSeen as error:
                waited_ms = (self._service.clock.monotonic_ns() - began) / 1e6
                if waited_ms < self._round_ms * EARLY:
                    raise FingerGone() from error
            except NotConnected as error:  # it answered a moment ago
                raise Removed() from error
            except Cancelled:
                self._abandoned_until_ns = began + (self._round_ms + 1000) * 1_000_000
                raise
            except Busy:
                if began > self._abandoned_until_ns:
                    raise
                self._pause(cancelled)  # it still waits for the finger of the capture we gave up

    def _request(self, finger: str) -> Request:
        assert self._device is not None, "used outside its with"
        return Request(
            self._device,
            (finger,),
            transaction="-".join(f"{self._nonce() & 0xFFFFFFFF:08x}" for _ in range(4)),
            at=self._service.now(),
            previous_hash=self._previous_hash,
            within_ms=self._round_ms,
        )

    @staticmethod
    def _pause(cancelled: CancelledQuestion) -> None:
        time.sleep(PAUSE_S)
        if cancelled():
            raise Cancelled()
