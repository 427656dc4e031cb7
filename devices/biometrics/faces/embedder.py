"""A face becomes a row of numbers; rows of one person lie near each other. Which network does it is
interchangeable.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from devices.biometrics.errors import BadFaceSetup, FaceEngineMissing
from devices.biometrics.faces.face import LEFT_IRIS, NOSE_TIP, RIGHT_IRIS, Face
from devices.biometrics.faces.networks import Network, Numbers, Picture
from devices.biometrics.faces.seat import warped
from devices.biometrics.faces.setup import Point, Setup, whole

DLIB_FILE = "dlib_face_recognition_resnet_model_v1.dat"
DLIB_SIDE_PX, DLIB_ROOM = 150, 0.25
DLIB_POINTS = {
    263: (0.8595674595992, 0.2134981538014),
    362: (0.6460604764104, 0.2289674387677),
    33: (0.1205750620789, 0.2137274526848),
    133: (0.3340850613712, 0.2290642403242),
    2: (0.4901123135679, 0.6277975316475),
}
"""The corners of the eyes and the base of the nose, by our mesh's numbers, in the square dlib's network
learnt on.

Source: dlib (Boost licence), the mean places of its five-point model; the room around is 0.25 of a side.
"""
MESH_POINTS = (RIGHT_IRIS, LEFT_IRIS, NOSE_TIP, 61, 291)
"""Eyes, tip of the nose, corners of the mouth: the five points most networks are aligned by."""


class Embedder(Protocol):
    """One network that tells faces apart. Distances and thresholds mean something only within it."""

    setup: Setup

    def embed(self, picture: Picture, face: Face) -> list[float]:
        """The face as a row of numbers. Raises BadFaceSetup when the network does not fit its setup."""
        ...


class DlibEmbedder:
    """dlib's ResNet: 128 numbers, compared by their plain distance. About 90 ms."""

    def __init__(self, setup: Setup) -> None:
        """Raises FaceEngineMissing: no dlib, or no weights."""
        self.setup = setup
        try:
            import dlib
        except (ImportError, OSError) as error:
            raise FaceEngineMissing(what="dlib") from error
        path = weights()
        if path is None:
            raise FaceEngineMissing(what=DLIB_FILE)
        self._net: Any = dlib.face_recognition_model_v1(str(path))

    def embed(self, picture: Picture, face: Face) -> list[float]:
        places = {
            point: tuple((DLIB_ROOM + share) / (1 + 2 * DLIB_ROOM) * DLIB_SIDE_PX for share in shares)
            for point, shares in DLIB_POINTS.items()
        }
        chip = aligned(picture, face, {p: (x, y) for p, (x, y) in places.items()}, DLIB_SIDE_PX)
        return [float(number) for number in self._net.compute_face_descriptor(chip)]


class OnnxEmbedder:
    """The bureau's approved model."""

    def __init__(self, setup: Setup) -> None:
        """Raises BadFaceSetup, FaceEngineMissing."""
        self.setup = setup
        self._net = Network(whole(setup))

    def embed(self, picture: Picture, face: Face) -> list[float]:
        setup = self.setup
        chip = aligned(picture, face, dict(zip(MESH_POINTS, setup.points, strict=True)), setup.side_px)
        if setup.channels == "bgr":
            chip = chip[:, :, ::-1]
        subtract, divide = (np.array(each, np.float32) for each in (setup.subtract, setup.divide))
        numbers: Numbers = (chip.astype(np.float32) - subtract) / divide
        if setup.layout == "nchw":
            numbers = np.ascontiguousarray(numbers.transpose(2, 0, 1), np.float32)
        answer = self._net(numbers)
        row = next(iter(answer.values())).ravel()
        if not 16 <= row.size <= 8192 or not np.isfinite(row).all():
            raise BadFaceSetup(file=setup.engine, what="output")
        return [float(number) for number in row]


def weights() -> Path | None:
    """dlib's weights inside the package that carries them, which is not imported (it asks for
    pkg_resources).
    """
    spec = find_spec("face_recognition_models")
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).parent / "models" / DLIB_FILE
    return path if path.is_file() else None


@cache
def embedder(setup: Setup) -> Embedder:
    """Loaded once for every setup; a changed one is another one. Raises BadFaceSetup, FaceEngineMissing."""
    return DlibEmbedder(setup) if setup.file is None else OnnxEmbedder(setup)


def aligned(picture: Picture, face: Face, places: dict[int, Point], side_px: int) -> Picture:
    """The face turned, scaled and moved so that its points lie as near to `places` as that can do."""
    here = np.array([face.at(point) for point in places], np.float64)
    there = np.array(list(places.values()), np.float64)
    left, right = np.zeros((2 * len(here), 4)), there.ravel()
    left[0::2] = np.c_[here[:, 0], -here[:, 1], np.ones(len(here)), np.zeros(len(here))]
    left[1::2] = np.c_[here[:, 1], here[:, 0], np.zeros(len(here)), np.ones(len(here))]
    cos, sin, x, y = np.linalg.lstsq(left, right, rcond=None)[0]
    place: Numbers = np.array([[cos, -sin, x], [sin, cos, y]], np.float32)
    return np.ascontiguousarray(warped(picture, place, (side_px, side_px)))
