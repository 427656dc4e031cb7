"""The finished portrait as it leaves the house: a JPEG of the right size and weight, what it measures, what
was done.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Portrait:
    """profile: "id_card" or "exit_entry". edits: what was done to the picture, by name.
    measures: of the finished portrait in its px, by the names of PortraitProfile.rules, by construction.
    misses: those that could not be met, and "bytes" for the file's size; empty is the rule. by_guide: no
    face was found, the guide frame was cut and nothing is measured.
    """

    jpeg: bytes = field(repr=False)
    profile: str
    width_px: int
    height_px: int
    dpi: int
    quality: int
    edits: tuple[str, ...]
    measures: Mapping[str, float] = field(default_factory=dict)
    misses: tuple[str, ...] = ()
    by_guide: bool = False
