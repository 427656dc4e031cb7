"""What the form says about the two prints: registered with a position, or not registered with a reason.

Not registered is either "failed" (a picture, but no features in it) or "absent" (it could not be taken:
missing, injured, another reason). Source: filling instructions of the form, ../shared domain.md 1.2.
"""

from __future__ import annotations

from dataclasses import dataclass

from forms.fingerprint import FAILED, ORDER, position_words, skip_reasons
from forms.record import Application, Capture, CaptureKind
from vanapp.printing import wording


@dataclass(frozen=True)
class FingerEntry:
    """state: "registered", "unregistered" or "" (nothing taken yet); reason: "failed", "absent" or ""."""

    state: str = ""
    words: str = ""
    reason: str = ""


def finger_entries(application: Application) -> tuple[FingerEntry, FingerEntry]:
    """The entries of print one and print two; in principle the right and the left hand."""
    taken = [application.capture(f"finger.{number}") for number in (1, 2)]
    done = {_hand(capture) for capture in taken if capture}
    # A finger given up that another one of the same hand replaced does not appear.
    excused = sorted(
        (c for c in application.captures if c.kind is CaptureKind.EXCEPTION and _hand(c) not in done),
        key=_code,
    )
    entries = []
    for capture, hand in zip(taken, ("right", "left"), strict=True):
        if capture:
            entries.append(_registered(capture))
            continue
        given_up = next((c for c in excused if _hand(c) == hand), excused[0] if excused else None)
        entries.append(_given_up(given_up))
        excused = [c for c in excused if given_up and _hand(c) != _hand(given_up)]
    return entries[0], entries[1]


def _registered(capture: Capture) -> FingerEntry:
    return FingerEntry("registered", _position(capture))


def _given_up(capture: Capture | None) -> FingerEntry:
    if capture is None:
        return FingerEntry()
    reason = next((r for r in skip_reasons() if r.code == capture.facts.get("reason")), None)
    words = wording.joined(_position(capture), reason.words.zh if reason else "")
    return FingerEntry("unregistered", words, "failed" if reason and reason.result == FAILED else "absent")


def _position(capture: Capture) -> str:
    words = position_words(_code(capture))
    return words.zh if words else ""


def _hand(capture: Capture) -> str:
    """ "right", "left", or "" for a code outside GA/T 1011."""
    return next((finger.hand for finger in ORDER if finger.code == _code(capture)), "")


def _code(capture: Capture) -> int:
    """The finger's code, from the facts or from the slot "exception.<code>"; 0 when neither has one."""
    text = str(capture.facts.get("position") or capture.slot.rpartition(".")[2])
    return int(text) if text.isdecimal() else 0
