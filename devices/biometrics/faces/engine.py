"""Asks the child process that looks at faces: a crash there costs one retry, not the program."""

from __future__ import annotations

import atexit
from collections.abc import Mapping
from functools import cache
from typing import Any

from devices.biometrics.errors import (
    BadFaceSetup,
    BadPhoto,
    BiometricsError,
    FaceAnalysisFailed,
    FaceEngineMissing,
    NoPerson,
    TwoPeople,
)
from devices.child import Child, ChildFailed, python
from devices.contract import Frame

COMMAND = python("devices.biometrics.faces.child")
ANSWER_TIMEOUT_S = 20.0
"""A first answer loads the networks (0.6 s, busy machine 5 s); later ones take 0.05 to 0.3 s."""
LARGEST_PIXELS = 50_000_000
LARGEST_BYTES = 60_000_000
TOLD: dict[str, type[BiometricsError]] = {
    error.code: error for error in (NoPerson, TwoPeople, BadPhoto, BadFaceSetup, FaceEngineMissing)
}
"""What the child can tell; anything else it says is a fault of its own."""


def ask(
    question: Mapping[str, Any],
    frames: tuple[Frame, ...] = (),
    *,
    encoded: bytes | None = None,
    child: Child | None = None,
) -> dict[str, Any]:
    """The child's answer about frames, or about a photo as a file's bytes.

    Raises FaceAnalysisFailed, and what TOLD names.
    """
    for frame in frames:
        _must_be_sound(frame)
    if encoded is not None and not 0 < len(encoded) <= LARGEST_BYTES:
        raise BadPhoto(size=len(encoded))
    sizes = [{"width": frame.width_px, "height": frame.height_px} for frame in frames]
    told = {**question, "images": sizes, "encoded": len(encoded or b"")}
    try:
        answer = (child or shared()).ask(told, b"".join((*(frame.rgb for frame in frames), encoded or b"")))
    except ChildFailed as error:
        raise FaceAnalysisFailed(asked=question.get("do")) from error
    if "failed" in answer:
        raise TOLD.get(answer["failed"], FaceAnalysisFailed)(**answer.get("values", {}))
    return answer


def _must_be_sound(frame: Frame) -> None:
    """As many pixels as it says, and a number a machine in a van can take."""
    pixels = frame.width_px * frame.height_px
    sound = frame.width_px > 0 and frame.height_px > 0 and pixels <= LARGEST_PIXELS
    if not sound or len(frame.rgb) != 3 * pixels:
        raise BadPhoto(width_px=frame.width_px, height_px=frame.height_px)


@cache
def shared() -> Child:
    """The program's own child. It keeps nothing between two questions, so sharing it is safe."""
    child = Child("face engine", COMMAND, ANSWER_TIMEOUT_S)
    atexit.register(child.close)
    return child
