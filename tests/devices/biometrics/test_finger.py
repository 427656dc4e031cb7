"""What a print is worth and what to tell the person; the same finger pressed twice."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
import pytest

from devices.biometrics import finger
from devices.biometrics.limits import finger_limits
from devices.biometrics.ridges import glance
from devices.biometrics.worker import Worker
from devices.contract import FingerImage
from devices.virtual.people import TrainingPerson, people

GLASSES = [((256, 360), 500), ((384, 290), 512)]
PEOPLE = {person.key: person for person in people()}


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    worker = Worker()
    yield worker
    worker.close()


def press(person: TrainingPerson, position: int, times: int = 1, variant: str = "good") -> FingerImage:
    return person.press(position, times, variant, (384, 290), 512)


@pytest.mark.parametrize("glass", GLASSES)
@pytest.mark.parametrize("key", ["chen", "liu", "zhang", "liang"])
def test_a_good_press_needs_no_advice(worker: Worker, key: str, glass: tuple[tuple[int, int], int]) -> None:
    verdict = finger.judge(PEOPLE[key].press(11, 1, "good", *glass), worker=worker)
    assert verdict.advice is None
    assert verdict.quality >= finger_limits().good_nfiq2


@pytest.mark.parametrize(
    ("variant", "advice"),
    [
        ("dry", {"finger.too_light"}),
        ("wet", {"finger.too_dark"}),
        ("worn", {"finger.low_quality", "finger.too_light"}),
        ("partial", {"finger.partial", "finger.off_centre"}),
        ("smear", {"finger.smeared", "finger.low_quality"}),
        ("empty", {"finger.empty"}),
    ],
)
@pytest.mark.parametrize("key", ["chen", "huang", "wang"])
def test_a_bad_press_gets_the_advice_that_helps(
    worker: Worker, key: str, variant: str, advice: set[str]
) -> None:
    verdict = finger.judge(press(PEOPLE[key], 11, 1, variant), worker=worker)
    assert verdict.advice in advice
    if variant != "smear":  # what slid along its ridges looks fine to NFIQ 2
        assert verdict.quality < finger_limits().good_nfiq2


def test_a_finger_at_the_edge_is_off_centre(worker: Worker) -> None:
    small = np.frombuffer(press(PEOPLE["chen"], 11, 1, "partial").pixels, np.uint8).reshape(290, 384)
    moved = np.roll(small, 110, 1)
    verdict = finger.judge(FingerImage(moved.tobytes(), 384, 290, 512), worker=worker)
    assert verdict.advice == "finger.off_centre"


@pytest.mark.parametrize("grey", [0, 128, 255])
def test_a_flat_picture_is_no_good_print(worker: Worker, grey: int) -> None:
    verdict = finger.judge(FingerImage(bytes([grey]) * (384 * 290), 384, 290, 512), worker=worker)
    assert verdict.quality == 0
    assert verdict.advice is not None


def test_two_presses_of_one_finger_are_told_from_two_fingers(worker: Worker) -> None:
    fingers = [(person, position) for person in (PEOPLE["chen"], PEOPLE["liu"]) for position in (11, 16)]
    presses = {(p.key, position, n): press(p, position, n) for p, position in fingers for n in (1, 2)}
    same, other = [], []
    for (a, image_a), (b, image_b) in itertools.combinations(presses.items(), 2):
        (same if a[:2] == b[:2] else other).append(finger.likeness(image_a, image_b, worker=worker))
    limit = finger_limits().same_finger_score
    assert max(other) < limit <= min(same)
    a, b = press(PEOPLE["chen"], 11, 1), press(PEOPLE["chen"], 11, 2)
    assert finger.same_finger(a, b, worker=worker)
    assert not finger.same_finger(a, press(PEOPLE["chen"], 16), worker=worker)


def test_a_slid_finger_is_told_from_every_other_press() -> None:
    limit = finger_limits().smeared
    one_way = {
        variant: [glance(press(person, 16, 1, variant)).one_way for person in PEOPLE.values()]
        for variant in ("good", "dry", "wet", "worn", "smear")
    }
    slid = one_way.pop("smear")
    assert min(slid) > limit  # every left thumb; one right thumb of twelve is blurred beyond telling
    assert max(way for others in one_way.values() for way in others) < limit


def test_the_live_score_tells_a_whole_print_from_a_poor_one() -> None:
    scores = {
        variant: [glance(press(PEOPLE[key], 11, 1, variant)).score for key in ("chen", "huang", "wang")]
        for variant in ("good", "dry", "wet", "worn", "smear", "partial", "empty")
    }
    assert min(scores.pop("good")) > 80
    assert max(scores.pop("empty")) == 0
    assert max(score for poor in scores.values() for score in poor) < 70


def test_a_glance_measures_the_print_in_millimetres() -> None:
    whole, part = glance(press(PEOPLE["chen"], 11)), glance(press(PEOPLE["chen"], 11, 1, "partial"))
    assert 140 < whole.area_mm2 < 220
    assert part.area_mm2 < whole.area_mm2 / 2
    assert abs(whole.off_x_mm) < 1
    assert glance(FingerImage(bytes([255]) * 64, 8, 8)).area_mm2 == 0
