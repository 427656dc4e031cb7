"""A template made ready for comparing: what each minutia sees around itself, in its own frame.

Two views: its nearest neighbours, and the run of the ridges on circles around it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from devices.biometrics.fingers.template import NO_FLOW, FingerTemplate, Flow

Array = NDArray[np.float32]
Complex = NDArray[np.complex64]

DPI: Final = 500
MOST: Final = 60  # minutiae looked at: the best of them
NEIGHBOURS: Final = 10
UNKNOWN_QUALITY: Final = 0.5
LEAST_QUALITY: Final = 0.05
CIRCLES: Final = ((18, 6), (36, 10), (56, 14), (78, 16))  # radius in px, places on it
FOURTH: Final = 0.6  # weight of the doubled angle: makes the likeness of two directions peak more sharply

_AROUND: Final = np.array(
    [
        (radius * np.cos(2 * np.pi * place / places), radius * np.sin(2 * np.pi * place / places))
        for radius, places in CIRCLES
        for place in range(places)
    ],
    np.float32,
)


@dataclass(frozen=True)
class Grid:
    """The ridges' flow: unit complex numbers at twice the direction (rad, clockwise), 0 outside the print."""

    cells: Complex
    inside: Array  # 1 in the print, 0 outside
    pitch_px: float
    origin: tuple[float, float]

    def at(self, places: Array) -> tuple[Complex, Array]:
        """Flow and how much of it lies in the print (0..1), between the cells. places: ... x 2, px."""
        x = (places[..., 0] - self.origin[0]) / self.pitch_px
        y = (places[..., 1] - self.origin[1]) / self.pitch_px
        rows, columns = self.cells.shape
        left, top = np.floor(x).astype(np.intp), np.floor(y).astype(np.intp)
        right_part, low_part = x - left, y - top
        flow = np.zeros(x.shape, np.complex64)
        share = np.zeros(x.shape, np.float32)
        for over, down in ((0, 0), (1, 0), (0, 1), (1, 1)):
            column, row = left + over, top + down
            there = (column >= 0) & (column < columns) & (row >= 0) & (row < rows)
            column = np.minimum(np.maximum(column, 0), columns - 1)  # np.clip is slow on so few
            row = np.minimum(np.maximum(row, 0), rows - 1)
            weight = np.abs(1 - over - right_part) * np.abs(1 - down - low_part) * there
            weight = weight * self.inside[row, column]
            flow += weight * self.cells[row, column]
            share += weight
        return flow, share


@dataclass(frozen=True)
class Shape:
    """n minutiae. Directions in rad, clockwise; places in px at 500 dpi."""

    at: Array  # n x 2
    turn: Array  # n: direction
    worth: Array  # n: quality, 0..1
    place: Array  # n x n x 2: minutia j as seen from i
    apart: Array  # n x n: distance
    turned: Array  # n x n: direction of j as seen from i
    near: NDArray[np.intp]  # n x k: the nearest of each
    around: Array  # n x 4c: the flow on the circles; 0 where there is none
    seen: Array  # n x c: 1 where there is
    grid: Grid | None
    printed: Array  # m x 2: the places of the grid's cells in the print
    flowing: Complex  # m: the flow there

    @property
    def size(self) -> int:
        return len(self.at)


def shape_of(template: FingerTemplate) -> Shape:
    """Takes a millisecond. Any template will do, also one without flow or without minutiae."""
    scale = DPI / max(1, template.dpi)
    best = sorted(template.minutiae, key=lambda minutia: -minutia.quality)[:MOST]
    at = np.array([(m.x, m.y) for m in best], np.float32).reshape(-1, 2) * np.float32(scale)
    turn = -np.deg2rad(np.array([m.angle_deg for m in best], np.float32))
    quality = np.array([m.quality for m in best], np.float32) / 100
    worth = np.where(quality > 0, np.maximum(quality, LEAST_QUALITY), UNKNOWN_QUALITY).astype(np.float32)
    grid = None if template.flow is None else _grid(template.flow, scale)
    cos, sin = np.cos(turn)[:, None], np.sin(turn)[:, None]
    off = at[None, :, :] - at[:, None, :]
    place = np.stack([off[..., 0] * cos + off[..., 1] * sin, off[..., 1] * cos - off[..., 0] * sin], -1)
    apart = np.hypot(off[..., 0], off[..., 1])
    near = np.argsort(apart, 1)[:, 1 : NEIGHBOURS + 1]
    around, seen = _around(at, turn, grid)
    printed, flowing = _cells(grid)
    turned = wrapped(turn[None, :] - turn[:, None])
    return Shape(at, turn, worth, place, apart, turned, near, around, seen, grid, printed, flowing)


def wrapped(angle: NDArray[np.floating]) -> Array:
    """-pi .. pi."""
    return np.asarray(angle - 2 * np.pi * np.rint(angle / (2 * np.pi)), np.float32)


def rotated(points: Array, angle: float) -> Array:
    """Clockwise, as y points down; about (0, 0)."""
    cos, sin = np.cos(angle), np.sin(angle)
    return np.asarray(points @ np.array([[cos, sin], [-sin, cos]], np.float32), np.float32)


def _grid(flow: Flow, scale: float) -> Grid:
    degrees = np.frombuffer(flow.angles, np.uint8).reshape(flow.rows, flow.columns)
    inside = (degrees != NO_FLOW).astype(np.float32)
    cells = (np.exp(-2j * np.deg2rad(degrees.astype(np.float32))) * inside).astype(np.complex64)
    return Grid(cells, inside, flow.pitch_px * scale, (flow.left_px * scale, flow.top_px * scale))


def _around(at: Array, turn: Array, grid: Grid | None) -> tuple[Array, Array]:
    if grid is None or not len(at):
        return np.zeros((len(at), 4 * len(_AROUND)), np.float32), np.zeros(
            (len(at), len(_AROUND)), np.float32
        )
    cos, sin = np.cos(turn)[:, None], np.sin(turn)[:, None]
    x = at[:, :1] + _AROUND[:, 0] * cos - _AROUND[:, 1] * sin
    y = at[:, 1:] + _AROUND[:, 0] * sin + _AROUND[:, 1] * cos
    flow, share = grid.at(np.stack([x, y], -1))
    flow = flow * np.exp(-2j * turn[:, None])
    unit = flow / (np.abs(flow) + 1e-6)
    seen = (share > 0.6).astype(np.float32)
    fourth = unit * unit
    parts = (unit.real, unit.imag, FOURTH * fourth.real, FOURTH * fourth.imag)
    return np.concatenate([part * seen for part in parts], 1).astype(np.float32), seen


def _cells(grid: Grid | None) -> tuple[Array, Complex]:
    if grid is None:
        return np.zeros((0, 2), np.float32), np.zeros(0, np.complex64)
    rows, columns = np.nonzero(grid.inside)
    places = np.stack([columns, rows], -1) * grid.pitch_px + np.asarray(grid.origin)
    return places.astype(np.float32), grid.cells[rows, columns]
