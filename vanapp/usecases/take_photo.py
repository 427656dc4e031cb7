"""Take the portrait: judge the frame, cut it to the standard, keep it."""

from __future__ import annotations

from dataclasses import dataclass

from devices.biometrics.photo import Finding
from devices.contract import Frame
from forms.record import Capture
from vanapp.services import Services


@dataclass(frozen=True)
class PhotoOutcome:
    capture: Capture | None  # None: not kept, a finding says fail and no override_reason was given
    findings: tuple[Finding, ...]


def take_photo(
    services: Services, application_id: str, frame: Frame, override_reason: str | None = None
) -> PhotoOutcome:
    """Lane: analysis. Slot "portrait". override_reason: officer keeps it in spite of a failed finding.

    Raises biometrics.no_person, usecases.not_a_draft.
    """
    raise NotImplementedError
