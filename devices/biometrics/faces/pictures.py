"""Opens a photo that comes from elsewhere (chip, file, still camera) as plain RGB pixels, whatever it
claims to be.

It may be hostile: its size is read before its pixels, only picture formats one meets are tried, and
everything Pillow can trip over is one error with a code.
"""

from __future__ import annotations

import io
import struct
import warnings

import numpy as np
from PIL import Image, ImageOps

from devices.biometrics.errors import BadPhoto
from devices.biometrics.faces.networks import Picture

FORMATS = ("JPEG", "PNG", "BMP", "JPEG2000", "WEBP")
"""No TIFF: nobody keeps photos in it, and its library is the one that trips most."""
LARGEST_BYTES = 60_000_000
LARGEST_PIXELS = 130_000_000  # a JPEG is opened smaller than it is; see MOST_OPENED
MOST_OPENED = 40_000_000  # pixels that are really unpacked
USEFUL_PX = 4096  # a longer side than this is made smaller
SMALLEST_PX = 16
TROUBLE = (
    *(OSError, ValueError, SyntaxError, EOFError, TypeError, KeyError, IndexError, OverflowError),
    *(ArithmeticError, AttributeError, MemoryError, struct.error),
    *(Image.DecompressionBombError, Image.DecompressionBombWarning),
)
"""What Pillow's readers raise on damaged files."""


def opened(data: bytes) -> Picture:
    """(height, width, 3), upright as its EXIF says, no larger than USEFUL_PX. Raises BadPhoto."""
    if not 0 < len(data) <= LARGEST_BYTES:
        raise BadPhoto(size=len(data))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                return _pixels(image)
    except TROUBLE as error:
        raise BadPhoto(size=len(data)) from error


def _pixels(image: Image.Image) -> Picture:
    width, height = image.size
    if min(width, height) < SMALLEST_PX or width * height > LARGEST_PIXELS:
        raise BadPhoto(width_px=width, height_px=height)
    image.draft("RGB", (USEFUL_PX // 2, USEFUL_PX // 2))
    if image.width * image.height > MOST_OPENED:
        raise BadPhoto(width_px=width, height_px=height)
    upright = ImageOps.exif_transpose(image)
    if max(upright.size) > USEFUL_PX:
        upright.thumbnail((USEFUL_PX, USEFUL_PX))
    return np.array(_as_rgb(upright), np.uint8)


def _as_rgb(image: Image.Image) -> Image.Image:
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        return _from_deep(image)
    if "A" in image.getbands() or "transparency" in image.info:
        cut_out = image.convert("RGBA")
        ground = Image.new("RGBA", image.size, (255, 255, 255, 255))
        return Image.alpha_composite(ground, cut_out).convert("RGB")
    return image.convert("RGB")


def _from_deep(image: Image.Image) -> Image.Image:
    """16 bits or more a pixel: its own range becomes 0..255."""
    values = np.asarray(image, np.float64)
    top = float(np.nanmax(values, initial=0.0))
    full = 255.0 if top <= 255 else 65_535.0 if top <= 65_535 else top
    grey = np.nan_to_num(values, posinf=full, neginf=0) / full * 255
    return Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8)).convert("RGB")
