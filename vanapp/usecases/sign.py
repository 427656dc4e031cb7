"""Sign: the person's hand under exactly these answers."""

from __future__ import annotations

from collections.abc import Sequence

from forms.record import Capture
from vanapp.services import Services

Stroke = Sequence[Sequence[float]]
"""Points of one stroke: (x, y, milliseconds since the first point[, pressure 0..1])."""


def sign(services: Services, application_id: str, who: str, strokes: Sequence[Stroke], png: bytes) -> Capture:
    """Lane: store. who: "applicant" or "guardian"; slot "signature.<who>".

    The capture carries a digest of the answers read out to the person; a later change of an answer
    makes the signature stale (fee answers do not count: they come after it).
    """
    raise NotImplementedError
