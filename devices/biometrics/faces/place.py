"""Where the portrait is cut, so that a profile's rules hold: GA 461's for the card, 33 x 48 mm for
exit-entry.

Lengths come in as they are on the canvas (face 207 px wide) and go out as they will be in the finished
portrait.
"""

from __future__ import annotations

from dataclasses import dataclass

from devices.biometrics.faces.seat import EYES_Y_PX, FACE_PX, MIDDLE_X_PX, Seat
from devices.biometrics.limits import PortraitProfile


@dataclass(frozen=True)
class Head:
    """A head on the canvas: from the line of the eyes to the hair's top and to the chin; between the
    irises.
    """

    crown: float
    chin: float
    eye_distance: float
    face_width: float = FACE_PX


@dataclass(frozen=True)
class Place:
    """scale: portrait px for one canvas px; left, top: the portrait's corner on the canvas.

    The rest are measures of the finished portrait in its px; eye_line: above its lower edge.
    """

    scale: float
    left: float
    top: float
    face_width: float
    head_height: float
    head_top: float
    eye_line: float
    chin_room: float
    eye_distance: float

    def misses(self, profile: PortraitProfile) -> tuple[str, ...]:
        """The measures that cannot meet the profile's rule, by name."""
        return tuple(
            name for name, good in profile.rules() if not good[0] <= round(getattr(self, name), 2) <= good[1]
        )


def head_of(seat: Seat) -> Head:
    return Head(seat.crown_px, seat.chin_px, seat.face.eye_distance * seat.scale)


def placed(head: Head, profile: PortraitProfile) -> Place:
    """The cut for this head. Where not all can hold, the eyes come first: tall hair may be cut (GA 461)."""
    scale = _scale(head, profile)
    head_top = profile.head_top_target_px
    eye_y = head_top + head.crown * scale
    lowest = profile.height_px - profile.eye_line_px
    if eye_y > lowest:
        scale, head_top = _with_tall_hair(head, profile, scale, lowest)
        eye_y = head_top + head.crown * scale
    return Place(
        scale=scale,
        left=MIDDLE_X_PX - profile.width_px / 2 / scale,
        top=EYES_Y_PX - eye_y / scale,
        face_width=head.face_width * scale,
        head_height=(head.crown + head.chin) * scale,
        head_top=head_top,
        eye_line=profile.height_px - eye_y,
        chin_room=profile.height_px - eye_y - head.chin * scale,
        eye_distance=head.eye_distance * scale,
    )


def _scale(head: Head, profile: PortraitProfile) -> float:
    """From the measure the profile goes by, then within what the others allow."""
    if profile.goes_by == "face_width":
        return profile.target_px / head.face_width
    scale = profile.target_px / max(head.crown + head.chin, 1.0)
    least, most = (bound / head.face_width for bound in profile.face_width_px)
    return min(max(scale, least), most)


def _with_tall_hair(head: Head, profile: PortraitProfile, scale: float, lowest: float) -> tuple[float, float]:
    """(scale, head_top): first less room above, then a smaller face within its tolerance, then cut hair."""
    room = profile.head_top_px[0]
    if room + head.crown * scale > lowest:
        smallest = profile.face_width_px[0] / head.face_width
        scale = max(min(scale, (lowest - room) / max(head.crown, 1.0)), smallest)
    return scale, lowest - head.crown * scale
