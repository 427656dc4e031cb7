"""Page 4, the portrait: one reason at a time, a countdown when all is well, a manual shutter always."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any, Protocol

from forms.record import Capture
from vanapp.ui.presenters.intake import Sitting
from vanapp.ui.presenters.intake_moves import Moves, MovesView
from vanapp.ui.presenters.intake_ports import Cancel, FindingLike, Frame, PhotoOutcomeLike, StillLike
from vanapp.ui.presenters.intake_vigil import CameraVigil

COUNT = 3
COUNT_MS = 700
"""One number of the countdown; three of them keep "in frame" to "taken" under 3.5 s."""
HOLD_MS = 1000
"""A reason stays at least this long, so that it can be read."""
STAY_MS = 1500
"""How long a picture that was taken stays in sight before the flow goes on by itself."""
OVERRIDES = ("cannot_sit", "cannot_face", "skin_or_injury", "light")
"""Why a picture that misses the rule is taken all the same; keys 1..4."""


STILL = "still"


class PortraitView(MovesView, Protocol):
    def show_frame(self, image: Any) -> None: ...
    def show_findings(self, findings: Sequence[FindingLike]) -> None: ...
    def show_advice(self, code: str, level: str) -> None: ...
    def show_count(self, count: int) -> None: ...
    def show_taken(self, jpeg: bytes) -> None: ...
    def show_live(self) -> None: ...
    def show_overrides(self, reasons: Sequence[str], code: str) -> None: ...
    def hide_overrides(self) -> None: ...
    def flash(self) -> None: ...
    def show_still_camera(self, there: bool) -> None: ...
    def show_shooting(self) -> None: ...
    def show_still(self, jpeg: bytes) -> None: ...


class PortraitPresenter:
    """Moves: live -> counting -> taking -> taken -> (on | live); live -> asking why -> taking;
    live -> shooting (the still camera) -> taking.
    """

    def __init__(self, sitting: Sitting, view: PortraitView) -> None:
        self._sitting = sitting
        self._view = view
        self._state = "off"
        self._judging = False
        self._held = False
        self._advice = ""
        self._good: Frame | None = None
        self._worst: FindingLike | None = None
        self._timers: list[Cancel] = []
        self._turn = 0
        self._still: StillLike | None = None  # the picture in hand is the still camera's
        self._stop_still = threading.Event()
        self._moves = Moves(sitting, view)
        sitting.on_plugged(self._plugged)
        self._camera = CameraVigil(
            sitting.cases,
            sitting.timers,
            "portrait",
            frame=self._frame,
            trouble=self._camera_trouble,
            over=sitting.shell.clear_banner,
            notice=sitting.shell.show_warning,
        )

    def entered(self, place: str) -> None:
        self._plugged()
        self._moves.show_noted()
        application = self._sitting.application
        capture = application.capture("portrait") if application else None
        if capture is None or (place == "portrait" and self._is_from_before(capture)):
            self.retake()
            return
        self._state = "kept"
        self._sitting.work_here(lambda _: self._sitting.cases.media(capture), self._view.show_taken)

    def _is_from_before(self, capture: Capture) -> bool:
        """Carried over from the version the office returned."""
        application = self._sitting.application
        if application is None or not application.corrects:
            return False
        return capture.taken_at < application.begun_at

    def left(self) -> None:
        self._rest("off")

    def _rest(self, state: str) -> None:
        """Camera off, no timer running; whatever is still under way comes back to nothing."""
        self._turn += 1
        self._stop_still.set()
        self._state = state
        self._judging = False
        self._held = False
        for cancel in self._timers:
            cancel()
        self._timers.clear()
        self._moves.stop()
        self._camera.stop()

    def _after(self, delay_ms: int, call: Any) -> None:
        self._timers.append(self._sitting.timers.after(delay_ms, call))

    # --- live ------------------------------------------------------------------------------------
    def retake(self) -> None:
        self._rest("live")
        self._advice = ""
        self._good = None
        self._worst = None
        self._still = None
        self._view.hide_overrides()
        self._view.show_live()
        self._camera.start()

    def _camera_trouble(self, error: Exception) -> None:
        """The camera is gone: nothing is counted down to; the page stays, its picture comes back."""
        self._stop_count()
        self._sitting.trouble(error)

    def _frame(self, image: Any) -> None:
        if self._state in ("live", "counting"):
            self._view.show_frame(image)
        if self._judging or self._state not in ("live", "counting"):
            return
        frame = self._sitting.cases.frame()
        if frame is None:
            return
        self._judging = True
        turn = self._turn

        def judged(findings: Sequence[FindingLike]) -> None:
            if turn == self._turn:
                self._judging = False
                self._judged(frame, findings)

        def failed(error: Exception) -> None:
            if turn == self._turn:
                self._judging = False
            self._sitting.trouble(error)

        self._sitting.lanes.run("analysis", lambda: self._sitting.cases.judge_photo(frame), judged, failed)

    def _judged(self, frame: Frame, findings: Sequence[FindingLike]) -> None:
        if self._camera.gone or self._state not in ("live", "counting"):
            return  # the last picture's judgement must not write over "the camera is gone"
        self._view.show_findings(findings)
        self._worst = next((finding for finding in findings if finding.level != "ok"), None)
        if self._moves.asking:  # what is asked stays in sight, and nobody is photographed with closed eyes
            self._moves.look(findings)
            return
        if self._worst is None:
            self._good = frame
            if self._state == "live":
                self._advise("", "ok")
                self._count(COUNT)
            return
        self._good = None
        self._stop_count()
        if not self._held or self._advice == self._worst.code:
            self._advise(self._worst.code, self._worst.level)

    def _advise(self, code: str, level: str) -> None:
        self._view.show_advice(code, level)
        if code and code != self._advice:
            self._held = True
            self._after(HOLD_MS, self._release)
        self._advice = code

    def _release(self) -> None:
        self._held = False

    def ask_to_move(self) -> None:
        """B, while the camera is live: a blink, then a turn of the head, then nothing again. Optional."""
        if self._state in ("live", "counting"):
            self._stop_count()
            self._advice = ""
            self._moves.ask_next()

    # --- countdown and shutter -------------------------------------------------------------------
    def _count(self, count: int) -> None:
        self._state = "counting"
        self._view.show_count(count)
        turn = self._turn

        def tick() -> None:
            if turn != self._turn or self._state != "counting":
                return
            if count > 1:
                self._count(count - 1)
            elif self._good is not None:
                self._take(self._good, None)

        self._after(COUNT_MS, tick)

    def _stop_count(self) -> None:
        if self._state == "counting":
            self._state = "live"
            self._view.show_count(0)

    def shutter(self) -> None:
        """Space: take it now. A picture that fails the rule needs a reason first."""
        if self._state in ("kept", "taken"):
            self.retake()
            return
        if self._state not in ("live", "counting"):
            return
        frame = self._sitting.cases.frame()
        if frame is None:
            return
        if self._worst is not None and self._worst.level == "fail":
            self._ask_why(frame, (self._worst,))
        else:
            self._take(frame, None)

    # --- the still camera ------------------------------------------------------------------------
    def _plugged(self) -> None:
        self._view.show_still_camera(self._sitting.cases.plugged(STILL))

    def release(self) -> None:
        """C: the still camera takes one picture; it is judged and cut like the live camera's."""
        if self._state in ("kept", "taken"):
            self.retake()
        if self._state not in ("live", "counting") or not self._sitting.cases.plugged(STILL):
            return
        self._rest("shooting")
        self._view.show_count(0)
        self._view.show_shooting()
        turn, stop = self._turn, threading.Event()
        self._stop_still = stop

        def done(still: StillLike) -> None:
            if turn == self._turn:
                self._still = still
                self._view.show_still(still.jpeg)
                self._take(still.frame, None)

        def failed(error: Exception) -> None:
            if turn != self._turn:
                if not hasattr(error, "code"):
                    raise error
                return  # given up meanwhile
            self.retake()
            self._sitting.trouble(error)

        cases = self._sitting.cases
        self._sitting.lanes.run(
            "still", lambda: cases.shoot_still(stop.is_set, lambda _step: None), done, failed
        )

    def _ask_why(self, frame: Frame, findings: Sequence[FindingLike]) -> None:
        worst = next((finding for finding in findings if finding.level == "fail"), None)
        self._rest("asking")
        self._good = frame
        self._view.show_count(0)
        self._view.show_overrides(OVERRIDES, worst.code if worst is not None else "")

    def override(self, reason: str) -> None:
        """The officer says why; the reason goes into the record with the picture."""
        if self._state == "asking" and self._good is not None:
            self._view.hide_overrides()
            self._take(self._good, reason)

    def _take(self, frame: Frame, reason: str | None) -> None:
        self._rest("taking")
        self._view.show_count(0)
        self._view.flash()
        turn, still = self._turn, self._still
        application = self._sitting.id

        def done(outcome: PhotoOutcomeLike) -> None:
            if turn != self._turn:
                return
            if outcome.capture is None:
                self._ask_why(frame, outcome.findings)
                return
            self._state = "taken"
            self._sitting.shell.clear_banner()
            self._sitting.shell.show_saved(outcome.capture.taken_at)
            self._sitting.refresh(self._show_kept)
            self._sitting.prepare_face()
            if still is not None and still.left_on_card:  # a sentence to be read: nothing goes on by itself
                self._sitting.shell.show_problem("intake.left_on_card", {})
            else:
                self._after(STAY_MS, self._pass_on)

        def failed(error: Exception) -> None:
            if turn == self._turn:
                self.retake()
            self._sitting.trouble(error)

        self._sitting.lanes.run(
            "analysis",
            lambda: self._sitting.cases.take_photo(application, frame, reason, still is not None),
            done,
            failed,
        )

    def _show_kept(self) -> None:
        application = self._sitting.application
        capture = application.capture("portrait") if application else None
        if capture is not None:
            self._sitting.work_here(lambda _: self._sitting.cases.media(capture), self._view.show_taken)

    def _pass_on(self) -> None:
        if self._state == "taken" and self._sitting.page == "portrait":
            self._sitting.forward()

    # --- keys ------------------------------------------------------------------------------------
    def go_on(self) -> None:
        if self._state in ("taken", "kept"):
            self._sitting.forward()

    def go_back(self) -> bool:
        """Esc: out of the question, or stay with the picture; True when it was for this page."""
        if self._state in ("asking", "shooting"):
            self.retake()
            return True
        if self._state == "taken":
            self._rest("kept")
            return True
        return False

    def refreshed(self) -> None:
        """A newer copy came from the store; what is shown here was shown already."""
