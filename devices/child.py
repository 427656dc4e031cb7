"""A child process for work that may crash, hang or eat memory: asked one question at a time.

A question is one line of JSON and the raw bytes it announces; the answer is one line of JSON. A child that
dies, hangs or babbles costs one retry in a fresh one; twice is `ChildFailed`. One that nobody asks for a
while may be let go, so that its memory is free again.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

TRIES = 2
_ROOT = Path(__file__).parent.parent


class ChildFailed(Exception):
    """Two children in a row ended or did not answer in time."""


class Child:
    """Asks the process. Thread-safe; blocks. Started with the first question."""

    def __init__(
        self, name: str, command: Sequence[str], timeout_s: float, idle_s: float | None = None
    ) -> None:
        """name: of its threads. timeout_s: for one answer. idle_s: it is let go when unasked so long."""
        self._name = name
        self._command = tuple(command)
        self._timeout_s = timeout_s
        self._idle_s = idle_s
        self._lock = threading.Lock()
        self._rest: threading.Timer | None = None
        self._child: subprocess.Popen[bytes] | None = None
        self._answers: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    @property
    def pid(self) -> int | None:
        """Of the process that runs now, or None."""
        child = self._child
        return child.pid if child is not None and child.poll() is None else None

    def ask(self, question: Mapping[str, Any], payload: bytes = b"") -> dict[str, Any]:
        """The child's answer. Raises ChildFailed after TRIES."""
        with self._lock:
            self._stay()
            for _ in range(TRIES):
                answer = self._once(question, payload)
                if answer is not None:
                    self._rest_later()
                    return answer
                self._end()
        raise ChildFailed(question.get("do"))

    def warm(self) -> None:
        """Start it early, without waiting for it. It must know the question `hello`."""
        threading.Thread(target=self._warm, name=f"{self._name} warming", daemon=True).start()

    def close(self) -> None:
        """End the process; the next question starts it again."""
        with self._lock:
            self._stay()
            self._end()

    def _warm(self) -> None:
        with suppress(ChildFailed):  # whoever needs an answer will be told
            self.ask({"do": "hello", "images": []})

    def _once(self, question: Mapping[str, Any], payload: bytes) -> dict[str, Any] | None:
        child = self._started()
        message = json.dumps(dict(question)).encode() + b"\n" + payload
        # A picture is larger than a pipe: a child that hangs would block us in the middle of it.
        threading.Thread(
            target=_tell, args=(child, message), name=f"{self._name} question", daemon=True
        ).start()
        try:
            answer = json.loads(self._answers.get(timeout=self._timeout_s))
        except (queue.Empty, ValueError, RecursionError):
            return None
        return answer if isinstance(answer, dict) else {}

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._child.poll() is None:
            return self._child
        self._end()
        path = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH", ""))))
        self._child = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
        )
        self._answers = queue.SimpleQueue()
        threading.Thread(
            target=_listen, args=(self._child, self._answers), name=f"{self._name} answers", daemon=True
        ).start()
        return self._child

    def _stay(self) -> None:
        rest, self._rest = self._rest, None
        if rest is not None:
            rest.cancel()

    def _rest_later(self) -> None:
        if self._idle_s is not None:
            self._rest = threading.Timer(self._idle_s, self._let_go)
            self._rest.name, self._rest.daemon = f"{self._name} idle", True
            self._rest.start()

    def _let_go(self) -> None:
        with self._lock:
            if self._rest is threading.current_thread():  # else it was asked again meanwhile
                self._rest = None
                self._end()

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        if child.stdin is not None:
            with suppress(OSError, ValueError):  # what was not written to a dead child is lost anyway
                child.stdin.close()


def python(module: str) -> tuple[str, ...]:
    """The command that runs one of our modules as a child."""
    return (sys.executable, "-m", module)


def _tell(child: subprocess.Popen[bytes], message: bytes) -> None:
    assert child.stdin is not None
    with suppress(OSError, ValueError):  # a dead child is noticed by the answer that does not come
        child.stdin.write(message)
        child.stdin.flush()


def _listen(child: subprocess.Popen[bytes], answers: queue.SimpleQueue[bytes]) -> None:
    assert child.stdout is not None
    with child.stdout as lines:
        for line in lines:
            answers.put(line)
    answers.put(b"")  # the end, so that nobody waits for a dead child
