"""Invented prints and faces for the use cases of instruments."""

from __future__ import annotations

from functools import cache

from devices.contract import FingerImage, Frame
from devices.virtual.faces import Look, Pose, scene
from devices.virtual.prints import grow, impression


@cache
def pressed(seed: int, variant: str) -> FingerImage:
    """One press of finger `seed`; each variant is a press of its own."""
    grey = impression(grow(seed), seed * 10 + len(variant), variant)
    return FingerImage(grey.tobytes(), grey.shape[1], grey.shape[0], 500)


def seated(seed: int) -> Frame:
    """Somebody before the wall, roughly where the guide wants the head."""
    picture = scene(Look(seed), 1280, 720, Pose(640, 330, 105)).convert("RGB")
    return Frame(picture.tobytes(), picture.width, picture.height)
