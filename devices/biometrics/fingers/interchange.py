"""Templates from elsewhere: our own bytes, or an ISO/IEC 19794-2 record of whatever maker.

A record has minutiae and no ridges. It counts as an engine of its own, with its own row in thresholds.toml:
compared by minutiae alone, today's print brought down to the same (`fingers.verify` does so).
"""

from __future__ import annotations

from devices.biometrics.errors import BadTemplate
from devices.biometrics.fingers.template import MAGIC, FingerTemplate
from devices.biometrics.formats import fmr
from devices.biometrics.formats.errors import BadRecord


def templates_from(content: bytes) -> tuple[FingerTemplate, ...]:
    """One for each print in it. Raises BadTemplate for anything else."""
    if content.startswith(MAGIC):
        return (FingerTemplate.from_bytes(content),)
    try:
        return fmr.templates_of(fmr.decode(content))
    except BadRecord as error:
        raise BadTemplate(part="record") from error
