"""Judge a camera frame while the person still sits: which one thing to put right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.contract import Frame
from vanapp.services import Services

if TYPE_CHECKING:
    from devices.biometrics.photo import Finding


def judge_photo(services: Services, frame: Frame) -> tuple[Finding, ...]:
    """Lane: analysis. The first finding that is not "ok" is the one to show."""
    from devices.biometrics import photo

    return photo.judge(frame)
