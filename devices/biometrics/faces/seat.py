"""A person cut out upright and to scale: the face GA 461's 207 px wide, the eyes level, on one small canvas.

Everything that is judged and the place of the portrait are read from this canvas, so that a limit means the
same for every camera. Its origin is the middle of the face on the line of the eyes; x to the right, y down,
in portrait px.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np

from devices.biometrics.faces.face import CHIN, FACE_LEFT, FACE_RIGHT, Face
from devices.biometrics.faces.networks import Numbers, Picture, network

FACE_PX = 207.0
WIDTH_PX, HEIGHT_PX = 600, 600
EYES_Y_PX, MIDDLE_X_PX = 312, 300  # where the origin stands on the canvas
MASK_PX = 256
PERSON = 0.5  # from this share on a pixel of the mask belongs to the person
BAND = 0.35  # the head's top is looked for this far beside the face's middle, in face widths
LEAST_ROW = 0.08  # of that band must be hair for a row to belong to the head


@dataclass(frozen=True)
class Seat:
    """One face on its canvas."""

    picture: Picture  # the whole picture it comes from
    face: Face

    @cached_property
    def to_canvas(self) -> Numbers:
        """(2, 3): a point of the picture -> of the canvas."""
        scale = FACE_PX / max(self._level_width, 1.0)
        turn = np.radians(self.face.roll_deg)
        cos, sin = np.cos(turn) * scale, np.sin(turn) * scale
        matrix = np.array([[cos, sin, 0], [-sin, cos, 0]], np.float64)
        eyes = matrix[:, :2] @ self.face.eyes.mean(0)
        sides = matrix[:, :2] @ ((self.face.at(FACE_RIGHT) + self.face.at(FACE_LEFT)) / 2)
        matrix[:, 2] = MIDDLE_X_PX - sides[0], EYES_Y_PX - eyes[1]
        return np.asarray(matrix, np.float32)

    @property
    def _level_width(self) -> float:
        """The face's width along the line of the eyes."""
        across = self.face.at(FACE_LEFT) - self.face.at(FACE_RIGHT)
        along = self.face.eyes[1] - self.face.eyes[0]
        return float(abs(across @ along) / max(float(np.hypot(*along)), 1e-6))

    @property
    def scale(self) -> float:
        """Canvas px for one px of the picture."""
        return float(np.hypot(*self.to_canvas[:, 0]))

    @cached_property
    def canvas(self) -> Picture:
        return warped(self.picture, self.to_canvas, (WIDTH_PX, HEIGHT_PX))

    @cached_property
    def points(self) -> Numbers:
        """The face's 478 points on the canvas."""
        return np.asarray(cv2.transform(self.face.points[None, :, :2], self.to_canvas)[0], np.float32)

    @cached_property
    def person(self) -> Numbers:
        """How much of each canvas pixel is person, 0..1 (the quick look; the portrait looks closer)."""
        small = cv2.resize(self.canvas, (MASK_PX, MASK_PX), interpolation=cv2.INTER_AREA)
        mask = network("selfie_segmentation")(small.astype(np.float32) / 255)["activation_10"][0, :, :, 0]
        return np.asarray(cv2.resize(mask, (WIDTH_PX, HEIGHT_PX), interpolation=cv2.INTER_LINEAR), np.float32)

    @cached_property
    def crown_px(self) -> float:
        """From the line of the eyes up to the top of the hair."""
        half = round(BAND * FACE_PX)
        band = self.person[:, MIDDLE_X_PX - half : MIDDLE_X_PX + half]
        head = (band[:EYES_Y_PX] > PERSON).mean(1) >= LEAST_ROW
        bare = np.flatnonzero(~head)
        return float(EYES_Y_PX - (bare[-1] + 1 if len(bare) else 0))

    @property
    def chin_px(self) -> float:
        """From the line of the eyes down to the chin."""
        return float(self.points[CHIN, 1] - EYES_Y_PX)

    def in_picture(self, x: float, y: float) -> tuple[float, float]:
        """A point of the canvas as a share of the picture, 0..1 when it lies inside."""
        share = self.all_in_picture(np.array([[x, y]], np.float32))[0]
        return float(share[0]), float(share[1])

    def all_in_picture(self, points: Numbers) -> Numbers:
        """Points of the canvas, (n, 2), as shares of the picture."""
        places = cv2.transform(points[None].astype(np.float32), cv2.invertAffineTransform(self.to_canvas))[0]
        return np.asarray(places / np.array(self.picture.shape[1::-1], np.float32), np.float32)


def moved(numbers: Numbers, place: Numbers, size: tuple[int, int]) -> Numbers:
    """A field of numbers (mask, colours) through `place`; what lies outside repeats its edge."""
    way = cv2.INTER_LINEAR
    made = cv2.warpAffine(numbers, place, size, flags=way, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(made, np.float32)


def warped(picture: Picture, place: Numbers, size: tuple[int, int]) -> Picture:
    """The picture through `place` (2, 3); what lies outside repeats its edge. Made smaller, every pixel
    counts.
    """
    scale = float(np.hypot(*place[:, 0]))
    factor = int(1 / max(scale, 1e-6))
    if factor >= 2:
        height, width = picture.shape[0] // factor, picture.shape[1] // factor
        if min(height, width) >= 8:
            whole = picture[: height * factor, : width * factor]
            picture = np.asarray(cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
            shift = place[:, :2].sum(1) * (factor - 1) / 2 + place[:, 2]
            place = np.concatenate([place[:, :2] * factor, shift[:, None]], 1)
    way = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_LINEAR
    made = cv2.warpAffine(picture, place, size, flags=way, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(made, np.uint8)
