"""How the prints of an application stand: which are taken, which were skipped, which finger comes next."""

from __future__ import annotations

from collections.abc import Sequence

from forms.fingerprint import RULE, next_finger
from forms.record import Application, Capture, CaptureKind

SLOTS = tuple(f"finger.{n}" for n in range(1, RULE.wanted + 1))


def position_of(capture: Capture) -> int:
    """GA/T 1011 code of the finger a print or an exception is about; 0 when it does not say."""
    position = capture.facts.get("position")
    return position if isinstance(position, int) else 0


def quality_of(capture: Capture) -> int:
    quality = capture.facts.get("quality")
    return quality if isinstance(quality, int) else 0


def skipped(application: Application) -> frozenset[int]:
    return frozenset(position_of(c) for c in application.captures if c.kind is CaptureKind.EXCEPTION)


def taken(application: Application) -> frozenset[int]:
    return frozenset(position_of(c) for c in application.captures if c.slot in SLOTS)


def fingers_settled(application: Application) -> bool:
    """Two prints are there, or no finger is left that could give one."""
    return next_finger(taken(application), skipped(application)) is None


def no_print_taken(application: Application) -> bool:
    """Every finger was skipped with its reason."""
    return not taken(application) and fingers_settled(application)


def slot_for(application: Application, position: int) -> str:
    """The slot a finger goes to: its own, else the first free one, else the last."""
    own = [c.slot for c in application.captures if c.slot in SLOTS and position_of(c) == position]
    free = [slot for slot in SLOTS if application.capture(slot) is None]
    return (own + free + [SLOTS[-1]])[0]


def tries_of(earlier: Sequence[Capture], application: Application, position: int) -> list[Capture]:
    """The tries of one finger in this version. What an earlier version brought along does not count."""
    return [c for c in earlier if position_of(c) == position and c.taken_at >= application.begun_at]
