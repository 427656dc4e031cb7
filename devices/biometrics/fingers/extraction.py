"""From a picture to a template: scaled to 500 dpi, minutiae by one engine. Runs in the child process."""

from __future__ import annotations

import numpy as np
from PIL import Image

from devices.biometrics.fingers import leader, mindtct
from devices.biometrics.fingers.engine import DEFAULT, NETWORK
from devices.biometrics.fingers.picture import DPI
from devices.biometrics.fingers.template import FingerTemplate, Minutia

NEAR_500 = range(490, 521)
"""Such a picture is left as it is; only the places are scaled."""

LEAST = 5
"""Minutiae; with fewer there is nothing to compare."""


class Missing(Exception):
    """The engine's library is not installed here."""


class NothingThere(Exception):
    """Too few minutiae to call it a print."""


def extracted(engine: str, version: str, picture: Image.Image, dpi: int) -> FingerTemplate:
    """Raises Missing, NothingThere; ValueError for an engine that is not ours."""
    if dpi not in NEAR_500:
        size = tuple(max(32, round(side * DPI / dpi)) for side in picture.size)
        picture = picture.resize((size[0], size[1]), Image.Resampling.LANCZOS)
        dpi = DPI
    found = _minutiae(engine, picture)
    if len(found) < LEAST:
        raise NothingThere
    best = sorted(found, key=lambda minutia: -minutia.quality)[:255]
    return FingerTemplate(engine, version, tuple(best), picture.width, picture.height, dpi)


def _minutiae(engine: str, picture: Image.Image) -> list[Minutia]:
    if engine == NETWORK:
        if not leader.there():
            raise Missing
        return leader.minutiae(np.asarray(picture, np.uint8))
    if engine == DEFAULT:
        if not mindtct.there():
            raise Missing
        return mindtct.minutiae(picture)
    raise ValueError(engine)
