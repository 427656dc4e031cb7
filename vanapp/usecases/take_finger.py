"""Take one finger: scan it, judge it, keep the best of its tries."""

from __future__ import annotations

from dataclasses import dataclass

from devices.contract import Cancelled, FingerImage, Progress
from forms.record import Capture
from vanapp.services import Services

TRIES = 3


@dataclass(frozen=True)
class FingerOutcome:
    capture: Capture  # the one now standing in the slot: the best so far
    image: FingerImage  # of this try
    quality: int  # NFIQ 2 of this try, 0..100
    advice: str | None  # code of what would make it better; None = good
    tries: int  # of this finger so far
    enough: bool  # good, or tried often enough: go on
    next_position: int | None  # GA/T 1011 code to ask for next; None when both slots are settled


def take_finger(
    services: Services, application_id: str, position: int, cancelled: Cancelled, progress: Progress
) -> FingerOutcome:
    """Lane: finger. position: GA/T 1011 finger code (11 right thumb, 16 left thumb, ...).

    Slot "finger.1" or "finger.2". Raises DeviceError, biometrics.analysis_failed, usecases.not_a_draft.
    """
    raise NotImplementedError
