"""The child process that judges fingerprints: an engine may crash there without taking the program along."""

from __future__ import annotations

import atexit
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from devices.biometrics.errors import AnalysisFailed, EngineMissing
from devices.child import Child, ChildFailed, python

ANSWER_TIMEOUT_S = 20.0
"""A first answer loads the engine (1 s, busy machine 5 s); later ones take 0.1 s."""

COMMAND = python("devices.biometrics.fingers.child")


class Worker:
    """Asks the child. Thread-safe; blocks. Started with the first question."""

    def __init__(self, command: Sequence[str] = COMMAND, timeout_s: float = ANSWER_TIMEOUT_S) -> None:
        self._child = Child("finger engine", command, timeout_s)

    def ask(self, question: Mapping[str, Any], payload: bytes = b"") -> dict[str, Any]:
        """The child's answer. Raises AnalysisFailed, EngineMissing."""
        try:
            answer = self._child.ask(question, payload)
        except ChildFailed as error:
            raise AnalysisFailed(asked=question.get("do")) from error
        if answer.get("failed") == "engine_missing":
            raise EngineMissing()
        return answer

    def warm(self) -> None:
        """Start the child early, without waiting for it."""
        self._child.warm()

    def close(self) -> None:
        """End the child; the next question starts it again."""
        self._child.close()


@cache
def shared() -> Worker:
    """The program's own child. It keeps nothing between two questions, so sharing it is safe."""
    worker = Worker()
    atexit.register(worker.close)
    return worker
