"""What the form says about the two prints: registered with a position, or not registered with a reason.

Not registered is either "failed" (a picture, but no features in it) or "absent" (it could not be taken:
missing, injured, another reason). Source: filling instructions of the form, ../shared domain.md 1.2.
"""

from __future__ import annotations

from dataclasses import dataclass

from forms.record import Application, Capture, CaptureKind
from vanapp.printing import wording

_FAILED = frozenset({"failed", "illegible"})  # reasons that leave a picture without features
_LEFT = frozenset({"16", "17", "18", "19", "20", "98"})  # GA/T 1011 codes of the left hand


@dataclass(frozen=True)
class FingerEntry:
    """state: "registered", "unregistered" or "" (nothing taken yet); reason: "failed", "absent" or ""."""

    state: str = ""
    words: str = ""
    reason: str = ""


def finger_entries(application: Application) -> tuple[FingerEntry, FingerEntry]:
    """The entries of print one and print two; in principle the right and the left hand."""
    excused = [c for c in application.captures if c.kind is CaptureKind.EXCEPTION]
    excused.sort(key=_code)
    # A finger given up that another one of the same hand replaced does not appear.
    right = _entry(application, "1", [c for c in excused if _code(c) not in _LEFT])
    left = _entry(application, "2", [c for c in excused if _code(c) in _LEFT])
    return right, left


def _entry(application: Application, number: str, excused: list[Capture]) -> FingerEntry:
    taken = application.capture(f"finger.{number}")
    if taken:
        return FingerEntry("registered", wording.said("finger", _code(taken)))
    if not excused:
        return FingerEntry()
    reason = str(excused[0].facts.get("reason", ""))
    words = wording.joined(wording.said("finger", _code(excused[0])), wording.said("finger_reason", reason))
    return FingerEntry("unregistered", words, "failed" if reason in _FAILED else "absent")


def _code(capture: Capture) -> str:
    """The finger's code, from the facts or from the slot "exception.<code>"."""
    return str(capture.facts.get("position") or capture.slot.rpartition(".")[2])
