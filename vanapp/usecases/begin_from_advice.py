"""Begin an application from a consultation: what was answered there is not asked again."""

from __future__ import annotations

from collections.abc import Mapping

from forms.matter import matter_for
from forms.record import Application
from vanapp.services import Services
from vanapp.usecases.begin_application import begin_application
from vanapp.usecases.choose_matter import choose_matter
from vanapp.usecases.errors import NotTakenHere

DERIVED = frozenset({"matter", "age_group"})
"""Answers of the card's table that follow from the matter and the person."""


def can_begin(category: str, answers: Mapping[str, str]) -> bool:
    """Does this program take what was asked about, from the first question to the seal?"""
    return matter_for(category, answers) is not None


def begin_from_advice(
    services: Services, category: str, answers: Mapping[str, str], *, way: str = "van"
) -> Application:
    """Lane: store. A new draft with matter and situation set, in one transaction.

    Raises usecases.not_taken_here, store errors.
    """
    matter = matter_for(category, answers)
    if matter is None:
        raise NotTakenHere(matter=answers.get("matter", category))
    scenario = {key: answer for key, answer in answers.items() if key not in DERIVED and answer}
    with services.store.transaction():
        begun = begin_application(services, way=way)
        return choose_matter(services, begun.id, matter.id, scenario)
