"""The same face? Distances, thresholds, whose template fits whose; what is no face; the bureau's own model.

Drawn people look alike to the network (a test says so), so nothing here claims that it tells people apart:
`tests.bench.faces` measures that on photos.
"""

from __future__ import annotations

import hashlib
import io
import math
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from devices.biometrics import face
from devices.biometrics.errors import (
    BadFaceSetup,
    BadPhoto,
    FaceEngineMissing,
    NoPerson,
    TwoPeople,
)
from devices.biometrics.face import FaceTemplate
from devices.biometrics.faces import embedder
from devices.biometrics.faces.setup import Setup, default_setup, setup_of
from devices.biometrics.fingers.decision import Outcome
from devices.biometrics.limits import face_limits
from devices.child import Child
from devices.contract import Frame
from devices.virtual.people import people

ROOT = Path(__file__).parents[3]
WALL = (206, 211, 215)


def drawn(key: str = "chen") -> Image.Image:
    (somebody,) = (person for person in people() if person.key == key)
    return somebody.picture()


def encoded(picture: Image.Image, way: str = "PNG") -> bytes:
    out = io.BytesIO()
    picture.save(out, way)
    return out.getvalue()


def card_photo(picture: Image.Image) -> Image.Image:
    """As a chip keeps it: 102 x 126."""
    left = picture.width // 2 - 230
    return picture.crop((left, 60, left + 460, 628)).resize((102, 126), Image.Resampling.BICUBIC)


def frame(picture: Image.Image) -> Frame:
    return Frame(picture.tobytes(), *picture.size)


@pytest.fixture(scope="module")
def chen() -> FaceTemplate:
    return face.describe(frame(drawn()))


def test_a_face_is_128_numbers_of_the_default_engine(chen: FaceTemplate) -> None:
    assert len(chen.numbers) == 128
    assert (chen.engine, chen.version) == ("dlib_resnet", face_limits().version)
    assert "numbers" not in repr(chen)


def test_a_frame_and_the_card_photo_of_it_match(chen: FaceTemplate) -> None:
    decision = face.compare(chen, face.describe(encoded(card_photo(drawn()))))
    assert decision.outcome is Outcome.MATCH
    assert decision.score is not None
    assert 0.0 < decision.score < 0.45
    assert decision.threshold == 0.45


def test_drawn_people_look_alike_so_training_may_not_decide(chen: FaceTemplate) -> None:
    """Different sexes and ages, and yet below the threshold: a verdict on drawings is worth nothing."""
    other = face.describe(frame(drawn("zhou")))
    assert face.distance(chen.numbers, other.numbers, default_setup()) < default_setup().review


def test_the_thresholds_are_never_the_usual_ones() -> None:
    assert (face_limits().match, face_limits().review) == (0.45, 0.55)
    assert face_limits().review < 0.6


def template(*numbers: float, engine: str = "", version: str = "") -> FaceTemplate:
    usual = default_setup()
    return FaceTemplate(numbers, engine or usual.engine, version or usual.version)


@pytest.mark.parametrize(
    ("apart", "outcome"),
    [
        (0.0, "match"),
        (0.45, "match"),
        (0.451, "review"),
        (0.55, "review"),
        (0.551, "no_match"),
        (9, "no_match"),
    ],
)
def test_the_distance_decides(apart: float, outcome: str) -> None:
    decision = face.compare(template(0.0, 0.0), template(0.0, apart))
    assert (decision.outcome, decision.score, decision.threshold) == (outcome, apart, 0.45)


@pytest.mark.parametrize("other", [{"engine": "bureau"}, {"version": "resnet_v2"}])
def test_templates_of_two_engines_are_not_comparable(other: dict[str, str]) -> None:
    decision = face.compare(template(0.0), template(0.0, **other))
    assert (decision.outcome, decision.score, decision.threshold) == (Outcome.NOT_COMPARABLE, None, None)
    assert face.compare(template(0.0, **other), template(0.0, **other)).outcome is Outcome.NOT_COMPARABLE


def test_rows_of_two_lengths_are_infinitely_far_apart() -> None:
    assert face.distance((0.0,), (0.0, 0.0), default_setup()) == math.inf


def test_nobody_or_two_are_not_compared() -> None:
    with pytest.raises(NoPerson):
        face.describe(frame(Image.new("RGB", (640, 480), WALL)))
    both = Image.new("RGB", (1440, 800), WALL)
    for place, key in enumerate(("chen", "zhou")):
        both.paste(drawn(key).crop((320, 0, 1040, 800)), (720 * place, 0))
    with pytest.raises(TwoPeople):
        face.describe(frame(both))


def test_a_photo_that_cannot_be_opened_is_told() -> None:
    with pytest.raises(BadPhoto):
        face.describe(b"GIF89a and nothing more")
    with pytest.raises(BadPhoto):
        face.describe(b"")


def test_run_takes_the_file_for_research_only_away(tmp_path: Path) -> None:
    models = tmp_path / "lib/python3.11/site-packages/face_recognition_models/models"
    models.mkdir(parents=True)
    for name in ("shape_predictor_68_face_landmarks.dat", embedder.DLIB_FILE):
        (models / name).touch()
    (line,) = (
        line for line in (ROOT / "run").read_text("utf-8").splitlines() if line.startswith("unshipped()")
    )
    subprocess.run(["sh", "-c", f'venv="$1"; {line}\nunshipped', "sh", str(tmp_path)], check=True)
    assert [path.name for path in models.iterdir()] == [embedder.DLIB_FILE]


def test_the_file_for_research_only_is_not_there() -> None:
    """`run` takes it away after installing; the weights we use are still there."""
    path = embedder.weights()
    assert path is not None
    if (ROOT / ".venv").is_symlink() or not Path(sys.prefix).is_relative_to(ROOT):
        pytest.skip("this environment was not set up by ./run")
    assert [each.name for each in path.parent.iterdir() if each.suffix == ".dat"] == [path.name]


# The bureau's own model: here a network of one addition, written by hand, so that its answer is known.


def varint(number: int) -> bytes:
    out = b""
    while True:
        number, low = number >> 7, number & 127
        out += bytes([low | (128 if number else 0)])
        if not number:
            return out


def part(field: int, content: bytes | int) -> bytes:
    """One field of a protobuf message: the format ONNX files are written in."""
    if isinstance(content, int):
        return varint(field << 3) + varint(content)
    return varint(field << 3 | 2) + varint(len(content)) + content


def tiny_model(side_px: int = 32, layout: str = "nchw") -> bytes:
    """ReduceMean over the square's height and width, colours kept and flattened with the columns' means."""
    shape = (1, 3, side_px, side_px) if layout == "nchw" else (1, side_px, side_px, 3)

    def value(name: bytes, sides: tuple[int, ...]) -> bytes:
        dims = b"".join(part(1, part(1, side)) for side in sides)
        return part(1, name) + part(2, part(1, part(1, 1) + part(2, dims)))

    axis = 2 if layout == "nchw" else 1
    axes = part(1, b"axes") + part(8, axis) + part(20, 7)
    node = part(1, b"in") + part(2, b"out") + part(4, b"ReduceMean") + part(5, axes)
    left = [side for place, side in enumerate(shape) if place != axis]
    reduced = (shape[0], *left[1:])
    kept = tuple(1 if place == axis else side for place, side in enumerate(shape))
    assert math.prod(reduced) == math.prod(kept)
    graph = part(1, node) + part(2, b"tiny") + part(11, value(b"in", shape)) + part(12, value(b"out", kept))
    return part(1, 8) + part(7, graph) + part(8, part(1, b"") + part(2, 13))


Install = Callable[..., Path]


@pytest.fixture
def install(tmp_path: Path) -> Install:
    def write(model: bytes | None = None, **changed: object) -> Path:
        model = tiny_model() if model is None else model
        (tmp_path / "model.onnx").write_bytes(model)
        table: dict[str, object] = {
            "engine": "bureau",
            "version": "2026-01",
            "file": "model.onnx",
            "sha256": hashlib.sha256(model).hexdigest(),
            "measured_on": "nothing",
            "match": 0.2,
            "review": 0.3,
            "side_px": 32,
            "points": [[11, 14], [21, 14], [16, 20], [12, 25], [20, 25]],
            "subtract": [127.5, 127.5, 127.5],
            "divide": [128.0, 128.0, 128.0],
            "distance": "cosine",
        } | changed
        lines = [f"{name} = {_toml(value)}" for name, value in table.items() if value is not None]
        path = tmp_path / "embedder.toml"
        path.write_text("\n".join(lines), "utf-8")
        return path

    return write


def _toml(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)


@pytest.mark.parametrize("layout", ["nchw", "nhwc"])
def test_the_bureaus_model_is_used_with_its_own_numbers(install: Install, layout: str) -> None:
    setup = install(tiny_model(layout=layout), layout=layout)
    mine, small = face.describe(frame(drawn()), setup=setup), encoded(card_photo(drawn()))
    assert (mine.engine, mine.version, len(mine.numbers)) == ("bureau", "2026-01", 96)
    assert all(-1 <= number <= 1 for number in mine.numbers)
    decision = face.verify(frame(drawn()), small, setup=setup)
    assert (decision.outcome, decision.threshold, decision.engine) == (Outcome.MATCH, 0.2, "bureau")
    assert face.compare(mine, mine).outcome is Outcome.NOT_COMPARABLE  # with the default's thresholds


def test_channels_come_in_the_order_the_model_wants(install: Install) -> None:
    rgb = np.array(face.describe(frame(drawn()), setup=install(version="rgb")).numbers).reshape(3, 32)
    bgr = np.array(face.describe(frame(drawn()), setup=install(version="bgr", channels="bgr")).numbers)
    assert np.allclose(rgb, bgr.reshape(3, 32)[::-1], atol=1e-5)


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"sha256": "0" * 64}, "sha256"),
        ({"match": 0.9}, "match, review"),
        ({"match": "0.2"}, "match"),
        ({"engine": "dlib_resnet"}, "engine"),
        ({"side_px": 4}, "side_px"),
        ({"points": [[1, 2]]}, "points"),
        ({"layout": "sideways"}, "layout"),
        ({"divide": [0.0, 1.0, 1.0]}, "divide"),
        ({"file": "../model.onnx"}, "file"),
        ({"colour": "rgb"}, "unknown key"),
        ({"measured_on": None}, "measured_on"),
    ],
)
def test_a_setup_that_does_not_fit_is_refused(
    install: Install, changed: dict[str, object], what: str
) -> None:
    with pytest.raises(BadFaceSetup) as told:
        face.describe(frame(drawn()), setup=install(**changed))
    assert told.value.values["what"] == what


def test_a_missing_or_garbled_setup_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.toml", tmp_path / "garbled.toml"):
        if path.name == "garbled.toml":
            path.write_bytes(b"\xff\xfe[")
        with pytest.raises(BadFaceSetup):
            setup_of(path)


def test_a_model_that_is_none_is_told(install: Install) -> None:
    with pytest.raises(FaceEngineMissing):
        face.describe(frame(drawn()), setup=install(b"not a network"))


def test_a_cosine_distance_is_zero_for_the_same_direction() -> None:
    cosine = Setup("x", "1", 0.2, 0.3, "nothing", distance="cosine")
    assert face.distance((1.0, 2.0), (2.0, 4.0), cosine) == pytest.approx(0)
    assert face.distance((1.0, 0.0), (0.0, 1.0), cosine) == pytest.approx(1)
    assert face.distance((0.0, 0.0), (0.0, 1.0), cosine) == math.inf


def test_without_dlibs_weights_it_is_told() -> None:
    without = Child(
        "test",
        (
            sys.executable,
            "-c",
            "from devices.biometrics.faces import embedder\n"
            "embedder.DLIB_FILE = 'nothing.dat'\n"
            "from devices.biometrics.faces.child import main\nmain()",
        ),
        20,
    )
    with pytest.raises(FaceEngineMissing):
        face.describe(frame(drawn()), child=without)
    without.close()
