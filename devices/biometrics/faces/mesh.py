"""The points of one face: MediaPipe's mesh in two looks, then each eye with the iris network.

The first look starts from the detector's box and is often a little off; the second starts from the first.
The iris network's outline of the eye replaces the mesh's: lids are what open eyes and a blink are read from.
"""

from __future__ import annotations

import cv2
import numpy as np

from devices.biometrics.faces.detector import LEFT_EYE, RIGHT_EYE, Found
from devices.biometrics.faces.face import Face
from devices.biometrics.faces.networks import Numbers, Picture, network

MESH_PX, IRIS_PX = 192, 64
ROOM = 1.5  # the mesh wants the face with room around it; the factor is MediaPipe's
EYE_ROOM = 2.3  # the same for the iris: times the width of the eye
LOOKS = 2
CORNERS = (33, 133), (362, 263)  # of each eye as the picture shows them, left to right
RIGHT_LIDS = (33, 7, 163, 144, 145, 153, 154, 155, 133, 246, 161, 160, 159, 158, 157, 173)
LEFT_LIDS = (263, 249, 390, 373, 374, 380, 381, 382, 362, 466, 388, 387, 386, 385, 384, 398)
"""The first 16 points of the iris network's outline are these points of the mesh."""


def meshed(picture: Picture, found: Found) -> Face:
    """The face the detector found, in points of the picture."""
    eyes = found.points[LEFT_EYE] - found.points[RIGHT_EYE]
    angle = float(np.arctan2(eyes[1], eyes[0]))
    box = np.array(found.box, np.float32).reshape(2, 2)
    middle, side = box.mean(0), ROOM * float((box[1] - box[0]).max())
    points, score = np.zeros((468, 3), np.float32), 0.0
    for _ in range(LOOKS):
        points, score = _look(picture, middle, side, angle)
        middle, side, angle = _around(points)
    irises = [_iris(picture, points, eye, angle) for eye in (0, 1)]
    return Face(np.concatenate([points, *irises]), score)


def _look(picture: Picture, middle: Numbers, side: float, angle: float) -> tuple[Numbers, float]:
    square, place = _cut(picture, middle, side, angle, MESH_PX)
    answer = network("face_landmark")(square)
    raw = answer["conv2d_21"].reshape(468, 3)
    flag = float(np.clip(answer["conv2d_31"].ravel()[0], -80, 80))
    flat = cv2.transform(raw[None, :, :2], cv2.invertAffineTransform(place))[0]
    depth = raw[:, 2:] * side / MESH_PX
    return np.concatenate([flat, depth], 1).astype(np.float32), float(1 / (1 + np.exp(-flag)))


def _around(points: Numbers) -> tuple[Numbers, float, float]:
    """The square the next look is taken of: middle, side, angle."""
    across = points[263, :2] - points[33, :2]
    angle = float(np.arctan2(across[1], across[0]))
    cos, sin = np.cos(angle), np.sin(angle)
    turn = np.array([[cos, sin], [-sin, cos]], np.float32)
    upright = points[:, :2] @ turn.T
    low, high = upright.min(0), upright.max(0)
    return np.asarray((low + high) / 2 @ turn, np.float32), ROOM * float((high - low).max()), angle


def _iris(picture: Picture, points: Numbers, eye: int, angle: float) -> Numbers:
    """The five points of the iris; the lids' points of the mesh are put where they really are."""
    left, right = points[list(CORNERS[eye]), :2]
    side = EYE_ROOM * float(np.hypot(*(right - left)))
    square, place = _cut(picture, (left + right) / 2, side, angle, IRIS_PX)
    mirrored = eye == 1  # the network knows the eye on the left
    answer = network("iris_landmark")(np.ascontiguousarray(square[:, ::-1]) if mirrored else square)
    iris = answer["output_iris"].reshape(5, 3)[:, :2].copy()
    lids = answer["output_eyes_contours_and_brows"].reshape(71, 3)[: len(RIGHT_LIDS), :2].copy()
    for places in (iris, lids):
        if mirrored:
            places[:, 0] = IRIS_PX - 1 - places[:, 0]
    back = cv2.invertAffineTransform(place)
    names = LEFT_LIDS if mirrored else RIGHT_LIDS
    points[list(names), :2] = cv2.transform(lids[None], back)[0]
    depth = np.full((len(iris), 1), points[list(CORNERS[eye]), 2].mean())
    return np.concatenate([cv2.transform(iris[None], back)[0], depth], 1).astype(np.float32)


def _cut(
    picture: Picture, middle: Numbers, side: float, angle: float, side_px: int
) -> tuple[Numbers, Numbers]:
    """(an upright square out of the picture, 0..1; where a point of the picture is in it)."""
    scale = side_px / max(side, 1.0)
    cos, sin = np.cos(angle) * scale, np.sin(angle) * scale
    x, y = float(middle[0]), float(middle[1])
    half = side_px / 2
    place = np.array(
        [[cos, sin, half - cos * x - sin * y], [-sin, cos, half + sin * x - cos * y]], np.float32
    )
    source, near = _fewer_pixels(picture, middle, side, int(1 / scale), place)
    square = cv2.warpAffine(source, near, (side_px, side_px), flags=cv2.INTER_LINEAR)
    return square.astype(np.float32) / 255, place


def _fewer_pixels(
    picture: Picture, middle: Numbers, side: float, factor: int, place: Numbers
) -> tuple[Picture, Numbers]:
    """The part that is looked at, so much smaller that every pixel of it counts; and `place` for it."""
    if factor < 2:
        return picture, place
    height, width = picture.shape[:2]
    left, top = (max(0, int(value - 0.75 * side)) for value in middle)
    right, bottom = (int(value + 0.75 * side) + factor for value in middle)
    part = picture[top : min(bottom, height), left : min(right, width)]
    if min(part.shape[:2]) < 2 * factor:
        return picture, place
    part = part[: part.shape[0] // factor * factor, : part.shape[1] // factor * factor]
    size = part.shape[1] // factor, part.shape[0] // factor
    shift = np.array([left, top], np.float32) + (factor - 1) / 2
    near = np.concatenate([place[:, :2] * factor, (place[:, :2] @ shift + place[:, 2])[:, None]], 1)
    return np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), np.uint8), near
