"""The blink or turn of the head the officer may ask for on the portrait page; nothing waits for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from vanapp.ui.presenters.intake import Sitting
from vanapp.ui.presenters.intake_ports import Cancel, ChallengeLike, FindingLike

KINDS = ("blink", "turn")
"""In the order the key offers them; once more, and nothing is asked."""
WAIT_MS = 15_000
"""Long enough for somebody old to understand what is wanted; then it counts as not seen."""
OUTCOMES = {"match": "seen", "review": "missed"}


class MovesView(Protocol):
    def show_asked(self, asked: str, state: str) -> None:
        """asked: "", "blink", "turn". state: "asking", "seen", "missed"; "" with nothing asked."""
        ...


class Moves:
    """Moves: idle -> blink asked -> (seen | missed | turn asked) -> idle. Each end but giving up is noted."""

    def __init__(self, sitting: Sitting, view: MovesView) -> None:
        self._sitting = sitting
        self._view = view
        self._challenge: ChallengeLike | None = None
        self._asked = ""
        self._cancel: Cancel | None = None

    @property
    def asking(self) -> bool:
        return self._challenge is not None

    def show_noted(self) -> None:
        """What the record of the person in hand says."""
        application = self._sitting.application
        noted = [v for v in application.verdicts if v.kind == "presence"] if application else []
        self._view.show_asked(*((noted[-1].note, OUTCOMES[noted[-1].outcome]) if noted else ("", "")))

    def ask_next(self) -> None:
        """The key: blink, then turn, then nothing."""
        following = KINDS[KINDS.index(self._asked) + 1 :] if self.asking else KINDS
        self.stop()
        if not following:
            return
        self._asked = following[0]
        self._challenge = self._sitting.cases.ask_to_move(self._asked)
        self._cancel = self._sitting.timers.after(WAIT_MS, lambda: self._over(seen=False))
        self._view.show_asked(self._asked, "asking")

    def look(self, findings: Sequence[FindingLike]) -> None:
        """One live judgement."""
        if self._challenge is not None and self._challenge.look(findings):
            self._over(seen=True)

    def stop(self) -> None:
        """Given up: nothing is noted."""
        if self.asking:
            self._rest()
            self.show_noted()

    def _over(self, *, seen: bool) -> None:
        asked = self._asked
        self._rest()
        self._view.show_asked(asked, "seen" if seen else "missed")
        sitting = self._sitting
        sitting.work_here(
            lambda a: sitting.cases.note_moved(a, asked, seen=seen), lambda _: sitting.refresh()
        )

    def _rest(self) -> None:
        self._challenge = None
        if self._cancel is not None:
            self._cancel()
            self._cancel = None
