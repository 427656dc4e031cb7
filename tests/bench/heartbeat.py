"""A pulse in the GUI thread: how long it was ever held up, and by what."""

from __future__ import annotations

import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from PyQt6.QtCore import QObject, Qt, QTimer

ROOT = Path(__file__).resolve().parents[2]
EVERY_MS = 5
LOOK_MS = 60.0  # a longer gap is kept with what was seen in it
SAMPLE_MS = 4.0
RESTING = (
    "wait",
    "select",
    "poll",
    "accept",
    "readinto",
    "_worker",
    "read",
    "get",
    "_watch",
    "_listen",
    "_run",
)

Line = tuple[str, int, str]  # file, line, function


@dataclass(frozen=True)
class Gap:
    """One time the GUI thread did not come back.

    own_ms, all_ms: CPU the GUI thread and the whole process had meanwhile; little of both: the machine was
    busy with others. where: our innermost lines while it lasted; beside: what other threads were at.
    """

    ms: float
    own_ms: float
    all_ms: float
    where: Counter[str]
    beside: Counter[str]

    def lines(self) -> Iterator[str]:
        yield f"{self.ms:6.0f} ms, {self.own_ms:.0f} ms of CPU here, {self.all_ms:.0f} ms in all threads"
        yield from (f"           {n:3} x {place}" for place, n in self.where.most_common(3))
        yield from (f"    beside {n:3} x {place}" for place, n in self.beside.most_common(3))


class Heartbeat(QObject):
    """Made, started and stopped in the GUI thread. gaps: milliseconds between two beats, all of them.

    work: the CPU the GUI thread itself had in each, which a busy machine does not lengthen.
    """

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[float] = []
        self.work: list[float] = []
        self.long: list[Gap] = []
        self._where: Counter[str] = Counter()
        self._beside: Counter[str] = Counter()
        self._stopping = threading.Event()
        self._main = threading.get_ident()
        self._last = self._clocks()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._thread = threading.Thread(target=self._watch, name="bench: heartbeat", daemon=True)

    def start(self) -> None:
        self._last = self._clocks()
        self._timer.start(EVERY_MS)
        self._thread.start()

    def stop(self) -> None:
        self._beat()
        self._timer.stop()
        self._stopping.set()
        self._thread.join()

    @staticmethod
    def _clocks() -> tuple[float, float, float]:
        return time.perf_counter(), time.thread_time(), time.process_time()

    def _beat(self) -> None:
        now = self._clocks()
        wall, own, all_threads = ((b - a) * 1000 for a, b in zip(self._last, now, strict=True))
        self.gaps.append(wall)
        self.work.append(own)
        if wall > LOOK_MS:
            self.long.append(Gap(wall, own, all_threads, self._where, self._beside))
        if self._where:
            self._where, self._beside = Counter(), Counter()
        self._last = now

    def _watch(self) -> None:
        while not self._stopping.wait(SAMPLE_MS / 1000):
            if (time.perf_counter() - self._last[0]) * 1000 <= 4 * SAMPLE_MS:
                continue
            own = threading.get_ident()
            for thread, stack in _stacks().items():
                if thread == self._main:
                    self._where[_place(stack)] += 1
                elif thread != own and stack[-1][2] not in RESTING:
                    self._beside[_place(stack)] += 1


def _stacks() -> dict[int, list[Line]]:
    """Every thread's stack, outermost first.

    A frame held for longer keeps its locals, and so a painter beyond its paintEvent: Qt would crash.
    """
    found: dict[int, list[Line]] = {}
    frames = sys._current_frames()
    for thread in tuple(frames):
        frame: FrameType | None = frames.pop(thread)
        lines: list[Line] = []
        while frame is not None:
            lines.append((frame.f_code.co_filename, frame.f_lineno or 0, frame.f_code.co_name))
            frame = frame.f_back
        found[thread] = lines[::-1]
    return found


def _place(stack: list[Line]) -> str:
    ours = [line for line in stack if line[0].startswith(str(ROOT)) and "/.venv/" not in line[0]]
    ours = [line for line in ours if "/tests/bench/" not in line[0]]
    names = [f"{Path(file).relative_to(ROOT)}:{number} {name}" for file, number, name in ours[-4:]]
    if stack and (not ours or stack[-1] != ours[-1]):
        file, number, name = stack[-1]
        names.append(f"{Path(file).name}:{number} {name}")
    return " > ".join(names) or "event loop"
