"""One question, one answer, over whichever wire the resident-ID reader hangs on.

A garbled answer, a stall, or "say that again" from the reader is asked anew, TRIES times in all and within
ASK_TIMEOUT_MS. How a whole frame crosses the wire is the link's business: `UsbLink` here, the serial one in
sdt_serial.
"""

from __future__ import annotations

from contextlib import ExitStack, suppress
from typing import NamedTuple, Protocol

from devices.clock import Clock
from devices.contract import Cancelled
from devices.drivers import sdt_status
from devices.drivers.sdt_frames import HEAD_LENGTH, Reply, body_length, decode_reply, encode_request
from devices.errors import BadReply, NotSupported, Silent
from devices.usb import Port

TRIES = 3
ANSWER_TIMEOUT_MS = 3000  # a full read takes 1.0-1.5 s
ASK_TIMEOUT_MS = 6000  # all tries together; a silent reader is given up after one ANSWER_TIMEOUT_MS
SETTLE_TIMEOUT_MS = 200  # for what is left on the pipes after a garbled answer
MOST_LEFT = 8  # reads that find something left; more is a reader that does not stop
PACKET = 64  # full speed


class Link(Protocol):
    """Carries frames; knows nothing of what is in them."""

    def exchange(self, request: bytes, cancelled: Cancelled, timeout_ms: int) -> bytes:
        """Send the request; one frame as it came. timeout_ms: until it begins, and again until it is whole.

        Raises BadReply (also for one that stops in the middle), Silent, Removed, Cancelled.
        """
        ...

    def settle(self, cancelled: Cancelled, stalled: bool) -> None:
        """Make the wire empty and open again before the next try. Ends soon, whatever the reader does."""
        ...


class Wire:
    """Asks the reader. Blocks; one thread at a time."""

    def __init__(self, link: Link, clock: Clock, answer_timeout_ms: int = ANSWER_TIMEOUT_MS) -> None:
        self._link = link
        self._clock = clock
        self._answer_timeout_ms = answer_timeout_ms

    def ask(self, command: bytes, cancelled: Cancelled, data: bytes = b"") -> Reply:
        """The reader's answer, whatever its status. Raises BadReply, Silent, Removed, Cancelled."""
        request = encode_request(command, data)
        end_ns = self._clock.monotonic_ns() + ASK_TIMEOUT_MS * 1_000_000
        for left in reversed(range(TRIES)):
            left_ms = (end_ns - self._clock.monotonic_ns()) // 2_000_000  # to begin, and to be whole
            try:
                frame = self._link.exchange(request, cancelled, min(left_ms, self._answer_timeout_ms))
                reply = decode_reply(frame)
            except BadReply as error:
                stalled = error.values.get("got") == "stall"
                if not left or self._clock.monotonic_ns() + 2 * SETTLE_TIMEOUT_MS * 1_000_000 >= end_ns:
                    raise
                self._link.settle(cancelled, stalled)
                if self._clock.monotonic_ns() >= end_ns:
                    raise
                continue
            if left and sdt_status.worth_resending(reply.status):
                continue
            return reply
        raise AssertionError("every try returns or raises")


class Pipes(NamedTuple):
    """Endpoint addresses; the same address twice means a single pipe."""

    head_out: int
    body_out: int
    head_in: int
    body_in: int

    @property
    def split(self) -> bool:
        return self.head_in != self.body_in


SPLIT = Pipes(0x02, 0x06, 0x81, 0x85)


def pipes_of(endpoints: tuple[int, ...]) -> Pipes:
    """Which layout a reader has. Raises NotSupported when there is not one pipe each way."""
    if set(SPLIT) <= set(endpoints):
        return SPLIT
    outs = [address for address in endpoints if not address & 0x80]
    ins = [address for address in endpoints if address & 0x80]
    if not outs or not ins:
        raise NotSupported(expected="a pipe out and a pipe in", got=len(endpoints))
    return Pipes(outs[0], outs[0], ins[0], ins[0])


class UsbLink:
    """Split (the standard module): preamble and length on one pair of endpoints, the body on another.
    Single: whole frames on one pair.
    """

    def __init__(self, port: Port, pipes: Pipes) -> None:
        self._port = port
        self._pipes = pipes

    def exchange(self, request: bytes, cancelled: Cancelled, timeout_ms: int) -> bytes:
        """See Link."""
        pipes, port = self._pipes, self._port
        first = port.queue_read(pipes.head_in, PACKET, timeout_ms)
        with ExitStack() as undo:
            undo.callback(first.abandon)
            if pipes.split:
                port.write(pipes.head_out, request[:HEAD_LENGTH])
                port.write(pipes.body_out, request[HEAD_LENGTH:])
            else:
                port.write(pipes.head_out, request)
            undo.pop_all()
        frame = first.wait(cancelled)
        missing = HEAD_LENGTH + body_length(frame[:HEAD_LENGTH]) - len(frame)
        if missing > 0:
            whole_packets = -(-missing // PACKET) * PACKET
            try:
                frame += port.read(pipes.body_in, whole_packets, cancelled, timeout_ms)
            except Silent as error:  # it stopped in the middle: garbled, not silent
                raise BadReply(part="body", expected=missing, got="silence") from error
        return frame

    def settle(self, cancelled: Cancelled, stalled: bool) -> None:
        """See Link."""
        for endpoint in sorted(set(self._pipes)):
            if stalled:
                with suppress(NotSupported, BadReply):
                    self._port.clear_halt(endpoint)
            elif endpoint & 0x80:
                with suppress(Silent, BadReply):
                    for _ in range(MOST_LEFT):
                        if not self._port.read(endpoint, 64 * PACKET, cancelled, SETTLE_TIMEOUT_MS):
                            break
