"""Was the blink, or the turn of the head, that the officer asked for seen? From the numbers of the live
findings.

This is no liveness detection and is not to be called so: a video shows both as well. It helps an officer
who watches the person; that officer attests.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from devices.biometrics.finding import Finding

EYES = ("photo.eyes", "photo.eyes_closed")
FACING = ("photo.facing", "photo.turned")
CLOSED = 0.55  # of how far the eyes were open before (estimate; drawn eyes 0.37 -> 0.11)
OPEN_AGAIN = 0.75
STEADY = 3  # looks before and after: one wrong number is no blink
TURN_DEG = 18.0  # from where the head was before; frontal faces spread by 6
LONGEST = 300  # looks kept: half a minute


class Asked(StrEnum):
    BLINK = "blink"
    TURN = "turn"


class Challenge:
    """Give it every live judgement; `seen` becomes true and stays so."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.seen = False
        self._values: list[float] = []

    def look(self, findings: Iterable[Finding]) -> bool:
        """One live judgement. Without a face it tells nothing: what was before is forgotten."""
        codes = EYES if self.asked is Asked.BLINK else FACING
        value = next((finding.value for finding in findings if finding.code in codes), None)
        if value is None:
            self._values.clear()
        elif not self.seen:
            self._values = [*self._values[-LONGEST:], value]
            self.seen = (blink_seen if self.asked is Asked.BLINK else turn_seen)(self._values)
        return self.seen


def blink_seen(openness: list[float]) -> bool:
    """Open, closed, open again. openness: of the narrower eye, look by look."""
    usual = _usual(openness)
    if usual is None:
        return False
    closed = [place for place, value in enumerate(openness) if value <= CLOSED * usual]
    if not closed:
        return False
    before = [value for value in openness[: closed[0]] if value >= OPEN_AGAIN * usual]
    after = [value for value in openness[closed[-1] + 1 :] if value >= OPEN_AGAIN * usual]
    return len(before) >= STEADY and len(after) >= STEADY


def turn_seen(yaw_deg: list[float]) -> bool:
    """Turned well away from where the head was at first, for more than one look."""
    if len(yaw_deg) < 2 * STEADY:
        return False
    first = sorted(yaw_deg[:STEADY])[STEADY // 2]
    away = [abs(value - first) >= TURN_DEG for value in yaw_deg]
    return any(all(away[place : place + 2]) for place in range(len(away) - 1))


def _usual(openness: list[float]) -> float | None:
    """How far the eyes are open when they are: the middle of the wider half."""
    if len(openness) < 2 * STEADY + 1:
        return None
    wider = sorted(openness)[len(openness) // 2 :]
    return wider[len(wider) // 2]
