"""What is behind a person and what they wear, read from the canvas: how plain the wall is, how white the
shoulders.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.biometrics.faces.networks import Numbers
from devices.biometrics.faces.seat import EYES_Y_PX, HEIGHT_PX, MIDDLE_X_PX, WIDTH_PX, Seat

SURELY_WALL = 0.05  # person share below which a pixel is wall ...
AWAY_PX = 9  # ... this far from anything that is person: hair and shadow edges are not the wall's fault
FARTHEST = 90.0  # grey levels: one dark object must not count more than this
LEAST_PIXELS = 400  # fewer than this tell nothing
STEP_PX = 4  # every so many-th pixel is looked at
HALF_WIDTH_PX, ABOVE_PX, BELOW_PX = 179, 234, 207  # the portrait about the canvas' origin
CELL_PX = 48
PAPER = 205  # the darkest channel of what is as light as paper
FAINT = 22  # ... whose channels differ by no more than this
COLLAR_PX, NECK_PX, LOWEST_PX = (
    25,
    55,
    258,
)  # where shoulders are: below the chin, beside the middle, below the eyes


@dataclass(frozen=True)
class Ground:
    """The wall within the portrait."""

    seat: Seat

    @cached_property
    def _wall(self) -> NDArray[np.bool_]:
        """The canvas pixels that are wall."""
        near = cv2.dilate((self.seat.person >= SURELY_WALL).astype(np.uint8), np.ones((AWAY_PX, AWAY_PX)))
        wall = np.zeros((HEIGHT_PX, WIDTH_PX), np.bool_)
        rows = slice(EYES_Y_PX - ABOVE_PX, EYES_Y_PX + BELOW_PX)
        columns = slice(MIDDLE_X_PX - HALF_WIDTH_PX, MIDDLE_X_PX + HALF_WIDTH_PX)
        wall[rows, columns] = near[rows, columns] == 0
        return wall

    @cached_property
    def _fit(self) -> tuple[float, float, Numbers]:
        """(grey, spread, how far each looked-at pixel is from the wall's smooth shade; 0 off the wall)."""
        off = np.zeros((-(-HEIGHT_PX // STEP_PX), -(-WIDTH_PX // STEP_PX)), np.float32)
        rows, columns = np.nonzero(self._wall[::STEP_PX, ::STEP_PX])
        if len(rows) < LEAST_PIXELS / STEP_PX:
            return 255.0, 0.0, off
        colours = self.seat.canvas[::STEP_PX, ::STEP_PX][rows, columns].astype(np.float64)
        terms = np.stack([np.ones(len(rows)), rows / 100.0, columns / 100.0], 1)
        keep = np.abs(colours - np.median(colours, 0)).max(1) < FARTHEST
        away = np.zeros(len(rows))
        for _ in range(2):
            used = keep if keep.sum() >= 30 else np.ones(len(rows), np.bool_)
            plane = np.linalg.lstsq(terms[used], colours[used], rcond=None)[0]
            away = np.abs(colours - terms @ plane).mean(1)
            keep = away < max(6.0, 2.5 * float(np.median(away)))
        off[rows, columns] = away
        spread = float(np.sqrt(np.mean(np.minimum(away, FARTHEST) ** 2)))
        return float(np.median(colours.mean(1))), spread, off

    @property
    def grey(self) -> float:
        return self._fit[0]

    @property
    def spread(self) -> float:
        return self._fit[1]

    @property
    def worst(self) -> tuple[int, int, int, int]:
        """The part of the wall that is least plain: left, top, right, bottom on the canvas."""
        cells = CELL_PX // STEP_PX
        heat = cv2.boxFilter(np.minimum(self._fit[2], FARTHEST), -1, (cells, cells))
        row, column = np.unravel_index(int(heat.argmax()), heat.shape)
        x, y = int(column) * STEP_PX, int(row) * STEP_PX
        return x - CELL_PX, y - CELL_PX, x + CELL_PX, y + CELL_PX

    @property
    def shoulders(self) -> tuple[int, int, int, int]:
        """Where the clothes are looked at: left, top, right, bottom on the canvas."""
        top = min(EYES_Y_PX + round(self.seat.chin_px) + COLLAR_PX, EYES_Y_PX + LOWEST_PX - 12)
        return MIDDLE_X_PX - HALF_WIDTH_PX, top, MIDDLE_X_PX + HALF_WIDTH_PX, EYES_Y_PX + LOWEST_PX

    @property
    def white_top(self) -> float:
        """Share of the shoulders that is as light as paper, 0..1."""
        left, top, right, bottom = self.shoulders
        colours = self.seat.canvas[top:bottom, left:right].astype(np.int16)
        worn = self.seat.person[top:bottom, left:right] > 0.8
        worn[:, MIDDLE_X_PX - left - NECK_PX : MIDDLE_X_PX - left + NECK_PX] = False
        if worn.sum() < LEAST_PIXELS:
            return 0.0
        darkest, lightest = colours.min(2), colours.max(2)
        return float(((darkest >= PAPER) & (lightest - darkest <= FAINT))[worn].mean())
