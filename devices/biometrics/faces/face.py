"""A face as 478 points, and what follows from where they are: size, tilt, turn, open eyes, open mouth.

Point numbers are those of MediaPipe's face mesh (468 points, then five on each iris). "Right" and "left"
are the person's own; in a picture that is not mirrored the right eye stands on the left.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from devices.biometrics.faces.networks import Numbers

FACE_RIGHT, FACE_LEFT = 234, 454  # where the face ends before the ears: the width of GA 461
FOREHEAD, CHIN = 10, 152
RIGHT_IRIS, LEFT_IRIS = 468, 473
RIGHT_CHEEK, LEFT_CHEEK = 50, 280
NOSE_BRIDGE, NOSE_TIP = 168, 1
LIPS = (13, 14, 61, 291)  # inner upper, inner lower, right corner, left corner
RIGHT_EYE = (33, 160, 158, 133, 153, 144)  # outer corner, two above, inner corner, two below
LEFT_EYE = (263, 387, 385, 362, 380, 373)
OUTLINE = (
    *(10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377),
    *(152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109),
)


@dataclass(frozen=True)
class Face:
    """points: (478, 3) in px of the picture; the third is depth, smaller = nearer, about in px.
    score: how sure the mesh is that this is a face, 0..1.
    """

    points: Numbers = field(repr=False)
    score: float

    def at(self, point: int) -> Numbers:
        return np.asarray(self.points[point, :2])

    def apart(self, one: int, other: int) -> float:
        """px between two points of the picture."""
        return float(np.hypot(*(self.at(one) - self.at(other))))

    @property
    def width(self) -> float:
        return self.apart(FACE_RIGHT, FACE_LEFT)

    @property
    def eyes(self) -> Numbers:
        """The middles of the irises: (2, 2), the person's right eye first."""
        return np.asarray(self.points[[RIGHT_IRIS, LEFT_IRIS], :2])

    @property
    def eye_distance(self) -> float:
        return float(np.hypot(*(self.eyes[1] - self.eyes[0])))

    @property
    def middle_x(self) -> float:
        return float((self.at(FACE_RIGHT) + self.at(FACE_LEFT))[0] / 2)

    @property
    def roll_deg(self) -> float:
        """> 0: the head leans to the picture's right."""
        across = self.eyes[1] - self.eyes[0]
        return float(np.degrees(np.arctan2(across[1], across[0])))

    @property
    def yaw_deg(self) -> float:
        """> 0: the person looks to the picture's right. Within 6 degrees of the truth on frontal faces
        (reference/biometrics 4).
        """
        across = self.points[FACE_LEFT] - self.points[FACE_RIGHT]
        return float(np.degrees(np.arctan2(across[2], np.hypot(across[0], across[1]))))

    @property
    def pitch_deg(self) -> float:
        """> 0: the chin is nearer than the forehead, the head is raised. A hint only: frontal faces
        spread by 12 degrees.
        """
        down = self.points[CHIN] - self.points[FOREHEAD]
        return float(-np.degrees(np.arctan2(down[2], np.hypot(down[0], down[1]))))

    @property
    def eyes_open(self) -> tuple[float, float]:
        """Each eye's height over its width, the person's right eye first; about 0.3 open, 0.1 closed."""
        return self._open(RIGHT_EYE), self._open(LEFT_EYE)

    @property
    def mouth_open(self) -> float:
        """The gap between the lips over the mouth's width; 0 closed."""
        upper, lower, right, left = LIPS
        return self.apart(upper, lower) / max(self.apart(right, left), 1.0)

    def _open(self, eye: tuple[int, ...]) -> float:
        outer, above_out, above_in, inner, below_in, below_out = eye
        height = self.apart(above_out, below_out) + self.apart(above_in, below_in)
        return height / (2 * max(self.apart(outer, inner), 1.0))
