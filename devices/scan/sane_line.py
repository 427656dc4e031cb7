"""Asks the SANE child and reads its messages; whatever it does, the asker gets an answer or an error in time.

A fresh process for every question: a scanner's library that crashes, hangs or remembers a failure takes
nothing with it.
"""

from __future__ import annotations

import json
import queue
import subprocess
import threading
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from devices.contract import Cancelled as CancelledQuestion
from devices.errors import BadReply, Busy, Cancelled, DeviceError, NotPermitted, NotSupported, Silent
from devices.scan.errors import (
    FeederJam,
    NoDocuments,
    ScanEmpty,
    ScanFailed,
    ScannerCoverOpen,
    ScanSoftwareMissing,
)

COMMAND = ("/usr/bin/python3", "-E", "-s", str(Path(__file__).with_name("sane_child.py")))
"""Debian's Python: python-sane has no wheel, the package python3-sane belongs to that interpreter."""

LIST_TIMEOUT_S = 20.0
"""Network backends look around for some seconds."""

QUIET_TIMEOUT_S = 60.0
"""No word for this long is a hang: a lamp warms up for half a minute on old scanners."""

CANCEL_GRACE_S = 0.3
LOOK_S = 0.05
MAX_HEAD, MAX_PAYLOAD = 1 << 20, 256 * 1024 * 1024

STATUSES: Mapping[str, type[DeviceError]] = {
    "Operation not supported": NotSupported,
    "Operation was canceled": Cancelled,
    "Device busy": Busy,
    "Invalid argument": NotSupported,
    "End of file reached": ScanEmpty,
    "Document feeder jammed": FeederJam,
    "Document feeder out of documents": NoDocuments,
    "Scanner cover is open": ScannerCoverOpen,
    "Error during device I/O": ScanFailed,
    "Out of memory": ScanFailed,
    "Access to resource has been denied": NotPermitted,
    "missing": ScanSoftwareMissing,
    "option": NotSupported,
}
"""python-sane gives no number, only sane_strstatus's words (untranslated). Source: SANE standard 4.2.7."""


@dataclass(frozen=True)
class Message:
    """What the child said; payload: the bytes of a page."""

    said: Mapping[str, Any]
    payload: bytes = field(default=b"", repr=False)

    def number(self, key: str) -> int:
        value = self.said.get(key, 0)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1 << 31:
            raise BadReply(expected=f"a number as {key}", got=type(value).__name__)
        return int(value)


def ask(
    question: Mapping[str, Any],
    cancelled: CancelledQuestion,
    *,
    command: Sequence[str] = COMMAND,
    environment: Mapping[str, str] | None = None,
    quiet_s: float = QUIET_TIMEOUT_S,
) -> Generator[Message, None, None]:
    """The child's messages until it is done. The process has ended when the iterator has: use it up or close.

    Raises Cancelled, Silent, BadReply, ScanSoftwareMissing, and what the scanner's status means.
    """
    try:
        child = subprocess.Popen(
            tuple(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
    except OSError as error:
        raise ScanSoftwareMissing() from error
    assert child.stdin is not None
    assert child.stdout is not None
    with suppress(OSError):  # a child that died at once is noticed by its silence
        child.stdin.write(json.dumps(dict(question)).encode() + b"\n")
        child.stdin.flush()
    yield from hear(child.stdout, cancelled, quiet_s, lambda: _end(child))


def hear(
    stdout: IO[bytes], cancelled: CancelledQuestion, quiet_s: float, end: Callable[[], None]
) -> Generator[Message, None, None]:
    """The messages that come out of `stdout`. end: makes the speaker close it; called once, always."""
    messages: queue.SimpleQueue[Message | DeviceError] = queue.SimpleQueue()
    reader = threading.Thread(target=_listen, args=(stdout, messages.put), name="sane", daemon=True)
    reader.start()
    try:
        yield from _until_done(messages, cancelled, quiet_s)
    finally:
        end()
        reader.join(5)


def _until_done(
    messages: queue.SimpleQueue[Message | DeviceError], cancelled: CancelledQuestion, quiet_s: float
) -> Generator[Message, None, None]:
    heard_at = time.monotonic()
    while True:
        if cancelled():
            raise Cancelled()
        try:
            message = messages.get(timeout=LOOK_S)
        except queue.Empty:
            if time.monotonic() - heard_at > quiet_s:
                raise Silent() from None
            continue
        if isinstance(message, DeviceError):
            raise message
        kind = message.said.get("say")
        if kind == "failed":
            status = str(message.said.get("status"))[:80]
            raise STATUSES.get(status, ScanFailed)(status=status)
        if kind == "done":
            return
        yield message
        heard_at = time.monotonic()
        if kind in ("list", "sources"):
            return


def _listen(stdout: IO[bytes], put: Callable[[Message | DeviceError], None]) -> None:
    with stdout:
        while True:
            head = stdout.readline(MAX_HEAD)
            if not head:
                put(ScanFailed(status="crashed"))
                return
            message = _message(head, stdout)
            put(message)
            if isinstance(message, DeviceError):
                return


def _message(head: bytes, stdout: IO[bytes]) -> Message | DeviceError:
    try:
        said = json.loads(head)
    except (ValueError, RecursionError):
        return BadReply(expected="a message", got=f"{len(head)} bytes")
    if not isinstance(said, dict):
        return BadReply(expected="a message", got=type(said).__name__)
    length = said.get("bytes", 0)
    if isinstance(length, bool) or not isinstance(length, int) or not 0 <= length <= MAX_PAYLOAD:
        return BadReply(expected="a length", got=str(length)[:20])
    payload = stdout.read(length) if length else b""
    if len(payload) != length:
        return ScanFailed(status="crashed")
    return Message(said, payload)


def _end(child: subprocess.Popen[bytes]) -> None:
    """Ask it to stop the scanner, then make it."""
    assert child.stdin is not None
    with suppress(OSError):
        child.stdin.close()
    try:
        child.wait(CANCEL_GRACE_S)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
