"""Judge a camera frame while the person still sits: which one thing to put right."""

from __future__ import annotations

from devices.biometrics.photo import Finding
from devices.contract import Frame
from vanapp.services import Services


def judge_photo(services: Services, frame: Frame) -> tuple[Finding, ...]:
    """Lane: analysis. The first finding that is not "ok" is the one to show."""
    raise NotImplementedError
