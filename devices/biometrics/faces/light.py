"""Light and sharpness of a face: numbers read from its canvas, where every face is equally large."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.biometrics.faces.face import FOREHEAD, LEFT_CHEEK, LEFT_EYE, OUTLINE, RIGHT_CHEEK, RIGHT_EYE
from devices.biometrics.faces.networks import Numbers
from devices.biometrics.faces.seat import FACE_PX, HEIGHT_PX, WIDTH_PX, Seat

WHITE = 250  # from this grey on a pixel is clipped
REFLECTED = 248
CHEEK = 0.07  # half a side of the patch on each cheek, in face widths
EYE_BAND = 0.16  # above and below the eyes, in face widths
SMOOTH = 0.6  # takes the sensor's noise away before sharpness is measured


@dataclass(frozen=True)
class Light:
    """The light on one face."""

    seat: Seat

    @cached_property
    def grey(self) -> NDArray[np.uint8]:
        return np.asarray(cv2.cvtColor(self.seat.canvas, cv2.COLOR_RGB2GRAY), np.uint8)

    @cached_property
    def _face(self) -> NDArray[np.uint8]:
        """The grey values inside the face's outline."""
        inside = np.zeros((HEIGHT_PX, WIDTH_PX), np.uint8)
        cv2.fillPoly(inside, [np.round(self.seat.points[list(OUTLINE)]).astype(np.int32)], (1,))
        return np.asarray(self.grey[inside > 0], np.uint8)

    @property
    def mean(self) -> float:
        return float(self._face.mean()) if self._face.size else 0.0

    @property
    def clipped(self) -> float:
        """Share of the face that is pure white."""
        return float((self._face >= WHITE).mean()) if self._face.size else 0.0

    @property
    def cheeks(self) -> tuple[float, float]:
        """Mean grey of the person's right and left cheek."""
        return self._patch(RIGHT_CHEEK), self._patch(LEFT_CHEEK)

    @property
    def side_light(self) -> float:
        """The difference of the cheeks over the lighter one, 0..1."""
        right, left = self.cheeks
        return abs(right - left) / max(right, left, 1.0)

    @property
    def glare(self) -> float:
        """Share of the band of the eyes that is pure white: lamps in glasses."""
        left, top, right, bottom = self.eye_band
        band = self.grey[top:bottom, left:right]
        return float((band >= REFLECTED).mean()) if band.size else 0.0

    @property
    def eye_band(self) -> tuple[int, int, int, int]:
        """left, top, right, bottom on the canvas."""
        eyes = self.seat.points[list(RIGHT_EYE + LEFT_EYE)]
        room = np.array([EYE_BAND / 2, EYE_BAND]) * FACE_PX
        low, high = eyes.min(0) - room, eyes.max(0) + room
        limits = [WIDTH_PX, HEIGHT_PX]
        left, top = np.clip(low, 0, limits).astype(int)
        right, bottom = np.clip(high, 0, limits).astype(int)
        return int(left), int(top), int(right), int(bottom)

    @property
    def sharpness(self) -> float:
        """Variance of the Laplacian on the face. Falls in the dark, rises when over-exposed."""
        points = self.seat.points[list(OUTLINE)]
        left, top = np.clip(points.min(0), 0, None).astype(int)
        right, bottom = points.max(0).astype(int)
        top = max(top, int(self.seat.points[FOREHEAD, 1]))
        face = self.grey[top : max(bottom, top + 8), left : max(right, left + 8)]
        if min(face.shape) < 8:
            return 0.0
        return float(cv2.Laplacian(cv2.GaussianBlur(face, (0, 0), SMOOTH), cv2.CV_32F).var())

    def _patch(self, point: int) -> float:
        x, y = self.seat.points[point]
        half = CHEEK * FACE_PX
        part: Numbers | NDArray[np.uint8] = self.grey[
            max(0, int(y - half)) : max(1, int(y + half)), max(0, int(x - half)) : max(1, int(x + half))
        ]
        return float(part.mean()) if part.size else 0.0
