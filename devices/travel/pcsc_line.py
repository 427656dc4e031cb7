"""Asks the PC/SC child and reads its answers; whatever it does, the asker gets an answer or an error in time.

The child lives as long as the reader is in use. One that hangs, dies or talks nonsense is ended; the next
question starts a fresh one.
"""

from __future__ import annotations

import json
import queue
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from devices.contract import Cancelled as CancelledQuestion
from devices.errors import (
    BadReply,
    Busy,
    Cancelled,
    CardGone,
    CardUnreadable,
    DeviceError,
    NotPermitted,
    Removed,
    Silent,
)
from devices.travel.errors import ChipServiceMissing, ChipSoftwareMissing

COMMAND = ("/usr/bin/python3", "-E", "-s", str(Path(__file__).with_name("pcsc_child.py")))
"""Debian's Python: pyscard has no wheel for Linux, python3-pyscard belongs to that interpreter."""

ANSWER_S = 12.0
"""A chip that was asked with wrong keys delays its next answers by seconds (ICAO 9303-11, 4.3)."""

CONNECT_S = 5.0  # longer: another program holds the card in a transaction
LET_GO_S = 1.0
WAIT_MS = 200  # one look for a card
GRACE_S = 0.3
LOOK_S = 0.05
MAX_LINE = 1 << 18  # an extended answer of 64 kB in hexadecimal

STATUSES: Mapping[str, type[DeviceError]] = {
    "SCARD_W_REMOVED_CARD": CardGone,
    "SCARD_W_RESET_CARD": CardGone,
    "SCARD_W_UNPOWERED_CARD": CardGone,
    "SCARD_E_NO_SMARTCARD": CardGone,
    "SCARD_E_NOT_TRANSACTED": CardGone,  # lifted amid a command: that is when it happens
    "SCARD_E_COMM_DATA_LOST": CardGone,
    "SCARD_E_INVALID_HANDLE": CardGone,
    "SCARD_W_UNRESPONSIVE_CARD": CardUnreadable,
    "SCARD_W_UNSUPPORTED_CARD": CardUnreadable,
    "SCARD_E_PROTO_MISMATCH": CardUnreadable,
    "SCARD_E_READER_UNAVAILABLE": Removed,
    "SCARD_E_UNKNOWN_READER": Removed,
    "SCARD_E_NO_READERS_AVAILABLE": Removed,
    "SCARD_E_SHARING_VIOLATION": Busy,
    "SCARD_W_SECURITY_VIOLATION": NotPermitted,
    "SCARD_E_NO_ACCESS": NotPermitted,
    "SCARD_E_NO_SERVICE": ChipServiceMissing,
    "SCARD_E_SERVICE_STOPPED": ChipServiceMissing,
    "SCARD_F_COMM_ERROR": ChipServiceMissing,  # the service went away while we spoke to it
    "SCARD_F_INTERNAL_ERROR": ChipServiceMissing,
    "SCARD_E_TIMEOUT": Silent,
    "missing": ChipSoftwareMissing,
}
"""Words of PC/SC (pcsc-lite's winscard API) -> what the officer's program calls it."""


@dataclass(frozen=True)
class Answer:
    said: Mapping[str, Any] = field(repr=False)

    def text(self, key: str) -> str:
        """Raises BadReply."""
        value = self.said.get(key)
        if not isinstance(value, str):
            raise BadReply(expected=f"a word as {key}", got=type(value).__name__)
        return value

    def data(self, key: str) -> bytes:
        """Raises BadReply."""
        try:
            return bytes.fromhex(self.text(key))
        except ValueError as error:
            raise BadReply(expected=f"hexadecimal as {key}", got="something else") from error


class PcscLine:
    """One child at a time; one asker at a time (the instrument's own thread)."""

    def __init__(
        self, *, command: Sequence[str] = COMMAND, environment: Mapping[str, str] | None = None
    ) -> None:
        self._command = tuple(command)
        self._environment = environment
        self._child: subprocess.Popen[bytes] | None = None
        self._answers: queue.SimpleQueue[Answer | DeviceError] = queue.SimpleQueue()
        self._listener: threading.Thread | None = None

    def ask(
        self, question: Mapping[str, Any], cancelled: CancelledQuestion, timeout_s: float = ANSWER_S
    ) -> Answer:
        """Raises Cancelled, Silent, BadReply, ChipSoftwareMissing, and what PC/SC's word means."""
        self.send(question)
        return self.next(cancelled, timeout_s)

    def send(self, question: Mapping[str, Any]) -> None:
        """Raises ChipSoftwareMissing. A child that just died is noticed by `next`."""
        child = self._child or self._start()
        assert child.stdin is not None
        with suppress(OSError):
            child.stdin.write(json.dumps(dict(question)).encode() + b"\n")
            child.stdin.flush()

    def next(self, cancelled: CancelledQuestion, timeout_s: float | None = ANSWER_S) -> Answer:
        """What the child says next. timeout_s None: however long it takes."""
        end = None if timeout_s is None else time.monotonic() + timeout_s
        while True:
            if cancelled():
                self.close()
                raise Cancelled()
            try:
                answer = self._answers.get(timeout=LOOK_S)
            except queue.Empty:
                if end is not None and time.monotonic() > end:
                    self.close()
                    raise Silent() from None
                continue
            if isinstance(answer, DeviceError):
                self.close()
                raise answer
            if answer.said.get("say") == "failed":
                self._fail(answer.text("status")[:40])
            return answer

    def let_go(self) -> None:
        """Disconnect from the card, if the child still lives. Never raises a DeviceError."""
        if self._child is not None:
            with suppress(DeviceError):
                self.ask({"do": "disconnect"}, lambda: False, LET_GO_S)

    def close(self) -> None:
        """End the child: nicely, then not. Twice is once."""
        child, self._child = self._child, None
        if child is None:
            return
        assert child.stdin is not None
        with suppress(OSError):
            child.stdin.close()
        try:
            child.wait(GRACE_S)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        if self._listener is not None:
            self._listener.join(5)

    def _fail(self, status: str) -> None:
        error = STATUSES.get(status, BadReply)
        if error not in (CardGone, CardUnreadable, Busy):
            self.close()  # its connection to the service is of no use any more
        if error is BadReply:
            raise BadReply(expected="success", got=status)
        raise error(status=status)

    def _start(self) -> subprocess.Popen[bytes]:
        try:
            child = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=self._environment,
            )
        except OSError as error:
            raise ChipSoftwareMissing() from error
        assert child.stdout is not None
        self._child = child
        self._answers = queue.SimpleQueue()
        self._listener = threading.Thread(
            target=_listen, args=(child.stdout, self._answers), name="pcsc line", daemon=True
        )
        self._listener.start()
        return child


def _listen(stdout: BinaryIO, answers: queue.SimpleQueue[Answer | DeviceError]) -> None:
    with stdout:
        while line := stdout.readline(MAX_LINE):
            answers.put(_answer(line))
    answers.put(Removed(status="crashed"))


def _answer(line: bytes) -> Answer | DeviceError:
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        return BadReply(expected="an answer", got=f"{len(line)} bytes")
    if not isinstance(said, dict):
        return BadReply(expected="an answer", got=type(said).__name__)
    return Answer(said)
