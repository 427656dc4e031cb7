"""A head turned by a known angle is measured at that angle, and told as turned, leaning or nodding."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from devices.biometrics.faces.face import Face
from devices.biometrics.faces.finder import largest_face
from devices.biometrics.faces.judge import _pose
from devices.biometrics.faces.networks import Picture
from devices.biometrics.faces.seat import Seat
from devices.biometrics.limits import live_limits
from devices.virtual.people import people

AXES = {"yaw": (0, 2), "pitch": (1, 2), "roll": (0, 1)}


@pytest.fixture(scope="module")
def picture() -> Picture:
    return np.asarray(people()[0].picture(), np.uint8)


@pytest.fixture(scope="module")
def frontal(picture: Picture) -> Face:
    face, others = largest_face(picture)
    assert face is not None
    assert others == []
    return face


def turned(face: Face, way: str, degrees: float) -> Face:
    """The mesh as it would lie with the head turned: a rotation in space about the face's middle."""
    angle = np.radians(degrees)
    one, other = AXES[way]
    middle = face.points[:468].mean(0)
    points = face.points - middle
    first, second = points[:, one].copy(), points[:, other].copy()
    points[:, one] = first * np.cos(angle) - second * np.sin(angle)
    points[:, other] = first * np.sin(angle) + second * np.cos(angle)
    return replace(face, points=(points + middle).astype(np.float32))


@pytest.mark.parametrize("degrees", [-25, -10, 10, 25])
@pytest.mark.parametrize("way", AXES)
def test_an_angle_is_measured(frontal: Face, way: str, degrees: float) -> None:
    name = f"{way}_deg"
    moved = getattr(turned(frontal, way, degrees), name) - getattr(frontal, name)
    assert abs(moved) == pytest.approx(abs(degrees), abs=1.5)


@pytest.mark.parametrize(
    ("way", "degrees", "code"),
    [("yaw", 25, "photo.turned"), ("pitch", 40, "photo.nodding"), ("roll", 20, "photo.tilted")],
)
def test_what_is_turned_too_far_is_told(
    picture: Picture, frontal: Face, way: str, degrees: float, code: str
) -> None:
    seat = Seat(picture, turned(frontal, way, degrees))
    told = [finding for finding in _pose(seat, live_limits()) if not finding.good]
    assert [finding.code for finding in told] == [code]
    assert told[0].mark is not None


def test_left_and_right_are_told_apart(frontal: Face) -> None:
    assert turned(frontal, "yaw", 20).yaw_deg * turned(frontal, "yaw", -20).yaw_deg < 0


def test_a_head_turned_away_is_asked_back_the_other_way(picture: Picture, frontal: Face) -> None:
    """The arrow points to where the nose should come: against the way the nose has gone."""
    moved = turned(frontal, "yaw", 25)
    gone = float(moved.points[1, 0] - moved.points[[234, 454], 0].mean())
    (told,) = [f for f in _pose(Seat(picture, moved), live_limits()) if f.code == "photo.turned"]
    assert told.mark is not None
    (start, _), (end, _) = told.mark.points
    assert (end - start) * gone < 0
