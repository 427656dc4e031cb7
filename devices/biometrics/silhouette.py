"""Finds a person before a plain wall: where the hair ends, how wide the face is, how straight the head
stands.

No face model: what differs from the wall is the person, what has the colour of skin in its upper part
is the face.
All that follows from it (eye line, pose) is an estimate until the biometric work brings landmarks.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.float32]
Mask = NDArray[np.bool_]

_SMALL_WIDTH_PX = 320  # the search is done in a picture this wide
_GAP_PX = 3
_LEAST_HEAD_PX = 12
_LEAN = 2.1  # the middle line of a leaning oval leans less than the oval (1 - (width/height)^2)
_FACE_OF_HEAD = 0.88  # face to head with hair, when the skin cannot be told


@dataclass(frozen=True)
class Wall:
    """The wall's shade as a plane over the picture: colour = base + along_x * x + along_y * y, x and y
    0..1.
    """

    planes: NDArray[np.float64]  # (3 terms, 3 channels)
    grey: float  # its brightness, 0..255
    spread: float  # how far it is from one smooth shade, grey levels

    def shade(self, x: NDArray[np.floating], y: NDArray[np.floating]) -> Pixels:
        """The wall behind the points x, y (0..1 of the picture)."""
        return np.asarray(_terms(x, y) @ self.planes, np.float32)


@dataclass(frozen=True)
class Silhouette:
    """A person in a picture; all lengths in px of that picture. eye_line_y is an estimate."""

    head_top_y: float
    face_left_x: float
    face_right_x: float
    head_width: float
    eye_line_y: float
    tilt_deg: float  # > 0: the head leans to the right of the picture
    share: float  # of the picture that is person
    skin_seen: bool

    @property
    def face_width(self) -> float:
        return self.face_right_x - self.face_left_x

    @property
    def centre_x(self) -> float:
        return (self.face_left_x + self.face_right_x) / 2


def wall_of(picture: Image.Image) -> Wall:
    """The wall, from the upper edge and the upper halves of the sides. The person may cover a part of
    them.
    """
    pixels = np.asarray(_small(picture), np.float32)
    height, width = pixels.shape[:2]
    edge = np.zeros((height, width), bool)
    edge[: max(2, height // 16)] = True
    edge[: height * 11 // 20, : max(2, width // 10)] = True
    edge[: height * 11 // 20, -max(2, width // 10) :] = True
    rows, columns = np.nonzero(edge)
    x, y, colours = columns / width, rows / height, pixels[rows, columns]
    keep = np.abs(colours - np.median(colours, 0)).max(1) < 60
    planes = np.zeros((3, 3))
    off = np.zeros(len(colours), np.float64)
    for _ in range(3):
        if keep.sum() < 30:
            keep[:] = True
        planes = np.linalg.lstsq(_terms(x[keep], y[keep]), colours[keep], rcond=None)[0]
        off = np.abs(colours - _terms(x, y) @ planes).mean(1)
        keep = off < max(6.0, 2.5 * float(np.median(off)))
    spread = float(np.sqrt(np.mean(np.minimum(off, 60.0) ** 2)))
    return Wall(planes, float(np.median(colours.mean(1))), spread)


def find(picture: Image.Image, wall: Wall) -> Silhouette | None:
    """The person, or None when nobody stands out from the wall."""
    small = _small(picture)
    pixels = np.asarray(small, np.float32)
    mask = _differs(pixels, wall)
    left, right = _longest_runs(mask)
    width = right - left
    top = _head_top(width)
    if top is None:
        return None
    scale = picture.width / small.width
    head, end = _head_width(width, top)
    if head < _LEAST_HEAD_PX:
        return None
    face_left, face_right, skin_seen = _face(pixels, mask, top, end, (left, right), head)
    rows = np.arange(top + int(0.2 * head), min(end, len(width)))
    tilt = 0.0
    if len(rows) > 8:
        middle = (left[rows] + right[rows]) / 2
        tilt = float(np.degrees(np.arctan(_LEAN * np.polyfit(rows, middle, 1)[0])))
    return Silhouette(
        head_top_y=top * scale,
        face_left_x=face_left * scale,
        face_right_x=face_right * scale,
        head_width=head * scale,
        eye_line_y=(top + 0.70 * (face_right - face_left)) * scale,
        tilt_deg=-tilt,
        share=float(mask.mean()),
        skin_seen=skin_seen,
    )


def _small(picture: Image.Image) -> Image.Image:
    factor = max(1, round(picture.width / _SMALL_WIDTH_PX))
    return picture.reduce(factor) if factor > 1 else picture


def _terms(x: NDArray[np.floating], y: NDArray[np.floating]) -> NDArray[np.float64]:
    return np.stack([np.ones_like(x, np.float64), np.asarray(x, np.float64), np.asarray(y, np.float64)], -1)


def _differs(pixels: Pixels, wall: Wall) -> Mask:
    height, width = pixels.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    off = np.abs(pixels - wall.shade(x / width, y / height)).max(-1)
    return np.asarray(off > max(7.0, 0.10 * wall.grey, 2.5 * wall.spread), np.bool_)


def _longest_runs(mask: Mask) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Per row the left and right end of the longest run; gaps of a few px (glasses, shine) do not end one."""
    left, right = np.zeros(len(mask), np.int64), np.zeros(len(mask), np.int64)
    for row, line in enumerate(mask):
        edges = np.flatnonzero(np.diff(np.concatenate(([0], line.view(np.int8), [0]))))
        starts, ends = edges[::2], edges[1::2]
        if not len(starts):
            continue
        joins = starts[1:] - ends[:-1] > _GAP_PX
        starts = starts[np.concatenate(([True], joins))]
        ends = ends[np.concatenate((joins, [True]))]
        best = int(np.argmax(ends - starts))
        left[row], right[row] = starts[best], ends[best]
    return left, right


def _head_top(width: NDArray[np.int64]) -> int | None:
    """The first row from which on something stays there."""
    steady = np.convolve(width >= 5, np.ones(5), "valid") >= 5
    rows = np.flatnonzero(steady)
    return int(rows[0]) if len(rows) else None


def _head_width(width: NDArray[np.int64], top: int) -> tuple[int, int]:
    """The head's width with its hair, and the row where the head ends (about the chin)."""
    head = 0
    for row in range(top, len(width)):
        if row - top > 1.15 * head and head >= _LEAST_HEAD_PX:
            return head, row
        head = max(head, int(width[row]))
    return head, len(width)


def _face(
    pixels: Pixels,
    mask: Mask,
    top: int,
    end: int,
    runs: tuple[NDArray[np.int64], NDArray[np.int64]],
    head: int,
) -> tuple[float, float, bool]:
    """Left and right side of the face, and whether skin told it (else the silhouette did)."""
    skin = _skin(pixels[top:end]) & mask[top:end]
    left, right = _longest_runs(skin)
    width = right - left
    rows = np.flatnonzero(width > 0.35 * head)
    if len(rows) > 0.2 * head:
        usual = float(np.percentile(width[rows], 65))
        near = rows[np.abs(width[rows] - usual) < 0.08 * usual]
        if len(near) >= 3 and usual > 0.5 * head:
            return float(np.median(left[near])), float(np.median(right[near])), True
    rows = np.arange(top + int(0.4 * head), end)
    rows = rows if len(rows) else np.arange(top, end)
    middle = float(np.median((runs[0][rows] + runs[1][rows]) / 2))
    half = _FACE_OF_HEAD * head / 2
    return middle - half, middle + half, False


def _skin(pixels: Pixels) -> Mask:
    """Skin by its colour difference (Cb 77..127, Cr 133..173), whatever its brightness."""
    red, green, blue = pixels[..., 0], pixels[..., 1], pixels[..., 2]
    cb = 128 - 0.168736 * red - 0.331264 * green + 0.5 * blue
    cr = 128 + 0.5 * red - 0.418688 * green - 0.081312 * blue
    grey = 0.299 * red + 0.587 * green + 0.114 * blue
    return np.asarray((cb > 77) & (cb < 127) & (cr > 133) & (cr < 175) & (grey > 35), np.bool_)
