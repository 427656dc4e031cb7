"""From a picture to a template: 500 dpi, the run of the ridges, one engine's minutiae. In the child."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from devices.biometrics.fingers import leader, mindtct
from devices.biometrics.fingers.engine import DEFAULT, NETWORK
from devices.biometrics.fingers.picture import DPI, Grey
from devices.biometrics.fingers.ridgeflow import Ridges, ridges_of
from devices.biometrics.fingers.template import MOST_MINUTIAE, FingerTemplate, Minutia

LEAST = 5
"""Minutiae; with fewer there is nothing to compare."""

EDGE_PX = 8
"""Where the print ends every ridge ends: those nearer to its edge are none."""

LEAST_RELIABLE = 0.2
"""mindtct's reliability is coarse near 0; it counts from here up."""


class Missing(Exception):
    """The engine's library is not installed here."""


class NothingThere(Exception):
    """No ridges, or too few minutiae to call it a print."""


def extracted(engine: str, version: str, picture: Image.Image, dpi: int) -> FingerTemplate:
    """Raises Missing, NothingThere; ValueError for an engine that is not ours."""
    find = {DEFAULT: _by_mindtct, NETWORK: _by_leader}.get(engine)
    if find is None:
        raise ValueError(engine)
    grey = _at_500(np.asarray(picture, np.uint8), dpi)
    ridges = ridges_of(grey)
    if ridges is None:
        raise NothingThere
    found = find(grey, ridges)
    if len(found) < LEAST:
        raise NothingThere
    best = sorted(found, key=lambda minutia: -minutia.quality)[:MOST_MINUTIAE]
    height, width = grey.shape
    return FingerTemplate(engine, version, tuple(best), width, height, DPI, flow=ridges.flow)


def _at_500(grey: Grey, dpi: int) -> Grey:
    if dpi == DPI:
        return grey
    way = cv2.INTER_AREA if dpi > DPI else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(grey, None, fx=DPI / dpi, fy=DPI / dpi, interpolation=way), np.uint8)


def _by_mindtct(grey: Grey, ridges: Ridges) -> list[Minutia]:
    """On the clean picture; what lies at the print's edge is left out, quality is what the ridges allow."""
    if not mindtct.there():
        raise Missing
    found = mindtct.minutiae(Image.fromarray(ridges.clean))
    if not found:
        return []
    deep = _depth(ridges.inside)
    x, y = (np.array([minutia[axis] for minutia in found], np.float32) for axis in (0, 1))
    certain = np.clip(ridges.certainty_at(x, y), 0.02, 1)
    return [
        minutia._replace(quality=_quality(minutia.quality, float(sure)))
        for minutia, sure in zip(found, certain, strict=True)
        if deep[minutia.y, minutia.x] > EDGE_PX
    ]


def _by_leader(grey: Grey, ridges: Ridges) -> list[Minutia]:
    if not leader.there():
        raise Missing
    return leader.minutiae(grey)


def _quality(reliable: int, certain: float) -> int:
    return round(100 * float(np.sqrt(certain * np.clip(reliable / 100, LEAST_RELIABLE, 1))))


def _depth(inside: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Distance to the print's edge, px; the picture's edge is one too."""
    padded = np.pad(inside.astype(np.uint8), 1)
    return np.asarray(cv2.distanceTransform(padded, cv2.DIST_L2, 3)[1:-1, 1:-1], np.float32)
