"""What a glance at a fingerprint tells, without any engine: where it is, how large, how dark.

Fast enough for a live picture (a few milliseconds). Nothing is known here of minutiae.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from devices.contract import FingerImage

_CELL = 12  # px; a cell holds at least one ridge and one valley
_RIDGES = 10.0  # standard deviation of a cell that shows ridges
_SMUDGE = 150.0  # mean of a cell so dark that ridges no longer show
_ALIKE = 0.5  # agreement of a cell's gradients from which on it shows one ridge direction
_CLEAR = 20.0  # standard deviation of a cell with clear ridges
_WHOLE_MM2 = 150.0  # of clear ridges: nothing better to come


@dataclass(frozen=True)
class Glance:
    """area_mm2: of the print; grey: its mean, 0 black; contrast: grey levels; off_*: its centre from
    the glass's. score: 0..100, the share of a whole print that shows clear ridges; for the live picture.
    one_way: 0..1, how far all of it runs in one direction; a finger's ridges turn, a smear does not.
    """

    area_mm2: float
    grey: float
    contrast: float
    off_x_mm: float
    off_y_mm: float
    score: int = 0
    one_way: float = 0.0


def glance(image: FingerImage) -> Glance:
    """Look at the picture cell by cell. A picture smaller than a few cells shows nothing."""
    cells = _cells(image)
    if cells.size == 0:
        return Glance(0.0, 255.0, 0.0, 0.0, 0.0)
    mean, spread = cells.mean((1, 3)), cells.std((1, 3))
    printed = (spread > _RIDGES) | (mean < _SMUDGE)
    if not printed.any():
        return Glance(0.0, 255.0, 0.0, 0.0, 0.0)
    mm = 25.4 / image.dpi
    rows, columns = np.nonzero(printed)
    alike, way = _ways(image, cells.shape[0], cells.shape[2])
    clear = (alike > _ALIKE) & (spread > _CLEAR)
    clear_mm2 = float(clear.sum()) * (_CELL * mm) ** 2
    return Glance(
        area_mm2=float(printed.sum()) * (_CELL * mm) ** 2,
        grey=float(mean[printed].mean()),
        contrast=float(spread[printed].mean()),
        off_x_mm=float((columns.mean() + 0.5) * _CELL - image.width_px / 2) * mm,
        off_y_mm=float((rows.mean() + 0.5) * _CELL - image.height_px / 2) * mm,
        score=min(100, round(100 * clear_mm2 / _WHOLE_MM2)),
        one_way=float(abs(way[printed].sum()) / (np.abs(way[printed]).sum() + 1e-6)),
    )


def _ways(image: FingerImage, rows: int, columns: int) -> tuple[NDArray[np.float32], NDArray[np.complex64]]:
    """Per cell: how far its gradients agree, 0..1; and their direction doubled, the longer the steeper."""
    grey = np.frombuffer(image.pixels, np.uint8).reshape(image.height_px, image.width_px)
    inside = grey[: rows * _CELL, : columns * _CELL].astype(np.float32)
    over = np.zeros_like(inside)
    down = np.zeros_like(inside)
    over[:, 1:-1] = inside[:, 2:] - inside[:, :-2]
    down[1:-1] = inside[2:] - inside[:-2]
    shape = (rows, _CELL, columns, _CELL)
    square = np.einsum("rycx,rycx->rc", *[over.reshape(shape)] * 2)
    square_down = np.einsum("rycx,rycx->rc", *[down.reshape(shape)] * 2)
    both = np.einsum("rycx,rycx->rc", over.reshape(shape), down.reshape(shape))
    way = (square - square_down + 2j * both).astype(np.complex64)
    return np.abs(way) / (square + square_down + 1e-3), way


def _cells(image: FingerImage) -> NDArray[np.float32]:
    """(rows, cell, columns, cell)."""
    grey = np.frombuffer(image.pixels, np.uint8).reshape(image.height_px, image.width_px)
    rows, columns = image.height_px // _CELL, image.width_px // _CELL
    inside = grey[: rows * _CELL, : columns * _CELL].astype(np.float32)
    return inside.reshape(rows, _CELL, columns, _CELL)
