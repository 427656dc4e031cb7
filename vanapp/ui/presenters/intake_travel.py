"""A passport or permit on the identity page: its zone typed or swiped, then the chip that this zone opens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from vanapp.ui.presenters.intake import Sitting
from vanapp.ui.presenters.intake_ports import TravelOutcomeLike
from vanapp.ui.presenters.intake_vigil import ABSENT, REMOVED, Vigil, is_over


class TravelView(Protocol):
    def show_travel(self, opened: bool) -> None: ...
    def show_zone(self, state: str) -> None:
        """state: "" (not whole yet), "wrong" (a check digit does not agree), "read" (the form is filled)."""
        ...

    def show_chip(self, state: str) -> None:
        """state: "" (nothing to open yet), "absent", "waiting", "other_card", "reading", "done"."""
        ...


class TravelDocument:
    """Opened and closed by one key. `done` is told what was filled, by the zone and again by the chip."""

    def __init__(self, sitting: Sitting, view: TravelView, done: Callable[[TravelOutcomeLike], None]) -> None:
        self._sitting = sitting
        self._view = view
        self._done = done
        self._typed = ""
        self._filled = ""  # what was typed when the form was filled from it
        self._troubled = ""
        self.opened = False
        self._vigil: Vigil[TravelOutcomeLike] = Vigil(
            sitting.lanes,
            sitting.timers,
            "chip",
            done=self._chip_read,
            trouble=self._trouble,
            progress=self._progress,
        )

    def toggle(self) -> None:
        if self.opened:
            self.stop()
            return
        self.opened = True
        self._typed = self._filled = ""
        self._view.show_travel(True)
        self._view.show_zone("")
        self._view.show_chip("")

    def stop(self) -> None:
        """Twice is once."""
        self._vigil.stop()
        if self.opened:
            self.opened = False
            self._view.show_travel(False)

    def typed(self, text: str) -> None:
        """A whole zone whose check digits agree fills the form at once; any other waits for `accept`."""
        self._typed = text
        if text == self._filled:
            return
        self._vigil.stop()
        self._view.show_chip("")
        valid = self._sitting.cases.zone_is_right(text)
        if valid:
            self._fill()
        else:
            self._view.show_zone("" if valid is None else "wrong")

    def accept(self) -> None:
        """Take it as it is: the document itself may be misprinted."""
        if self._typed != self._filled and self._sitting.cases.zone_is_right(self._typed) is False:
            self._fill()

    def _fill(self) -> None:
        typed = self._filled = self._typed
        cases = self._sitting.cases
        self._sitting.work_here(lambda application: cases.read_zone(application, typed), self._zone_read)

    def _zone_read(self, outcome: TravelOutcomeLike) -> None:
        if not self.opened:
            return
        self._view.show_zone("read")
        self._done(outcome)
        if outcome.other_person:
            return
        application, typed, cases = self._sitting.id, self._filled, self._sitting.cases
        self._view.show_chip("waiting")
        self._vigil.start(
            lambda cancelled, progress: cases.read_travel_chip(application, typed, cancelled, progress)
        )

    def _progress(self, name: str) -> None:
        if is_over(self._troubled, name):
            self._troubled = ""
            self._sitting.shell.clear_banner()
        reading = name in ("touched", "unlocking", "reading", "photo")
        self._view.show_chip("reading" if reading else "other_card" if name == "other_card" else "waiting")

    def _trouble(self, error: Exception) -> None:
        code = str(getattr(error, "code", ""))
        absent = code in (ABSENT, REMOVED)
        self._view.show_chip("absent" if absent else "waiting")
        if not absent:  # that it is not there stands on the page itself
            self._sitting.trouble(error)
            self._troubled = code

    def _chip_read(self, outcome: TravelOutcomeLike) -> None:
        self._view.show_chip("done")
        self._done(outcome)
