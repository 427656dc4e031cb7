"""Cuts the portrait: the face found, placed by the profile's rules, white behind it, JPEG of the right
weight.
"""

from __future__ import annotations

import io

import cv2
import numpy as np
from PIL import Image

from devices.biometrics.errors import NoPerson
from devices.biometrics.faces.finder import largest_face
from devices.biometrics.faces.matte import matte, on_white
from devices.biometrics.faces.networks import Numbers, Picture
from devices.biometrics.faces.place import Place, head_of, placed
from devices.biometrics.faces.seat import Seat, moved, warped
from devices.biometrics.finding import GUIDE_HEIGHT, GUIDE_TOP
from devices.biometrics.limits import PortraitProfile, profile
from devices.biometrics.portrait import Portrait

TURNED_DEG = 0.3  # less is not worth telling
WORST_QUALITY, BEST_QUALITY = 20, 98


def cut(picture: Picture, key: str = "id_card", *, whiten: bool = True) -> Portrait:
    """The portrait of the largest face. Raises NoPerson."""
    face, _ = largest_face(picture)
    if face is None:
        raise NoPerson()
    rules = profile(key)
    seat = Seat(picture, face)
    place = placed(head_of(seat), rules)
    to_portrait = _onto(place, seat.to_canvas)
    size = rules.width_px, rules.height_px
    portrait = warped(picture, to_portrait, size)
    edits = ["cropped", f"scaled:{place.scale * seat.scale:.3f}"]
    if abs(face.roll_deg) >= TURNED_DEG:
        edits.append(f"turned:{-face.roll_deg:.1f}")
    if _reaches_out(to_portrait, picture, size):
        edits.append("edges_extended")
    if whiten:
        soft = matte(seat.canvas, seat.person)
        from_canvas = _onto(place, np.eye(2, 3, dtype=np.float32))
        share, wall = (moved(part, from_canvas, size) for part in (soft.share, soft.wall))
        portrait = on_white(portrait, share, wall)
        edits.append("ground_whitened")
    jpeg, quality = _weighed(portrait, rules)
    measures = {name: round(getattr(place, name), 1) for name, _ in rules.rules()}
    misses = (*place.misses(rules), *_misses_weight(jpeg, rules))
    return Portrait(jpeg, key, *size, rules.dpi, quality, tuple(edits), measures, misses)


def cut_by_guide(picture: Picture, key: str = "id_card") -> Portrait:
    """The guide frame as it is: for an officer who takes a picture in which no face can be found."""
    rules = profile(key)
    scale = rules.height_px / (picture.shape[0] * GUIDE_HEIGHT)
    left = picture.shape[1] / 2 - rules.width_px / scale / 2
    corner = np.array([left, picture.shape[0] * GUIDE_TOP])
    to_portrait = np.array([[scale, 0, 0], [0, scale, 0]], np.float32)
    to_portrait[:, 2] = -scale * corner
    size = rules.width_px, rules.height_px
    edits = ["cropped_by_guide", f"scaled:{scale:.3f}"]
    if _reaches_out(to_portrait, picture, size):
        edits.append("edges_extended")
    jpeg, quality = _weighed(warped(picture, to_portrait, size), rules)
    misses = _misses_weight(jpeg, rules)
    return Portrait(jpeg, key, *size, rules.dpi, quality, tuple(edits), misses=misses, by_guide=True)


def _onto(place: Place, to_canvas: Numbers) -> Numbers:
    """A point of the picture -> of the portrait."""
    shift = to_canvas[:, 2] - [place.left, place.top]
    return np.concatenate([to_canvas[:, :2], shift[:, None]], 1).astype(np.float32) * np.float32(place.scale)


def _reaches_out(to_portrait: Numbers, picture: Picture, size: tuple[int, int]) -> bool:
    """Whether a corner of the portrait lies outside the picture."""
    width, height = size
    corners = np.array([[[0, 0], [width, 0], [0, height], [width, height]]], np.float32)
    places = cv2.transform(corners, cv2.invertAffineTransform(to_portrait))[0]
    return bool((places < -1).any() or (places > np.array(picture.shape[1::-1]) + 1).any())


def _weighed(portrait: Picture, rules: PortraitProfile) -> tuple[bytes, int]:
    """(JPEG, its quality): the profile's quality when the weight is right, else the nearest that
    makes it right.
    """
    least, most = rules.bytes
    image = Image.fromarray(portrait)
    quality = rules.jpeg_quality
    data = _jpeg(image, rules.dpi, quality)
    if least <= len(data) <= most:
        return data, quality
    low, high = (WORST_QUALITY, quality - 1) if len(data) > most else (quality + 1, BEST_QUALITY)
    while low <= high:
        middle = (low + high) // 2
        data = _jpeg(image, rules.dpi, middle)
        quality = middle
        if len(data) > most:
            high = middle - 1
        elif len(data) < least:
            low = middle + 1
        else:
            break
    return data, quality


def _misses_weight(jpeg: bytes, rules: PortraitProfile) -> tuple[str, ...]:
    """A picture of noise stays too heavy, one of a single colour too light, whatever the quality."""
    return () if rules.bytes[0] <= len(jpeg) <= rules.bytes[1] else ("bytes",)


def _jpeg(portrait: Image.Image, dpi: int, quality: int) -> bytes:
    out = io.BytesIO()
    portrait.save(out, "JPEG", quality=quality, dpi=(dpi, dpi), subsampling=0, optimize=True)
    return out.getvalue()
