"""Which embedder compares faces, and its numbers: dlib's by default, or the bureau's approved model as a
file of data.

The bureau's model is an ONNX file with a TOML beside it (README: "The bureau's own model"); nothing of it
is code. No numpy here: the program's own process reads it too.
"""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from devices.biometrics.errors import BadFaceSetup
from devices.biometrics.limits import face_limits

Point = tuple[float, float]
DLIB = "dlib_resnet"
ARCFACE_POINTS = 5
LARGEST_MODEL = 500_000_000


@dataclass(frozen=True)
class Setup:
    """engine, version: sealed with each verdict. Distances up to `match` are a match, up to `review` an
    officer's decision. points: where in the square of side_px px the eyes, the tip of the nose and
    the corners of the mouth belong, as the picture shows them from left to right. A colour c goes
    in as (c - subtract) / divide.
    """

    engine: str
    version: str
    match: float
    review: float
    measured_on: str
    file: Path | None = None  # None: dlib's
    sha256: str = ""
    side_px: int = 0
    points: tuple[Point, ...] = ()
    channels: str = "rgb"  # or "bgr"
    layout: str = "nchw"  # or "nhwc"
    subtract: tuple[float, ...] = (0.0, 0.0, 0.0)
    divide: tuple[float, ...] = (1.0, 1.0, 1.0)
    distance: str = "euclidean"  # or "cosine"


@cache
def default_setup() -> Setup:
    """dlib's ResNet with the thresholds of limits.toml."""
    limits = face_limits()
    return Setup(DLIB, limits.version, limits.match, limits.review, limits.measured_on)


def setup_of(path: Path | None) -> Setup:
    """The bureau's setup, or the default without one. Raises BadFaceSetup: it is never silently left out."""
    if path is None:
        return default_setup()
    try:
        plain = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise BadFaceSetup(file=path.name, what="file") from error
    return _checked(plain, path)


def _checked(plain: dict[str, Any], path: Path) -> Setup:
    def must(holds: bool, what: str) -> None:
        if not holds:
            raise BadFaceSetup(file=path.name, what=what)

    known = {each.name for each in fields(Setup)}
    must(set(plain) <= known, "unknown key")
    for name in ("engine", "version", "measured_on", "file", "sha256"):
        must(isinstance(plain.get(name), str) and bool(plain[name]), name)
    for name in ("match", "review"):
        must(_is_number(plain.get(name)), name)
    must(0 < plain["match"] <= plain["review"], "match, review")
    must(plain["engine"] != DLIB, "engine")
    must(isinstance(plain.get("side_px"), int) and 32 <= plain["side_px"] <= 1024, "side_px")
    points = plain.get("points")
    is_list = isinstance(points, list) and len(points) == ARCFACE_POINTS
    must(is_list and all(_numbers(point, 2) for point in points or ()), "points")
    must(plain.get("channels", "rgb") in ("rgb", "bgr"), "channels")
    must(plain.get("layout", "nchw") in ("nchw", "nhwc"), "layout")
    must(plain.get("distance", "euclidean") in ("euclidean", "cosine"), "distance")
    for name in ("subtract", "divide"):
        must(name not in plain or _numbers(plain[name], 3), name)
    must(all(value != 0 for value in plain.get("divide", ())), "divide")
    must(Path(plain["file"]).name == plain["file"], "file")
    exact: dict[str, Any] = {name: tuple(plain[name]) for name in ("subtract", "divide") if name in plain}
    places = tuple((float(x), float(y)) for x, y in plain["points"])
    settled: dict[str, Any] = {**plain, **exact, "points": places, "file": path.parent / plain["file"]}
    return Setup(**settled)


def whole(setup: Setup) -> Path:
    """The model's file, when it is the one the setup names. Raises BadFaceSetup."""
    assert setup.file is not None
    try:
        small = setup.file.stat().st_size <= LARGEST_MODEL
        digest = hashlib.sha256(setup.file.read_bytes()).hexdigest() if small else ""
    except OSError as error:
        raise BadFaceSetup(file=setup.file.name, what="file") from error
    if digest != setup.sha256.lower():
        raise BadFaceSetup(file=setup.file.name, what="sha256")
    return setup.file


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _numbers(value: object, count: int) -> bool:
    return isinstance(value, list) and len(value) == count and all(map(_is_number, value))
