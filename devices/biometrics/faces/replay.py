"""Is this perhaps a picture of a picture? A screen's or a print's raster and the edge of a sheet give it
away.

Worth little against anyone who tries: a good print, held without its edges in sight, is not noticed. It
flags; the officer, who sees the person sit there, decides.
"""

from __future__ import annotations

import cv2
import numpy as np

from devices.biometrics.faces.face import Face
from devices.biometrics.faces.networks import Picture
from devices.biometrics.finding import Finding, Mark
from devices.biometrics.limits import LiveLimits

PATCH_PX = 128  # of the face, as the camera saw it: a raster does not survive scaling
LOW, HIGH = 0.14, 0.48  # cycles a pixel: slower is the face itself
NEAR = 9  # a peak is held against the middle of this many neighbours on each side


def look(picture: Picture, face: Face, limits: LiveLimits) -> Finding:
    peak = raster(picture, face)
    left, top = face.points[:, :2].min(0)
    right, bottom = face.points[:, :2].max(0)
    height, width = picture.shape[:2]
    mark = Mark(
        "box", ((float(left) / width, float(top) / height), (float(right) / width, float(bottom) / height))
    )
    good = peak <= limits.moire
    return Finding(
        "photo.no_copy" if good else "photo.of_a_picture",
        "ok" if good else "warn",
        round(peak, 1),
        (0.0, limits.moire),
        "",
        None if good else mark,
    )


def raster(picture: Picture, face: Face) -> float:
    """The highest peak of the face's spectrum over its surroundings; 0 for a face too small to tell."""
    x, y = (int(value) for value in face.points[:468, :2].mean(0))
    half = PATCH_PX // 2
    patch = picture[max(0, y - half) : y + half, max(0, x - half) : x + half]
    if patch.shape[0] < PATCH_PX or patch.shape[1] < PATCH_PX:
        return 0.0
    grey = cv2.cvtColor(np.ascontiguousarray(patch), cv2.COLOR_RGB2GRAY).astype(np.float32)
    window = np.hanning(PATCH_PX).astype(np.float32)
    power = np.abs(np.fft.fftshift(np.fft.fft2((grey - grey.mean()) * window * window[:, None]))) ** 2
    power = power.astype(np.float32)
    away = np.arange(PATCH_PX) / PATCH_PX - 0.5
    far = np.hypot(away[None, :], away[:, None])
    around = cv2.blur(power, (2 * NEAR + 1, 2 * NEAR + 1))
    ring = (far > LOW) & (far < HIGH)
    return float((power / np.maximum(around, 1e-6))[ring].max())
