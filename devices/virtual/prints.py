"""Invented fingerprints for training: a finger grown from noise, and impressions of it as a scanner
sees them.

A finger is a ridge map: noise filtered again and again along a field of ridge directions with the
poles of a real
pattern (loop, whorl, arch). No person's finger went into it. Numpy only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Field = NDArray[np.float32]

WIDTH_PX: Final = 352  # of a ridge map, at 500 dpi
HEIGHT_PX: Final = 464
DIRECTIONS: Final = 24
PERIODS: Final = (7.6, 9.0, 10.4)  # px from ridge to ridge
PATTERNS: Final = ("right loop", "left loop", "whorl", "twin loop", "arch")
SHARES: Final = (0.32, 0.30, 0.20, 0.12, 0.06)

# pattern: (cores, deltas) as offsets from the middle, in px
_POLES: Final[dict[str, tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]]] = {
    "right loop": (((0, -5),), ((-95, 125),)),
    "left loop": (((0, -5),), ((95, 125),)),
    "whorl": (((0, -28), (0, 28)), ((-105, 140), (105, 140))),
    "twin loop": (((-20, -25), (20, 28)), ((-110, 140), (110, 135))),
}


@dataclass(frozen=True)
class Press:
    """How a finger meets the glass. Each row of VARIANTS is one way."""

    moisture: float = 0.0  # > 0 wet: thick dark ridges; < 0 dry: thin broken ones
    creases: int = 0
    contrast: float = 1.0  # < 1: patchy
    noise: float = 0.12
    area: float = 1.0  # share of the usual contact ellipse's axes
    drag_px: int = 0  # the finger slid so far while it was seen
    shift_px: tuple[float, float] = (0.0, 0.0)


VARIANTS: Final[dict[str, Press]] = {
    "good": Press(),
    "dry": Press(moisture=-1.3, noise=0.7, contrast=0.2),
    "wet": Press(moisture=1.4, noise=0.3),
    "worn": Press(moisture=-0.3, creases=9, contrast=0.3, noise=0.95),
    "smear": Press(moisture=0.3, drag_px=26),
    "partial": Press(area=0.5, shift_px=(10.0, 60.0)),
}


def grow(seed: int, pattern: str | None = None, rounds: int = 12) -> Grey:
    """A new finger's ridge map, HEIGHT_PX x WIDTH_PX, 255 = ridge. The same seed gives the same finger."""
    rng = np.random.default_rng(seed)
    pattern = pattern or str(rng.choice(PATTERNS, p=SHARES))
    direction = _directions(pattern, rng) + 0.10 * _smooth(rng, (HEIGHT_PX, WIDTH_PX), 6)
    y = np.arange(HEIGHT_PX, dtype=np.float32)[:, None]
    period = rng.uniform(8.3, 9.6) * (1 + 0.06 * _smooth(rng, (HEIGHT_PX, WIDTH_PX), 5))
    period = period * (
        1 + 0.14 * np.clip((y / HEIGHT_PX - 0.66) / 0.34, 0, 1)
    )  # ridges widen towards the joint
    which = np.round((direction % np.pi) / np.pi * DIRECTIONS).astype(np.int64) % DIRECTIONS
    wide = np.abs(period[..., None] - np.asarray(PERIODS)).argmin(-1)
    ridges = rng.normal(0, 0.35, (HEIGHT_PX, WIDTH_PX)).astype(np.float32)
    spectra = _filters()
    for _ in range(rounds):
        spectrum = np.fft.rfft2(ridges)
        grown = np.zeros_like(ridges)
        for turn in range(DIRECTIONS):
            for size in range(len(PERIODS)):
                here = (which == turn) & (wide == size)
                if here.any():
                    filtered = np.fft.irfft2(spectrum * spectra[turn, size], s=ridges.shape)
                    grown[here] = filtered[here]
        ridges = np.tanh(1.1 * grown / (float(np.abs(grown).mean()) + 1e-6)).astype(np.float32)
    return np.asarray(np.clip((ridges + 1) * 127.5, 0, 255), np.uint8)


def impression(
    finger: Grey, seed: int, variant: str = "good", size_px: tuple[int, int] = (256, 360), dpi: int = 500
) -> Grey:
    """One press of a finger: dark ridges on light ground, size_px = (width, height). Variants:
    VARIANTS, "empty".
    """
    width, height = size_px
    rng = np.random.default_rng(seed)
    if variant == "empty":
        return np.clip(rng.normal(246, 2.5, (height, width)), 0, 255).astype(np.uint8)
    press = VARIANTS[variant]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    across, along = x - width / 2 - press.shift_px[0], y - height / 2 - press.shift_px[1]
    ridges = _bent(finger, across * 500 / dpi, along * 500 / dpi, rng)
    grain = (
        _blurred(rng.normal(0, 1, (height, width)), 1.0) * 3.5
        + _blurred(rng.normal(0, 1, (height, width)), 3.0) * 6
    )
    moisture = press.moisture + rng.uniform(-0.12, 0.12) + 0.10 * _smooth(rng, (height, width), 5)
    ink = 1 / (1 + np.exp(-(ridges + moisture + press.noise * grain) * 4.2))
    ink = ink * (1 - 0.7 * _pores(rng, ridges))
    for _ in range(press.creases):
        ink = ink * (1 - 0.95 * _crease(rng, x, y))
    half_width = min(0.47 * width, 0.5 * 290) * press.area
    half_height = min(0.47 * height, 0.5 * 380) * press.area
    reach = np.hypot(across / half_width, along / half_height) + 0.03 * _smooth(rng, (height, width), 6)
    ink = ink / (1 + np.exp((reach - 0.97) * 22))
    if press.contrast < 1:
        ink = ink * (
            press.contrast
            + (1 - press.contrast) * np.clip(0.5 + 0.6 * _smooth(rng, (height, width), 5), 0, 1)
        )
    if press.drag_px:
        ink = _dragged(ink, press.drag_px, rng.uniform(0, np.pi))
    ink = _blurred(ink, 0.7)
    grey = 255 - ink * rng.uniform(200, 222) - rng.uniform(4, 12) + rng.normal(0, 3.0, (height, width))
    return np.clip(grey, 0, 255).astype(np.uint8)


_LETTERS: Final[dict[str, tuple[str, ...]]] = {
    "T": ("#####", "..#..", "..#..", "..#..", "..#..", "..#..", "..#.."),
    "R": ("####.", "#...#", "#...#", "####.", "#.#..", "#..#.", "#...#"),
    "A": (".###.", "#...#", "#...#", "#####", "#...#", "#...#", "#...#"),
    "I": (".###.", "..#..", "..#..", "..#..", "..#..", "..#..", ".###."),
    "N": ("#...#", "##..#", "#.#.#", "#.#.#", "#..##", "#...#", "#...#"),
    "G": (".###.", "#...#", "#....", "#.###", "#...#", "#...#", ".###."),
}
MARK: Final = "TRAINING"
MARK_GREY: Final = 96


def marked(grey: Grey) -> Grey:
    """The print with the training mark in its upper left corner, part of the pixels; away from the finger."""
    rows = [".".join(_LETTERS[letter][row] for letter in MARK) for row in range(7)]
    mark = np.array([[dot == "#" for dot in row] for row in rows])
    result = grey.copy()
    result[3:10, 3 : 3 + mark.shape[1]][mark] = MARK_GREY
    return result


def _directions(pattern: str, rng: np.random.Generator) -> Field:
    """The direction of the ridges at each pixel, in radians."""
    y, x = np.mgrid[0:HEIGHT_PX, 0:WIDTH_PX].astype(np.float32)
    middle_x, middle_y = WIDTH_PX / 2 + rng.uniform(-14, 14), HEIGHT_PX * 0.44 + rng.uniform(-16, 16)
    if pattern == "arch":
        rise = rng.uniform(1.1, 2.0) * np.cos((y - middle_y + 60) / HEIGHT_PX * np.pi)
        bow = np.sin((x - middle_x) / WIDTH_PX * 1.8 * np.pi)
        fades = np.exp(-(((y - middle_y - 20) / (HEIGHT_PX * 0.42)) ** 2))
        return np.asarray(np.arctan(rise * bow * fades), np.float32)
    cores, deltas = _POLES[pattern]
    field = np.zeros((HEIGHT_PX, WIDTH_PX), np.float32)
    for poles, sign, wander in ((cores, 0.5, 9.0), (deltas, -0.5, 18.0)):
        bend = rng.uniform(-0.16, 0.16)
        for pole_x, pole_y in poles:
            at_x = middle_x + pole_x + rng.uniform(-wander, wander)
            at_y = middle_y + pole_y + rng.uniform(-wander, wander)
            turn = np.arctan2(y - at_y, x - at_x)
            field += sign * (turn + bend * (0.5 * np.sin(2 * turn) + 0.25 * np.sin(turn)))
    return field


def _filters() -> NDArray[np.complex128]:
    """The spectra of DIRECTIONS x PERIODS ridge filters (Gabor), each as large as a ridge map."""
    reach = 9
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1].astype(np.float64)
    spectra = np.empty((DIRECTIONS, len(PERIODS), HEIGHT_PX, WIDTH_PX // 2 + 1), np.complex128)
    for turn in range(DIRECTIONS):
        angle = turn * np.pi / DIRECTIONS
        for size, period in enumerate(PERIODS):
            bell = np.exp(-(x * x + y * y) / (2 * (period * 0.42) ** 2))
            wave = bell * np.cos(2 * np.pi * (-x * np.sin(angle) + y * np.cos(angle)) / period)
            wave -= bell * (wave.sum() / bell.sum())
            wave /= np.abs(wave).sum()
            sheet = np.zeros((HEIGHT_PX, WIDTH_PX))
            sheet[: 2 * reach + 1, : 2 * reach + 1] = wave
            spectra[turn, size] = np.fft.rfft2(np.roll(sheet, (-reach, -reach), (0, 1)))
    return spectra


def _bent(finger: Grey, across: Field, along: Field, rng: np.random.Generator) -> Field:
    """The ridge map under a press: turned, shifted, and stretched by the skin. Values -1 .. 1."""
    shape = across.shape
    angle = np.deg2rad(rng.uniform(-8, 8))
    at_x = np.cos(angle) * across - np.sin(angle) * along + WIDTH_PX / 2 + rng.uniform(-12, 12)
    at_y = np.sin(angle) * across + np.cos(angle) * along + HEIGHT_PX * 0.47 + rng.uniform(-12, 12)
    twist = rng.uniform(-0.05, 0.05) * np.exp(-(across**2 + along**2) / 90**2)
    at_x = at_x + 1.6 * _smooth(rng, shape, 4) + twist * along
    at_y = at_y + 1.6 * _smooth(rng, shape, 4) - twist * across
    at_x, at_y = _mirrored(at_x, WIDTH_PX - 1), _mirrored(at_y, HEIGHT_PX - 1)
    left, top = (
        np.minimum(at_x.astype(np.int64), WIDTH_PX - 2),
        np.minimum(at_y.astype(np.int64), HEIGHT_PX - 2),
    )
    part_x, part_y = at_x - left, at_y - top
    upper = finger[top, left] * (1 - part_x) + finger[top, left + 1] * part_x
    lower = finger[top + 1, left] * (1 - part_x) + finger[top + 1, left + 1] * part_x
    return np.asarray((upper * (1 - part_y) + lower * part_y) / 127.5 - 1, np.float32)


def _mirrored(at: Field, last: int) -> Field:
    return np.asarray(last - np.abs(last - np.abs(at) % (2 * last)), np.float32)


def _pores(rng: np.random.Generator, ridges: Field) -> Field:
    pores = (rng.random(ridges.shape) < 0.004).astype(np.float64)
    return np.asarray(np.clip(_blurred(pores, 0.9) * 6, 0, 1) * (ridges > 0.3), np.float32)


def _crease(rng: np.random.Generator, x: Field, y: Field) -> Field:
    """A white line across the print, as age and work leave them; 1 on the line."""
    height, width = x.shape
    middle_x, middle_y = rng.uniform(0.1, 0.9) * width, rng.uniform(0.15, 0.9) * height
    angle, length, thick = rng.uniform(-0.6, 0.6), rng.uniform(30, 110), rng.uniform(0.7, 1.4)
    along = (x - middle_x) * np.cos(angle) + (y - middle_y) * np.sin(angle)
    across = (y - middle_y) * np.cos(angle) - (x - middle_x) * np.sin(angle)
    return np.asarray(np.exp(-((across / thick) ** 2)) * (np.abs(along) < length), np.float32)


def _smooth(rng: np.random.Generator, shape: tuple[int, ...], knots: int) -> Field:
    """A gentle random landscape, standard deviation about 1: knots x knots heights joined by cubic
    splines.
    """
    heights = rng.normal(0, 1.4, (knots + 3, knots + 3))
    down, over = _spline(shape[0], knots), _spline(shape[1], knots)
    return np.asarray(down @ heights @ over.T, np.float32)


def _spline(length: int, knots: int) -> NDArray[np.float64]:
    at = np.linspace(0, knots, length, endpoint=False)
    cell, part = at.astype(np.int64), at % 1.0
    weights = np.zeros((length, knots + 3))
    cubic = (
        (1 - part) ** 3,
        3 * part**3 - 6 * part**2 + 4,
        -3 * part**3 + 3 * part**2 + 3 * part + 1,
        part**3,
    )
    for step, weight in enumerate(cubic):
        weights[np.arange(length), cell + step] = weight / 6
    return weights


def _dragged(ink: NDArray[np.floating], length_px: int, angle: float) -> Field:
    """The mean of the print at places along its way over the glass."""
    total = np.zeros(ink.shape, np.float64)
    for step in range(-length_px // 2, length_px // 2 + 1):
        over, down = round(step * np.cos(angle)), round(step * np.sin(angle))
        total += np.roll(ink, (down, over), (0, 1))
    return np.asarray(total / (2 * (length_px // 2) + 1), np.float32)


def _blurred(picture: NDArray[np.floating], sigma_px: float) -> Field:
    reach = max(1, int(3 * sigma_px + 0.5))
    bell = np.exp(-(np.arange(-reach, reach + 1) ** 2) / (2 * sigma_px**2))
    bell /= bell.sum()
    padded = np.pad(picture, reach, mode="reflect")
    rows = sum(weight * padded[:, i : i + picture.shape[1]] for i, weight in enumerate(bell))
    both = sum(weight * rows[i : i + picture.shape[0]] for i, weight in enumerate(bell))
    return np.asarray(both, np.float32)
