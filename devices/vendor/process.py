"""One child process with a maker's library: started, asked, ended. Whatever it does, `ask` ends in time."""

from __future__ import annotations

import itertools
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from devices.vendor.said import Said
from devices.vendor.wire import BadFrame, Frames, encode

OURS = (sys.executable, "-S")
"""The interpreter when vendors.toml names none. -S: the child needs nothing but the standard library."""

LOOK_S = 0.05
CANCEL_GRACE_S = 0.25
"""A cancelled call may end by itself within this; then its process is ended."""

DIE_S = 0.2
"""How long the end of a killed process is waited for; one that hangs in the kernel is left to a thread."""

ROOT = Path(__file__).parent.parent.parent
PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH", "SYSTEMROOT", "TEMP", "TMP")
Answer = tuple[dict[str, Any], bytes]


class Died(Exception):
    """The process ended, or said what is no frame."""

    def __init__(self, how: str) -> None:
        super().__init__(how)
        self.how = how


class NoAnswer(Exception):
    """It did not answer in time."""


class Stopped(Exception):
    """The officer stopped it."""


class Process:
    """Thread-safe. Raises OSError when the interpreter cannot be started."""

    def __init__(self, interpreter: Sequence[str] = OURS, folder: Path | None = None) -> None:
        """folder: the library's own; makers look for their further files there."""
        self.said = Said()
        self._numbers = itertools.count(1)
        self._waiting: dict[int, queue.SimpleQueue[Answer | None]] = {0: queue.SimpleQueue()}
        self._lock = threading.Lock()
        self._ended = False
        self._broken = ""
        self._messages: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._child = subprocess.Popen(
            (*interpreter, "-m", "devices.vendor.host"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment(folder),
            cwd=folder,
            start_new_session=True,  # a Ctrl-C of the terminal is not for it
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        for name, run in (("says", self._listen), ("is told", self._tell), ("prints", self._overhear)):
            threading.Thread(target=run, name=f"library {name}", daemon=True).start()

    @property
    def pid(self) -> int:
        return self._child.pid

    def hello(self, timeout_s: float, stopped: Callable[[], bool]) -> dict[str, Any]:
        """What the child says of itself when it is up. Raises as `ask`."""
        return self._answer(0, timeout_s, stopped)[0]

    def ask(self, head: dict[str, Any], blob: bytes, timeout_s: float, stopped: Callable[[], bool]) -> Answer:
        """Raises NoAnswer, Stopped (the process is then to be ended), Died."""
        number = next(self._numbers)
        with self._lock:
            if self._ended:
                raise Died(self._how())
            self._waiting[number] = queue.SimpleQueue()
        self._messages.put(encode({**head, "id": number}, blob))
        return self._answer(number, timeout_s, stopped)

    def tell(self, head: dict[str, Any]) -> None:
        """Ask without waiting for the answer."""
        self._messages.put(encode({**head, "id": next(self._numbers)}))

    def end(self, grace_s: float = 0.0) -> None:
        """End it: politely for grace_s, then for certain. Bounded by grace_s + DIE_S. Twice is once."""
        self._messages.put(None)
        if grace_s and self._reaped(grace_s):
            return
        self._child.kill()
        if sys.platform != "win32":
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._child.pid, signal.SIGKILL)  # and whatever the library started
        if not self._reaped(DIE_S):
            threading.Thread(target=self._child.wait, name="library end", daemon=True).start()

    def _reaped(self, timeout_s: float) -> bool:
        try:
            self._child.wait(timeout_s)
        except subprocess.TimeoutExpired:
            return False
        return True

    def _answer(self, number: int, timeout_s: float, stopped: Callable[[], bool]) -> Answer:
        answers = self._waiting[number]
        end = time.monotonic() + timeout_s
        given_up: float | None = None
        try:
            while True:
                now = time.monotonic()
                if given_up is None and stopped():
                    given_up = now + CANCEL_GRACE_S
                if given_up is not None and now >= given_up:
                    raise Stopped
                if now >= end:
                    raise NoAnswer
                with suppress(queue.Empty):
                    answer = answers.get(timeout=min(LOOK_S, end - now))
                    if answer is None:
                        raise Died(self._how())
                    return answer
        finally:
            with self._lock:
                self._waiting.pop(number, None)

    def _how(self) -> str:
        """In words for a technician: what ended it."""
        self._reaped(DIE_S)
        code = self._child.poll()
        if self._broken or code is None:
            return self._broken or "closed its pipe"
        if code >= 0:
            return f"exit {code}"
        return signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"

    def _listen(self) -> None:
        assert self._child.stdout is not None
        frames = Frames()
        with self._child.stdout as pipe:
            while data := os.read(pipe.fileno(), 1 << 16):
                try:
                    for head, blob in frames.feed(data):
                        self._hand_out(head, blob)
                except BadFrame as error:
                    self._broken = f"no frame: {error}"
                    break
        with self._lock:
            self._ended = True
            for answers in self._waiting.values():
                answers.put(None)
        self._messages.put(None)

    def _hand_out(self, head: dict[str, Any], blob: bytes) -> None:
        with self._lock:
            answers = self._waiting.get(head.get("id", -1))
        if answers is not None:
            answers.put((head, blob))

    def _tell(self) -> None:
        """A picture is larger than a pipe: a child that hangs would block whoever writes to it."""
        assert self._child.stdin is not None
        pipe = self._child.stdin
        with suppress(OSError, ValueError):  # a dead child is noticed by the answer that does not come
            while (message := self._messages.get()) is not None:
                pipe.write(message)
                pipe.flush()
        with suppress(OSError, ValueError):
            pipe.close()

    def _overhear(self) -> None:
        assert self._child.stderr is not None
        with self._child.stderr as pipe:
            while data := os.read(pipe.fileno(), 1 << 12):
                self.said.add(data)


def _environment(folder: Path | None) -> dict[str, str]:
    """Little: the library need not know who works here. Its own folder first where it looks for its parts."""
    kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    if folder is not None:
        paths = filter(None, (str(folder), kept.get("LD_LIBRARY_PATH", "")))
        kept["LD_LIBRARY_PATH"] = os.pathsep.join(paths)
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}
