"""The optical scanners of the DigitalPersona U.are.U 4000/4500 family, and Microsoft's readers built on them.

Not a certified collector for resident ID cards (GA/T 1011 asks for 256 x 360): for trying, training, and the
van's own checks.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import ClassVar

import numpy as np
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from devices.clock import Clock
from devices.contract import Cancelled as CancelledQuestion
from devices.contract import FingerImage, Kind, Progress, UsbId
from devices.drivers import uru4000_frame as frame
from devices.drivers.opened import Opened
from devices.errors import BadReply, Cancelled, DeviceError, FingerGone, Removed, Silent
from devices.pipes import Listener, Pending
from devices.usb import Port

DPI = 512

REQUEST = 0x04
HWSTAT, SEED, KEY, MODE, INFO, RESPONSE, CHALLENGE = 0x07, 0x33, 0x34, 0x4E, 0xF0, 0x2000, 0x2010
AWAIT_ON, AWAIT_OFF, CAPTURE, OFF = 0x10, 0x12, 0x20, 0x70
INTERRUPT, IMAGE = 0x81, 0x82
POWER, FINGER_ON, FINGER_OFF, FAULT = 0x56AA, 0x0101, 0x0200, 0x0800

MSV2 = UsbId(0x045E, 0x00CA)
MSV2_KEY = bytes.fromhex("79ac91795ca1478e98e00f3c598f5f4b")

POWER_TRIES, REGISTER_TRIES = 3, 100
POWER_TIMEOUT_MS = 1000  # takes 1 ms in the recording; three times the 300 ms known for slow ones
REGISTER_PAUSE_MS = 10
IMAGE_TIMEOUT_MS = 2000  # takes 130 ms at full speed
LIFT_TIMEOUT_MS = 20_000  # a finger that stays on; then we look for the next one all the same
FAREWELL_TIMEOUT_MS = 300  # takes 1 ms
REPORT_GRACE_MS = 150  # a report is never further behind the picture
MOST_STRANGE = 200  # reports of another kind before the one we wait for; the recording has none
EMPTY_SPREAD = 24  # grey levels between the 2nd and 98th percentile; skin has over 100


class DigitalPersonaUru4000(Opened[Port]):
    """Waits for a finger, takes one picture, turns it upright with dark ridges."""

    name: ClassVar[str] = "digitalpersona_uru4000"
    kind: ClassVar[Kind] = Kind.FINGER
    labels: ClassVar[Mapping[UsbId, str]] = {
        UsbId(0x05BA, 0x0007): "DigitalPersona U.are.U 4000",
        UsbId(0x05BA, 0x0008): "DigitalPersona U.are.U 4000",
        UsbId(0x05BA, 0x000A): "DigitalPersona U.are.U 4500",
        UsbId(0x045E, 0x00BD): "Microsoft Fingerprint Reader",
        MSV2: "Microsoft Fingerprint Reader v2",
    }
    ids: ClassVar[tuple[UsbId, ...]] = tuple(labels)

    def __init__(self, port: Port, clock: Clock, nonce: Callable[[], int]) -> None:
        """nonce: 32 random bits; the scanner scrambles its keys with them."""
        super().__init__(port)
        self._clock = clock
        self._nonce = nonce
        self._reports: Listener | None = None
        self._finger_stays = False
        self._answers = True

    def _begin(self) -> None:
        self._reports = self._port.listen(INTERRUPT, 64)
        self._power_up()
        self._read(INFO, 16)

    def _farewell(self) -> None:
        if self._answers:
            self._switch_off()

    def capture(self, cancelled: CancelledQuestion, progress: Progress) -> FingerImage:
        """Wait for a finger, read it. Tells "lift" (the last finger still lies there), "waiting", "touched",
        "reading".

        Raises Cancelled, Removed, Silent, BadReply, FingerGone (lifted early, or nothing on the picture).
        """
        try:
            self._wait_lifted(cancelled, progress)
            self._drain()
            self._write(MODE, AWAIT_ON)
            progress("waiting")
            self._await_report(FINGER_ON, cancelled)
            progress("touched")
            data = self._read_frame(cancelled, progress)
            header = frame.parse_header(data)
            if header.lines == 0:
                raise FingerGone(reason="empty")
            if len(data) < header.length and self._lifted(cancelled):
                raise FingerGone(reason="lifted")
            image = self._upright(frame.unpack(data, header, self._ask_key))
            self._write(MODE, AWAIT_OFF)
            self._finger_stays = True
        except (Cancelled, FingerGone):
            self._switch_off()
            raise
        except (Silent, Removed):
            self._answers = False
            raise
        return image

    def _upright(self, picture: frame.Bytes) -> FingerImage:
        low, high = np.percentile(picture[4:-4], (2, 98))
        if high - low < EMPTY_SPREAD:
            raise FingerGone(reason="empty")
        if self._port.usb_id.vendor == 0x05BA:  # these sit in their case upside down; Microsoft's do not
            picture = picture[::-1, ::-1]
        return FingerImage((255 - picture).tobytes(), frame.WIDTH_PX, frame.HEIGHT_PX, DPI)

    # --- waiting ----------------------------------------------------------------------------------------

    def _wait_lifted(self, cancelled: CancelledQuestion, progress: Progress) -> None:
        if not self._finger_stays:
            return
        with suppress(Silent):
            progress("lift")
            self._await_report(FINGER_OFF, cancelled, LIFT_TIMEOUT_MS)
        self._finger_stays = False

    def _await_report(self, wanted: int, cancelled: CancelledQuestion, timeout_ms: int | None = None) -> None:
        """Raises Silent after timeout_ms; BadReply for a fault, or when it only says other things."""
        assert self._reports is not None
        for _ in range(MOST_STRANGE):
            report = _report(self._reports.next(cancelled, timeout_ms))
            if report == wanted:
                return
            if report == FAULT:
                break
        raise BadReply(expected=f"{wanted:04x}", got=f"{report:04x}")

    def _drain(self) -> None:
        assert self._reports is not None
        self._reports.forget()

    def _lifted(self, cancelled: CancelledQuestion) -> bool:
        """The picture did not come whole: was it the finger? Its report may still be on the way."""
        try:
            self._await_report(FINGER_OFF, cancelled, REPORT_GRACE_MS)
        except Silent:
            return False
        return True

    def _read_frame(self, cancelled: CancelledQuestion, progress: Progress) -> bytes:
        pending: Pending = self._port.queue_read(IMAGE, frame.FRAME_LENGTH, IMAGE_TIMEOUT_MS)
        self._write(MODE, CAPTURE)
        progress("reading")
        try:
            return pending.wait(cancelled)
        except Silent:
            if self._lifted(cancelled):
                raise FingerGone(reason="lifted") from None
            raise

    # --- registers --------------------------------------------------------------------------------------

    def _read(self, register: int, length: int) -> bytes:
        answer = self._port.control_in(REQUEST, register, length)
        if len(answer) != length:
            raise BadReply(expected=f"register {register:04x}: {length} bytes", got=f"{len(answer)} bytes")
        return answer

    def _write(self, register: int, *values: int) -> None:
        self._port.control_out(REQUEST, register, bytes(values))

    def _switch_off(self) -> None:
        """Light out. Does not insist: whoever stopped us waits for the screen."""
        try:
            self._port.control_out(REQUEST, MODE, bytes([OFF]), timeout_ms=FAREWELL_TIMEOUT_MS)
        except DeviceError:
            self._answers = False

    def _ask_key(self, number: int) -> int:
        nonce = self._nonce()
        self._write(SEED, number, *struct.pack("<I", nonce))
        return int.from_bytes(self._read(KEY, 4), "little") ^ nonce

    def _power_up(self) -> None:
        """Reboot, power down, power up, until the scanner reports power. Raises Silent after POWER_TRIES."""
        for _ in range(POWER_TRIES):
            status = self._read(HWSTAT, 1)[0]
            if status & 0x84 == 0x84:
                status = self._write_until(status & 0x0F, lambda now: bool(now & 0x01))
            if not status & 0x80:
                self._write(HWSTAT, status | 0x80)
            self._write_until(status & 0x0F, lambda now: not now & 0x80)
            with suppress(Silent):
                self._await_report(POWER, _never, POWER_TIMEOUT_MS)
                return
        raise Silent(doing="power up", tries=POWER_TRIES)

    def _write_until(self, value: int, reached: Callable[[int], bool]) -> int:
        for _ in range(REGISTER_TRIES):
            self._write(HWSTAT, value)
            now = self._read(HWSTAT, 1)[0]
            if reached(now):
                return now
            if self._port.usb_id == MSV2:
                self._answer_challenge()
            self._port.pause(REGISTER_PAUSE_MS)
        raise Silent(doing="power up", tries=REGISTER_TRIES)

    def _answer_challenge(self) -> None:
        """Microsoft's v2 powers up only for a host that knows its key: AES-128, one block."""
        challenge = self._read(CHALLENGE, 16)
        encryptor = Cipher(algorithms.AES(MSV2_KEY), modes.ECB()).encryptor()
        self._write(RESPONSE, *encryptor.update(challenge))


def _report(data: bytes) -> int:
    return int.from_bytes(data[:2], "big") if len(data) >= 2 else 0


def _never() -> bool:
    return False
