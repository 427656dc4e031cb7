"""Finds the paper: four corners of the one bright-or-dark sheet that differs from the bed it lies on."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Points = NDArray[np.float32]

LIMITS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("limits.toml").read_text("utf-8"))


@dataclass(frozen=True)
class Outline:
    """corners: x, y in pixels: top left, top right, bottom right, bottom left as the page lies.

    angle_deg: how far it is turned clockwise, -45..45.
    """

    corners: tuple[tuple[float, float], ...]
    angle_deg: float


def find(rgb: Pixels) -> Outline | None:
    """The page in a picture of height x width x 3; None when there is none, or it fills the picture."""
    limits = LIMITS["find"]
    height, width = rgb.shape[:2]
    scale = min(1.0, limits["work_side_px"] / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    if min(size) < 32:
        return None
    small = cv2.GaussianBlur(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), (5, 5), 0)
    mask = _unlike_the_bed(np.asarray(small, np.uint8))
    contour = _largest(mask)
    if contour is None or _solidity(mask, contour) < limits["min_solid"]:
        return None
    area = cv2.contourArea(contour)
    if not limits["min_share"] <= area / (size[0] * size[1]) <= limits["max_share"]:
        return None
    hull = cv2.convexHull(contour)
    quad = cv2.approxPolyDP(hull, 0.03 * cv2.arcLength(hull, True), True)
    if len(quad) != 4 or area < limits["min_fill"] * cv2.contourArea(quad):
        return None
    corners = _sharpened(quad.reshape(4, 2).astype(np.float32), contour.reshape(-1, 2).astype(np.float32))
    if corners is None:
        return None
    # Pixel centres of the small picture lie between those of the large one.
    large = (corners + 0.5) * (np.array([width, height], np.float32) / np.array(size, np.float32)) - 0.5
    return _ordered(large.astype(np.float32))


def _unlike_the_bed(rgb: Pixels) -> Pixels:
    """A mask of what differs from the colour along the picture's rim."""
    lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2LAB).astype(np.float32)
    rim = np.concatenate([lab[:6].reshape(-1, 3), lab[-6:].reshape(-1, 3)])
    rim = np.concatenate([rim, lab[:, :6].reshape(-1, 3), lab[:, -6:].reshape(-1, 3)])
    distance = np.linalg.norm(lab - np.median(rim, axis=0), axis=2)
    grey = np.clip(distance, 0, 255).astype(np.uint8)
    threshold, mask = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    above = grey[grey > threshold]
    if above.size == 0 or float(np.median(above)) < LIMITS["find"]["min_contrast"]:
        return np.zeros_like(grey)
    return np.asarray(mask, np.uint8)


def _largest(mask: Pixels) -> NDArray[np.int32] | None:
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not contours:
        return None
    return np.asarray(max(contours, key=cv2.contourArea), np.int32)


def _solidity(mask: Pixels, contour: NDArray[np.int32]) -> float:
    """How much of what the contour surrounds is unlike the bed: nearly all of a paper, little of a frame."""
    inside = cv2.drawContours(np.zeros_like(mask), [contour], -1, 255, cv2.FILLED)
    return float((mask[inside > 0] > 0).mean())


def _sharpened(quad: Points, contour: Points) -> Points | None:
    """Each side is a line through the middle of its edge points: a torn or bent corner does not move it."""
    lines = []
    for number in range(4):
        start, end = quad[number], quad[(number + 1) % 4]
        along = end - start
        length = float(np.linalg.norm(along))
        if length < 8:
            return None
        along = along / length
        relative = contour - start
        place = relative @ along
        aside = np.abs(relative @ np.array([-along[1], along[0]]))
        near = contour[(aside < 0.02 * length + 2) & (place > 0.1 * length) & (place < 0.9 * length)]
        if len(near) < 8:
            return None
        vx, vy, x, y = np.asarray(cv2.fitLine(near, cv2.DIST_HUBER, 0, 0.01, 0.01)).ravel()
        lines.append((float(vx), float(vy), float(x), float(y)))
    corners = [_crossing(lines[number - 1], lines[number]) for number in range(4)]
    if any(corner is None for corner in corners):
        return None
    return np.array(corners, np.float32)


def _crossing(
    one: tuple[float, float, float, float], other: tuple[float, float, float, float]
) -> tuple[float, float] | None:
    vx, vy, x, y = one
    wx, wy, u, v = other
    turn = vx * wy - vy * wx
    if abs(turn) < 0.2:  # nearly parallel: not the corner of a page
        return None
    along = ((u - x) * wy - (v - y) * wx) / turn
    return x + along * vx, y + along * vy


def _ordered(corners: Points) -> Outline:
    """Clockwise on the screen, beginning so that the top side is the one that lies flattest."""
    centre = corners.mean(axis=0)
    turns = np.arctan2(corners[:, 1] - centre[1], corners[:, 0] - centre[0])
    round_ = corners[np.argsort(turns)]
    best = min(range(4), key=lambda first: abs(_angle(np.roll(round_, -first, axis=0))))
    placed = np.roll(round_, -best, axis=0)
    points = tuple((float(x), float(y)) for x, y in placed)
    return Outline(points, _angle(placed))


def _angle(corners: Points) -> float:
    """Of the two long-running sides together, degrees clockwise."""
    along = (corners[1] - corners[0]) + (corners[2] - corners[3])
    return math.degrees(math.atan2(float(along[1]), float(along[0])))
