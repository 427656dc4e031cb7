"""A photo's findings: each measure held against its limit, with words' code and the place in the picture."""

from __future__ import annotations

import cv2
import numpy as np

from devices.biometrics.faces import replay
from devices.biometrics.faces.face import LEFT_EYE, LIPS, NOSE_TIP, OUTLINE, RIGHT_EYE
from devices.biometrics.faces.finder import LEAST_FACE, largest_face
from devices.biometrics.faces.ground import Ground
from devices.biometrics.faces.light import Light
from devices.biometrics.faces.marks import box, corners, line
from devices.biometrics.faces.networks import Picture
from devices.biometrics.faces.place import Place, head_of, placed
from devices.biometrics.faces.seat import EYES_Y_PX, MIDDLE_X_PX, Seat
from devices.biometrics.finding import GUIDE_HEIGHT, GUIDE_TOP, Finding, Mark, in_order
from devices.biometrics.limits import LiveLimits, PortraitProfile, live_limits, profile

Range = tuple[float, float]
UP = 1e6  # "no upper limit"


def judge(picture: Picture) -> tuple[Finding, ...]:
    """All findings, the first thing to put right in front. With nobody to be seen there is just that one."""
    limits = live_limits()
    face, others = largest_face(picture)
    if face is None:
        return (_nobody(picture, limits),)
    seat = Seat(picture, face)
    card = profile()
    findings = [
        _finding(True, ("photo.person", "photo.no_person"), face.score, (LEAST_FACE, 1.0)),
        _alone(picture, [other.box for other in others]),
        *_light(seat, limits),
        *_placing(seat, limits, card),
        *_pose(seat, limits),
        *_features(seat, limits),
        *_ground(seat, limits),
        replay.look(picture, face, limits),
    ]
    return in_order(findings)


def _finding(
    good: bool,
    names: tuple[str, str],
    value: float,
    limit: Range,
    unit: str = "",
    *,
    level: str = "fail",
    mark: Mark | None = None,
) -> Finding:
    """names: (code when good, code when not)."""
    return Finding(
        names[not good], "ok" if good else level, round(value, 3), limit, unit, None if good else mark
    )


def _nobody(picture: Picture, limits: LiveLimits) -> Finding:
    small = cv2.resize(picture, (32, 32), interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.float32)
    mean, spread = float(grey.mean()), float(grey.std())
    names = "photo.exposure", "photo.dark"
    if spread < limits.covered_spread and mean < limits.covered_grey:
        return _finding(
            False, ("photo.person", "photo.covered"), spread, (limits.covered_spread, 255.0), "grey"
        )
    if mean < limits.face_grey[0] / 2:
        return _finding(False, names, mean, limits.face_grey, "grey")
    if mean > 250:
        return _finding(False, ("photo.exposure", "photo.bright"), mean, limits.face_grey, "grey")
    return _finding(False, ("photo.person", "photo.no_person"), 0.0, (LEAST_FACE, 1.0))


def _alone(picture: Picture, others: list[tuple[float, float, float, float]]) -> Finding:
    mark = None
    if others:
        left, top, right, bottom = others[0]
        height, width = picture.shape[:2]
        mark = Mark("box", ((left / width, top / height), (right / width, bottom / height)))
    count = 1.0 + len(others)
    return _finding(not others, ("photo.alone", "photo.two_faces"), count, (1, 1), mark=mark)


def _light(seat: Seat, limits: LiveLimits) -> list[Finding]:
    light = Light(seat)
    low, high = limits.face_grey
    bright = light.mean > high or light.clipped > limits.clipped
    wrong = "photo.bright" if bright else "photo.dark"
    right, left = light.cheeks
    darker = seat.points[list(OUTLINE)]
    darker = darker[(darker[:, 0] < MIDDLE_X_PX) == (right < left)]
    return [
        _finding(
            not bright and light.mean >= low,
            ("photo.exposure", wrong),
            light.mean,
            limits.face_grey,
            "grey",
            mark=box(seat, seat.points[list(OUTLINE)]),
        ),
        _finding(
            light.side_light <= limits.side_light,
            ("photo.light", "photo.uneven_light"),
            light.side_light,
            (0.0, limits.side_light),
            mark=box(seat, darker),
        ),
        _finding(
            light.glare <= limits.glare,
            ("photo.reflection", "photo.glare"),
            light.glare,
            (0.0, limits.glare),
            "share",
            level="warn",
            mark=corners(seat, light.eye_band),
        ),
        _finding(
            light.sharpness >= limits.sharpness,
            ("photo.sharpness", "photo.blurred"),
            light.sharpness,
            (limits.sharpness, UP),
            mark=box(seat, seat.points[list(OUTLINE)]),
        ),
    ]


def _placing(seat: Seat, limits: LiveLimits, card: PortraitProfile) -> list[Finding]:
    """Where the head is in the picture, against the guide frame the officer sees."""
    height, width = seat.picture.shape[:2]
    face = seat.face
    guide = height * GUIDE_HEIGHT * card.width_px / card.height_px
    wide = face.width / guide * card.width_px
    small = wide < limits.face_width_px[0]
    middle = face.middle_x / width
    at = middle, float(face.eyes[:, 1].mean()) / height
    crown = seat.in_picture(MIDDLE_X_PX, EYES_Y_PX - seat.crown_px)
    room = crown[1] * height
    place = placed(head_of(seat), card)
    outside = _outside(seat, place, card)
    outline = box(seat, seat.points[list(OUTLINE)])
    return [
        _finding(
            room >= limits.head_room_px,
            ("photo.head_room", "photo.head_cut"),
            room,
            (limits.head_room_px, UP),
            "px",
            mark=Mark("line", ((middle - 0.1, max(crown[1], 0.01)), (middle + 0.1, max(crown[1], 0.01)))),
        ),
        _finding(
            abs(middle - 0.5) <= limits.centre,
            ("photo.centring", "photo.off_centre"),
            middle - 0.5,
            (-limits.centre, limits.centre),
            mark=Mark("arrow", (at, (0.5, GUIDE_TOP + 0.4 * GUIDE_HEIGHT))),
        ),
        _finding(
            limits.face_width_px[0] <= wide <= limits.face_width_px[1],
            ("photo.head_width", "photo.too_small" if small else "photo.too_large"),
            wide,
            limits.face_width_px,
            "px",
            mark=outline,
        ),
        _finding(
            outside <= limits.outside,
            ("photo.shoulders", "photo.shoulders_cut"),
            outside,
            (0.0, limits.outside),
            "share",
            mark=Mark("line", ((middle - 0.15, 0.99), (middle + 0.15, 0.99))),
        ),
        _finding(
            face.width >= limits.detail_px,
            ("photo.detail", "photo.coarse"),
            face.width,
            (limits.detail_px, UP),
            "px",
            level="warn",
            mark=outline,
        ),
    ]


def _outside(seat: Seat, place: Place, card: PortraitProfile) -> float:
    """Share of the portrait's lower part and sides that the picture does not show; above is head room's."""
    width, height = card.width_px / place.scale, card.height_px / place.scale
    x, y = np.meshgrid(np.linspace(0, 1, 20), np.linspace(0, 1, 24))
    corner = np.array([place.left, place.top])
    shown = seat.all_in_picture(corner + np.stack([x.ravel() * width, y.ravel() * height], 1))
    return float(((shown[:, 0] < 0) | (shown[:, 0] > 1) | (shown[:, 1] > 1)).mean())


def _pose(seat: Seat, limits: LiveLimits) -> list[Finding]:
    face = seat.face
    nose = seat.points[NOSE_TIP]
    way = -np.sign(face.yaw_deg) * 90
    return [
        _finding(
            abs(face.yaw_deg) <= limits.yaw_deg,
            ("photo.facing", "photo.turned"),
            face.yaw_deg,
            (-limits.yaw_deg, limits.yaw_deg),
            "deg",
            mark=line(seat, "arrow", nose, nose + np.array([way, 0])),
        ),
        _finding(
            abs(face.roll_deg) <= limits.roll_deg,
            ("photo.upright", "photo.tilted"),
            face.roll_deg,
            (-limits.roll_deg, limits.roll_deg),
            "deg",
            level="warn",
            mark=line(
                seat,
                "line",
                np.array([MIDDLE_X_PX, EYES_Y_PX - 160]),
                np.array([MIDDLE_X_PX, EYES_Y_PX + 160]),
            ),
        ),
        _finding(
            abs(face.pitch_deg) <= limits.pitch_deg,
            ("photo.level", "photo.nodding"),
            face.pitch_deg,
            (-limits.pitch_deg, limits.pitch_deg),
            "deg",
            level="warn",
            mark=line(seat, "arrow", nose, nose + np.array([0, 80 * np.sign(face.pitch_deg)])),
        ),
    ]


def _features(seat: Seat, limits: LiveLimits) -> list[Finding]:
    narrowest = min(seat.face.eyes_open)
    eye = RIGHT_EYE if seat.face.eyes_open[0] == narrowest else LEFT_EYE
    return [
        _finding(
            narrowest >= limits.eyes_open,
            ("photo.eyes", "photo.eyes_closed"),
            narrowest,
            (limits.eyes_open, 1.0),
            level="warn",
            mark=box(seat, seat.points[list(eye)], 14),
        ),
        _finding(
            seat.face.mouth_open <= limits.mouth_open,
            ("photo.mouth", "photo.mouth_open"),
            seat.face.mouth_open,
            (0.0, limits.mouth_open),
            level="warn",
            mark=box(seat, seat.points[list(LIPS)], 12),
        ),
    ]


def _ground(seat: Seat, limits: LiveLimits) -> list[Finding]:
    ground = Ground(seat)
    names = "photo.wall", "photo.background"
    if ground.grey < limits.wall_grey:
        wall = _finding(False, names, ground.grey, (limits.wall_grey, 255.0), "grey", level="warn")
    else:
        plain = ground.spread <= limits.wall_spread
        level = "fail" if ground.spread > limits.wall_clutter else "warn"
        limit = 0.0, limits.wall_spread
        where = None if plain else corners(seat, ground.worst)
        wall = _finding(plain, names, ground.spread, limit, "grey levels", level=level, mark=where)
    white = ground.white_top
    top = _finding(
        white <= limits.white_top,
        ("photo.top", "photo.white_top"),
        white,
        (0.0, limits.white_top),
        "share",
        level="warn",
        mark=corners(seat, ground.shoulders),
    )
    return [wall, top]
