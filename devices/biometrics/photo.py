"""Is this picture good enough for the card, and if not: the one thing to do about it.

`judge` is quick enough for the live picture (< 100 ms for 1920 x 1080). The numbers are GA 461's
(limits.toml).
Head top, face width and centring are measured on the silhouette; eye line and pose are estimates.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from devices.biometrics.errors import NoPerson
from devices.biometrics.limits import PortraitLimits, photo_limits
from devices.biometrics.portrait import Portrait, cut
from devices.biometrics.silhouette import Silhouette, find, wall_of
from devices.contract import Frame

GUIDE_HEIGHT = 0.80
"""Height of the guide frame as a share of the picture's; it stands in the middle, GUIDE_TOP below the
upper edge.
"""
GUIDE_TOP = 0.06

PROBLEMS = (
    "photo.no_person",
    "photo.dark",
    "photo.bright",
    "photo.head_cut",
    "photo.off_centre",
    "photo.too_small",
    "photo.too_large",
    "photo.tilted",
    "photo.uneven_light",
    "photo.background",
    "photo.blurred",
)
"""Nearest to a remedy first: a page tells the first of them and no other."""

MEASURES = (
    "photo.person",
    "photo.exposure",
    "photo.head_room",
    "photo.centring",
    "photo.head_width",
    "photo.upright",
    "photo.light",
    "photo.wall",
    "photo.sharpness",
)
"""The code of a finding that is good."""


@dataclass(frozen=True)
class Finding:
    """One thing looked at. code: one of PROBLEMS, or of MEASURES when level is "ok"; limit: the good
    range.
    """

    code: str
    level: str  # "ok", "warn" (an officer may go on), "fail"
    value: float
    limit: tuple[float, float]
    unit: str = ""

    @property
    def good(self) -> bool:
        return self.level == "ok"


def judge(frame: Frame) -> tuple[Finding, ...]:
    """All findings, the first thing to put right in front. Call from the analysis lane.

    With nobody in the picture, or a picture too dark to see, there is just that one finding.
    """
    limits = photo_limits()
    picture = as_picture(frame)
    wall = wall_of(picture)
    person = find(picture, wall) if picture.width >= 64 and picture.height >= 64 else None
    if person is None or person.share < limits.live.person:
        return (_nobody(picture, 0.0 if person is None else person.share, limits),)
    findings = [
        _share(person, limits),
        *_face(picture, person, limits),
        *_place(picture, person, limits),
        _wall(wall.grey, wall.spread, limits),
    ]
    return tuple(sorted(findings, key=_remedy))


def portrait(frame: Frame, findings: tuple[Finding, ...] = (), *, whiten: bool = True) -> Portrait:
    """The portrait GA 461 asks for: 358 x 441, 350 dpi, JPEG. What was done to it stands in `edits`.

    `findings` are not needed for the cut; they are taken so that a caller cannot forget to judge first.
    Raises NoPerson.
    """
    picture = as_picture(frame)
    wall = wall_of(picture)
    person = find(picture, wall)
    if person is None:
        raise NoPerson()
    return cut(picture, person, wall, photo_limits(), whiten=whiten)


def as_picture(frame: Frame) -> Image.Image:
    return Image.frombuffer("RGB", (frame.width_px, frame.height_px), frame.rgb, "raw", "RGB", 0, 1)


def _remedy(finding: Finding) -> tuple[bool, int]:
    order = MEASURES if finding.good else PROBLEMS
    return finding.good, order.index(finding.code)


def _finding(
    good: bool,
    names: tuple[str, str],
    value: float,
    limit: tuple[float, float],
    unit: str = "",
    level: str = "fail",
) -> Finding:
    """names: (code when good, code when not)."""
    return Finding(names[not good], "ok" if good else level, round(value, 3), limit, unit)


def _nobody(picture: Image.Image, share: float, limits: PortraitLimits) -> Finding:
    grey = float(np.asarray(picture.reduce(8).convert("L"), np.float32).mean())
    if grey < limits.live.face_grey[0] / 2:
        return _finding(False, ("photo.exposure", "photo.dark"), grey, limits.live.face_grey, "grey")
    if grey > 250:
        return _finding(False, ("photo.exposure", "photo.bright"), grey, limits.live.face_grey, "grey")
    return _finding(False, ("photo.person", "photo.no_person"), share, (limits.live.person, 1.0), "share")


def _share(person: Silhouette, limits: PortraitLimits) -> Finding:
    return _finding(
        True, ("photo.person", "photo.no_person"), person.share, (limits.live.person, 1.0), "share"
    )


def _face(picture: Image.Image, person: Silhouette, limits: PortraitLimits) -> list[Finding]:
    live = limits.live
    grey = _face_grey(picture, person)
    mean, low, high = float(grey.mean()), live.face_grey[0], live.face_grey[1]
    clipped = float((grey >= 250).mean())
    bright = mean > high or clipped > live.clipped
    exposure = "photo.bright" if bright else "photo.dark"
    middle = grey.shape[1] // 2
    halves = float(grey[:, :middle].mean()), float(grey[:, middle:].mean())
    uneven = abs(halves[0] - halves[1]) / max(*halves, 1.0)
    sharp = _sharpness(grey)
    return [
        _finding(not bright and mean >= low, ("photo.exposure", exposure), mean, live.face_grey, "grey"),
        _finding(
            uneven <= live.side_light, ("photo.light", "photo.uneven_light"), uneven, (0.0, live.side_light)
        ),
        _finding(sharp >= live.sharpness, ("photo.sharpness", "photo.blurred"), sharp, (live.sharpness, 1e6)),
    ]


def _place(picture: Image.Image, person: Silhouette, limits: PortraitLimits) -> list[Finding]:
    live = limits.live
    guide_width = picture.height * GUIDE_HEIGHT * limits.width_px / limits.height_px
    face = person.face_width / guide_width * limits.width_px
    off = person.centre_x / picture.width - 0.5
    size = "photo.too_small" if face < live.face_width_px[0] else "photo.too_large"
    straight = abs(person.tilt_deg) <= live.tilt_deg
    room = person.head_top_y
    return [
        _finding(
            room >= live.head_top_px,
            ("photo.head_room", "photo.head_cut"),
            room,
            (live.head_top_px, 1e6),
            "px",
        ),
        _finding(
            abs(off) <= live.centre, ("photo.centring", "photo.off_centre"), off, (-live.centre, live.centre)
        ),
        _finding(
            live.face_width_px[0] <= face <= live.face_width_px[1],
            ("photo.head_width", size),
            face,
            live.face_width_px,
            "px",
        ),
        _finding(
            straight,
            ("photo.upright", "photo.tilted"),
            person.tilt_deg,
            (-live.tilt_deg, live.tilt_deg),
            "deg",
            level="warn",
        ),
    ]


def _wall(grey: float, spread: float, limits: PortraitLimits) -> Finding:
    live = limits.live
    if grey < live.wall_grey:
        return _finding(
            False, ("photo.wall", "photo.background"), grey, (live.wall_grey, 255.0), "grey", level="warn"
        )
    plain = spread <= live.wall_spread
    return _finding(plain, ("photo.wall", "photo.background"), spread, (0.0, live.wall_spread), "grey levels")


def _face_grey(picture: Image.Image, person: Silhouette) -> NDArray[np.float32]:
    """The face without hair and chin, as wide as it will be in the portrait."""
    width = person.face_width
    box = (
        max(0, round(person.centre_x - 0.42 * width)),
        max(0, round(person.head_top_y + 0.42 * width)),
        min(picture.width, round(person.centre_x + 0.42 * width)),
        min(picture.height, round(person.head_top_y + 1.20 * width)),
    )
    if box[2] - box[0] < 8 or box[3] - box[1] < 8:
        return np.zeros((8, 8), np.float32)
    size = (174, max(8, round(174 * (box[3] - box[1]) / (box[2] - box[0]))))
    return np.asarray(picture.crop(box).convert("L").resize(size, Image.Resampling.BILINEAR), np.float32)


def _sharpness(grey: NDArray[np.float32]) -> float:
    """Variance of the Laplacian after a slight smoothing that takes the sensor's noise away."""
    picture = Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(0.8))
    smooth = np.asarray(picture, np.float32)
    inner = smooth[1:-1, 1:-1]
    laplacian = smooth[:-2, 1:-1] + smooth[2:, 1:-1] + smooth[1:-1, :-2] + smooth[1:-1, 2:] - 4 * inner
    return float(laplacian.var())
