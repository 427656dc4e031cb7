"""Book a visit to the hall from a consultation: what the field cannot take keeps its answers."""

from __future__ import annotations

from collections.abc import Mapping

from forms.matter import BOOKED
from forms.packs.shelf import category as category_of
from forms.record import Application
from vanapp.services import Services
from vanapp.usecases.begin_application import begin_application
from vanapp.usecases.choose_matter import choose_matter

BOOKING = "booking"
"""The matter that asks the office for a time; its record travels as every other one does."""


def book_from_advice(
    services: Services, category: str, answers: Mapping[str, str], *, way: str = "van"
) -> Application:
    """Lane: store. A draft of a booking with the category asked about and the situation, in one transaction.

    Raises BadDefinition for a category the pack does not have, store errors.
    """
    situation = {key: answer for key, answer in answers.items() if answer}
    with services.store.transaction():
        begun = begin_application(services, way=way)
        return choose_matter(services, begun.id, BOOKING, {**situation, BOOKED: category_of(category).id})
