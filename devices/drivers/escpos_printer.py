"""Receipt printers that speak ESC/POS over the USB printer class. "Printed" is said when it is on paper.

A printer takes bytes long before it prints them. So after the last byte we ask it something it answers only
when it gets there (GS r), watch its status meanwhile, and only then return. The bytes are explained in
protocols/escpos_printer.md; escpos_stream builds what is sent, escpos_status reads what comes back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import ClassVar

from devices.clock import Clock
from devices.contract import Cancelled as CancelledQuestion
from devices.contract import Kind, PrinterStatus, Progress, Raster, UsbId
from devices.drivers import escpos_status as statuses
from devices.drivers.opened import Opened
from devices.errors import BadReply, Cancelled, DeviceError, NotSupported, Silent
from devices.pipes import Listener
from devices.usb import Port

WIDEST_PX = 576  # 80 mm paper at 203 dpi; 58 mm has 384

CLASS_IN, CLASS_OUT = 0xA1, 0x21  # to the interface
GET_DEVICE_ID, GET_PORT_STATUS, SOFT_RESET = 0, 1, 2

DLE_EOT, FENCE = b"\x10\x04", b"\x1dr\x01"

PACKET = 64
CHUNK = 4096
ANSWER_TIMEOUT_MS = 500  # a real-time answer takes 1 to 20 ms
FENCE_TIMEOUT_MS = 20_000  # a receipt of half a metre on a slow printer takes 10 s
WATCH_EVERY_MS = 200  # how often we ask while the fence is out
OFFER_TIMEOUT_MS = 400  # a full printer is asked again after this, so that a stop is heard in time
STUCK_MS = 5000  # takes not a single byte for this long: it will not take more
SLOWEST_ROWS_PER_S = 400  # 50 mm/s at 8 dots a mm, for printers that do not know the fence


class EscposPrinter(Opened[Port]):
    """Prints a picture or Chinese text on a roll; says what is wrong in time."""

    name: ClassVar[str] = "escpos_printer"
    kind: ClassVar[Kind] = Kind.RECEIPT
    labels: ClassVar[Mapping[UsbId, str]] = {
        UsbId(0x04B8, 0x0202): "Epson TM receipt printer",
        UsbId(0x04B8, 0x0E03): "Epson TM-T20",
        UsbId(0x04B8, 0x0E15): "Epson TM-T20II",
        UsbId(0x04B8, 0x0E28): "Epson TM-T20III",
        UsbId(0x1504, 0x0006): "Bixolon SRP-350plus",
        UsbId(0x0416, 0x5011): "POS-58 receipt printer",
        UsbId(0x28E9, 0x0289): "POS-58 receipt printer",
        UsbId(0x0483, 0x5743): "POS-80 receipt printer",
        UsbId(0x0FE6, 0x811E): "POS-80 receipt printer",
        UsbId(0x1FC9, 0x2016): "POS-80 receipt printer",
    }
    ids: ClassVar[tuple[UsbId, ...]] = tuple(labels)

    def __init__(self, port: Port, clock: Clock, nonce: Callable[[], int]) -> None:
        super().__init__(port)
        self._clock = clock
        self._out = 0
        self._answers: Listener | None = None  # None: a printer that only listens
        self._knows_fence: bool | None = None  # None: not tried yet

    def _begin(self) -> None:
        self._find_endpoints()
        self._port_status()

    # --- what it is and how it feels --------------------------------------------------------------------

    def device_id(self) -> Mapping[str, str]:
        """Who it says it is: MFG, MDL, CMD ...; empty when it does not say."""
        with suppress(BadReply):
            return statuses.device_id(self._port.control_in(GET_DEVICE_ID, 0, 1023, kind=CLASS_IN))
        return {}

    def status(self, cancelled: CancelledQuestion) -> PrinterStatus:
        """How it feels now. Raises Silent, BadReply, Removed, Cancelled."""
        port = self._port_status()
        if self._answers is None:
            return port
        try:
            answers = {question: self._ask(question, cancelled) for question in statuses.QUESTIONS}
        except Silent:
            if port.paper_out or port.offline:
                return port  # it is too ill to answer, and the port said so
            raise
        return statuses.realtime_status(answers)

    def _port_status(self) -> PrinterStatus:
        answer = self._port.control_in(GET_PORT_STATUS, 0, 1, kind=CLASS_IN)
        if len(answer) != 1:
            raise BadReply(expected="port status: 1 byte", got=f"{len(answer)} bytes")
        return statuses.port_status(answer[0])

    def _ask(self, question: int, cancelled: CancelledQuestion) -> int:
        assert self._answers is not None
        self._answers.forget()
        self._port.write(self._out, DLE_EOT + bytes([question]))
        return self._answers.next(cancelled, ANSWER_TIMEOUT_MS)[-1]

    # --- printing ---------------------------------------------------------------------------------------

    def print_image(
        self, picture: Raster, cut: bool, cancelled: CancelledQuestion, progress: Progress
    ) -> PrinterStatus:
        """Print a picture of at most 576 dots; 384 on 58 mm paper. Returns when it is on paper.

        Tells "printing", "finishing". Raises NotSupported for a picture that does not fit, and what
        devices.contract.ReceiptPrinter says.
        """
        row = (picture.width_px + 7) // 8
        if not 0 < picture.width_px <= WIDEST_PX or len(picture.bits) != row * picture.height_px:
            raise NotSupported(width=picture.width_px, height=picture.height_px, size=len(picture.bits))
        from devices.drivers import escpos_stream  # 150 ms: not at start-up

        pieces = list(escpos_stream.image(picture, cut=cut))
        return self._print(pieces, picture.height_px, cancelled, progress)

    def print_text(
        self, lines: str, cut: bool, cancelled: CancelledQuestion, progress: Progress
    ) -> PrinterStatus:
        """Print text in the printer's own letters (GB 18030; what its font lacks comes out blank)."""
        from devices.drivers import escpos_stream

        return self._print(
            list(escpos_stream.text(lines, cut=cut)), 30 * lines.count("\n") + 60, cancelled, progress
        )

    def _print(
        self, pieces: Iterable[bytes], rows: int, cancelled: CancelledQuestion, progress: Progress
    ) -> PrinterStatus:
        data = b"".join(pieces)
        statuses.refuse(self.status(cancelled), sent=0, of=len(data))
        if self._knows_fence is None:
            self._knows_fence = self._try_fence()
        progress("printing")
        try:
            self._send(data, cancelled)
            progress("finishing")
            return self._finished(len(data), rows, cancelled)
        except Cancelled:
            self._forget()
            raise

    def _send(self, data: bytes, cancelled: CancelledQuestion) -> None:
        """Every byte, or an error that says how many. A printer that is full is waited for."""
        sent, moved_ns = 0, self._clock.monotonic_ns()
        while sent < len(data):
            if cancelled():
                raise Cancelled()
            taken = self._offer(data[sent : sent + CHUNK])
            if taken:
                sent, moved_ns = sent + taken, self._clock.monotonic_ns()
                continue
            statuses.refuse(self._status_of_stuck(), sent=sent, of=len(data))
            if (self._clock.monotonic_ns() - moved_ns) // 1_000_000 > STUCK_MS:
                raise Silent(doing="print", sent=sent, of=len(data))

    def _offer(self, chunk: bytes) -> int:
        """How much of it was taken before the time-out."""
        try:
            self._port.write(self._out, chunk, OFFER_TIMEOUT_MS)
        except Silent as error:
            taken = error.values.get("sent", 0)
            return taken if isinstance(taken, int) else 0
        return len(chunk)

    def _status_of_stuck(self) -> PrinterStatus:
        """What can be asked when no byte goes in any more: the control pipe always answers."""
        port = self._port_status()
        if not (port.paper_out or port.offline):
            return port
        with suppress(Silent):
            return self.status(_never)  # some take real-time questions all the same: they know more
        return port

    def _finished(self, size: int, rows: int, cancelled: CancelledQuestion) -> PrinterStatus:
        """Wait until the last dot is on paper. Raises what kept it from there."""
        if self._knows_fence:
            self._offer(FENCE)
        wait_ms = FENCE_TIMEOUT_MS if self._knows_fence else rows * 1000 // SLOWEST_ROWS_PER_S
        end_ns = self._clock.monotonic_ns() + wait_ms * 1_000_000
        while not self._fence_came(cancelled):
            # Only the port is asked meanwhile: an answer to DLE EOT could hide the fence's.
            port = self._port_status()
            if port.paper_out or port.offline:
                statuses.refuse(self._status_of_stuck(), sent=size, of=size)
                statuses.refuse(port, sent=size, of=size)
            if self._clock.monotonic_ns() > end_ns:
                if self._knows_fence:
                    raise Silent(doing="finish printing", sent=size, of=size)
                break
        status = self.status(cancelled)
        statuses.refuse(status, sent=size, of=size)
        return status

    def _fence_came(self, cancelled: CancelledQuestion) -> bool:
        if cancelled():
            raise Cancelled()
        if self._answers is None or not self._knows_fence:
            self._port.pause(WATCH_EVERY_MS)
            return False
        with suppress(Silent):
            answer = self._answers.next(cancelled, WATCH_EVERY_MS)
            return answer[-1] & statuses.FENCE_MASK == 0
        return False

    def _try_fence(self) -> bool:
        """Many clones do not know GS r; an idle printer that does answers at once."""
        if self._answers is None:
            return False
        with suppress(Silent):
            self._port.write(self._out, FENCE)
            return self._answers.next(_never, ANSWER_TIMEOUT_MS)[-1] & statuses.FENCE_MASK == 0
        return False

    def _forget(self) -> None:
        """Throw away what is not printed yet; does not insist."""
        with suppress(DeviceError):
            self._port.control_out(SOFT_RESET, 0, kind=CLASS_OUT)

    def _find_endpoints(self) -> None:
        endpoints = self._port.endpoints()
        outs = [endpoint for endpoint in endpoints if not endpoint & 0x80]
        ins = [endpoint for endpoint in endpoints if endpoint & 0x80]
        if not outs:
            raise BadReply(expected="a printer with an OUT endpoint", got="none")
        self._out = outs[0]
        self._answers = self._port.listen(ins[0], PACKET) if ins else None


def _never() -> bool:
    return False
