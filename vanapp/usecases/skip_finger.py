"""Skip a finger that cannot be taken, with its reason and a picture that shows why."""

from __future__ import annotations

from forms.record import Capture
from vanapp.services import Services

REASONS = ("missing", "injured", "illegible", "bandaged", "other")


def skip_finger(services: Services, application_id: str, position: int, reason: str, photo: bytes) -> Capture:
    """Lane: store. photo: JPEG; slot "exception.<position>". Raises usecases.not_a_draft."""
    raise NotImplementedError
