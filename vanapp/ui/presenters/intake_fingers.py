"""Page 5, two fingers: which one next, the best of three tries kept; another finger, or why there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from forms.fingerprint import RULE, SkipReason, need, next_finger, skip_reasons
from forms.record import Application, Capture
from vanapp.ui import flow
from vanapp.ui.presenters.intake import Sitting
from vanapp.ui.presenters.intake_ports import Cancel, DoubleLike, FingerOutcomeLike
from vanapp.ui.presenters.intake_vigil import ABSENT, REMOVED, CameraVigil, Vigil, is_over

STAY_MS = 1500
PLACES = (1, 2)
PRESSED_BEFORE = "finger.same"
DOUBLE = "intake.double_finger"


class FingersView(Protocol):
    def show_ask(self, position: int, attempt: int, tries: int) -> None: ...
    def show_state(self, state: str) -> None: ...
    def show_impression(self, image: Any, quality: int, advice: str | None) -> None: ...
    def show_tries(self, qualities: Sequence[int]) -> None: ...
    def clear_impression(self) -> None: ...
    def show_place(
        self, place: int, position: int, quality: int | None, good: bool, picture: bytes | None
    ) -> None: ...
    def show_exceptions(self, exceptions: Sequence[tuple[int, str]]) -> None: ...
    def show_optional(self, optional: bool) -> None: ...
    def show_finished(self) -> None: ...
    def show_skip(self, reasons: Sequence[SkipReason], position: int) -> None: ...
    def show_skip_picture(self, image: Any) -> None: ...
    def hide_skip(self) -> None: ...


def position_of(capture: Capture) -> int:
    """Which finger (GA/T 1011 code) a capture shows."""
    return int(str(capture.facts.get("position", 0) or 0))


def excepted(application: Application) -> Mapping[int, Capture]:
    """Finger position -> the exception noted for it."""
    found = (capture for capture in application.captures if capture.slot.startswith("exception."))
    return {position_of(capture): capture for capture in found}


def taken(application: Application) -> Mapping[int, Capture]:
    """Place (1, 2) -> the impression kept for it."""
    found = {place: application.capture(f"finger.{place}") for place in PLACES}
    return {place: capture for place, capture in found.items() if capture is not None}


class FingersPresenter:
    """States shown: "absent", "waiting", "touched", "reading", "done"."""

    def __init__(self, sitting: Sitting, view: FingersView) -> None:
        self._sitting = sitting
        self._view = view
        self._position = 0
        self._tries = 0
        self._qualities: list[int] = []  # of this finger's tries, in their order
        self._passed: set[int] = set()  # F6: not this one; nothing is noted about it
        self._optional = False
        self._skipping = False
        self._troubled = ""  # code of the trouble in the banner
        self._stay: Cancel | None = None
        self._vigil: Vigil[FingerOutcomeLike] = Vigil(
            sitting.lanes,
            sitting.timers,
            "finger",
            done=self._taken,
            trouble=self._trouble,
            progress=self._progress,
        )
        self._hand = CameraVigil(
            sitting.cases,
            sitting.timers,
            "document",
            frame=view.show_skip_picture,
            trouble=sitting.trouble,
            over=sitting.shell.clear_banner,
            notice=sitting.shell.show_warning,
        )

    def entered(self, place: str) -> None:
        self._skipping = False
        self._passed = set()
        self._position = 0
        self._view.hide_skip()
        self._view.clear_impression()
        application = self._sitting.application
        if application is None:
            return
        years = flow.years_of(application, self._sitting.cases.today())
        self._optional = years is not None and need(years) != "required"
        self._view.show_optional(self._optional)
        self._show_places()
        wanted = int(place[-1]) if place in ("finger.1", "finger.2") else 0
        if wanted in taken(application):  # the office pointed at this one: take it again
            self.again(wanted)
        else:
            self._next(first=True)

    def left(self) -> None:
        self._hold()
        self._vigil.stop()
        self._hand.stop()
        self._skipping = False

    # --- which finger ------------------------------------------------------------------------------
    def _next(self, *, first: bool = False) -> None:
        """The rule's next finger; none left to ask means done."""
        application = self._sitting.application
        if application is None:
            return
        have = {position_of(capture) for capture in taken(application).values()}
        asked = next_finger(have, {*excepted(application), *self._passed})
        if asked is None:
            self._finished(stay=not first)
        else:
            self._ask(asked.code)

    def _ask(self, position: int) -> None:
        if position != self._position:
            self._tries = 0
            self._qualities = []
            self._view.clear_impression()
        self._position = position
        self._wait()

    def _wait(self) -> None:
        application, position, cases = self._sitting.id, self._position, self._sitting.cases
        self._view.show_ask(position, min(self._tries + 1, RULE.tries), RULE.tries)
        self._view.show_state("waiting")
        self._vigil.start(
            lambda cancelled, progress: cases.take_finger(application, position, cancelled, progress)
        )

    def other_finger(self) -> None:
        """F6: not this finger but the next of the rule; when none is left it begins again."""
        if self._skipping or not self._vigil.waiting:
            return
        application = self._sitting.application
        if application is None:
            return
        self._passed.add(self._position)
        have = {position_of(capture) for capture in taken(application).values()}
        if next_finger(have, {*excepted(application), *self._passed}) is None:
            self._passed.clear()
        self._next()

    def again(self, place: int) -> None:
        """Take the print of a place once more; the better one is kept."""
        application = self._sitting.application
        capture = taken(application).get(place) if application else None
        if capture is not None and not self._skipping:
            self._hold()
            self._ask(position_of(capture))

    # --- the scanner -------------------------------------------------------------------------------
    def _progress(self, name: str) -> None:
        if is_over(self._troubled, name):
            self._troubled = ""
            self._sitting.shell.clear_banner()
        self._view.show_state(name if name in ("touched", "reading", "lift") else "waiting")

    def _trouble(self, error: Exception) -> None:
        code = str(getattr(error, "code", ""))
        self._view.show_state("absent" if code in (ABSENT, REMOVED) else "waiting")
        if (self._troubled, code) != (REMOVED, ABSENT):  # the sentence said first says more
            self._troubled = code
            self._sitting.trouble(error)

    def _taken(self, outcome: FingerOutcomeLike) -> None:
        self._sitting.shell.clear_banner()
        self._tries = outcome.tries
        if outcome.advice != PRESSED_BEFORE:  # a print of another finger counts for nothing
            self._qualities.append(outcome.quality)
        self._view.show_impression(outcome.image, outcome.quality, outcome.advice)
        self._view.show_tries(tuple(self._qualities[-RULE.tries :]))
        self._sitting.refresh(self._show_places)
        self._sitting.shell.show_saved(self._sitting.cases.now())
        if not outcome.enough:
            self._wait()
        elif outcome.next_position is not None and not self._passed:
            self._ask(outcome.next_position)
        elif outcome.next_position is None:
            self._finished(stay=True)
        else:
            self._sitting.refresh(self._next)

    def _show_places(self) -> None:
        application = self._sitting.application
        if application is None:
            return
        prints = taken(application)
        for place in PLACES:
            if place in prints:
                self._show_print(place, prints[place])
            else:
                self._view.show_place(place, 0, None, False, None)
        self._view.show_exceptions(
            [
                (position, str(capture.facts.get("reason", "")))
                for position, capture in excepted(application).items()
            ]
        )

    def _show_print(self, place: int, capture: Capture) -> None:
        quality = int(str(capture.facts.get("quality", 0) or 0))
        position = position_of(capture)
        good = capture.facts.get("advice") is None
        self._sitting.work_here(
            lambda _: self._sitting.cases.media(capture),
            lambda picture: self._view.show_place(place, position, quality, good, picture),
        )

    def _finished(self, *, stay: bool) -> None:
        self._vigil.stop()
        self._view.show_finished()
        if stay:
            self._stay = self._sitting.timers.after(STAY_MS, self._pass_on)
            self._look_for_doubles()

    def _look_for_doubles(self) -> None:
        """In the background: the page goes on by itself meanwhile, the warning comes to wherever one is."""
        sitting, application = self._sitting, self._sitting.id

        def done(doubles: Sequence[DoubleLike]) -> None:
            if sitting.application is None or sitting.application.id != application:
                return
            if doubles:
                sitting.warn(DOUBLE, {"position": doubles[0].position, "number": doubles[0].number})
            elif sitting.warning is not None:
                sitting.warning = None  # taken again, and now it is nobody else's
                sitting.shell.clear_banner()

        def failed(error: Exception) -> None:
            if not str(getattr(error, "code", "")).startswith("biometrics."):
                sitting.trouble(error)  # an engine's own trouble was told when the finger was judged

        sitting.lanes.run("analysis", lambda: sitting.cases.find_double(application), done, failed)

    def _pass_on(self) -> None:
        self._stay = None
        if self._sitting.page == "fingers":
            self._sitting.forward()

    def _hold(self) -> bool:
        if self._stay is None:
            return False
        self._stay()
        self._stay = None
        return True

    # --- cannot be taken ---------------------------------------------------------------------------
    def cannot(self) -> None:
        """F8: ask why, with the camera showing the hand."""
        if self._skipping or not self._vigil.waiting:
            return
        self._vigil.stop()
        self._skipping = True
        self._view.show_skip(skip_reasons(), self._position)
        self._hand.start()

    def skip(self, reason: str, picture: bytes, whole_hand: bool) -> None:
        """The reason and its picture are kept; the rule names the next finger."""
        position = self._position

        def done(_: object) -> None:
            self._leave_skip()
            self._sitting.shell.show_saved(self._sitting.cases.now())
            self._sitting.refresh(self._skipped)

        self._sitting.work_here(
            lambda a: self._sitting.cases.skip_finger(a, position, reason, picture, whole_hand), done
        )

    def _skipped(self) -> None:
        self._show_places()
        self._next()

    def _leave_skip(self) -> None:
        self._skipping = False
        self._hand.stop()
        self._view.hide_skip()

    # --- keys ----------------------------------------------------------------------------------------
    def go_on(self) -> None:
        """Enter: on when two fingers are taken or excused; else the open one is said again."""
        application = self._sitting.application
        if self._skipping or application is None:
            return
        settled = len(taken(application)) + len(excepted(application)) >= RULE.wanted
        if settled or self._optional or not self._vigil.waiting:
            self._hold()
            self._sitting.forward()
        else:
            self._sitting.shell.show_problem("intake.finger_open", {})

    def go_back(self) -> bool:
        if self._skipping:
            self._leave_skip()
            self._wait()
            return True
        return self._hold()

    def refreshed(self) -> None:
        """A newer copy came from the store; what is shown here was shown already."""
