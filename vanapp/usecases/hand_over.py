"""Hand over: the receipt (after sealing) or the made card is in the person's hand."""

from __future__ import annotations

from forms.record import Application
from vanapp.services import Services


def hand_over(services: Services, application_id: str) -> Application:
    """Lane: store. A MADE card becomes HANDED_OVER; before that the receipt is noted as given and the visit is done."""
    raise NotImplementedError
