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
    smeared: float
    smeared_score: int
    same_finger_score: int
    smallest_px: int
    largest_px: int


@dataclass(frozen=True)
class LiveLimits:
    face_width_px: Range
    centre: float
    head_room_px: float
    outside: float
    roll_deg: float
    yaw_deg: float
    pitch_deg: float
    eyes_open: float
    mouth_open: float
    face_grey: Range
    clipped: float
    side_light: float
    glare: float
    wall_grey: float
    wall_spread: float
    wall_clutter: float
    sharpness: float
    detail_px: float
    white_top: float
    covered_spread: float
    covered_grey: float
    moire: float


@dataclass(frozen=True)
class PortraitProfile:
    """One kind of finished portrait, in its own px. goes_by: the measure the scale is taken from."""

    width_px: int
    height_px: int
    dpi: int
    bytes: tuple[int, int]
    jpeg_quality: int
    goes_by: str
    target_px: float
    face_width_px: Range
    head_height_px: Range
    head_top_px: Range
    head_top_target_px: float
    eye_line_px: float
    chin_room_px: float
    eye_distance_px: Range
    source: str
    confidence: str

    def rules(self) -> tuple[tuple[str, Range], ...]:
        """Each measure of the finished portrait with the range it must be in."""
        return (
            ("face_width", self.face_width_px),
            ("head_height", self.head_height_px),
            ("head_top", self.head_top_px),
            ("eye_line", (self.eye_line_px, self.height_px)),
            ("chin_room", (self.chin_room_px, self.height_px)),
            ("eye_distance", self.eye_distance_px),
        )


@dataclass(frozen=True)
class FaceLimits:
    """Distances of the default embedder: up to match, up to review; where they were measured."""

    version: str
    match: float
    review: float
    measured_on: str


@cache
def finger_limits() -> FingerLimits:
    return FingerLimits(**_read()["finger"])


@cache
def face_limits() -> FaceLimits:
    return FaceLimits(**_read()["face"])


@cache
def live_limits() -> LiveLimits:
    return LiveLimits(**_ranges(_read()["photo"]["live"]))


@cache
def profile(key: str = "id_card") -> PortraitProfile:
    """The profile of that name: "id_card" or "exit_entry". Raises KeyError for others."""
    return PortraitProfile(**_ranges(_read()["photo"][key]))


def _ranges(table: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in table.items()}


def _read() -> dict[str, dict[str, Any]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
