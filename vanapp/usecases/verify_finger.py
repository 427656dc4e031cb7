"""Hold today's prints against an earlier one of this person. A finding for the record; it never blocks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from forms.record import Capture, Verdict
from vanapp.services import Services
from vanapp.usecases import fingers
from vanapp.usecases.finger_templates import template_of_capture
from vanapp.usecases.note_verdict import note_verdict

if TYPE_CHECKING:
    from devices.biometrics.fingers import Decision, FingerTemplate

KIND = "finger"
_BEST_FIRST = ("match", "review", "no_match", "not_comparable")


def verify_finger(services: Services, application_id: str, earlier: Sequence[bytes]) -> Verdict:
    """Lane: finger or analysis. earlier: templates (FingerTemplate.to_bytes, or ISO/IEC 19794-2 records) from
    the office's record of this person, or from a chip.

    The verdict is noted at once: match; review (between the limits, or nothing to compare with: a person at
    the office looks); no_match; not_comparable. The best of all comparisons counts; one good finger is
    enough. Damaged templates count as not comparable. Raises usecases.not_a_draft,
    biometrics.analysis_failed, biometrics.engine_missing.
    """
    from devices.biometrics import fingers as engines

    application = services.store.applications.get(application_id)
    prints = [c for c in application.captures if c.slot in fingers.SLOTS]
    found: list[tuple[int, Decision]] = []
    for old in _read(earlier):
        for capture in _same_finger(prints, old):
            if old.engine == engines.VENDOR:
                continue  # comparing a maker's features needs the maker's library, see devices.vendor
            today = template_of_capture(services, capture, engines.engine_for(old))
            if today is not None:
                found.append((fingers.position_of(capture), engines.verify(today, old)))
    verdict = _verdict(services, found)
    note_verdict(services, application_id, verdict)
    return verdict


def _read(earlier: Sequence[bytes]) -> list[FingerTemplate]:
    from devices.biometrics.errors import BadTemplate
    from devices.biometrics.fingers.interchange import templates_from

    read: list[FingerTemplate] = []
    for content in earlier:
        try:
            read += templates_from(content)
        except BadTemplate:
            continue
    return read


def _same_finger(prints: Sequence[Capture], old: FingerTemplate) -> list[Capture]:
    """Prints of that finger; of every finger when the earlier one does not say which it was."""
    same = [c for c in prints if fingers.position_of(c) == old.position]
    return same if old.position in range(11, 21) else list(prints)


def _verdict(services: Services, found: Sequence[tuple[int, Decision]]) -> Verdict:
    now = services.clock.now()
    if not found:
        return Verdict(KIND, "not_comparable", "", "", now)
    position, best = min(
        found, key=lambda one: (_BEST_FIRST.index(str(one[1].outcome)), -(one[1].score or 0.0))
    )
    return Verdict(
        KIND,
        str(best.outcome),
        best.engine,
        best.version,
        now,
        score=best.score,
        threshold=best.threshold,
        note=str(position),
    )
