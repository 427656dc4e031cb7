"""From two prints laid on each other to one number: what fits over what should fit in the overlap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from devices.biometrics.fingers.shape import Array, Grid, Shape, rotated

SCALE: Final = 100.0
POWER: Final = 1.8  # 2 would be a share of what was expected; a little less rewards many that fit
SLACK: Final = 2.0  # expected on top, so that three that fit out of three are not a sure thing
NEIGHBOUR_SCALE: Final = 2.2  # neighbours never fit wholly: 0.45 of them is as good as it gets
FLOW: Final = (
    0.4,
    0.5,
    1.5,
)  # no worth at this agreement of the ridges' run, full worth that much above; power
FLOW_LIMITS: Final = (0.05, 1.1)
MOST_AGREEMENT: Final = FLOW_LIMITS[1] ** FLOW[2]
WHOLE_CELLS: Final = 100.0  # of 16 px: an overlap of that size is as good as a whole print
CELL_PX: Final = 16.0
UNKNOWN_FLOW: Final = 0.9
BOX_PX: Final = 15.0


@dataclass(frozen=True)
class Laid:
    """a laid on b: its minutiae `ones` fall on `others`. fit, alike, steady: how well, each 0..1."""

    ones: NDArray[np.intp]
    others: NDArray[np.intp]
    fit: Array
    alike: Array
    steady: Array
    moved: Array  # all minutiae of a, in b's frame
    angle: float
    before: Array
    after: Array

    def there(self, points: Array) -> Array:
        """Places of a in b's frame (the rigid move only)."""
        return rotated(points - self.before, self.angle) + self.after

    def back(self, points: Array) -> Array:
        """Places of b in a's frame."""
        return rotated(points - self.after, -self.angle) + self.before


def score_of(a: Shape, b: Shape, laid: Laid, least: float = 0.0) -> float:
    """0 and up; 0 also for what cannot be above `least`, however the ridges run: to know that costs most."""
    worth = np.sqrt(a.worth[laid.ones] * b.worth[laid.others])
    fitting = float((worth * laid.fit * laid.steady).sum())
    fitting *= float((np.sqrt(laid.fit) * np.clip(NEIGHBOUR_SCALE * laid.alike, 0, 1)).sum())
    there = _inside(laid.moved, b.grid, b.at)
    back = _inside(laid.back(b.at), a.grid, a.at)
    there[laid.ones] = back[laid.others] = True
    expected = float(np.sqrt(a.worth[there].sum() * b.worth[back].sum()))
    fits = SCALE * fitting / (expected + SLACK) ** POWER
    if fits * MOST_AGREEMENT <= least:
        return 0.0
    return float(fits * _agreement(a, b, laid))


def _agreement(a: Shape, b: Shape, laid: Laid) -> float:
    """How far the ridges run alike where the prints overlap, and how large that is."""
    cells, alike = WHOLE_CELLS, UNKNOWN_FLOW
    if a.grid is not None and b.grid is not None:
        flow, share = b.grid.at(laid.there(a.printed))
        over = share > 0.6
        both = a.flowing[over] * np.exp(2j * laid.angle) * np.conj(flow[over])
        alike = float((both.real / (np.abs(both) + 1e-6)).mean()) if over.any() else 0.0
        cells = float(over.sum()) * (a.grid.pitch_px / CELL_PX) ** 2
    start, span, power = FLOW
    run = float(np.clip((alike - start) / span, *FLOW_LIMITS)) ** power
    return float(run * np.sqrt(np.clip(cells / WHOLE_CELLS, 0.3, 1)))


def _inside(points: Array, grid: Grid | None, others: Array) -> NDArray[np.bool_]:
    """Which points lie in the other print; without its flow, in the box of its minutiae."""
    if grid is not None:
        return np.asarray(grid.at(points)[1] > 0.5, np.bool_)
    low, high = others.min(0) - BOX_PX, others.max(0) + BOX_PX
    return np.asarray(((points > low) & (points < high)).all(1), np.bool_)
