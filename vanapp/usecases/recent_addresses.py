"""Recent addresses: those of this visit whole, and of what this van wrote lately the streets alone."""

from __future__ import annotations

from functools import cached_property

from forms.streets import Known, street
from vanapp.services import Services

LATELY = 60
"""Applications looked back; a van serves one neighbourhood a day."""
STREETS = 12


class Recent:
    """visit: the household's own. van: down to the street; which door it was is nobody else's business.

    Both are worked out when first asked for, in the lane of whoever asks: a quarter of a second.
    """

    def __init__(self, of_visit: list[str], lately: list[str]) -> None:
        self._of_visit, self._lately = of_visit, lately

    @cached_property
    def visit(self) -> Known:
        return Known(self._of_visit)

    @cached_property
    def van(self) -> Known:
        streets = dict.fromkeys(found for text in self._lately if (found := street(text)))
        return Known(list(streets)[:STREETS])


def recent_addresses(services: Services, application_id: str) -> Recent:
    """Lane: store. Newest first; the application's own address is left out."""
    store = services.store
    others = store.together.others(application_id)
    of_visit = [store.applications.get(one).answers.get("address", "") for one in others]
    return Recent(of_visit, store.answers.lately("address", application_id, LATELY))
