"""A maker's library as the program sees it: functions by name, each with a bound; the rest is the child's.

A call that hangs or crashes costs its process and an error with a code; the next call starts a fresh one.
`generation` tells whoever initialised something in there that it is gone.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from devices.clock import Clock, SteadyClock
from devices.contract import Cancelled as CancelledQuestion
from devices.errors import Cancelled, NotSupported
from devices.vendor.binary import bits_of
from devices.vendor.errors import (
    LibraryCrashed,
    LibraryFailed,
    LibraryGarbage,
    LibraryHung,
    LibraryMissing,
    LibraryResting,
    LibraryUnfit,
)
from devices.vendor.process import OURS, Died, NoAnswer, Process, Stopped
from devices.vendor.rest import Rest

log = logging.getLogger(__name__)

START_PATIENCE_MS = 10_000
LOAD_PATIENCE_MS = 15_000
"""A maker's library may load a hundred megabytes of models from a slow disk."""

CLOSE_GRACE_S = 0.3


@dataclass(frozen=True)
class LibraryFile:
    """What the customer installed. bits: 0 = whatever the interpreter has; calling: "", cdecl, stdcall."""

    name: str
    path: Path
    interpreter: tuple[str, ...] = OURS
    calling: str = ""
    bits: int = 0


class Function(NamedTuple):
    """kinds: int, byte, long, bytes, path; buffer (value = size), int_out, uint_out, float_out."""

    kinds: tuple[str, ...]
    patience_ms: int


@dataclass(frozen=True)
class Outcome:
    """What a call returned, and its out arguments in order: bytes of buffers, numbers of the others."""

    returned: int
    outs: tuple[Any, ...] = field(default=(), repr=False)


def never() -> bool:
    return False


class Library:
    """Thread-safe; calls come one after the other. Blocks: never from the GUI thread."""

    def __init__(
        self,
        file: LibraryFile,
        functions: Mapping[str, Function],
        clock: Clock | None = None,
        haste: float = 1.0,
    ) -> None:
        """haste: every patience is divided by it (tests)."""
        self.file = file
        self.generation = 0
        self._functions = functions
        self._clock = clock or SteadyClock()
        self._haste = haste
        self._lock = threading.Lock()
        self._process: Process | None = None
        self._rest = Rest()

    @property
    def running(self) -> bool:
        return self._process is not None

    def call(
        self, function: str, *values: int | str | bytes, cancelled: CancelledQuestion = never
    ) -> Outcome:
        """Call it; starts the child when there is none.

        Raises LibraryMissing, LibraryUnfit, LibraryResting, LibraryCrashed, LibraryHung, LibraryGarbage,
        NotSupported (it has no such function), Cancelled.
        """
        kinds, patience_ms = self._functions[function]
        question = {"do": "call", "library": self.file.name, "function": function}
        question["arguments"] = _arguments(kinds, values)  # type: ignore[assignment]
        blob = b"".join(value for value in values if isinstance(value, bytes))
        with self._lock:
            process = self._started(cancelled)
            answer, taken = self._ask(process, question, blob, patience_ms, cancelled)
            return self._outcome(function, answer, taken)

    def call_beside(self, function: str, *values: int | str | bytes) -> None:
        """Call it while another call is under way, to end that one; no answer is waited for."""
        kinds, _ = self._functions[function]
        process = self._process
        if process is not None:
            arguments = _arguments(kinds, values)
            process.tell(
                {
                    "do": "call",
                    "library": self.file.name,
                    "function": function,
                    "arguments": arguments,
                    "now": True,
                }
            )

    def close(self) -> None:
        """End the child; the next call starts another."""
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            process.end(CLOSE_GRACE_S)

    # --- inside, under the lock -------------------------------------------------------------------------

    def _started(self, cancelled: CancelledQuestion) -> Process:
        if self._process is not None:
            return self._process
        left_s = self._rest.left_s(self._now_s())
        if left_s > 0:
            raise LibraryResting(library=self.file.name, seconds=max(1, round(left_s)))
        self._check_file()
        self._process = self._begin()
        self.generation += 1
        hello = self._hello(self._process, cancelled)
        bits = hello.get("bits")
        if self.file.bits and bits != self.file.bits:
            self._give_up(
                LibraryUnfit(library=self.file.name, what="interpreter", expected=self.file.bits, got=bits)
            )
        question = {
            "do": "load",
            "library": self.file.name,
            "path": str(self.file.path),
            "calling": self.file.calling,
            "limit_s": ceil(2 * LOAD_PATIENCE_MS / 1000 / self._haste),
        }
        answer, _ = self._ask(self._process, question, b"", LOAD_PATIENCE_MS, cancelled)
        if answer.get("loaded") is not True:
            own = bits_of(self.file.path)
            what = "bits" if answer.get("failed") == "unfit" or own not in (0, bits) else "library"
            self._give_up(LibraryUnfit(library=self.file.name, what=what, expected=bits, got=own))
        return self._process

    def _check_file(self) -> None:
        if not self.file.path.is_file():
            raise LibraryMissing(library=self.file.name, what="library")

    def _begin(self) -> Process:
        try:
            return Process(self.file.interpreter, self.file.path.parent)
        except (FileNotFoundError, NotADirectoryError) as error:
            raise LibraryMissing(library=self.file.name, what="interpreter") from error
        except OSError as error:
            raise LibraryUnfit(library=self.file.name, what="interpreter", errno=error.errno) from error

    def _hello(self, process: Process, cancelled: CancelledQuestion) -> dict[str, Any]:
        try:
            return process.hello(START_PATIENCE_MS / 1000 / self._haste, cancelled)
        except Stopped:
            self._give_up(Cancelled())
        except (Died, NoAnswer) as error:
            how = error.how if isinstance(error, Died) else "silent"
            self._give_up(LibraryUnfit(library=self.file.name, what="interpreter", ended=how))

    def _ask(
        self,
        process: Process,
        question: dict[str, Any],
        blob: bytes,
        patience_ms: int,
        cancelled: CancelledQuestion,
    ) -> tuple[dict[str, Any], bytes]:
        function = question.get("function", "load")
        try:
            return process.ask(question, blob, patience_ms / 1000 / self._haste, cancelled)
        except Stopped:
            self._give_up(Cancelled())
        except NoAnswer:
            waited = round(patience_ms / self._haste)
            self._trouble(LibraryHung(library=self.file.name, function=function, waited_ms=waited))
        except Died as error:
            if error.how.startswith("no frame"):
                self._trouble(
                    LibraryGarbage(
                        library=self.file.name,
                        part="pipe",
                        function=function,
                        expected="a frame",
                        got=error.how,
                    )
                )
            self._trouble(LibraryCrashed(library=self.file.name, function=function, ended=error.how))

    def _outcome(self, function: str, answer: dict[str, Any], taken: bytes) -> Outcome:
        failed = answer.get("failed")
        if failed == "function":
            raise NotSupported(library=self.file.name, function=function)
        if failed is not None:
            raise LibraryFailed(library=self.file.name, function=function, number=str(failed))
        outs: list[Any] = []
        for told in answer["outs"]:
            if "value" in told:
                number = float(told["value"])
                outs.append(number if "." in told["value"] or number != number else int(told["value"]))
                continue
            if told["broken"]:
                self._trouble(
                    LibraryGarbage(
                        library=self.file.name,
                        part="buffer",
                        function=function,
                        expected=f"{told['length']} bytes",
                        got=f"{told['spill']} bytes more",
                    )
                )
            if told["spill"]:
                log.debug("%s: %s wrote %d bytes too many", self.file.name, function, told["spill"])
            outs.append(taken[: told["length"]])
            taken = taken[told["length"] :]
        self._rest.well()
        return Outcome(int(answer["returned"]), tuple(outs))

    def _trouble(self, error: LibraryHung | LibraryGarbage | LibraryCrashed) -> NoReturn:
        """Its process is of no more use: end it, note it, and tell the caller."""
        process = self._process
        self._rest.trouble(self._now_s())
        if process is not None:
            said = " / ".join(process.said.lines())
            log.info("%s: %s; it said (%d bytes): %s", self.file.name, error, process.said.bytes, said)
        self._give_up(error)

    def _give_up(self, error: Exception) -> NoReturn:
        process, self._process = self._process, None
        if process is not None:
            process.end()
        raise error

    def _now_s(self) -> float:
        return self._clock.monotonic_ns() / 1e9


def _arguments(kinds: tuple[str, ...], values: tuple[int | str | bytes, ...]) -> list[list[Any]]:
    assert len(kinds) == len(values), "one value for each argument"
    return [
        [kind, len(value) if isinstance(value, bytes) else value]
        for kind, value in zip(kinds, values, strict=True)
    ]
