"""Reads limits.toml: how good is good enough. The numbers and their sources stand there."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("limits.toml")
Range = tuple[float, float]


@dataclass(frozen=True)
class FingerLimits:
    good_nfiq2: int
    poor_nfiq2: int
    least_mm2: float
    whole_mm2: float
    light_grey: float
    dark_grey: float
    off_centre_mm: float
    same_finger_score: int
    smallest_px: int
    largest_px: int


@dataclass(frozen=True)
class LiveLimits:
    face_width_px: Range
    centre: float
    head_top_px: float
    tilt_deg: float
    person: float
    face_grey: Range
    clipped: float
    side_light: float
    wall_grey: float
    wall_spread: float
    sharpness: float


@dataclass(frozen=True)
class PortraitLimits:
    width_px: int
    height_px: int
    dpi: int
    bytes: tuple[int, int]
    jpeg_quality: int
    face_width_px: Range
    head_top_px: Range
    eye_line_px: float
    live: LiveLimits


@cache
def finger_limits() -> FingerLimits:
    return FingerLimits(**_read()["finger"])


@cache
def photo_limits() -> PortraitLimits:
    table = dict(_read()["photo"])
    live: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in table.pop("live").items()
    }
    flat: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in table.items()
    }
    return PortraitLimits(**flat, live=LiveLimits(**live))


def _read() -> dict[str, dict[str, Any]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
