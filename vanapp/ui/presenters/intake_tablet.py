"""The signature tablet of the check page: written there, seen on the pad at once, finished by the officer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Protocol

from vanapp.ui.presenters.intake import Sitting
from vanapp.ui.presenters.intake_ports import Dot, WrittenLike
from vanapp.ui.presenters.intake_vigil import ABSENT, REMOVED, Vigil

TABLET = "signature"


class TabletView(Protocol):
    def show_tablet(self, there: bool) -> None:
        """Is it written on the tablet now, or on the screen?"""
        ...

    def show_clean(self, width: int, height: int) -> None: ...
    def show_dots(self, dots: Sequence[Dot | None]) -> None: ...


class TabletPresenter:
    """Waits with the tablet while nothing is signed. `done` gets what was written, in the GUI thread."""

    def __init__(self, sitting: Sitting, view: TabletView, done: Callable[[WrittenLike], None]) -> None:
        self._sitting = sitting
        self._view = view
        self._done = done
        self._finished = threading.Event()
        self._touched = False
        self._troubled = False  # its sentence stands in the banner
        self._ink = _Ink(sitting.lanes.post, view)
        self._vigil: Vigil[WrittenLike] = Vigil(
            sitting.lanes,
            sitting.timers,
            "sign",
            done=self._written,
            trouble=self._trouble,
            progress=self._progress,
        )

    @property
    def is_written_on(self) -> bool:
        """Strokes have come, and nobody has said yet that this is all."""
        return self._touched and self._vigil.waiting and not self._finished.is_set()

    @property
    def waits(self) -> bool:
        return self._vigil.waiting

    def start(self) -> None:
        """A clean tablet, when there is one."""
        self.stop()
        if not self._sitting.cases.plugged(TABLET):
            return
        finished = self._finished = threading.Event()
        ink = self._ink = _Ink(self._sitting.lanes.post, self._view)
        cases = self._sitting.cases
        self._vigil.start(
            lambda cancelled, progress: cases.write_on_tablet(ink, finished.is_set, cancelled, progress)
        )

    def stop(self) -> None:
        """The screen is signed instead, or the page is left; the tablet is wiped."""
        self._rest()
        self._vigil.stop()
        if self._troubled:
            self._troubled = False
            self._sitting.shell.clear_banner()

    def finish(self) -> None:
        """That was all: `done` follows as soon as the last point has come."""
        self._finished.set()

    def _rest(self) -> None:
        """Nothing that was written counts any more."""
        self._touched = False
        self._ink.over = True
        self._view.show_tablet(False)

    def _written(self, signature: WrittenLike) -> None:
        self._rest()
        self._done(signature)

    def _progress(self, name: str) -> None:
        if self._troubled:
            self._troubled = False
            self._sitting.shell.clear_banner()
        self._touched = name == "touched"
        self._view.show_tablet(True)

    def _trouble(self, error: Exception) -> None:
        code = getattr(error, "code", None)
        if code in (ABSENT, REMOVED):  # plugged again, it is started again
            self.stop()
        else:  # it is tried again, and so comes back by itself
            self._touched = False
            self._view.show_tablet(False)
        if code == REMOVED:
            self._troubled = True
            self._sitting.shell.show_problem("intake.tablet_gone", {})
        elif code != ABSENT:
            self._troubled = True
            self._sitting.trouble(error)


class _Ink:
    """Carries points to the GUI thread, many at once when it is busy; a bundle is never overtaken."""

    def __init__(self, post: Callable[[Callable[[], None]], None], view: TabletView) -> None:
        self._post = post
        self._view = view
        self._lock = threading.Lock()
        self._dots: list[Dot | None] = []
        self.over = False  # what still comes belongs to a signature that was given up

    def begun(self, width: int, height: int) -> None:
        self._post(lambda: None if self.over else self._view.show_clean(width, height))

    def drawn(self, point: Dot | None) -> None:
        with self._lock:
            waiting = bool(self._dots)
            self._dots.append(point)
        if not waiting:
            self._post(self._hand_over)

    def _hand_over(self) -> None:
        with self._lock:
            dots, self._dots = self._dots, []
        if not self.over:
            self._view.show_dots(dots)
