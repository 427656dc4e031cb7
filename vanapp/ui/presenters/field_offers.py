"""What is offered while one types: divisions, addresses written before, rare characters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from vanapp.ui.presenters.intake import Sitting
from vanapp.ui.presenters.intake_ports import RecentLike

AT_MOST = 8
OF_THE_VISIT = 2
"""A household's own addresses come before any division; more than two are no help."""

Kind = Literal["place", "visit", "recent", "hanzi"]


@dataclass(frozen=True)
class Offer:
    """One row. text: what takes the place of what was typed. sure: Enter takes it without choosing first."""

    kind: Kind
    text: str = field(repr=False)
    sure: bool = True
    sounds: str = ""  # of a character
    strokes: int = 0
    parts: str = ""
    point: str = ""


class FieldOffers:
    """Answers every keystroke from the lane `words`, so that no letter waits for a search."""

    def __init__(self, sitting: Sitting, show: Callable[[str, str, Sequence[Offer]], None]) -> None:
        self._sitting = sitting
        self._show = show
        self._recent: RecentLike | None = None

    def entered(self) -> None:
        """Another person, perhaps: which addresses were written at this visit and in this van."""
        self._recent = None

        def came(recent: RecentLike) -> None:
            self._recent = recent

        self._sitting.work_here(self._sitting.cases.recent_addresses, came)

    def wanted(self, field_id: str, kind: str, typed: str) -> None:
        """kind: of the question ("name" or "address"); what comes back is shown if it still fits."""
        recent = self._recent
        find = (lambda: characters(typed)) if kind == "name" else (lambda: addresses(typed, recent))
        self._sitting.lanes.run(
            "words", find, lambda found: self._show(field_id, typed, found), self._sitting.trouble
        )


def characters(asked: str) -> tuple[Offer, ...]:
    """Lane: words; a third of a second the first time. By parts, strokes, sound or code point."""
    from forms.hanzi import book

    return tuple(
        Offer("hanzi", one.sign, True, " ".join(one.sounds), one.strokes, one.parts, one.point)
        for one in book().find(asked)
    )


def addresses(typed: str, recent: RecentLike | None) -> tuple[Offer, ...]:
    """Lane: words; a fifth of a second the first time. Nothing typed: everything written before.

    The household's own first; a street of this van before any place when it was typed in Chinese: 西华 is the
    road around the corner before it is a county in Henan.
    """
    from forms.places import places

    by_sound = not typed or typed.isascii()
    visit = recent.visit.find(typed)[:OF_THE_VISIT] if recent is not None else ()
    van = recent.van.find(typed)[: AT_MOST // 2] if recent is not None else ()
    streets = [Offer("recent", text, sure=by_sound) for text in van]
    found = [Offer("place", one.path + one.rest, sure=not one.rest) for one in places().find(typed)]
    found = found[: AT_MOST - len(streets)]
    shown = [Offer("visit", text, sure=by_sound) for text in visit]
    shown += [*found, *streets] if by_sound else [*streets, *found]
    once = {offer.text: offer for offer in reversed(shown) if offer.text != typed}
    return tuple(offer for offer in shown if once.get(offer.text) is offer)[:AT_MOST]
