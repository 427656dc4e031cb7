"""Page 2, what for: the matter (suggested from the card) and the person's situation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from forms.matter import MATTERS, suggest
from forms.record import Application
from vanapp.ui.presenters.intake import Sitting

CITY = "4401"
"""Division prefix of the city this unit belongs to; households there are "local"."""
PROVINCE = "44"
SITUATIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("household", ("local", "province", "other")),
    ("express", ("no", "yes")),
)
"""The questions of the situation, each with its answers; the letters A, B, C ... choose them in turn."""


class MatterView(Protocol):
    def show_matters(self, matters: Sequence[str], chosen: str, suggested: str) -> None: ...
    def show_situation(self, field: str, answers: Sequence[str], chosen: str) -> None: ...
    def show_refusal(self, reasons: Sequence[str]) -> None: ...
    def focus_matter(self, matter: str) -> None: ...


def guess_household(application: Application) -> str:
    """Where the household is, from the address on the card, else from the number's division."""
    address = application.answers.get("address", "")
    if address:
        if "广州市" in address:
            return "local"
        return "province" if address.startswith("广东省") else "other"
    number = application.answers.get("id_number", "")
    if number.startswith(CITY):
        return "local"
    return "province" if number.startswith(PROVINCE) else "other"


def suggestion(application: Application, today: date) -> str:
    """The matter a card's expiry and the person's age ask for."""
    return str(suggest(application.answers.get("valid_to", ""), application.answers.get("birth", ""), today))


class MatterPresenter:
    def __init__(self, sitting: Sitting, view: MatterView) -> None:
        self._sitting = sitting
        self._view = view
        self._chosen = ""
        self._suggested = ""
        self._situation: dict[str, str] = {}

    def entered(self, place: str) -> None:
        application = self._sitting.application
        if application is None:
            return
        self._suggested = suggestion(application, self._sitting.cases.now().astimezone().date())
        settled = bool(application.answers.get("household"))
        self._chosen = application.matter if settled and application.matter else self._suggested
        self._situation = {
            "household": application.answers.get("household") or guess_household(application),
            "express": application.answers.get("express") or "no",
        }
        self._show()
        self._view.focus_matter(self._chosen)

    def left(self) -> None:
        return

    def _show(self) -> None:
        self._view.show_matters(tuple(MATTERS), self._chosen, self._suggested)
        for field, answers in SITUATIONS:
            self._view.show_situation(field, answers, self._situation[field])

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
            if then_forward:
                self._sitting.forward()

        self._sitting.work_here(
            lambda application: self._sitting.cases.choose_matter(application, matter, situation), done
        )

    def go_on(self) -> None:
        self._keep(then_forward=True)
