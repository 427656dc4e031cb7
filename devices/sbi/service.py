"""One SBI service on one port: its four verbs, each within a time, everything believed only when proven."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Final

from devices.clock import Clock, SteadyClock
from devices.contract import Cancelled as CancelledQuestion
from devices.errors import BadReply, Removed
from devices.sbi import capture, mjpeg
from devices.sbi.device import Listed, SbiDevice, described, listed
from devices.sbi.fields import json_of, mapping
from devices.sbi.line import LONGEST_ANSWER, Patience, Question, answering, ask
from devices.sbi.statuses import error_of, number_of
from devices.sbi.trust import Trust

Now = Callable[[], datetime]
COMMAND_MS: Final = 3000  # MOSIP's own mock answers in 8 to 240 ms
LONGEST_LISTING: Final = 1 << 20
_CHUNK: Final = 1 << 16


def utc_now() -> datetime:
    return datetime.now(UTC)


class Service:
    """Threads may share it; `at_work` says that a capture is under way (some services then answer nobody)."""

    def __init__(
        self,
        port: int,
        trust: Trust,
        *,
        clock: Clock | None = None,
        now: Now = utc_now,
        command_ms: int = COMMAND_MS,
    ) -> None:
        self.port = port
        self.trust = trust
        self.now = now
        self.clock = clock or SteadyClock()
        self.command_ms = command_ms
        self._working = threading.Event()

    @property
    def at_work(self) -> bool:
        return self._working.is_set()

    @contextmanager
    def work(self) -> Iterator[None]:
        """While inside, the watch leaves the service alone."""
        self._working.set()
        try:
            yield
        finally:
            self._working.clear()

    def devices(self, cancelled: CancelledQuestion) -> tuple[Listed, ...]:
        """MOSIPDISC: finger devices it knows. Nothing is proven."""
        answer = self._ask("MOSIPDISC", "/device", {"type": "Finger"}, cancelled)
        return listed(answer)

    def info(self, cancelled: CancelledQuestion) -> tuple[SbiDevice, ...]:
        """MOSIPDINFO: its finger devices, proven."""
        answer = self._ask("MOSIPDINFO", "/info", None, cancelled)
        found = described(answer, self.trust, self.now())
        return tuple(one for one in found if one.digital_id.type == "Finger")

    def capture(self, request: capture.Request, cancelled: CancelledQuestion) -> tuple[capture.Entry, ...]:
        """RCAPTURE: wait for fingers; the answer is still to be given to `capture.proven`.

        Waits request.within_ms and a command's time. Raises NothingSeen when no finger came.
        """
        question = Question(
            self.port, "RCAPTURE", "/capture", request.body(), request.within_ms + self.command_ms
        )
        patience = Patience(self.clock, cancelled, question.within_ms)
        return capture.entries(ask(question, patience, self.command_ms, LONGEST_ANSWER))

    def stream(self, device: SbiDevice, sensor: str, cancelled: CancelledQuestion) -> Iterator[bytes]:
        """STREAM: JPEG pictures of what the device sees, until `cancelled`. Raises Silent after a pause."""
        body = {"deviceId": device.device_id, "deviceSubId": sensor, "timeout": "300000"}
        question = Question(self.port, "STREAM", "/stream", json.dumps(body).encode("ascii"), self.command_ms)
        patience = Patience(self.clock, cancelled, self.command_ms)
        with answering(question, patience) as response:
            content_type = response.getheader("Content-Type") or ""
            if "json" in content_type:
                self._raise_named(response.read(LONGEST_LISTING))
            parts = mjpeg.Parts(mjpeg.boundary_of(content_type))
            while True:
                patience.restart(self.command_ms)
                data = response.read1(_CHUNK)
                if not data:
                    raise Removed()
                yield from parts.feed(data)

    def _ask(self, verb: str, path: str, body: object, cancelled: CancelledQuestion) -> bytes:
        written = None if body is None else json.dumps(body).encode("ascii")
        question = Question(self.port, verb, path, written, self.command_ms)
        patience = Patience(self.clock, cancelled, self.command_ms)
        return ask(question, patience, self.command_ms, LONGEST_LISTING)

    @staticmethod
    def _raise_named(answer: bytes) -> None:
        fields = mapping(json_of(answer), "answer")
        raise error_of(number_of(fields.get("error"))) or BadReply(expected="a stream", got="JSON")
