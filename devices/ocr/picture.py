"""Any picture a camera, a scanner or a file may hand over, as upright RGB of a bounded size.

Used in the child process. Files come in every form: 16-bit, CMYK, palette, turned by EXIF, of a hundred
megapixels, broken off.
"""

from __future__ import annotations

import io
import warnings

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

Pixels = NDArray[np.uint8]

MOST_BYTES = 64_000_000
MOST_PIXELS = 120_000_000
"""A page of A4 at 600 dpi has 35 megapixels. More than this would be a bomb, not a document."""

LEAST_PX = 48
"""A shorter side holds no line of print that could be read."""

WORK_SIDE_PX = 2400
"""Longer pictures are made smaller first: print of 2 mm on A4 still has 16 px."""


class Unusable(Exception):
    """Why nothing can be read: "empty", "no_picture", "broken", "too_small", "too_large"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def from_file(data: bytes) -> Pixels:
    """A picture of any file kind Pillow knows. Raises Unusable."""
    if not data:
        raise Unusable("empty")
    if len(data) > MOST_BYTES:
        raise Unusable("too_large")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's bomb warning: the limit is ours, below
            with Image.open(io.BytesIO(data)) as picture:
                _checked(picture.width, picture.height)
                picture.draft("RGB", (WORK_SIDE_PX, WORK_SIDE_PX))  # a JPEG decodes smaller for nothing
                return _worked(_upright(picture))
    except Image.DecompressionBombError as error:
        raise Unusable("too_large") from error
    except UnidentifiedImageError as error:
        raise Unusable("no_picture") from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise Unusable("broken") from error


def from_rgb(rgb: bytes, width_px: int, height_px: int) -> Pixels:
    """A camera's frame. Raises Unusable."""
    if width_px * height_px * 3 != len(rgb):
        raise Unusable("broken")
    _checked(width_px, height_px)
    return _worked(Image.frombytes("RGB", (width_px, height_px), rgb))


def _checked(width: int, height: int) -> None:
    if min(width, height) < LEAST_PX:
        raise Unusable("too_small")
    if width * height > MOST_PIXELS:
        raise Unusable("too_large")


def _upright(picture: Image.Image) -> Image.Image:
    if picture.mode in {"I", "I;16", "I;16B", "I;16L", "F"}:
        return Image.fromarray(_to_8_bit(np.asarray(picture, np.float64))).convert("RGB")
    turned = ImageOps.exif_transpose(picture)
    if turned.mode in {"RGBA", "LA", "PA"} or "transparency" in turned.info:
        ground = Image.new("RGBA", turned.size, "white")
        ground.alpha_composite(turned.convert("RGBA"))
        return ground.convert("RGB")
    return turned.convert("RGB")


def _to_8_bit(samples: NDArray[np.float64]) -> Pixels:
    """By its own darkest and brightest: scanners leave the upper bits empty or not."""
    samples = np.nan_to_num(samples, posinf=0, neginf=0)
    low, high = float(samples.min()), float(samples.max())
    return np.asarray((samples - low) * (255 / max(high - low, 1e-9)), np.uint8)


def _worked(picture: Image.Image) -> Pixels:
    longest = max(picture.size)
    if longest > WORK_SIDE_PX:
        scale = WORK_SIDE_PX / longest
        size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
        picture = picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    return np.asarray(picture, np.uint8)
