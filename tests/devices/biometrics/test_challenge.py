"""A blink or a turn of the head is seen when it happened, and not when it did not."""

from __future__ import annotations

import pytest

from devices.biometrics.challenge import Asked, Challenge, blink_seen, turn_seen
from devices.biometrics.finding import Finding

OPEN = [0.30, 0.31, 0.29, 0.30, 0.32]


@pytest.mark.parametrize(
    ("openness", "seen"),
    [
        ([*OPEN, 0.10, 0.08, *OPEN], True),
        ([*OPEN, 0.15, *OPEN], True),
        (OPEN * 4, False),
        ([*OPEN, 0.10, 0.08, 0.09, 0.1, 0.1], False),  # fell asleep
        ([0.1, 0.1, *OPEN, *OPEN], False),  # opened, but never closed
        ([*OPEN, 0.22, 0.21, *OPEN], False),  # squinted
        ([0.3], False),
        ([], False),
    ],
)
def test_a_blink_is_open_closed_open(openness: list[float], seen: bool) -> None:
    assert blink_seen(openness) is seen


@pytest.mark.parametrize(
    ("yaw", "seen"),
    [
        ([1, 0, 1, 2, 8, 14, 19, 24, 25], True),
        ([-6, -5, -6, -10, -20, -26, -27], True),
        ([1, 0, 1, 2, 4, 6, 8, 10], False),
        ([1, 0, 1, 30, 1, 0, 1], False),  # one wrong number
        ([30, 30, 30, 31, 30, 30], False),  # sat sideways all the time
        ([0, 30], False),
    ],
)
def test_a_turn_goes_well_away_from_where_it_began(yaw: list[float], seen: bool) -> None:
    assert turn_seen([float(value) for value in yaw]) is seen


def look(openness: float, yaw: float = 0.0) -> list[Finding]:
    eyes = "photo.eyes" if openness >= 0.15 else "photo.eyes_closed"
    return [
        Finding("photo.facing" if abs(yaw) <= 12 else "photo.turned", "ok", yaw, (-12, 12), "deg"),
        Finding(eyes, "ok", openness, (0.15, 1)),
    ]


def test_the_live_findings_are_enough() -> None:
    blink, turn = Challenge(Asked.BLINK), Challenge(Asked.TURN)
    for openness, yaw in zip([*OPEN, 0.1, 0.1, *OPEN], range(0, 36, 3), strict=True):
        blink.look(look(openness, yaw))
        turn.look(look(openness, yaw))
    assert blink.seen
    assert turn.seen
    assert blink.look([])  # what was seen stays seen


def test_a_picture_without_a_face_begins_anew() -> None:
    """Covering the lens and showing another face is no blink."""
    challenge = Challenge(Asked.BLINK)
    for openness in [*OPEN, 0.1]:
        challenge.look(look(openness))
    challenge.look([Finding("photo.no_person", "fail", 0, (0.5, 1))])
    for openness in OPEN:
        challenge.look(look(openness))
    assert not challenge.seen
