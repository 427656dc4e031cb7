"""What a good ID portrait is, in numbers. Nothing here looks at a picture; devices.biometrics does.

Source: GA 461-2004 (its successor GA/T 461-2019 was not available, so the numbers stay data:
`laws/photo.toml`). A portrait outside the limits is told with its number and may be overridden with a
reason; it never blocks.
"""

from __future__ import annotations

from dataclasses import dataclass

from forms.data import read_toml


@dataclass(frozen=True)
class PhotoStandard:
    """Limits of the finished portrait. Lengths in pixels of the finished picture unless named otherwise."""

    width_px: int
    height_px: int
    dpi: int
    print_width_mm: int
    print_height_mm: int
    jpeg_quality: int
    smallest_bytes: int
    largest_bytes: int
    face_width_px: int
    face_width_tolerance_px: int
    hair_top_least_px: int
    hair_top_most_px: int
    eyes_to_bottom_least_px: int  # wins when it and the hair margin cannot both hold
    yaw_deg: int  # either side
    pitch_deg: int
    roll_deg: int
    background_least_luma: int  # 0-255; ours, confidence low
    background_most_spread: int
    source: str
    superseded_by: str
    confidence: str

    @property
    def face_width_range_px(self) -> tuple[int, int]:
        return (
            self.face_width_px - self.face_width_tolerance_px,
            self.face_width_px + self.face_width_tolerance_px,
        )


def _standard() -> PhotoStandard:
    law = read_toml("laws/photo.toml")
    own = {key: value for key, value in law.items() if key in PhotoStandard.__dataclass_fields__}
    pose = {key: value for key, value in law["pose"].items() if key.endswith("_deg")}
    background = law["background"]
    return PhotoStandard(
        **own,
        **pose,
        background_least_luma=background["least_luma"],
        background_most_spread=background["most_spread"],
    )


ID_CARD: PhotoStandard = _standard()
