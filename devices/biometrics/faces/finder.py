"""The face of a picture: detector and mesh in one go, and what counts as a face at all."""

from __future__ import annotations

from devices.biometrics.errors import NoPerson, TwoPeople
from devices.biometrics.faces.detector import Found, detect
from devices.biometrics.faces.face import Face
from devices.biometrics.faces.mesh import meshed
from devices.biometrics.faces.networks import Picture

LEAST_FACE = 0.5  # the mesh's own doubt
LEAST_WIDTH_PX = 8
SECOND_FACE = 0.35  # a face of this much of the first one's width is a second person, not a poster far behind
CHIP_FACE_PX = 40  # a card's photo shows 60 px of face; less than this tells nobody apart


def largest_face(picture: Picture) -> tuple[Face | None, list[Found]]:
    """The largest face, and the others that are people too."""
    found = detect(picture)
    face = meshed(picture, found[0]) if found else None
    if face is None or face.score < LEAST_FACE or face.width < LEAST_WIDTH_PX:
        return None, []
    return face, [other for other in found[1:] if other.width >= SECOND_FACE * found[0].width]


def only_face(picture: Picture) -> Face:
    """The face of a photo that is to be compared. Raises NoPerson, TwoPeople."""
    face, others = largest_face(picture)
    if face is None or face.width < CHIP_FACE_PX:
        raise NoPerson()
    if others:
        raise TwoPeople()
    return face
