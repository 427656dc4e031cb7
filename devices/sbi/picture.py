"""From the compressed picture in a finger record to plain grey pixels.

Only pictures whose signature held come here; sizes are still believed only when the picture itself agrees.
"""

from __future__ import annotations

import importlib.util
import io
import struct
import zlib
from typing import Final

from PIL import Image

from devices.contract import FingerImage
from devices.errors import BadReply, FingerGone, NotSupported
from devices.sbi import fir

SMALLEST_PX, LARGEST_PX = 64, 2000  # one finger; what the judge of prints takes too
LEAST_DPI, MOST_DPI = 490, 1010
LEAST_CONTRAST: Final = 32  # grey levels between the darkest and the lightest: below it nothing lay there

_FORMATS: Final = {
    fir.WSQ: "WSQ",  # needs the optional package `wsq`
    fir.JPEG: "JPEG",
    fir.JPEG2000: "JPEG2000",
    fir.JPEG2000_LOSSLESS: "JPEG2000",
    fir.PNG: "PNG",
}
_DAMAGED: Final = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    KeyError,
    MemoryError,
    OverflowError,
    TypeError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)
"""What Pillow's readers raise on damaged files, over the years and formats."""


def finger_image(impression: fir.Impression) -> FingerImage:
    """Raises BadReply (sizes, damage), NotSupported (format), FingerGone (nothing on it)."""
    width, height, dpi = impression.width_px, impression.height_px, impression.dpi
    if not all(SMALLEST_PX <= side <= LARGEST_PX for side in (width, height)):
        raise BadReply(expected=f"sides of {SMALLEST_PX} to {LARGEST_PX} px", got=f"{width} x {height}")
    if not LEAST_DPI <= dpi <= MOST_DPI:
        raise BadReply(expected=f"{LEAST_DPI} to {MOST_DPI} dpi", got=f"{dpi}")
    if impression.depth_bits != 8:
        raise BadReply(expected="8 bits a pixel", got=f"{impression.depth_bits}")
    pixels = impression.data if impression.compression == fir.RAW else _decoded(impression)
    if len(pixels) != width * height:
        raise BadReply(expected=f"{width * height} pixels", got=f"{len(pixels)}")
    if max(pixels) - min(pixels) < LEAST_CONTRAST:
        raise FingerGone()
    return FingerImage(pixels, width, height, dpi)


def _decoded(impression: fir.Impression) -> bytes:
    name = _FORMATS.get(impression.compression)
    if name is None or (name == "WSQ" and not _wsq_is_there()):
        raise NotSupported(feature=f"compression {impression.compression}")
    try:
        with Image.open(io.BytesIO(impression.data), formats=[name]) as picture:
            if picture.size != (impression.width_px, impression.height_px):
                raise BadReply(
                    expected=f"{impression.width_px} x {impression.height_px} px",
                    got=f"{picture.width} x {picture.height}",
                )
            if picture.mode != "L":
                raise BadReply(expected="8-bit grey", got=picture.mode)
            return picture.tobytes()
    except _DAMAGED as error:
        raise BadReply(expected=f"a {name} picture", got=type(error).__name__) from error


def _wsq_is_there() -> bool:
    """The optional package teaches Pillow the format when it is imported."""
    if importlib.util.find_spec("wsq") is None:
        return False
    importlib.import_module("wsq")
    return "WSQ" in Image.OPEN
