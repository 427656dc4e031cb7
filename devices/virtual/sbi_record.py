"""Writing ISO/IEC 19794-4:2011 finger records, for the virtual SBI service: what devices.sbi reads."""

from __future__ import annotations

import io

from PIL import Image

from devices.biometrics.formats import fir
from devices.contract import FingerImage

_FORMATS = {
    fir.JPEG: ("JPEG", {"quality": 95}),
    fir.JPEG2000: ("JPEG2000", {"quality_mode": "dB", "quality_layers": [44], "irreversible": True}),
    fir.JPEG2000_LOSSLESS: ("JPEG2000", {}),
    fir.PNG: ("PNG", {}),
}


def compressed(image: FingerImage, compression: int) -> bytes:
    """The picture as a payload of that kind; WSQ is not written here."""
    if compression == fir.RAW:
        return image.pixels
    name, options = _FORMATS[compression]
    out = io.BytesIO()
    picture = Image.frombytes("L", (image.width_px, image.height_px), image.pixels)
    picture.save(out, name, **options)  # type: ignore[arg-type]
    return out.getvalue()


def record(
    image: FingerImage, position: int = 0, compression: int = fir.JPEG2000_LOSSLESS, *, per_cm: bool = False
) -> bytes:
    """One finger's record with one picture. position: ISO, 0 unknown."""
    return wrapped(compressed(image, compression), image, position, compression, per_cm=per_cm)


def wrapped(
    payload: bytes, image: FingerImage, position: int, compression: int, *, per_cm: bool = False
) -> bytes:
    """A record around any payload; image gives the sizes it claims."""
    rate = round(image.dpi / 2.54) if per_cm else image.dpi
    picture = fir.Impression(
        position=position,
        width_px=image.width_px,
        height_px=image.height_px,
        depth_bits=8,
        compression=compression,
        data=payload,
        rate=(rate, rate),
        unit=fir.CENTIMETRE if per_cm else fir.INCH,
        scan=(rate, rate),
        made=fir.Made((2026, 11, 21, 9, 30, 0, 0), technology=1, qualities=((80, 0, 1),)),
    )
    return fir.encode(fir.FingerImages(fir.V2011, (picture,)))
