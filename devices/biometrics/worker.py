"""The child process that judges fingerprints: the engine may crash there without taking the program with it.

One question at a time. A child that dies or hangs costs one retry in a fresh child; twice is an error.
"""

from __future__ import annotations

import atexit
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from devices.biometrics.errors import AnalysisFailed, EngineMissing

ANSWER_TIMEOUT_S = 20.0
"""A first answer loads the engine (1 s, busy machine 5 s); later ones take 0.1 s."""

TRIES = 2
COMMAND = (sys.executable, "-m", "devices.biometrics.nbis_child")
_ROOT = Path(__file__).parent.parent.parent


class _Died(Exception):
    """The child ended or did not answer."""


class Worker:
    """Asks the child. Thread-safe; blocks. Started with the first question."""

    def __init__(self, command: Sequence[str] = COMMAND, timeout_s: float = ANSWER_TIMEOUT_S) -> None:
        self._command = tuple(command)
        self._timeout_s = timeout_s
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._answers: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def ask(self, question: Mapping[str, Any], payload: bytes = b"") -> dict[str, Any]:
        """The child's answer. Raises AnalysisFailed after TRIES, EngineMissing."""
        with self._lock:
            for _ in range(TRIES):
                try:
                    answer = self._once(question, payload)
                except _Died:
                    self._end()
                    continue
                if answer.get("failed") == "engine_missing":
                    raise EngineMissing()
                return answer
        raise AnalysisFailed(asked=question.get("do"))

    def warm(self) -> None:
        """Start the child early, without waiting for it."""
        threading.Thread(target=self._warm, name="finger engine", daemon=True).start()

    def close(self) -> None:
        with self._lock:
            self._end()

    def _warm(self) -> None:
        try:
            self.ask({"do": "hello", "images": []})
        except (AnalysisFailed, EngineMissing):
            return  # whoever needs an answer will be told

    def _once(self, question: Mapping[str, Any], payload: bytes) -> dict[str, Any]:
        child = self._started()
        message = json.dumps(dict(question)).encode() + b"\n" + payload
        # A picture is larger than a pipe: a child that hangs would block us in the middle of it.
        threading.Thread(
            target=_tell, args=(child, message), name="finger engine question", daemon=True
        ).start()
        try:
            line = self._answers.get(timeout=self._timeout_s)
        except queue.Empty:
            raise _Died from None
        try:
            answer = json.loads(line)
        except ValueError as error:
            raise _Died from error
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
            target=_listen, args=(self._child, self._answers), name="finger engine answers", daemon=True
        ).start()
        return self._child

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        if child.stdin is not None:
            with suppress(OSError, ValueError):  # what was not written to a dead child is lost anyway
                child.stdin.close()


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


@cache
def shared() -> Worker:
    """The program's own child. It keeps nothing between two questions, so sharing it is safe."""
    worker = Worker()
    atexit.register(worker.close)
    return worker
