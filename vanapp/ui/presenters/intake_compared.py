"""What the check page says of the engines' findings: a word per kind, a reason, a score. Nothing blocks."""

from __future__ import annotations

from dataclasses import dataclass

from forms.record import Verdict
from vanapp.ui.presenters.intake_ports import PersonLike

KINDS = ("face", "finger", "presence")
OUTCOMES = frozenset({"match", "review", "no_match", "not_comparable"})
DRAWN = "drawn_faces"
"""In a verdict's note: the people of training mode are drawn, so nothing is claimed about their faces."""


@dataclass(frozen=True)
class Compared:
    """state: "comparing", "by_eye", "drawn", one of OUTCOMES; of kind "presence" "seen" or "missed".

    reason: code of why there is no score, "" when there is none to tell.
    """

    kind: str
    state: str
    reason: str = ""
    score: float | None = None
    threshold: float | None = None

    @property
    def goes_to_review(self) -> bool:
        return self.state in ("review", "no_match", "not_comparable", "missed")


COMPARING = (Compared("face", "comparing"),)
FAILED = (Compared("face", "by_eye"),)


def compared(person: PersonLike) -> tuple[Compared, ...]:
    """The face always, by eye with nothing to hold it against; a finger only when it was compared."""
    found = {verdict.kind: verdict for verdict in person.verdicts}
    face = found.get("face")
    first = Compared("face", "by_eye") if person.earlier is None or face is None else _said(face)
    others = [_said(found[kind]) for kind in KINDS[1:] if kind in found]
    return (first, *others)


def _said(verdict: Verdict) -> Compared:
    words = verdict.note.split()
    if verdict.kind == "presence":
        return Compared(verdict.kind, "seen" if verdict.outcome == "match" else "missed")
    if DRAWN in words:
        return Compared(verdict.kind, "drawn")
    reason = next((word for word in words if word.startswith("biometrics.")), "")
    state = verdict.outcome if verdict.outcome in OUTCOMES else "review"
    return Compared(verdict.kind, state, reason, verdict.score, verdict.threshold)
