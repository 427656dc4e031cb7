"""Page 5, two fingers: which one next, the best of three tries kept, another finger or a reason when it cannot be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from forms.fingerprint import fallbacks, first_positions
from forms.record import Application, Capture
from vanapp.ui.presenters.intake import Sitting
from vanapp.ui.presenters.intake_ports import Cancel, FingerOutcomeLike
from vanapp.ui.presenters.intake_vigil import Vigil

SKIP_REASONS = ("missing", "injured", "bandaged", "illegible", "other")
"""Why a finger is not taken; keys 1..5. "illegible": pictures were taken, no features in them (注册失败)."""
STAY_MS = 1500
ABSENT = "devices.not_connected"
PLACES = (1, 2)


class FingersView(Protocol):
    def show_ask(self, position: int, attempt: int, tries: int) -> None: ...
    def show_state(self, state: str) -> None: ...
    def show_impression(self, image: Any, quality: int, advice: str | None) -> None: ...
    def clear_impression(self) -> None: ...
    def show_place(self, place: int, position: int, quality: int | None, picture: bytes | None) -> None: ...
    def show_exception(self, place: int, position: int, reason: str) -> None: ...
    def show_finished(self) -> None: ...
    def show_skip(self, reasons: Sequence[str], position: int) -> None: ...
    def show_skip_picture(self, image: Any) -> None: ...
    def hide_skip(self) -> None: ...


def position_of(capture: Capture) -> int:
    """Which finger (GA/T 1011 code) a capture shows."""
    return int(str(capture.facts.get("position", 0) or 0))


def hand(position: int) -> int:
    """Place 1 takes a finger of the right hand, place 2 of the left."""
    return 1 if position <= 15 else 2


def excepted(application: Application) -> Mapping[int, Capture]:
    """Place -> the exception noted for it."""
    return {
        hand(position_of(capture)): capture
        for capture in application.captures
        if capture.slot.startswith("exception.")
    }


def taken(application: Application) -> Mapping[int, Capture]:
    """Place -> the impression kept for it."""
    found = {place: application.capture(f"finger.{place}") for place in PLACES}
    return {place: capture for place, capture in found.items() if capture is not None}


class FingersPresenter:
    """States shown: "absent", "waiting", "touched", "reading", "done"."""

    def __init__(self, sitting: Sitting, view: FingersView) -> None:
        self._sitting = sitting
        self._view = view
        self._position = 0
        self._tries = 0
        self._settled: set[int] = set()
        self._skipping = False
        self._reason = ""
        self._stay: Cancel | None = None
        self._vigil: Vigil[FingerOutcomeLike] = Vigil(
            sitting.lanes, sitting.timers, "finger", done=self._taken, trouble=self._trouble, progress=self._progress
        )

    def entered(self, place: str) -> None:
        self._skipping = False
        self._view.hide_skip()
        self._settled = set()
        application = self._sitting.application
        if application is None:
            return
        self._settled = {*excepted(application), *taken(application)}
        self._show_places()
        wanted = int(place.rpartition(".")[2]) if place.startswith("finger.") else 0
        if wanted in PLACES:  # the office pointed at this one: take it again
            self._settled.discard(wanted)
        self._next(first=True)

    def left(self) -> None:
        self._hold()
        self._vigil.stop()
        if self._skipping:
            self._sitting.cases.unwatch()
            self._skipping = False

    # --- which finger ------------------------------------------------------------------------------
    def _next(self, *, first: bool = False) -> None:
        open_places = [place for place in PLACES if place not in self._settled]
        if not open_places:
            self._finished(stay=not first)
            return
        self._ask(first_positions()[open_places[0] - 1])

    def _ask(self, position: int) -> None:
        if position != self._position:
            self._tries = 0
            self._view.clear_impression()
        self._position = position
        self._wait()

    def _wait(self) -> None:
        application, position, cases = self._sitting.id, self._position, self._sitting.cases
        self._view.show_ask(position, self._tries + 1, 3)
        self._view.show_state("waiting")
        self._vigil.start(
            lambda cancelled, progress: cases.take_finger(application, position, cancelled, progress)
        )

    def other_finger(self) -> None:
        """F6: the next finger of the same hand, in the rule's order; after the last the first again."""
        if self._skipping or not self._position:
            return
        if not self._vigil.waiting:  # both are there: take one again
            self._hold()
            self._settled.discard(hand(self._position))
        order = (first_positions()[hand(self._position) - 1], *fallbacks(hand(self._position)))
        self._ask(order[(order.index(self._position) + 1) % len(order)])

    def again(self, place: int) -> None:
        """Take the print of a place once more; the better one is kept."""
        self._hold()
        self._settled.discard(place)
        self._ask(first_positions()[place - 1])

    # --- the scanner -------------------------------------------------------------------------------
    def _progress(self, name: str) -> None:
        self._view.show_state(name if name in ("touched", "reading", "lifted") else "waiting")

    def _trouble(self, error: Exception) -> None:
        code = str(getattr(error, "code", ""))
        self._view.show_state("absent" if code in (ABSENT, "devices.removed") else "waiting")
        self._sitting.trouble(error)

    def _taken(self, outcome: FingerOutcomeLike) -> None:
        self._sitting.shell.clear_banner()
        self._tries = outcome.tries
        self._view.show_impression(outcome.image, outcome.quality, outcome.advice)
        self._sitting.refresh(self._show_places)
        self._sitting.shell.show_saved(self._sitting.cases.now())
        if not outcome.enough:
            self._wait()
            return
        following = outcome.next_position
        if following is not None and hand(following) == hand(self._position):
            self._ask(following)  # this finger will not do: the rule names another of the same hand
            return
        self._settled.add(hand(self._position))
        self._next()

    def _show_places(self) -> None:
        application = self._sitting.application
        if application is None:
            return
        prints, reasons = taken(application), excepted(application)
        for place in PLACES:
            if place in prints:
                self._show_print(place, prints[place])
            elif place in reasons:
                capture = reasons[place]
                self._view.show_exception(place, position_of(capture), str(capture.facts.get("reason", "")))
            else:
                self._view.show_place(place, first_positions()[place - 1], None, None)

    def _show_print(self, place: int, capture: Capture) -> None:
        quality = int(str(capture.facts.get("quality", 0) or 0))
        position = position_of(capture)
        self._sitting.work_here(
            lambda _: self._sitting.cases.media(capture),
            lambda picture: self._view.show_place(place, position, quality, picture),
        )

    def _finished(self, *, stay: bool) -> None:
        self._vigil.stop()
        self._view.show_finished()
        if stay:
            self._stay = self._sitting.timers.after(STAY_MS, self._pass_on)

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
        self._reason = ""
        self._view.show_skip(SKIP_REASONS, self._position)
        try:
            self._sitting.cases.watch("document", self._view.show_skip_picture, self._sitting.trouble)
        except Exception as error:
            if not hasattr(error, "code"):
                raise
            self._sitting.trouble(error)

    def skip(self, reason: str, picture: bytes) -> None:
        """The reason and its picture are kept; the flow goes to the other hand."""
        position = self._position

        def done(_: object) -> None:
            self._leave_skip()
            self._settled.add(hand(position))
            self._sitting.refresh(self._show_places)
            self._sitting.shell.show_saved(self._sitting.cases.now())
            self._next()

        self._sitting.work_here(
            lambda application: self._sitting.cases.skip_finger(application, position, reason, picture), done
        )

    def _leave_skip(self) -> None:
        self._skipping = False
        self._sitting.cases.unwatch()
        self._view.hide_skip()

    # --- keys ----------------------------------------------------------------------------------------
    def go_on(self) -> None:
        """Enter: on when both places are settled; else the open one is said again."""
        if self._skipping:
            return
        if all(place in self._settled for place in PLACES):
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
