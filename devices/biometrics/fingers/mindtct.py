"""The door to nbis-py (mindtct, NFIQ 2, bozorth3). Only the child process opens it: the library may crash."""

from __future__ import annotations

import io
from functools import cache
from typing import Any

from PIL import Image

from devices.biometrics.fingers.template import ENDING, FORK, Minutia

_ABOUT_500 = range(490, 521)  # NFIQ 2 is defined at 500 dpi; 512 dpi scanners count as that


def there() -> bool:
    """Whether the library can be loaded here; it has no build for ARM, and needs glibc 2.34."""
    try:
        import nbis  # noqa: F401
    except (ImportError, OSError):
        return False
    return True


def read(picture: Image.Image, dpi: int, *, with_quality: bool = False) -> Any | None:
    """nbis-py's own Minutiae of a grey picture; None when it finds no print."""
    import nbis

    out = io.BytesIO()
    picture.save(out, "BMP")
    try:
        found = _extractor(dpi, with_quality).extract_minutiae(out.getvalue())
        return found if not with_quality or found.quality() else None
    except nbis.NbisError:
        return None


def minutiae(picture: Image.Image) -> list[Minutia]:
    """Of a picture at 500 dpi, in mindtct's own order. quality: mindtct's reliability, as a percentage."""
    found = read(picture, 500)
    return [] if found is None else [_minutia(one) for one in found.get()]


def _minutia(one: Any) -> Minutia:
    import nbis

    kind = ENDING if one.kind() == nbis.MinutiaKind.RIDGE_ENDING else FORK
    return Minutia(one.x(), one.y(), round(one.angle()) % 360, kind, round(100 * one.reliability()))


@cache
def _extractor(dpi: int, with_quality: bool) -> Any:
    import nbis

    return nbis.new_nbis_extractor(
        nbis.NbisExtractorSettings(
            min_quality=0.0,
            get_center=False,
            check_fingerprint=False,
            compute_nfiq2=with_quality,
            ppi=500.0 if dpi in _ABOUT_500 else float(dpi),
        )
    )
