"""Release the still camera: one picture, upright, of the size the judging works on."""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass, field

from devices.contract import Cancelled, Frame, Kind, Photo, Progress, StillCamera
from devices.errors import BadReply
from vanapp.services import Services

log = logging.getLogger(__name__)

HEIGHT_PX = 1440
"""More than the portrait needs and less than the judging would take a second for."""

MOST_PIXELS = 80_000_000


@dataclass(frozen=True)
class Still:
    """jpeg: the same as `frame`, for the screen. left_on_card: the person's picture stays in the camera."""

    frame: Frame
    jpeg: bytes = field(repr=False)
    left_on_card: bool


def shoot_still(services: Services, cancelled: Cancelled, progress: Progress) -> Still:
    """Lane: still. Nothing is kept: `take_photo` does. Raises DeviceError (bad_reply: no whole picture)."""

    def job(camera: StillCamera) -> Photo:
        return camera.shoot(cancelled, progress)

    photo = services.bench.use(Kind.STILL, job, cancelled)
    log.info("still camera: %d bytes, left on card: %s", len(photo.jpeg), photo.left_on_card)
    return _upright(photo)


def _upright(photo: Photo) -> Still:
    """As the camera was held; a picture the camera broke off or lies about is refused."""
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(photo.jpeg), formats=("JPEG",)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise BadReply(expected=f"at most {MOST_PIXELS} pixels", got=picture.width * picture.height)
            picture.draft("RGB", (HEIGHT_PX, HEIGHT_PX))
            whole = ImageOps.exif_transpose(picture).convert("RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise BadReply(expected="a whole JPEG", got=f"{len(photo.jpeg)} bytes") from error
    scale = min(1.0, HEIGHT_PX / whole.height)
    shown = whole.resize((max(1, round(whole.width * scale)), max(1, round(whole.height * scale))))
    out = io.BytesIO()
    shown.save(out, "JPEG", quality=88)
    return Still(Frame(shown.tobytes(), shown.width, shown.height), out.getvalue(), photo.left_on_card)
