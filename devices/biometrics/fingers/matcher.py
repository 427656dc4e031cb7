"""Are these two templates of one finger? Our own matcher; numpy only.

1. pairs of minutiae are rated: the run of the ridges around both, then the neighbours of both;
2. the best pairs propose how one print lies on the other;
3. the best proposals are refined: a rigid move, then a smooth bend as skin bends; minutiae paired one to one;
4. the score (scoring.py) holds what fits against what should have fitted where the prints overlap.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from devices.biometrics.fingers.scoring import Laid, score_of
from devices.biometrics.fingers.shape import FOURTH, Array, Shape, rotated, wrapped

Indices = NDArray[np.intp]

LEAST: Final = 4  # minutiae; a pair of smaller templates scores 0
TURN: Final = 1.2  # rad; a finger is not laid on the glass more askew than that against its earlier print
RATED: Final = 400  # pairs whose neighbours are looked at
PROPOSALS: Final = 32
REFINED: Final = 4
ALIKE_TURN: Final = 0.28  # rad, standard deviations of what one finger's two prints differ by
NEAR_PX: Final = (5.0, 0.06)  # px, and per px of distance
SUPPORT_PX: Final = (6.0, 0.06)
FIT: Final = ((12.0, 0.35), (9.0, 0.30))  # px and rad, at the rigid move and after the bend
LEAST_SUPPORT: Final = 0.03
LEAST_FIT: Final = 0.1
BEND_PX: Final = 45.0  # how far a displacement of the skin reaches
STEADY_PX: Final = (5.0, 0.08)
FEW_SEEN: Final = 8.0  # this many places count as usually alike, so that few say little
USUALLY_ALIKE: Final = 0.7
FLOW_FROM: Final = 0.2  # likeness of the ridges' run below which two minutiae are surely not one


def likeness(a: Shape, b: Shape) -> float:
    """0 and up; 0 for nothing in common. The scale is thresholds.toml's."""
    if min(a.size, b.size) < LEAST:
        return 0.0
    rated = _rated(a, b)
    if rated is None:
        return 0.0
    ones, others, alike = rated
    pairs = np.zeros((a.size, b.size), np.float32)
    pairs[ones, others] = alike.neighbours
    order = np.argsort(-alike.both, kind="stable")[:PROPOSALS]
    ones, others = ones[order], others[order]
    chance = np.zeros_like(pairs)
    chance[rated[0], rated[1]] = alike.both
    fits = _supported(a, b, (ones, others), chance)
    support = np.minimum(fits.max(2).sum(1), fits.max(1).sum(1))
    chosen = _different(a, b, ones, others, np.argsort(-support, kind="stable"))
    best = 0.0
    for place in chosen:
        if (laid := _refined(a, b, fits[place], pairs)) is not None:
            best = max(best, score_of(a, b, laid, best))
    return best


@dataclass(frozen=True)
class _Alike:
    neighbours: Array
    both: Array


def _rated(a: Shape, b: Shape) -> tuple[Indices, Indices, _Alike] | None:
    """The pairs worth a look, and how alike each is."""
    possible = (np.abs(wrapped(b.turn[None, :] - a.turn[:, None])) < TURN).astype(np.float32)
    if a.grid is not None and b.grid is not None:
        seen = a.seen @ b.seen.T
        run = (a.around @ b.around.T) / (1 + FOURTH)
        run = (run + USUALLY_ALIKE * FEW_SEEN) / (seen + FEW_SEEN)
        possible *= np.clip((run - FLOW_FROM) / (1 - FLOW_FROM), 0, 1)
    flat = possible.ravel()
    count = min(RATED, int((flat > 0).sum()))
    if count == 0:
        return None
    best = np.argpartition(-flat, count - 1)[:count]
    ones, others = np.unravel_index(best, possible.shape)
    neighbours = _neighbours(a, b, ones, others)
    return ones, others, _Alike(neighbours, neighbours * flat[best])


def _neighbours(a: Shape, b: Shape, ones: Indices, others: Indices) -> Array:
    """How well the neighbours of each pair fit each other, 0..1."""
    near_a, near_b = a.near[ones], b.near[others]
    rows_a, rows_b = ones[:, None], others[:, None]
    off = a.place[rows_a, near_a][:, :, None] - b.place[rows_b, near_b][:, None]
    turned = wrapped(a.turned[rows_a, near_a][:, :, None] - b.turned[rows_b, near_b][:, None])
    width = (NEAR_PX[0] + NEAR_PX[1] * a.apart[rows_a, near_a])[:, :, None]
    fits = _bell(off, width, turned, ALIKE_TURN)
    fewer = min(near_a.shape[1], near_b.shape[1])
    return np.asarray((fits.max(2).sum(1) + fits.max(1).sum(1)) / (2 * fewer), np.float32)


def _supported(a: Shape, b: Shape, pairs: tuple[Indices, Indices], chance: Array) -> Array:
    """Per proposal, how well each two minutiae fall together if this pair is one."""
    ones, others = pairs
    off = a.place[ones][:, :, None] - b.place[others][:, None]
    turned = wrapped(a.turned[ones][:, :, None] - b.turned[others][:, None])
    width = (SUPPORT_PX[0] + SUPPORT_PX[1] * a.apart[ones])[:, :, None]
    return np.asarray(_bell(off, width, turned, ALIKE_TURN) * (0.15 + chance[None]), np.float32)


def _different(a: Shape, b: Shape, ones: Indices, others: Indices, order: Indices) -> list[int]:
    """The first few proposals that do not say the same."""
    middle = a.at.mean(0)
    chosen: list[int] = []
    moves: list[tuple[float, float, float]] = []
    for place in order:
        one, other = ones[place], others[place]
        angle = float(b.turn[other] - a.turn[one])
        x, y = rotated(middle - a.at[one], angle) + b.at[other]
        same = (
            abs((angle - move[0] + np.pi) % (2 * np.pi) - np.pi) < 0.12
            and np.hypot(x - move[1], y - move[2]) < 10
            for move in moves
        )
        if any(same):
            continue
        moves.append((angle, float(x), float(y)))
        chosen.append(int(place))
        if len(chosen) == REFINED:
            break
    return chosen


def _refined(a: Shape, b: Shape, fits: Array, pairs: Array) -> Laid | None:
    """a laid on b as well as it goes; None when fewer than three minutiae fall together."""
    ones, others = _paired(fits, LEAST_SUPPORT)
    weight = fits[ones, others]
    for bent, (width, turn) in zip((False, True), FIT, strict=True):
        if len(ones) < 3:
            return None
        angle, before, after = _move(a.at[ones], b.at[others], weight)
        moved = rotated(a.at - before, angle) + after
        if bent:
            moved = moved + _bend(moved, ones, b.at[others] - moved[ones], weight)
        off = moved[:, None] - b.at[None]
        fits = _bell(off, width, wrapped(a.turn[:, None] + angle - b.turn[None]), turn)
        ones, others = _paired(fits * (0.3 + pairs), LEAST_FIT)
        weight = fits[ones, others]
    if len(ones) < 3:
        return None
    return Laid(
        ones, others, weight, pairs[ones, others], _steady(a, b, ones, others), moved, angle, before, after
    )


def _move(p: Array, q: Array, weight: Array) -> tuple[float, Array, Array]:
    """The turn, and the points that fall together, of the rigid move that brings p to q best."""
    share = (weight / weight.sum())[:, None]
    before, after = (p * share).sum(0), (q * share).sum(0)
    spread = ((p - before) * share).T @ (q - after)
    return float(np.arctan2(spread[0, 1] - spread[1, 0], spread[0, 0] + spread[1, 1])), before, after


def _bend(moved: Array, ones: Indices, rest: Array, weight: Array) -> Array:
    """What is still off at the pairs, spread smoothly over the print."""
    apart = ((moved[:, None] - moved[ones][None]) ** 2).sum(-1)
    pull = np.exp(-apart / (2 * BEND_PX**2)) * weight[None]
    return np.asarray((pull @ rest) / (pull.sum(1, keepdims=True) + 0.5), np.float32)


def _paired(fits: Array, least: float) -> tuple[Indices, Indices]:
    """One to one: each is the other's best, and good enough."""
    best = fits.argmax(1)
    rows = np.arange(len(fits))
    mutual = (fits[rows, best] > least) & (fits.argmax(0)[best] == rows)
    return np.flatnonzero(mutual), best[mutual]


def _steady(a: Shape, b: Shape, ones: Indices, others: Indices) -> Array:
    """Per pair, how well it agrees with the other pairs nearby on where they lie, 0..1."""
    off = a.place[ones[:, None], ones] - b.place[others[:, None], others]
    apart = a.apart[ones[:, None], ones]
    turned = wrapped(a.turned[ones[:, None], ones] - b.turned[others[:, None], others])
    agrees = _bell(off, STEADY_PX[0] + STEADY_PX[1] * apart, turned, 0.3)
    near = np.exp(-apart / 60) * (apart > 0)
    return np.asarray((agrees * near).sum(1) / (near.sum(1) + 1e-6), np.float32)


def _bell(off: Array, width: Array | float, turned: Array, turn: float) -> Array:
    """1 where two fall together, less the further they are apart and turned."""
    square = off[..., 0] ** 2 + off[..., 1] ** 2
    return np.asarray(np.exp(-square / (2 * np.square(width)) - turned**2 / (2 * turn**2)), np.float32)
