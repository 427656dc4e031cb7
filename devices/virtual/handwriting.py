"""How an invented person signs: a few quick strokes, always the same for one person, no real name in them."""

from __future__ import annotations

import zlib

import numpy as np

POINTS = 28
STROKES = (3, 6)


def signature(key: str, width: int, height: int) -> list[list[tuple[int, int, int]]]:
    """Strokes of (x, y, pressure 0..1023) on a tablet of that size."""
    random = np.random.default_rng(zlib.crc32(key.encode()))
    count = int(random.integers(*STROKES))
    strokes = []
    for number in range(count):
        left = 0.12 + 0.72 * number / count
        along = np.linspace(0, 1, POINTS)
        bends = random.normal(0, 0.09, (2, 3))
        x = left + 0.18 * along + sum(b * np.sin((n + 1) * 3 * along) for n, b in enumerate(bends[0])) * 0.5
        y = 0.5 + sum(b * np.cos((n + 1) * 4 * along) for n, b in enumerate(bends[1])) * 1.6
        pressure = 250 + 550 * np.sin(np.pi * np.clip(along, 0.06, 0.94))
        points = zip(np.clip(x, 0.02, 0.98) * width, np.clip(y, 0.05, 0.95) * height, pressure, strict=True)
        strokes.append([(int(px), int(py), int(force)) for px, py, force in points])
    return strokes
