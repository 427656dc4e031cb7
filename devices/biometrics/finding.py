"""What was seen in a photo, thing by thing: its code, its number, its limit, and where in the picture it is.

No picture is looked at here and nothing heavy is imported: screens and use cases may use it freely.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

GUIDE_HEIGHT = 0.80
"""Height of the guide frame as a share of the picture's; it stands in the middle, GUIDE_TOP below the
upper edge.
"""
GUIDE_TOP = 0.06

PROBLEMS = (
    "photo.not_judged",
    "photo.covered",
    "photo.no_person",
    "photo.two_faces",
    "photo.dark",
    "photo.bright",
    "photo.head_cut",
    "photo.off_centre",
    "photo.too_small",
    "photo.too_large",
    "photo.shoulders_cut",
    "photo.turned",
    "photo.tilted",
    "photo.nodding",
    "photo.eyes_closed",
    "photo.mouth_open",
    "photo.uneven_light",
    "photo.glare",
    "photo.background",
    "photo.blurred",
    "photo.coarse",
    "photo.of_a_picture",
    "photo.white_top",
)
"""Nearest to a remedy first: a page tells the first of them and no other."""

MEASURES = (
    "photo.person",
    "photo.alone",
    "photo.exposure",
    "photo.head_room",
    "photo.centring",
    "photo.head_width",
    "photo.shoulders",
    "photo.facing",
    "photo.upright",
    "photo.level",
    "photo.eyes",
    "photo.mouth",
    "photo.light",
    "photo.reflection",
    "photo.wall",
    "photo.sharpness",
    "photo.detail",
    "photo.no_copy",
    "photo.top",
)
"""The code of a finding that is good."""


@dataclass(frozen=True)
class Mark:
    """Where to look. shape "box": two corners; "line": its points; "arrow": from, to.
    points: x, y as shares of the picture (0..1), its left upper corner first.
    """

    shape: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Finding:
    """One thing looked at. code: one of PROBLEMS, or of MEASURES when level is "ok"; limit: the good
    range; mark: where in the picture it is, when it is anywhere.
    """

    code: str
    level: str  # "ok", "warn" (an officer may go on), "fail"
    value: float
    limit: tuple[float, float]
    unit: str = ""
    mark: Mark | None = field(default=None)

    @property
    def good(self) -> bool:
        return self.level == "ok"


def in_order(findings: list[Finding]) -> tuple[Finding, ...]:
    """The first thing to put right in front, what is good at the end."""

    def remedy(finding: Finding) -> tuple[bool, int]:
        order = MEASURES if finding.good else PROBLEMS
        return finding.good, order.index(finding.code)

    return tuple(sorted(findings, key=remedy))


def to_plain(finding: Finding) -> dict[str, Any]:
    """For the way out of the child process."""
    mark = finding.mark
    return {
        "code": finding.code,
        "level": finding.level,
        "value": finding.value,
        "limit": list(finding.limit),
        "unit": finding.unit,
        "mark": None if mark is None else [mark.shape, [list(point) for point in mark.points]],
    }


def from_plain(plain: Mapping[str, Any]) -> Finding:
    mark = plain["mark"]
    return Finding(
        plain["code"],
        plain["level"],
        plain["value"],
        (plain["limit"][0], plain["limit"][1]),
        plain["unit"],
        None if mark is None else Mark(mark[0], tuple((point[0], point[1]) for point in mark[1])),
    )
