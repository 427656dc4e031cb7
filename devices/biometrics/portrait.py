"""Cuts the portrait out of a picture: size, place, white ground, JPEG of the right weight. Edits are
recorded.

Source: GA 461-2004 (limits.toml). The white ground is a legal question; `whiten=False` leaves the wall
as it is.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field

import numpy as np
from PIL import Image, ImageFilter

from devices.biometrics.limits import PortraitLimits
from devices.biometrics.silhouette import Mask, Silhouette, Wall

HEAD_TOP_PX = 14  # middle of GA 461's 7..21
FACE_WIDTH_PX = 207


@dataclass(frozen=True)
class Portrait:
    """The finished portrait. edits: what was done, by name; the measures are those of the finished
    portrait.
    """

    jpeg: bytes = field(repr=False)
    width_px: int
    height_px: int
    dpi: int
    quality: int
    edits: tuple[str, ...]
    face_width_px: float
    head_top_px: float
    eye_line_px: float  # above the lower edge; an estimate


def cut(
    picture: Image.Image, person: Silhouette, wall: Wall, limits: PortraitLimits, *, whiten: bool = True
) -> Portrait:
    """The portrait of this person: face 207 px wide and centred, the hair 14 px below the upper edge."""
    scale = FACE_WIDTH_PX / person.face_width
    width, height = limits.width_px / scale, limits.height_px / scale
    left, top = person.centre_x - width / 2, person.head_top_y - HEAD_TOP_PX / scale
    eye_line = limits.height_px - (person.eye_line_y - top) * scale
    if eye_line < limits.eye_line_px:  # the rule's order: eyes first, tall hair may be cut
        top += (limits.eye_line_px - eye_line) / scale
        eye_line = limits.eye_line_px
    edits = ["cropped", f"scaled:{scale:.3f}"]
    box = (left, top, left + width, top + height)
    room = max(0, -left, -top, box[2] - picture.width, box[3] - picture.height)
    source = picture
    if room > 0:
        source = _with_room(picture, int(room) + 1)
        box = tuple(value + int(room) + 1 for value in box)  # type: ignore[assignment]
        edits.append("edges_extended")
    size = (limits.width_px, limits.height_px)
    portrait = source.resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=3.0)
    if whiten:
        portrait = _whitened(portrait, wall, picture, (left, top, width, height))
        edits.append("ground_whitened")
    jpeg, quality = _weighed(portrait, limits)
    return Portrait(
        jpeg=jpeg,
        width_px=limits.width_px,
        height_px=limits.height_px,
        dpi=limits.dpi,
        quality=quality,
        edits=tuple(edits),
        face_width_px=FACE_WIDTH_PX,
        head_top_px=round((person.head_top_y - top) * scale, 1),
        eye_line_px=round(eye_line, 1),
    )


def _with_room(picture: Image.Image, room: int) -> Image.Image:
    """The picture with its outermost pixels repeated outwards."""
    pixels = np.pad(np.asarray(picture), ((room, room), (room, room), (0, 0)), mode="edge")
    return Image.fromarray(pixels)


def _whitened(
    portrait: Image.Image, wall: Wall, picture: Image.Image, box: tuple[float, float, float, float]
) -> Image.Image:
    """The wall turned white; hair and shoulders keep soft edges."""
    pixels = np.asarray(portrait, np.float32)
    height, width = pixels.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    behind = wall.shade(
        (box[0] + x / width * box[2]) / picture.width, (box[1] + y / height * box[3]) / picture.height
    )
    off = np.abs(pixels - behind).max(-1)
    sure = max(9.0, 0.14 * wall.grey, 3.0 * wall.spread)
    person = _filled(off > sure)
    near = np.clip((off - 0.35 * sure) / (0.65 * sure), 0, 1)
    cover = np.maximum(near * _grown(person), _shrunk(person))
    soft = Image.fromarray((cover * 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(0.7))
    share = (np.asarray(soft, np.float32) / 255)[..., None]
    own = np.clip((pixels - (1 - share) * behind) / np.maximum(share, 0.25), 0, 255)
    return Image.fromarray(np.clip(own * share + 255 * (1 - share), 0, 255).astype(np.uint8))


def _filled(mask: Mask) -> Mask:
    """The person without holes (a white collar, shine on a forehead): what lies between two edges of it."""
    solid = _median(mask)
    across = np.maximum.accumulate(solid, 1) & np.maximum.accumulate(solid[:, ::-1], 1)[:, ::-1]
    down = np.maximum.accumulate(solid, 0)
    return across & down


def _median(mask: Mask) -> Mask:
    sheet = Image.fromarray((mask * 255).astype(np.uint8)).filter(ImageFilter.MedianFilter(5))
    return np.asarray(sheet) > 127


def _grown(mask: Mask) -> Mask:
    return np.asarray(Image.fromarray((mask * 255).astype(np.uint8)).filter(ImageFilter.MaxFilter(7))) > 127


def _shrunk(mask: Mask) -> Mask:
    return np.asarray(Image.fromarray((mask * 255).astype(np.uint8)).filter(ImageFilter.MinFilter(5))) > 127


def _weighed(portrait: Image.Image, limits: PortraitLimits) -> tuple[bytes, int]:
    """(JPEG, its quality): the standard's quality when the weight is right, else the nearest that
    makes it right.
    """
    least, most = limits.bytes
    quality = limits.jpeg_quality
    data = _jpeg(portrait, limits.dpi, quality)
    if least <= len(data) <= most:
        return data, quality
    low, high = (20, quality - 1) if len(data) > most else (quality + 1, 98)
    while low <= high:
        middle = (low + high) // 2
        data = _jpeg(portrait, limits.dpi, middle)
        quality = middle
        if len(data) > most:
            high = middle - 1
        elif len(data) < least:
            low = middle + 1
        else:
            break
    return data, quality


def _jpeg(portrait: Image.Image, dpi: int, quality: int) -> bytes:
    out = io.BytesIO()
    portrait.save(out, "JPEG", quality=quality, dpi=(dpi, dpi), subsampling=0, optimize=True)
    return out.getvalue()
