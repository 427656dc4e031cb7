"""How the ridges run, where there are any, and the same picture drawn clean. Runs in the child process.

The picture is cut into overlapping windows; each window's spectrum tells the direction and the distance of
its ridges, and keeps only what runs so (short-time Fourier analysis). 500 dpi is taken for granted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.biometrics.fingers.picture import Grey
from devices.biometrics.fingers.template import NO_FLOW, Flow

Field = NDArray[np.float32]

WINDOW_PX: Final = 32  # some three ridges and valleys
PITCH_PX: Final = 16
PERIODS_PX: Final = (5.0, 16.0)  # ridge to ridge, of any finger
KEPT_PERIODS_PX: Final = (6.0, 14.0)
TURN_DEG: Final = 22.5  # what runs further off the local direction is left out
SPREAD: Final = 0.35  # and what lies further from the local period, as a share of it
LEAST_CERTAIN: Final = 0.2
LEAST_SHARE: Final = 0.3  # of a window's energy in the band of ridges
LEAST_CONTRAST: Final = 5.0  # grey levels
FAINT: Final = 0.3  # of the print's own contrast: fainter is a ghost of the finger before
LARGEST_HOLE: Final = 40  # cells; a hole in the print is a part of it


@dataclass(frozen=True)
class Ridges:
    """clean: ridges dark on grey 128 where there is no print. inside: where there is, per pixel.

    certain: 0..1 per cell, how sure direction and contrast are.
    """

    clean: Grey
    inside: NDArray[np.bool_]
    flow: Flow
    certain: Field

    def certainty_at(self, x: Field, y: Field) -> Field:
        at = [np.asarray(axis / PITCH_PX, np.float32).reshape(-1, 1) for axis in (x, y)]
        found = cv2.remap(self.certain, at[0], at[1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(found, np.float32).ravel()


def ridges_of(grey: Grey) -> Ridges | None:
    """None where no ridges are to be seen."""
    even, contrast = _evened(grey)
    spectra, window = _spectra(even)
    contrast = _at_cells(contrast, spectra.shape[:2])
    angle, radius = _polar()
    power = np.abs(spectra) ** 2
    band = (radius >= WINDOW_PX / PERIODS_PX[1]) & (radius <= WINDOW_PX / PERIODS_PX[0])
    energy = (power * band).sum((2, 3))
    share = energy / ((power * (radius > 0)).sum((2, 3)) + 1e-3)
    across, sure = _direction(power * band, energy, angle)
    inside = _print(sure, contrast, share)
    if not inside.any():
        return None
    rate = _rate(power * band, across, angle, radius, sure)
    drawn = _drawn(spectra, (across, rate), (angle, radius), window, grey.shape)
    within = _widened(inside, grey.shape)
    clean = np.where(within, np.clip(128 + 90 * drawn, 0, 255), 128).astype(np.uint8)
    usual = float(np.percentile(contrast[inside], 80)) + 1e-3
    certain = np.asarray(sure * np.clip(contrast / usual, 0, 1), np.float32)
    return Ridges(clean, within, _flow(across, inside), certain)


def _evened(grey: Grey) -> tuple[Field, Field]:
    """The picture with the same brightness and contrast everywhere, and the contrast it had."""
    picture = grey.astype(np.float32)
    box = (WINDOW_PX + 1, WINDOW_PX + 1)
    mean = cv2.blur(picture, box)
    contrast = np.sqrt(np.maximum(cv2.blur(picture * picture, box) - mean * mean, 0))
    return np.asarray((picture - mean) / (contrast + 12), np.float32), np.asarray(contrast, np.float32)


def _spectra(even: Field) -> tuple[NDArray[np.complex64], Field]:
    """rows x columns x WINDOW_PX x (WINDOW_PX / 2 + 1); window (r, c) is centred at PITCH_PX * (c, r)."""
    half = WINDOW_PX // 2
    below, right = ((-side) % PITCH_PX + WINDOW_PX - half for side in even.shape)
    padded = np.pad(even, ((half, below), (half, right)))
    views = np.lib.stride_tricks.sliding_window_view(padded, (WINDOW_PX, WINDOW_PX))
    bell = np.hanning(WINDOW_PX + 1)[:WINDOW_PX]
    window = np.sqrt(np.outer(bell, bell)).astype(np.float32)
    spectra = np.fft.rfft2(views[::PITCH_PX, ::PITCH_PX] * window)
    return spectra.astype(np.complex64, copy=False), window


def _polar() -> tuple[Field, Field]:
    """Angle and radius of each place of a spectrum; the angle is across the ridges, clockwise."""
    down = np.fft.fftfreq(WINDOW_PX)[:, None] * WINDOW_PX
    over = np.arange(WINDOW_PX // 2 + 1)[None, :]
    return np.arctan2(down, over).astype(np.float32), np.hypot(over, down).astype(np.float32)


def _at_cells(picture: Field, shape: tuple[int, ...]) -> Field:
    height, width = picture.shape
    rows = np.minimum(np.arange(shape[0]) * PITCH_PX, height - 1)
    columns = np.minimum(np.arange(shape[1]) * PITCH_PX, width - 1)
    return np.asarray(picture[np.ix_(rows, columns)], np.float32)


def _direction(power: Field, energy: Field, angle: Field) -> tuple[Field, Field]:
    """Across the ridges (rad), smoothed over neighbours, and how sure that is (0..1)."""
    doubled = np.exp(2j * angle)
    pointing = (power * doubled).sum((2, 3)) / (energy + 1e-3)
    weight = np.minimum(energy / (float(np.percentile(energy, 80)) + 1e-6), 1)
    smooth = _smoothed(pointing.real * weight) + 1j * _smoothed(pointing.imag * weight)
    sure = np.abs(smooth) / (_smoothed(weight) + 1e-3)
    return np.asarray(np.angle(smooth) / 2, np.float32), np.asarray(sure, np.float32)


def _print(sure: Field, contrast: Field, share: Field) -> NDArray[np.bool_]:
    """The cells that show the print: the largest piece, its holes filled."""
    clear = sure > 2 * LEAST_CERTAIN
    least = max(LEAST_CONTRAST, FAINT * float(np.percentile(contrast[clear], 90)) if clear.any() else 0.0)
    good = ((sure > LEAST_CERTAIN) & (contrast > least) & (share > LEAST_SHARE)).astype(np.uint8)
    opened = cv2.morphologyEx(good, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    closed_up = cv2.morphologyEx(opened, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    count, pieces, facts, _ = cv2.connectedComponentsWithStats(closed_up, connectivity=4)
    if count < 2:
        return np.zeros(good.shape, np.bool_)
    piece = pieces == 1 + int(np.argmax(facts[1:, cv2.CC_STAT_AREA]))
    count, holes, facts, _ = cv2.connectedComponentsWithStats((~piece).astype(np.uint8), connectivity=4)
    rows, columns = piece.shape
    for hole in range(1, count):
        left, top, width, height, area = (int(fact) for fact in facts[hole])
        closed = left > 0 and top > 0 and left + width < columns and top + height < rows
        if closed and area <= LARGEST_HOLE:
            piece |= holes == hole
    return np.asarray(piece, np.bool_)


def _rate(power: Field, across: Field, angle: Field, radius: Field, sure: Field) -> Field:
    """Ridges per window, smoothed over neighbours."""
    along = power * np.cos(angle - across[..., None, None]) ** 8
    rate = (along * radius).sum((2, 3)) / (along.sum((2, 3)) + 1e-6)
    smooth = _smoothed(rate * sure) / (_smoothed(sure) + 1e-3)
    limits = WINDOW_PX / KEPT_PERIODS_PX[1], WINDOW_PX / KEPT_PERIODS_PX[0]
    return np.asarray(np.clip(smooth, *limits), np.float32)


def _drawn(
    spectra: NDArray[np.complex64],
    local: tuple[Field, Field],
    polar: tuple[Field, Field],
    window: Field,
    shape: tuple[int, ...],
) -> Field:
    """The ridges alone, evenly strong: each window filtered by its direction and rate, then laid together."""
    (across, rate), (angle, radius) = local, polar
    turned = np.abs(np.mod(angle - across[..., None, None] + np.pi / 2, np.pi) - np.pi / 2)
    off = (radius - rate[..., None, None]) / (SPREAD * rate[..., None, None])
    keep = np.exp(-((turned / np.deg2rad(TURN_DEG)) ** 2) / 2 - off**2 / 2) * (radius > 0)
    kept = spectra * keep * np.sqrt(np.abs(spectra) + 1e-6)
    pieces = np.fft.irfft2(kept, s=(WINDOW_PX, WINDOW_PX)).astype(np.float32) * window
    rows, columns = across.shape
    sheet = np.zeros((rows * PITCH_PX + WINDOW_PX, columns * PITCH_PX + WINDOW_PX), np.float32)
    parts = WINDOW_PX // PITCH_PX
    tiles = pieces.reshape(rows, columns, parts, PITCH_PX, parts, PITCH_PX)
    for down in range(parts):
        for over in range(parts):
            laid = tiles[:, :, down, :, over, :].transpose(0, 2, 1, 3)
            top, left = down * PITCH_PX, over * PITCH_PX
            sheet[top : top + rows * PITCH_PX, left : left + columns * PITCH_PX] += laid.reshape(
                rows * PITCH_PX, columns * PITCH_PX
            )
    half = WINDOW_PX // 2
    drawn = sheet[half : half + shape[0], half : half + shape[1]]
    box = (WINDOW_PX + 1, WINDOW_PX + 1)
    strength = np.sqrt(np.maximum(cv2.blur(drawn * drawn, box), 0))
    return np.asarray(drawn / (strength + 1e-6), np.float32)


def _widened(cells: NDArray[np.bool_], shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Cells as pixels, with smooth edges."""
    height, width = shape
    down = np.tile((np.arange(height, dtype=np.float32) / PITCH_PX)[:, None], (1, width))
    over = np.tile(np.arange(width, dtype=np.float32) / PITCH_PX, (height, 1))
    wide = cv2.remap(cells.astype(np.float32), over, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(wide > 0.5, np.bool_)


def _flow(across: Field, inside: NDArray[np.bool_]) -> Flow:
    ridge = np.round(np.degrees(-across) + 90).astype(np.int64) % 180  # along, counter-clockwise
    angles = np.where(inside, ridge, NO_FLOW).astype(np.uint8)
    rows, columns = angles.shape
    return Flow(PITCH_PX, columns, rows, angles.tobytes())


def _smoothed(cells: NDArray[np.floating]) -> Field:
    return np.asarray(cv2.GaussianBlur(np.asarray(cells, np.float32), (0, 0), 1.0), np.float32)
