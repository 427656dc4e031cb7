"""Drawn portraits of people who do not exist, for training mode: head and shoulders before a plain wall.

Everything is an ellipse or a polygon with soft edges; what a person looks like follows from a `Look`.
Numpy and
Pillow only. They are good for the way a photo is taken and judged; they must not be used to test face
matching:
to such software drawn people all look alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

Colour = Sequence[float]
Points = NDArray[np.float64]
Picture = NDArray[np.float32]

WALL: Colour = (206, 211, 215)
_OVER = 2  # polygons are drawn this much larger and then reduced: smooth edges


@dataclass(frozen=True)
class Look:
    """What a drawn person looks like. seed decides all the small proportions."""

    seed: int
    age: int = 40
    woman: bool = False
    glasses: bool = False
    clothes: tuple[int, int, int] = (58, 66, 104)
    long_hair: bool = False


@dataclass(frozen=True)
class Pose:
    """Where the head is in the picture, in px; half_width is half the face without its ears."""

    centre_x: float
    centre_y: float
    half_width: float


def scene(look: Look, width_px: int, height_px: int, pose: Pose) -> Image.Image:
    """The person before the wall."""
    return _Painter(look, width_px, height_px, pose).paint()


class _Painter:
    def __init__(self, look: Look, width_px: int, height_px: int, pose: Pose) -> None:
        self.look = look
        self.rng = np.random.default_rng(look.seed)
        self.size = (width_px, height_px)
        self.x, self.y = pose.centre_x, pose.centre_y
        draw = self.rng.uniform
        child = look.age < 14
        self.w = pose.half_width
        self.h = pose.half_width * (1.18 if child else 1.30) * draw(0.97, 1.05)
        self.skin = draw(206, 230) * np.array([1.0, draw(0.78, 0.82), draw(0.645, 0.70)])
        self.hair = np.array([1.0, 1.0, 1.02]) * (
            draw(150, 190) if look.age > 68 else 74 if look.age > 55 else draw(20, 34)
        )
        self.jaw = draw(0.84, 0.96) if child else draw(0.74, 0.92)
        self.eye = draw(0.95, 1.08) * (1.22 if child else 1.0)
        self.eye_apart = draw(0.95, 1.06)
        self.nose = draw(0.85, 1.15) * (0.78 if child else 1.0)
        self.mouth = draw(0.88, 1.1) * (0.85 if child else 1.0)
        self.lips = draw(0.8, 1.2)
        self.brow = draw(0.8, 1.3) * (0.6 if child else 0.85 if look.woman else 1.15)
        wall = np.ones((height_px, width_px, 3), np.float32) * np.asarray(WALL, np.float32)
        across = (np.arange(width_px) - width_px / 2) / width_px
        self.picture: Picture = wall * (1 - 0.05 * across[None, :, None] ** 2).astype(np.float32)

    def paint(self) -> Image.Image:
        self._body()
        self._head()
        self._shading()
        for side in (-1, 1):
            self._eye(side)
        self._nose()
        self._mouth()
        self._age()
        self._hair()
        if self.look.glasses:
            self._glasses()
        return self._finish()

    # the parts, from the back to the front

    def _body(self) -> None:
        x, y, w, h = self.x, self.y, self.w, self.h
        bottom = self.size[1] + 20
        if self.look.long_hair:
            self._put(self._ellipse(x, y + 0.18 * h, 1.27 * w, 1.30 * h, 3), self.hair)
        shoulders = [
            (x - 2.35 * w, bottom),
            (x - 2.0 * w, y + 1.78 * h),
            (x - 1.5 * w, y + 1.60 * h),
            (x - 0.62 * w, y + 1.32 * h),
            (x + 0.62 * w, y + 1.32 * h),
            (x + 1.5 * w, y + 1.60 * h),
            (x + 2.0 * w, y + 1.78 * h),
            (x + 2.35 * w, bottom),
        ]
        self._put(self._polygon(shoulders, 2), self.look.clothes)
        neck = [
            (x - 0.54 * w, y + 0.55 * h),
            (x + 0.54 * w, y + 0.55 * h),
            (x + 0.60 * w, y + 1.34 * h),
            (x, y + 1.56 * h),
            (x - 0.60 * w, y + 1.34 * h),
        ]
        self._put(self._polygon(neck, 2), self.skin * 0.88)
        self._put(self._ellipse(x, y + 0.98 * h, 0.44 * w, 0.15 * h, 8), self.skin * 0.74, 0.55)
        for side in (-1, 1):
            collar = [
                (x + side * 0.60 * w, y + 1.28 * h),
                (x + side * 0.80 * w, y + 1.38 * h),
                (x + side * 0.30 * w, y + 1.74 * h),
                (x + side * 0.02 * w, y + 1.56 * h),
            ]
            self._put(self._polygon(collar, 1.5), np.asarray(self.look.clothes) * 0.8)

    def _head(self) -> None:
        turn = np.linspace(0, 2 * np.pi, 160)
        narrow = 1 - (1 - self.jaw) * np.clip(np.sin(turn), 0, 1) ** 1.6 * 0.9
        outline = np.c_[self.x + np.cos(turn) * self.w * narrow, self.y + np.sin(turn) * self.h]
        for side in (-1, 1):
            self._put(
                self._ellipse(
                    self.x + side * 1.0 * self.w, self.y + 0.02 * self.h, 0.10 * self.w, 0.17 * self.h, 2
                ),
                self.skin * 0.9,
            )
        self.head = self._polygon(outline, 1.6)
        self._put(self.head, self.skin)

    def _shading(self) -> None:
        width, height = self.size
        across = ((np.arange(width) - self.x) / self.w)[None, :]
        down = ((np.arange(height) - self.y) / self.h)[:, None]
        glow = 0.05 * np.exp(-((across / 0.35) ** 2 + ((down + 0.45) / 0.3) ** 2))
        shade = 1 - 0.20 * np.clip(across**2, 0, 1.2) - 0.08 * np.clip(down, 0, 1) ** 2 + glow
        head = self.head[..., None]
        self.picture = (self.picture * (1 - head) + self.picture * shade[..., None] * head).astype(np.float32)
        for side in (-1, 1):
            cheek = self._ellipse(
                self.x + side * 0.46 * self.w, self.y + 0.28 * self.h, 0.20 * self.w, 0.13 * self.h, 20
            )
            self._put(cheek, self.skin * [1.02, 0.91, 0.9], 0.4)
            socket = self._ellipse(
                self.x + side * 0.42 * self.w, self.y - 0.12 * self.h, 0.24 * self.w, 0.10 * self.h, 11
            )
            self._put(socket, self.skin * 0.80, 0.5)

    def _eye(self, side: int) -> None:
        x, y, w, h = self.x, self.y, self.w, self.h
        at_x, at_y = x + side * 0.42 * self.eye_apart * w, y - 0.09 * h
        half_w, half_h = 0.155 * w * self.eye, 0.046 * h * self.eye
        turn = np.linspace(0, 2 * np.pi, 60)
        lid = np.where(np.sin(turn) < 0, np.sin(turn) * half_h * 1.15, np.sin(turn) * half_h * 0.8)
        almond = np.c_[at_x + np.cos(turn) * half_w, at_y + lid - 0.012 * h * np.cos(turn) * side]
        opening = self._polygon(almond, 0.9)
        self._put(opening, (236, 232, 227))
        for radius, colour in ((0.080, (58, 40, 30)), (0.038, (12, 10, 10))):
            self._put(
                self._ellipse(at_x, at_y - 0.1 * half_h, radius * w * self.eye, radius * w * self.eye, 0.6)
                * opening,
                colour,
            )
        self._put(
            self._ellipse(at_x - 0.025 * w, at_y - 0.4 * half_h, 0.014 * w, 0.014 * w, 0.4), (250, 250, 250)
        )
        upper = almond[np.sin(turn) <= 0.02]
        upper = upper[np.argsort(upper[:, 0])]
        self._put(self._line(upper, 0.030 * w, 0.8), (30, 22, 20))
        self._put(self._line(upper - [0, 0.045 * h], 0.016 * w, 1.6), self.skin * 0.66, 0.7)
        along = np.linspace(-1, 1, 30)
        arch = at_y - 0.135 * h - 0.028 * h * (1 - along**2)
        thick = 0.020 * h * self.brow * (1 - 0.45 * (side * along * 0.5 + 0.5))
        brow = np.r_[
            np.c_[at_x + along * 0.22 * w, arch - thick], np.c_[at_x + along * 0.22 * w, arch + thick][::-1]
        ]
        self._put(self._polygon(brow, 2), self.hair * 0.8 + 12, 0.85)

    def _nose(self) -> None:
        x, y, w, h, nose = self.x, self.y, self.w, self.h, self.nose
        ridge = [
            (x - 0.06 * w, y - 0.12 * h),
            (x + 0.06 * w, y - 0.12 * h),
            (x + 0.10 * nose * w, y + 0.20 * h),
            (x - 0.10 * nose * w, y + 0.20 * h),
        ]
        self._put(self._polygon(ridge, 7), np.clip(self.skin * 1.08, 0, 255), 0.6)
        for side in (-1, 1):
            self._put(
                self._ellipse(x + side * 0.15 * nose * w, y + 0.24 * h, 0.07 * nose * w, 0.045 * h, 4),
                self.skin * 0.78,
                0.7,
            )
            self._put(
                self._ellipse(x + side * 0.08 * nose * w, y + 0.27 * h, 0.04 * nose * w, 0.016 * h, 1.6),
                self.skin * 0.38,
                0.8,
            )
        self._put(self._ellipse(x, y + 0.305 * h, 0.15 * nose * w, 0.03 * h, 5), self.skin * 0.72, 0.6)

    def _mouth(self) -> None:
        x, y, h = self.x, self.y + 0.52 * self.h, self.h
        half = 0.26 * self.mouth * self.w
        along = np.linspace(-1, 1, 50)
        middle = y - 0.008 * h * (along**2 - 0.5)
        upper = middle - 0.030 * self.lips * h * (1 - along**2) * (1 - 0.35 * np.exp(-((along / 0.16) ** 2)))
        lower = middle + 0.040 * self.lips * h * (1 - along**2)
        colour = np.array([self.skin[0] * 0.84, self.skin[1] * 0.62, self.skin[2] * 0.64])
        at = x + along * half
        self._put(self._polygon(np.r_[np.c_[at, upper], np.c_[at, middle][::-1]], 1.5), colour * 0.92)
        self._put(self._polygon(np.r_[np.c_[at, lower], np.c_[at, middle][::-1]], 1.5), colour)
        self._put(self._line(np.c_[at, middle], 0.018 * self.w, 1.0), colour * 0.42)
        self._put(self._ellipse(x, y + 0.12 * h, 0.16 * self.w, 0.018 * h, 6), self.skin * 0.76, 0.6)

    def _age(self) -> None:
        if self.look.age < 50:
            return
        strength = min(0.85, (self.look.age - 42) / 38)
        x, y, w, h = self.x, self.y, self.w, self.h
        for side in (-1, 1):
            fold = np.array(
                [
                    (x + side * 0.22 * w, y + 0.24 * h),
                    (x + side * 0.33 * w, y + 0.38 * h),
                    (x + side * 0.36 * w, y + 0.50 * h),
                ]
            )
            self._put(self._line(fold, 0.022 * w, 2.4), self.skin * 0.66, strength)
            for lift in (-0.03, 0.01, 0.05):
                foot = np.array(
                    [
                        (x + side * 0.64 * w, y - (0.08 - lift) * h),
                        (x + side * 0.76 * w, y - (0.10 - 2 * lift) * h),
                    ]
                )
                self._put(self._line(foot, 0.012 * w, 1.4), self.skin * 0.7, strength * 0.8)
            bag = self._ellipse(x + side * 0.42 * w, y + 0.0 * h, 0.16 * w, 0.025 * h, 4)
            self._put(bag, self.skin * 0.74, strength * 0.6)
        for height in (-0.36, -0.42):
            along = np.linspace(-0.42, 0.42, 20)
            brow = np.c_[x + along * w, y + height * h + 0.015 * h * np.cos(along * 7)]
            self._put(self._line(brow, 0.012 * w, 1.8), self.skin * 0.74, strength * 0.7)

    def _hair(self) -> None:
        turn = np.linspace(np.pi, 2 * np.pi, 90)
        rise = 0.98 + self.rng.uniform(0.03, 0.09)
        line = 0.40 + 0.10 * self.rng.random() + (0.10 if self.look.age > 60 and not self.look.woman else 0)
        outer = np.c_[
            self.x + np.cos(turn) * self.w * 1.07, self.y - 0.10 * self.h + np.sin(turn) * self.h * rise
        ]
        back = turn[::-1]
        inner = np.c_[
            self.x + np.cos(back) * self.w * 0.93, self.y - 0.26 * self.h + np.sin(back) * self.h * line
        ]
        cap = self._polygon(np.r_[outer, inner], 2.4)
        self._put(cap, self.hair)
        height, width = self.picture.shape[:2]
        strands = _blurred(self.rng.normal(0, 1, (height // 12 + 2, width)).repeat(12, 0)[:height], 1.4)
        self.picture += (cap * strands * 5)[..., None]
        if self.look.long_hair:
            for side in (-1, 1):
                lock = [
                    (self.x + side * 0.90 * self.w, self.y - 0.55 * self.h),
                    (self.x + side * 1.12 * self.w, self.y - 0.45 * self.h),
                    (self.x + side * 1.25 * self.w, self.y + 1.05 * self.h),
                    (self.x + side * 0.98 * self.w, self.y + 1.15 * self.h),
                    (self.x + side * 0.94 * self.w, self.y + 0.20 * self.h),
                ]
                self._put(self._polygon(lock, 3), self.hair * 1.05)

    def _glasses(self) -> None:
        for side in (-1, 1):
            turn = np.linspace(0, 2 * np.pi, 60)
            middle = self.x + side * 0.42 * self.w
            rim = np.c_[
                middle + np.cos(turn) * 0.26 * self.w, self.y - 0.08 * self.h + np.sin(turn) * 0.14 * self.h
            ]
            self._put(self._line(rim, 0.026 * self.w, 0.8), (32, 28, 30), 0.95)
            arm = np.array(
                [
                    (middle + side * 0.26 * self.w, self.y - 0.10 * self.h),
                    (self.x + side * 0.98 * self.w, self.y - 0.07 * self.h),
                ]
            )
            self._put(self._line(arm, 0.022 * self.w, 0.8), (32, 28, 30), 0.95)
        bridge = np.array(
            [
                (self.x - 0.16 * self.w, self.y - 0.10 * self.h),
                (self.x + 0.16 * self.w, self.y - 0.10 * self.h),
            ]
        )
        self._put(self._line(bridge, 0.026 * self.w, 0.8), (32, 28, 30), 0.95)

    def _finish(self) -> Image.Image:
        height, width = self.picture.shape[:2]
        fine = _blurred(self.rng.normal(0, 1, (height, width)), 1.5) * 2.2
        broad = _blurred(self.rng.normal(0, 1, (height, width)), 9.0) * 2.2
        self.picture += (self.head * (fine + broad))[..., None]
        picture = Image.fromarray(np.clip(self.picture, 0, 255).astype(np.uint8))
        return picture.filter(ImageFilter.GaussianBlur(0.7))

    # paint and shapes

    def _put(self, mask: Picture, colour: Colour | NDArray[np.float64], strength: float = 1.0) -> None:
        cover = np.clip(mask * strength, 0, 1)[..., None]
        self.picture = (self.picture * (1 - cover) + np.asarray(colour, np.float32) * cover).astype(
            np.float32
        )

    def _polygon(self, points: Points | Sequence[tuple[float, float]], soft_px: float) -> Picture:
        return self._drawn(soft_px, np.asarray(points, float), None)

    def _ellipse(self, x: float, y: float, half_w: float, half_h: float, soft_px: float) -> Picture:
        turn = np.linspace(0, 2 * np.pi, 90)
        return self._drawn(soft_px, np.c_[x + np.cos(turn) * half_w, y + np.sin(turn) * half_h], None)

    def _line(self, points: Points, thick_px: float, soft_px: float) -> Picture:
        return self._drawn(soft_px, np.asarray(points, float), thick_px)

    def _drawn(self, soft_px: float, points: Points, thick_px: float | None) -> Picture:
        """A mask 0..1 of the whole picture; only the part around the shape is really drawn."""
        soft = soft_px * self.w / 165
        room = int(4 * soft + 4 + (thick_px or 0))
        width, height = self.size
        left, top = (max(0, int(value) - room) for value in points.min(0))
        right, bottom = (
            min(width, int(points[:, 0].max()) + room),
            min(height, int(points[:, 1].max()) + room),
        )
        mask = np.zeros((height, width), np.float32)
        if right <= left or bottom <= top:
            return mask
        sheet = Image.new("L", ((right - left) * _OVER, (bottom - top) * _OVER))
        path = [((x - left) * _OVER, (y - top) * _OVER) for x, y in points]
        if thick_px is None:
            ImageDraw.Draw(sheet).polygon(path, fill=255)
        else:
            ImageDraw.Draw(sheet).line(path, fill=255, width=max(1, round(thick_px * _OVER)), joint="curve")
        sheet = sheet.resize((right - left, bottom - top), Image.Resampling.BOX).filter(
            ImageFilter.GaussianBlur(soft)
        )
        mask[top:bottom, left:right] = np.asarray(sheet, np.float32) / 255
        return mask


def _blurred(noise: NDArray[np.float64], sigma_px: float) -> Picture:
    """Noise made smooth; standard deviation about 1 again."""
    fine = Image.fromarray(np.clip(noise * 40 + 128, 0, 255).astype(np.uint8)).filter(
        ImageFilter.GaussianBlur(sigma_px)
    )
    smooth = np.asarray(fine, np.float32) - 128
    return smooth / (float(smooth.std()) + 1e-6)
