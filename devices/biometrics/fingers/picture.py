"""A picture of a finger as every engine wants it: 8-bit grey, dark ridges on light ground, of a sane size."""

from __future__ import annotations

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from devices.biometrics.errors import BadPicture
from devices.biometrics.limits import finger_limits
from devices.contract import FingerImage

Grey: TypeAlias = NDArray[np.uint8]
Picture: TypeAlias = FingerImage | NDArray[np.generic]

DPI: Final = 500
"""Of every template; pictures of another resolution are scaled."""

DPI_RANGE: Final = (200, 1200)

LARGEST_MM: Final = 51.0
"""A side; larger is no single finger, and the network would take seconds and gigabytes."""


def as_image(picture: Picture, dpi: int | None = None) -> FingerImage:
    """A checked picture. picture: a FingerImage, or rows of grey values (8 bits, or 16 of which the upper 8
    are taken); dpi: of an array, 500 when left out; a FingerImage knows its own.

    Raises BadPicture: no grey picture, too small for a finger or the engine, too large, an odd resolution.
    """
    image = picture if isinstance(picture, FingerImage) else _of_array(picture, dpi or DPI)
    limits = finger_limits()
    sides = (image.width_px, image.height_px)
    if len(image.pixels) != image.width_px * image.height_px:
        raise BadPicture(part="length", width_px=image.width_px, height_px=image.height_px)
    if not all(limits.smallest_px <= side <= limits.largest_px for side in sides):
        raise BadPicture(part="size", width_px=image.width_px, height_px=image.height_px)
    if image.dpi > 0 and max(sides) * 25.4 / image.dpi > LARGEST_MM:
        raise BadPicture(part="size", width_px=image.width_px, height_px=image.height_px)
    if not DPI_RANGE[0] <= image.dpi <= DPI_RANGE[1]:
        raise BadPicture(part="dpi", dpi=image.dpi)
    return image


def _of_array(array: NDArray[np.generic], dpi: int) -> FingerImage:
    if array.ndim != 2 or array.size == 0:
        raise BadPicture(part="shape", shape=list(array.shape))
    if array.dtype == np.uint16:
        array = (array.astype(np.uint32) >> 8).astype(np.uint8)
    if array.dtype != np.uint8:
        raise BadPicture(part="depth", depth=str(array.dtype))
    return FingerImage(array.tobytes(), array.shape[1], array.shape[0], dpi)
