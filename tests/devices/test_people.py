"""The invented residents: numbers with a right check digit, cards that read back, fingers that differ,
marks in the pixels.
"""

from __future__ import annotations

import itertools
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from devices.biometrics.formats import ga
from devices.drivers import sdt_layouts
from devices.virtual import prints
from devices.virtual.people import FOLDER, LEFT_THUMB, RIGHT_THUMB, TrainingPerson, people

EVERYBODY = people()
BY_KEY = {person.key: person for person in EVERYBODY}
each = pytest.mark.parametrize("person", EVERYBODY, ids=lambda person: person.key)


# Our own reckoning of GB 11643-1999: sum of digit * 2^(17 - place) mod 11; told differently from the
# program's.
def check_digit(first17: str) -> str:
    remainder = 0
    for digit in first17:
        remainder = (remainder + int(digit)) * 2 % 11
    return "0123456789X"[(12 - remainder) % 11]


def test_the_reckoning_knows_the_standard_s_own_example() -> None:
    assert check_digit("11010519491231002") == "X"
    assert check_digit("44052418800101001") == "4"


@each
def test_numbers_have_a_right_check_digit_and_fit_the_person(person: TrainingPerson) -> None:
    number = person.id_number
    assert len(number) == 18
    assert check_digit(number[:17]) == number[17]
    assert date.fromisoformat(person.birth).strftime("%Y%m%d") == number[6:14]
    assert int(number[16]) % 2 == int(person.sex) % 2


def test_they_cover_what_officers_meet() -> None:
    born = {person.key: int(person.birth[:4]) for person in EVERYBODY}
    assert len(EVERYBODY) >= 8
    assert any(year < 1950 for year in born.values())
    assert any("·" in person.name for person in EVERYBODY)
    assert any(ord(letter) > 0xFFFF for person in EVERYBODY for letter in person.name)
    assert any(0x3400 <= ord(letter) < 0x4DC0 for person in EVERYBODY for letter in person.name)
    assert any(not person.id_number.startswith("44") and person.kind == "citizen" for person in EVERYBODY)
    assert {person.kind for person in EVERYBODY} >= {"citizen", "hmt", "foreigner2023"}
    children = [person for person in EVERYBODY if person.guardian]
    assert children
    for child in children:
        assert born[child.key] > 2010
        assert born[BY_KEY[child.guardian or ""].key] < born[child.key] - 18
    assert any(not person.has_card and not person.guardian for person in EVERYBODY)


def test_nobody_is_there_twice() -> None:
    for field in ("key", "id_number"):
        values = [getattr(person, field) for person in EVERYBODY]
        assert len(set(values)) == len(values)
    seeds = [seed for person in EVERYBODY for seed in person.fingers.values()]
    assert len(set(seeds)) == len(seeds)


@each
def test_a_card_says_what_the_person_is(person: TrainingPerson) -> None:
    card = person.card()
    kind, fields = sdt_layouts.parse(card.text)
    assert kind == person.kind
    assert fields["id_number"] == person.id_number
    assert fields["name"] == person.name
    records = ga.fingers_in(card.fingerprints)
    assert [record.position for record in records] == [RIGHT_THUMB, LEFT_THUMB]
    assert b"TRAINING" in card.fingerprints
    assert card.photo.startswith(b"TRAINING")


@each
def test_two_fingers_and_a_picture_are_kept(person: TrainingPerson) -> None:
    for position in (RIGHT_THUMB, LEFT_THUMB):
        assert (FOLDER / "prints" / f"{person.fingers[position]}.png").is_file()
    assert person.picture().size == (1360, 800)
    assert (FOLDER / "documents" / f"household_register-{person.key}.jpg").is_file()


def test_the_pictures_are_small_enough_to_keep() -> None:
    assert sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()) < 6_000_000


def test_a_finger_grows_the_same_again() -> None:
    seed = BY_KEY["chen"].fingers[RIGHT_THUMB]
    kept = np.asarray(Image.open(FOLDER / "prints" / f"{seed}.png").convert("L"), np.int16)
    assert np.abs(kept - prints.grow(seed)).mean() < 8


def test_presses_of_a_finger_differ_and_can_be_repeated() -> None:
    person = BY_KEY["chen"]
    one, two, again = (person.press(11, n, "good", (256, 360), 500).pixels for n in (1, 2, 1))
    assert one == again
    assert one != two


def test_a_finger_that_is_not_kept_grows_when_asked_for() -> None:
    image = BY_KEY["chen"].press(15, 1, "good", (256, 360), 500)
    assert (image.width_px, image.height_px) == (256, 360)


@pytest.mark.parametrize(
    ("variant", "size"), list(itertools.product(["good", "empty"], [(256, 360), (384, 290)]))
)
def test_the_mark_is_in_the_pixels_of_every_print(variant: str, size: tuple[int, int]) -> None:
    image = BY_KEY["liu"].press(11, 1, variant, size, 500)
    grey = np.frombuffer(image.pixels, np.uint8).reshape(size[1], size[0])
    corner = grey[3:10, 3:60]
    assert (corner == prints.MARK_GREY).sum() > 100
    assert (corner > 220).sum() > 100


def test_the_mark_is_in_every_picture() -> None:
    for person in EVERYBODY:
        wall = np.asarray(person.picture().crop((60, 715, 240, 745)), np.int16)
        assert (np.abs(wall - wall[0, 0]).max(-1) > 40).sum() > 200
    for path in (FOLDER / "documents").glob("*.jpg"):
        pixels = np.asarray(Image.open(path), np.int16)
        violet = (pixels[..., 2] - pixels[..., 1] > 25) & (pixels[..., 0] - pixels[..., 1] > 5)
        assert violet.sum() > 200, path.name


def test_the_readme_tells_where_everything_comes_from() -> None:
    assert "GPL" in (FOLDER / "README.md").read_text(encoding="utf-8")
    assert Path(FOLDER / "people.toml").is_file()
