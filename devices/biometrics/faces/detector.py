"""Where the faces are: boxes and six points each, from MediaPipe's short-range detector.

It sees faces from about a tenth of the picture's longer side; whoever is farther away is not "before the
camera". Input 128 x 128, -1..1, with black bars; 896 guesses on two grids, of which neighbours are averaged.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np

from devices.biometrics.faces.networks import Numbers, Picture, network

SIDE_PX = 128
GRIDS = ((16, 2), (8, 6))  # cells a side, guesses a cell
LEAST_SCORE = 0.5
SAME_FACE = 0.3  # overlap from which on two guesses are one face
RIGHT_EYE, LEFT_EYE = 0, 1  # of the six points; the person's own right eye is on the picture's left


@dataclass(frozen=True)
class Found:
    """A face the detector is sure of; px of the picture it was given. box: left, top, right, bottom."""

    score: float
    box: tuple[float, float, float, float]
    points: Numbers  # (6, 2)

    @property
    def width(self) -> float:
        return self.box[2] - self.box[0]


def detect(picture: Picture) -> list[Found]:
    """The faces, the largest first."""
    framed, scale, left, top = _framed(picture)
    answer = network("face_detection_short_range")(framed)
    scores = 1 / (1 + np.exp(-np.clip(answer["classificators"][0, :, 0], -80, 80)))
    sure = np.flatnonzero(scores >= LEAST_SCORE)
    if not len(sure):
        return []
    raw, anchors, scores = answer["regressors"][0, sure] / SIDE_PX, _anchors()[sure], scores[sure]
    middle, half = raw[:, :2] + anchors, raw[:, 2:4] / 2
    boxes = np.concatenate([middle - half, middle + half], 1)
    points = raw[:, 4:].reshape(-1, 6, 2) + anchors[:, None]
    corner = np.array([left, top], np.float32)

    def back(places: Numbers) -> Numbers:
        return np.asarray((places * SIDE_PX - corner) / scale, np.float32)

    found = []
    for group in _groups(boxes, scores):
        weight = scores[group] / scores[group].sum()
        box = back(np.einsum("i,ij->j", weight, boxes[group]).reshape(2, 2)).ravel()
        place = back(np.einsum("i,ijk->jk", weight, points[group]))
        left_x, top_y, right_x, bottom_y = (float(side) for side in box)
        found.append(Found(float(scores[group].max()), (left_x, top_y, right_x, bottom_y), place))
    return sorted(found, key=lambda face: -face.width)


def _framed(picture: Picture) -> tuple[Numbers, float, int, int]:
    """The picture in the network's square, its scale and where it begins there."""
    height, width = picture.shape[:2]
    scale = SIDE_PX / max(height, width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    left, top = (SIDE_PX - size[0]) // 2, (SIDE_PX - size[1]) // 2
    square = np.full((SIDE_PX, SIDE_PX, 3), -1, np.float32)
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    square[top : top + size[1], left : left + size[0]] = small.astype(np.float32) / 127.5 - 1
    return square, scale, left, top


@cache
def _anchors() -> Numbers:
    """The middle of each guess's cell, 0..1."""
    every = [
        ((column + 0.5) / cells, (row + 0.5) / cells)
        for cells, guesses in GRIDS
        for row in range(cells)
        for column in range(cells)
        for _ in range(guesses)
    ]
    return np.array(every, np.float32)


def _groups(boxes: Numbers, scores: Numbers) -> list[np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """Guesses that mean the same face, the surest face first."""
    left = np.argsort(-scores)
    groups = []
    while len(left):
        same = _overlap(boxes[left[0]], boxes[left]) > SAME_FACE
        same[0] = True
        groups.append(left[same])
        left = left[~same]
    return groups


def _overlap(box: Numbers, others: Numbers) -> Numbers:
    """Shared area over joint area."""
    low, high = np.maximum(box[:2], others[:, :2]), np.minimum(box[2:], others[:, 2:])
    shared = np.clip(high - low, 0, None).prod(1)
    joint = (box[2:] - box[:2]).prod() + (others[:, 2:] - others[:, :2]).prod(1) - shared
    return np.asarray(shared / np.maximum(joint, 1e-9), np.float32)
