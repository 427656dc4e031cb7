"""Keeps an instrument waiting for the person: trouble is told in words and it waits again, until stopped."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

from vanapp.ui.presenters.intake_ports import Cancel, Cancelled, LanesLike, Progress, Timers, WatchedLike

T = TypeVar("T")

AGAIN_MS = 700
"""Pause before an instrument that failed is tried again; also how soon a plugged-in one is noticed."""
LOOK_AGAIN_MS = 1000
"""How soon a camera that was gone is looked for again."""
ABSENT, REMOVED = "devices.not_connected", "devices.removed"
OVER_WHEN_WAITING = frozenset(
    {ABSENT, REMOVED, "devices.busy", "devices.held_by_fprintd", "devices.not_permitted"}
)
"""Troubles that are over once the instrument waits again. The sentence of any other stays until the next card
or finger comes: the instrument waits again at once, and nobody could read it."""


def is_over(trouble: str, progress: str) -> bool:
    """Does this progress show that this trouble ("" for none) is over?"""
    return bool(trouble) and (progress != "waiting" or trouble in OVER_WHEN_WAITING)


class Vigil(Generic[T]):
    """One instrument's waiting. `op(cancelled, progress)` blocks in its lane; what it calls does not."""

    def __init__(
        self,
        lanes: LanesLike,
        timers: Timers,
        lane: str,
        *,
        done: Callable[[T], None],
        trouble: Callable[[Exception], None],
        progress: Callable[[str], None] = lambda name: None,
    ) -> None:
        self._lanes = lanes
        self._timers = timers
        self._lane = lane
        self._done = done
        self._trouble = trouble
        self._progress = progress
        self._stop: threading.Event | None = None
        self._again: Cancel | None = None
        self._told: str | None = None  # the same trouble again is no news

    @property
    def waiting(self) -> bool:
        return self._stop is not None

    def start(self, op: Callable[[Cancelled, Progress], T]) -> None:
        """Wait with `op` from now on; a wait that was under way is stopped first."""
        self.stop()
        stop = threading.Event()
        self._stop = stop

        def told(name: str) -> None:
            self._lanes.post(lambda: heard(name))

        def heard(name: str) -> None:
            if self._stop is stop:
                self._told = None
                self._progress(name)

        def done(result: T) -> None:
            if self._stop is stop:
                self._stop = None
                self._told = None
                self._done(result)

        def failed(error: Exception) -> None:
            if self._stop is not stop:
                if not hasattr(error, "code"):
                    raise error
                return  # the page is gone, or it waits for something else: its trouble is of no concern
            code = getattr(error, "code", None)
            if code is None or code != self._told:
                self._told = code
                self._trouble(error)
            if self._stop is stop:
                self._again = self._timers.after(AGAIN_MS, lambda: self.start(op))

        self._lanes.run(self._lane, lambda: op(stop.is_set, told), done, failed)

    def stop(self) -> None:
        if self._again is not None:
            self._again()
            self._again = None
        if self._stop is not None:
            self._stop.set()
            self._stop = None


class CameraVigil:
    """The live camera, watched for one page. Gone, it is told once and looked for until it is back."""

    def __init__(
        self,
        camera: WatchedLike,
        timers: Timers,
        purpose: str,
        *,
        frame: Callable[[Any], None],
        trouble: Callable[[Exception], None],
        over: Callable[[], None] = lambda: None,
        notice: Callable[[str, Mapping[str, object]], None] = lambda _code, _values: None,
    ) -> None:
        """purpose: "portrait" or "document". over: what was told of is over, or is of no concern any more.

        notice: a choice of the settings cannot be had; it stays told while this page watches.
        """
        self._camera = camera
        self._timers = timers
        self._purpose = purpose
        self._frame = frame
        self._trouble = trouble
        self._over = over
        self._notice = notice
        self._noticed = False
        self._again: Cancel | None = None
        self.watching = False
        self.gone = False

    def start(self) -> None:
        """Watch from now on; a camera that is not there is told of and awaited."""
        self.stop()
        self.watching = True
        self._watch()

    def stop(self) -> None:
        """Let the camera rest; twice is once."""
        if self._again is not None:
            self._again()
            self._again = None
        if self.watching:
            self.watching = False
            self._camera.unwatch()
        if self._noticed:
            self._noticed = False
            self._over()
        self._settle()

    def _watch(self) -> None:
        self._camera.watch(self._purpose, self._came, self._went, self._missed)

    def _missed(self, code: str, values: Mapping[str, object]) -> None:
        if self.watching:
            self._noticed = True
            self._notice(code, values)

    def _came(self, image: Any) -> None:
        if self.watching:
            self._settle()
            self._frame(image)

    def _went(self, error: Exception) -> None:
        if not self.watching:
            return
        told, self.gone = self.gone, True
        if not told:  # the same trouble again is no news
            self._trouble(error)
        if self.watching:
            self._again = self._timers.after(LOOK_AGAIN_MS, self._look_again)

    def _look_again(self) -> None:
        self._again = None
        self._camera.unwatch()
        self._watch()

    def _settle(self) -> None:
        if self.gone:
            self.gone = False
            self._over()
