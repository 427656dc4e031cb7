"""Note a verdict: is this the person? It never blocks; "review" goes to a person at the office."""

from __future__ import annotations

from forms.record import Verdict
from vanapp.services import Services


def note_verdict(services: Services, application_id: str, verdict: Verdict) -> None:
    """Lane: store. A verdict of the same kind replaces the earlier one. Raises usecases.not_a_draft."""
    raise NotImplementedError
