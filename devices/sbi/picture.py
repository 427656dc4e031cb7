"""From the finger record (FIR) an SBI service sends to plain grey pixels.

Only pictures whose signature held come here; sizes are still believed only when the picture itself agrees.
"""

from __future__ import annotations

import io
import struct
import zlib
from typing import Final

from PIL import Image

from devices.biometrics.errors import AnalysisFailed
from devices.biometrics.formats import fir, wsq
from devices.biometrics.formats.errors import BadRecord, CodecMissing
from devices.contract import FingerImage
from devices.errors import BadReply, FingerGone, NotSupported

SMALLEST_PX, LARGEST_PX = 64, 2000  # one finger; what the judge of prints takes too
LEAST_DPI, MOST_DPI = 490, 1010
LEAST_CONTRAST: Final = 32  # grey levels between the darkest and the lightest: below it nothing lay there

_FORMATS: Final = {
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


def impressions(record: bytes) -> tuple[fir.Impression, ...]:
    """Every picture in the record, of the edition SBI asks for. Raises BadReply."""
    try:
        found = fir.decode(record)
    except BadRecord as error:
        raise BadReply(expected=error.values["expected"], got=error.values["got"]) from error
    if found.version != fir.V2011:
        raise BadReply(expected=f"FIR {fir.V2011}", got=found.version)
    return found.pictures


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
    if impression.compression == fir.WSQ:
        return _from_wsq(impression)
    name = _FORMATS.get(impression.compression)
    if name is None:
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


def _from_wsq(impression: fir.Impression) -> bytes:
    """In the codecs' child process: the decoder is C."""
    try:
        found = wsq.decode(impression.data)
    except CodecMissing as error:
        raise NotSupported(feature=f"compression {impression.compression}") from error
    except (BadRecord, AnalysisFailed) as error:
        raise BadReply(expected="a WSQ picture", got=type(error).__name__) from error
    size, said = (found.width_px, found.height_px), (impression.width_px, impression.height_px)
    if size != said:
        raise BadReply(expected=f"{said[0]} x {said[1]} px", got=f"{size[0]} x {size[1]}")
    return found.pixels
