"""One question, one answer, over either way the resident-ID readers lay out their pipes.

Split (the standard module): preamble and length on one pair of endpoints, the body on another. Single:
whole frames
on one pair. A garbled answer, a stall, or "say that again" from the reader is asked anew, TRIES times in all.
"""

from __future__ import annotations

from contextlib import ExitStack, suppress
from typing import NamedTuple

from devices.contract import Cancelled
from devices.drivers import sdt_status
from devices.drivers.sdt_frames import HEAD_LENGTH, Reply, body_length, decode_reply, encode_request
from devices.errors import BadReply, NotSupported, Silent
from devices.usb import Port

TRIES = 3
ANSWER_TIMEOUT_MS = 3000  # a full read takes 1.0-1.5 s
SETTLE_TIMEOUT_MS = 200  # for what is left on the pipes after a garbled answer
PACKET = 64  # full speed


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


class Wire:
    """Asks the reader. Blocks; one thread at a time."""

    def __init__(self, port: Port, pipes: Pipes, answer_timeout_ms: int = ANSWER_TIMEOUT_MS) -> None:
        self._port = port
        self._pipes = pipes
        self._answer_timeout_ms = answer_timeout_ms

    def ask(self, command: bytes, cancelled: Cancelled, data: bytes = b"") -> Reply:
        """The reader's answer, whatever its status. Raises BadReply, Silent, Removed, Cancelled."""
        for left in reversed(range(TRIES)):
            try:
                reply = self._once(encode_request(command, data), cancelled)
            except BadReply as error:
                if not left:
                    raise
                self._settle(cancelled, stalled=error.values.get("got") == "stall")
                continue
            if left and sdt_status.worth_resending(reply.status):
                continue
            return reply
        raise AssertionError("every try returns or raises")

    def _once(self, request: bytes, cancelled: Cancelled) -> Reply:
        pipes, port = self._pipes, self._port
        first = port.queue_read(pipes.head_in, PACKET, self._answer_timeout_ms)
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
                frame += port.read(pipes.body_in, whole_packets, cancelled, self._answer_timeout_ms)
            except Silent as error:  # it stopped in the middle: garbled, not silent
                raise BadReply(part="body", expected=missing, got="silence") from error
        return decode_reply(frame)

    def _settle(self, cancelled: Cancelled, stalled: bool) -> None:
        """Make the pipes empty and open again before the next try."""
        for endpoint in sorted(set(self._pipes)):
            if stalled:
                with suppress(NotSupported, BadReply):
                    self._port.clear_halt(endpoint)
            elif endpoint & 0x80:
                with suppress(Silent, BadReply):
                    while self._port.read(endpoint, 64 * PACKET, cancelled, SETTLE_TIMEOUT_MS):
                        pass
