"""A document under the camera: read by itself as soon as it can be; one key begins, the same ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from vanapp.ui.presenters.intake import Sitting
from vanapp.ui.presenters.intake_ports import Cancel, DocumentOutcomeLike
from vanapp.ui.presenters.intake_vigil import CameraVigil

SETTLE_MS = 1200
"""The camera finds its light, the hand leaves the desk."""
AGAIN_MS = 900
"""Between two looks: a look takes a second, and the officer moves the document meanwhile."""
LOOKS = 8
NOTHING = "usecases.no_document"


class DocumentView(Protocol):
    def show_frame(self, image: Any) -> None: ...
    def show_looking(self, state: str) -> None:
        """state: "" (the camera rests), "watching", "reading", "nothing" (not recognised, once more)."""
        ...


def tell(sitting: Sitting, outcome: DocumentOutcomeLike) -> bool:
    """Take over the newer copy and say what matters. False: the document is another person's."""
    sitting.adopt_newer(outcome.application)
    sitting.shell.show_saved(outcome.application.changed_at)
    if outcome.other_person:
        sitting.shell.show_problem("intake.other_person", {})
    elif outcome.conflicts:
        sitting.shell.show_problem("intake.document_conflict", {"fields": tuple(outcome.conflicts)})
    else:
        sitting.shell.clear_banner()
    return not outcome.other_person


class DocumentLook:
    """Looks until something is read, the tries are up, or it is stopped."""

    def __init__(
        self, sitting: Sitting, view: DocumentView, done: Callable[[DocumentOutcomeLike], None]
    ) -> None:
        self._sitting = sitting
        self._view = view
        self._done = done
        self._again: Cancel | None = None
        self._looks = 0
        self._turn = 0  # a look that comes back after it was stopped is of no concern
        self._camera = CameraVigil(
            sitting.cases,
            sitting.timers,
            "document",
            frame=view.show_frame,
            trouble=sitting.trouble,
            over=sitting.shell.clear_banner,
            notice=sitting.shell.show_warning,
        )

    @property
    def looking(self) -> bool:
        return self._camera.watching

    def start(self) -> None:
        self.stop()
        self._looks = 0
        self._view.show_looking("watching")
        self._camera.start()
        self._again = self._sitting.timers.after(SETTLE_MS, self._look)

    def stop(self) -> None:
        """Twice is once."""
        self._turn += 1
        if self._again is not None:
            self._again()
            self._again = None
        if self._camera.watching:
            self._camera.stop()
            self._view.show_looking("")

    def _look(self) -> None:
        self._again = None
        frame, turn = self._sitting.cases.frame(), self._turn
        if frame is None:  # it is not plugged in, or has given nothing yet
            self._again = self._sitting.timers.after(AGAIN_MS, self._look)
            return
        self._looks += 1
        self._view.show_looking("reading")
        application, cases = self._sitting.id, self._sitting.cases

        def done(outcome: DocumentOutcomeLike) -> None:
            if turn == self._turn:
                self.stop()
                self._done(outcome)

        def failed(error: Exception) -> None:
            if turn != self._turn:
                if not hasattr(error, "code"):
                    raise error
                return
            if getattr(error, "code", "") == NOTHING and self._looks < LOOKS:
                self._view.show_looking("nothing")
                self._again = self._sitting.timers.after(AGAIN_MS, self._look)
                return
            self.stop()
            self._sitting.trouble(error)

        self._sitting.lanes.run("analysis", lambda: cases.read_document(application, frame), done, failed)
