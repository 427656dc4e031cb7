"""Page 2, what for: the matter (suggested from the card) and the person's situation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol

from forms.codes import division_path
from forms.days import parse_day
from forms.derived import household
from forms.errors import FormError
from forms.idnumber import parse
from forms.matter import BOOKED, MATTERS, Matter, matter, suggest
from forms.packs.model import Dimension
from forms.packs.shelf import categories, pack_named
from forms.record import Application
from vanapp.ui.presenters.intake import Sitting

DERIVED = frozenset({"matter", "age_group"})
"""Dimensions of a scenario pack that are known without asking."""


def questions(matter_id: str, begun_with: str = "", booked: str = "") -> tuple[Dimension, ...]:
    """What the pack (the current one, or the one it began with) wants to know of the person's situation.

    booked: the category a booking is for.
    """
    pack = pack_named(begun_with) if begun_with else None
    category = categories(pack).get(booked if matter(matter_id).books else matter(matter_id).category)
    if category is None:
        return ()
    return tuple(d for d in category.dimensions if d.id not in {*DERIVED, *matter(matter_id).scenario})


def offered(chosen: str, booked: str = "") -> tuple[Matter, ...]:
    """What everybody asks for, and the one in hand. Another category begun in the consultation stays it.

    booked: the category a booking is for; it is said under the booking's name.
    """
    here = matter(chosen)
    if here.books and booked in categories():
        return (replace(here, summary=categories()[booked].words),)
    if not here.is_card:
        return (here,)
    return tuple(entry for entry in MATTERS if entry.is_card and (entry.offered or entry is here))


class MatterView(Protocol):
    def show_matters(self, matters: Sequence[Matter], chosen: str, suggested: str) -> None: ...
    def show_questions(self, questions: Sequence[tuple[Dimension, str]]) -> None: ...
    def focus_matter(self, matter: str) -> None: ...


def guess_household(application: Application) -> str:
    """Where the household is: from the address on the card, else from the number's division."""
    by_address = household(application.answers.get("address", ""))
    if by_address:
        return by_address
    return household(division_path(application.answers.get("id_number", "")[:6])) or "other"


def born(application: Application, today: date) -> date | None:
    """The birthday as answered, else as the number says: right after typing it no answer has it yet."""
    answers = application.answers
    if answered := parse_day(answers.get("birth", "")):
        return answered
    try:
        return parse(answers.get("id_number", ""), today).birth
    except FormError:
        return None


def suggestion(application: Application, today: date) -> str:
    """The matter that a card's expiry and the person's age ask for."""
    birth = born(application, today)
    card_end = application.answers.get("valid_to") or None
    if birth is None:
        return "renewal_expiry" if card_end else "loss"
    return suggest(card_end, birth, today)


class MatterPresenter:
    def __init__(self, sitting: Sitting, view: MatterView) -> None:
        self._sitting = sitting
        self._view = view
        self._chosen = ""
        self._suggested = ""
        self._begun_with = ""  # name of the application's pack
        self._situation: dict[str, str] = {}

    def entered(self, place: str) -> None:
        application = self._sitting.application
        if application is None:
            return
        self._suggested = suggestion(application, self._sitting.cases.today())
        answers = application.answers
        self._chosen = application.matter or self._suggested  # what was booked, or chosen before, stands
        self._begun_with = application.pack
        asked = questions(self._chosen, self._begun_with, self._sitting.answered(BOOKED))
        self._situation = {question.id: answers.get(question.id, "") for question in asked}
        if matter(self._chosen).is_card and not self._situation.get("household"):
            self._situation["household"] = guess_household(application)
        self._show()
        self._view.focus_matter(self._chosen)

    def left(self) -> None:
        return

    def _show(self) -> None:
        self._view.show_matters(
            offered(self._chosen, self._sitting.answered(BOOKED)), self._chosen, self._suggested
        )
        asked = questions(self._chosen, self._begun_with, self._sitting.answered(BOOKED))
        self._view.show_questions([(q, self._situation.get(q.id, "")) for q in asked])

    def choose(self, matter: str) -> None:
        """Key 1..5 or a click: take it and keep it at once."""
        self._chosen = matter
        self._show()
        self._keep()

    def answer(self, field: str, value: str) -> None:
        """A letter or a click: one answer of the situation."""
        self._situation[field] = value
        self._show()
        self._keep()

    def _keep(self, *, then_forward: bool = False) -> None:
        matter, situation = self._chosen, dict(self._situation)

        def done(application: Application) -> None:
            self._sitting.adopt_newer(application)
            self._sitting.shell.show_saved(application.changed_at)
            self._sitting.refresh_checklist(self._forward if then_forward else self._show_refusal)

        self._sitting.work_here(
            lambda application: self._sitting.cases.choose_matter(application, matter, situation), done
        )

    def _show_refusal(self) -> None:
        self._refusal()

    def _refusal(self) -> bool:
        """Say why it cannot be taken here, when the pack says so; True when it did."""
        checklist = self._sitting.checklist
        if checklist is None or checklist.eligible:
            self._sitting.shell.clear_banner()
            return False
        reason = next((reason.code for reason in checklist.reasons), "intake.not_eligible")
        self._sitting.shell.show_problem(reason, {})
        return True

    def _forward(self) -> None:
        if not self._refusal():
            self._sitting.forward()

    def go_on(self) -> None:
        """Enter: the choice is kept and the flow goes on, unless this cannot be taken here."""
        self._keep(then_forward=True)

    def go_back(self) -> bool:
        """Esc: nothing here to step out of; the flow goes a page back."""
        return False

    def refreshed(self) -> None:
        """A newer copy came from the store; what is shown here was shown already."""
