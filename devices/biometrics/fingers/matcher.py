"""Are these two sets of minutiae of one finger? Our own matcher; numpy only.

1. every minutia's nearest neighbours, in its own frame, tell how alike two minutiae are;
2. the most alike pairs propose how one print lies on the other;
3. the best proposals are refined rigidly and their minutiae paired one to one;
4. the score is the square of what fits over how much should have fitted in the overlap.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from devices.biometrics.fingers.template import FingerTemplate

Array = NDArray[np.float32]
Indices = NDArray[np.intp]

MOST: Final = 80  # minutiae looked at, the best of them
LEAST: Final = 5
NEIGHBOURS: Final = 10
PROPOSALS: Final = 40
REFINED: Final = 4
TURN: Final = 1.4  # rad; a finger is not laid on the glass more askew than that against its earlier print
NEAR_PX: Final = 15.0
DPI: Final = 500


@dataclass(frozen=True)
class Shape:
    """A template made ready for comparing. at: n x 3 (x, y px at 500 dpi; direction in rad, clockwise)."""

    at: Array
    place: Array  # n x n x 2: minutia j as seen from i, in i's frame
    apart: Array  # n x n: distance
    turned: Array  # n x n: direction of j as seen from i
    near: Indices  # n x k: the nearest of each

    @property
    def size(self) -> int:
        return len(self.at)


def shape_of(template: FingerTemplate) -> Shape:
    best = sorted(template.minutiae, key=lambda minutia: -minutia.quality)[:MOST]
    scale = DPI / template.dpi
    rows = [(m.x * scale, m.y * scale, -np.deg2rad(m.angle_deg)) for m in best]
    at = np.asarray(rows, np.float32).reshape(-1, 3)
    off = at[None, :, :2] - at[:, None, :2]
    cos, sin = np.cos(at[:, 2])[:, None], np.sin(at[:, 2])[:, None]
    place = np.stack([off[..., 0] * cos + off[..., 1] * sin, off[..., 1] * cos - off[..., 0] * sin], -1)
    apart = np.hypot(off[..., 0], off[..., 1])
    near = np.argsort(apart, 1)[:, 1 : NEIGHBOURS + 1]
    return Shape(at, place, apart, _turn(at[None, :, 2] - at[:, None, 2]), near)


def likeness(a: Shape, b: Shape) -> float:
    """0 and up; two prints of one finger usually score above 1, two fingers near 0."""
    if min(a.size, b.size) < LEAST:
        return 0.0
    alike = _alike(a, b)
    upright = np.abs(_turn(b.at[None, :, 2] - a.at[:, None, 2])) < TURN
    alike = np.where(upright, alike, 0)
    ones, others = np.unravel_index(np.argsort(-alike, axis=None)[:PROPOSALS], alike.shape)
    off = a.place[ones][:, :, None, :] - b.place[others][:, None, :, :]
    turned = _turn(a.turned[ones][:, :, None] - b.turned[others][:, None, :])
    width = (6 + 0.05 * a.apart[ones])[:, :, None]
    fits = np.exp(-(off**2).sum(-1) / (2 * width**2) - turned**2 / (2 * 0.25**2)) * (0.25 + alike[None])
    support = np.minimum(fits.max(2).sum(1), fits.max(1).sum(1))
    return max(_refined(a, b, fits[best], alike) for best in np.argsort(-support)[:REFINED])


def _alike(a: Shape, b: Shape) -> Array:
    """n x m: how well the neighbours of each two minutiae fit each other, 0..1."""
    rows_a, rows_b = np.arange(a.size)[:, None], np.arange(b.size)[:, None]
    off = a.place[rows_a, a.near][:, None, :, None, :] - b.place[rows_b, b.near][None, :, None, :, :]
    turned = _turn(a.turned[rows_a, a.near][:, None, :, None] - b.turned[rows_b, b.near][None, :, None, :])
    width = (4 + 0.05 * a.apart[rows_a, a.near])[:, None, :, None]
    fits = np.exp(-(off**2).sum(-1) / (2 * width**2) - turned**2 / (2 * 0.25**2))
    fewer = min(a.near.shape[1], b.near.shape[1])
    return np.asarray((fits.max(3).sum(2) + fits.max(2).sum(2)) / (2 * fewer), np.float32)


def _refined(a: Shape, b: Shape, fits: Array, alike: Array) -> float:
    """The score of one proposal after laying a on b as well as it goes."""
    ones, others = _paired(fits, 0.15)
    moved, off = a.at[:, :2], np.zeros((a.size, b.size), np.float32)
    for _ in range(2):
        if len(ones) < 3:
            return 0.0
        moved, angle = _laid(a.at, b.at, ones, others)
        off = ((moved[:, None] - b.at[None, :, :2]) ** 2).sum(-1)
        turned = _turn(a.at[:, None, 2] + angle - b.at[None, :, 2])
        fits = np.exp(-off / (2 * 6.5**2) - turned**2 / (2 * 0.22**2))
        ones, others = _paired(fits, 0.08)
    if len(ones) < 3:
        return 0.0
    fitting = float((np.sqrt(fits[ones, others]) * np.clip(alike[ones, others] * 2.2, 0, 1)).sum())
    expected = max(_within(moved, b.at), 6) * max(_within(b.at, moved), 6)
    return float(fitting**2 / np.sqrt(expected))


def _paired(fits: Array, least: float) -> tuple[Indices, Indices]:
    """One to one: each is the other's best, and good enough."""
    best = fits.argmax(1)
    rows = np.arange(len(fits))
    mutual = (fits[rows, best] > least) & (fits.argmax(0)[best] == rows)
    return np.flatnonzero(mutual), best[mutual]


def _laid(a: Array, b: Array, ones: Indices, others: Indices) -> tuple[Array, float]:
    """Where the points of a lie after the rigid move that brings the pairs together best, and its turn."""
    p, q = a[ones, :2], b[others, :2]
    middle_p, middle_q = p.mean(0), q.mean(0)
    spread = (p - middle_p).T @ (q - middle_q)
    angle = float(np.arctan2(spread[0, 1] - spread[1, 0], spread[0, 0] + spread[1, 1]))
    cos, sin = np.cos(angle), np.sin(angle)
    turn = np.array([[cos, -sin], [sin, cos]], np.float32)
    return np.asarray((a[:, :2] - middle_p) @ turn.T + middle_q, np.float32), angle


def _within(points: Array, others: Array) -> int:
    """How many points lie in the box around the others."""
    low, high = others[:, :2].min(0) - NEAR_PX, others[:, :2].max(0) + NEAR_PX
    return int(((points[:, :2] > low) & (points[:, :2] < high)).all(1).sum())


def _turn(angle: Array) -> Array:
    return np.asarray((angle + np.pi) % (2 * np.pi) - np.pi, np.float32)
