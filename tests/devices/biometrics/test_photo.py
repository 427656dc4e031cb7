"""The photo's findings react to what is wrong, one reason first; the portrait is what GA 461 asks for."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFilter

from devices.biometrics import photo
from devices.biometrics.errors import NoPerson
from devices.biometrics.limits import photo_limits
from devices.contract import Frame
from devices.virtual import faces
from devices.virtual.people import people

SIZE = (1280, 720)
LOOK = faces.Look(2, 35)
HALF = 136


def frame(picture: Image.Image) -> Frame:
    """A camera's frame: the picture with a little noise."""
    noise = np.random.default_rng(5).normal(0, 2.5, (picture.height, picture.width, 1))
    pixels = np.clip(np.asarray(picture, np.float32) + noise, 0, 255).astype(np.uint8)
    return Frame(pixels.tobytes(), picture.width, picture.height)


def drawn(look: faces.Look = LOOK, x: float = 640, y: float = 290, half: float = HALF) -> Image.Image:
    return faces.scene(look, *SIZE, faces.Pose(x, y, half))


@pytest.fixture(scope="module")
def good() -> Image.Image:
    return drawn()


def reason(picture: Image.Image) -> str | None:
    """The one thing told."""
    first = photo.judge(frame(picture))[0]
    return None if first.good else first.code


def test_a_good_picture_has_nothing_to_put_right(good: Image.Image) -> None:
    findings = photo.judge(frame(good))
    assert [finding.code for finding in findings] == list(photo.MEASURES)
    assert all(finding.good for finding in findings)


def test_it_works_in_full_hd_too(good: Image.Image) -> None:
    assert reason(good.resize((1920, 1080), Image.Resampling.BICUBIC)) is None


@pytest.mark.parametrize("person", people(), ids=lambda person: person.key)
def test_every_training_person_can_be_photographed(person: object) -> None:
    picture = person.picture().crop((40, 40, 1320, 760))  # type: ignore[attr-defined]
    assert reason(picture) is None
    assert photo_limits().bytes[0] <= len(photo.portrait(frame(picture)).jpeg) <= photo_limits().bytes[1]


SPOILED: dict[str, Callable[[Image.Image], Image.Image]] = {
    "photo.dark": lambda picture: picture.point(lambda value: value * 0.3),
    "photo.bright": lambda picture: picture.point(lambda value: min(255, value * 1.7)),
    "photo.blurred": lambda picture: picture.filter(ImageFilter.GaussianBlur(5)),
    "photo.off_centre": lambda _: drawn(x=860),
    "photo.too_small": lambda _: drawn(half=70),
    "photo.too_large": lambda _: drawn(y=330, half=195),
    "photo.head_cut": lambda _: drawn(y=140),
    "photo.tilted": lambda _: drawn(y=330, half=115).rotate(
        14, Image.Resampling.BICUBIC, center=(640, 330), fillcolor=(206, 211, 215)
    ),
    "photo.no_person": lambda _: Image.new("RGB", SIZE, (206, 211, 215)),
}


@pytest.mark.parametrize("code", SPOILED)
def test_what_is_wrong_is_told_first(good: Image.Image, code: str) -> None:
    assert reason(SPOILED[code](good)) == code


def test_a_patterned_wall_is_told(good: Image.Image) -> None:
    pixels = np.asarray(good).copy()
    for offset in range(6):
        pixels[:, offset::44] //= 2
    assert "photo.background" in {f.code for f in photo.judge(frame(Image.fromarray(pixels)))}


def test_light_from_one_side_is_told(good: Image.Image) -> None:
    pixels = np.asarray(good).astype(np.float32)
    face = np.s_[150:420, 640:790]
    pixels[face] *= 0.55
    assert "photo.uneven_light" in {
        f.code for f in photo.judge(frame(Image.fromarray(pixels.astype(np.uint8))))
    }


def test_a_black_picture_is_dark_and_not_empty() -> None:
    findings = photo.judge(frame(Image.new("RGB", SIZE)))
    assert [finding.code for finding in findings] == ["photo.dark"]


def test_two_faults_give_the_nearer_remedy_first(good: Image.Image) -> None:
    both = SPOILED["photo.blurred"](SPOILED["photo.off_centre"](good))
    assert reason(both) == "photo.off_centre"


def test_every_problem_and_measure_is_in_the_order() -> None:
    assert set(SPOILED) | {"photo.background", "photo.uneven_light"} == set(photo.PROBLEMS)


@pytest.mark.parametrize("x", [600, 640, 690])
@pytest.mark.parametrize("half", [115, 136, 150])
def test_the_portrait_is_what_the_standard_asks_for(x: float, half: float) -> None:
    limits = photo_limits()
    portrait = photo.portrait(frame(drawn(x=x, half=half)))
    with Image.open(io.BytesIO(portrait.jpeg)) as jpeg:
        assert (jpeg.format, jpeg.size, jpeg.mode) == ("JPEG", (358, 441), "RGB")
        assert tuple(round(float(value)) for value in jpeg.info["dpi"]) == (350, 350)
        pixels = np.asarray(jpeg.convert("RGB"))
    assert limits.bytes[0] <= len(portrait.jpeg) <= limits.bytes[1]
    assert limits.head_top_px[0] <= portrait.head_top_px <= limits.head_top_px[1]
    assert portrait.eye_line_px >= limits.eye_line_px
    hair = np.flatnonzero(pixels[:, 170:190].mean((1, 2)) < 120)
    assert limits.head_top_px[0] <= hair[0] <= limits.head_top_px[1]
    skin = np.flatnonzero(np.abs(pixels[230].astype(int) - 255).max(1) > 25)
    assert limits.face_width_px[0] - 14 <= skin[-1] - skin[0] <= limits.face_width_px[1] + 30
    assert abs((skin[-1] + skin[0]) / 2 - 179) < 6


def test_the_ground_becomes_white_and_that_is_recorded(good: Image.Image) -> None:
    portrait = photo.portrait(frame(good))
    pixels = np.asarray(Image.open(io.BytesIO(portrait.jpeg)))
    assert pixels[5:150, 5:40].min() > 245
    assert "ground_whitened" in portrait.edits
    left = photo.portrait(frame(good), whiten=False)
    assert "ground_whitened" not in left.edits
    assert 180 < np.asarray(Image.open(io.BytesIO(left.jpeg)))[5:150, 5:40].mean() < 235


def test_an_edge_that_had_to_be_made_up_is_recorded() -> None:
    assert "edges_extended" in photo.portrait(frame(drawn(x=1150))).edits


def test_no_portrait_of_nobody() -> None:
    with pytest.raises(NoPerson):
        photo.portrait(frame(Image.new("RGB", SIZE, (206, 211, 215))))


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 90), st.integers(1, 90), st.data())
def test_any_picture_can_be_judged(width: int, height: int, data: st.DataObject) -> None:
    seed = data.draw(st.integers(0, 2**16))
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)
    if data.draw(st.booleans()):
        pixels[:] = pixels[0, 0]
    assert photo.judge(Frame(pixels.tobytes(), width, height))
