"""The bench of faces: its error rates are right on scores one can count by hand, and it runs on a folder."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from devices.virtual.people import people
from tests.bench import faces
from tests.bench.error_rates import rates, share


def test_scores_apart_have_no_errors() -> None:
    found = rates([0.1, 0.2, 0.3], [0.7, 0.8])
    assert (found.eer, found.fmr100, found.fmr1000, found.zero_fmr) == (0, 0, 0, 0)


def test_one_of_four_on_the_wrong_side_of_each() -> None:
    found = rates([0.1, 0.2, 0.3, 0.8], [0.25, 0.6, 0.7, 0.9])
    assert found.eer == pytest.approx(0.25)
    assert found.zero_fmr == pytest.approx(0.5)  # up to below 0.25: 0.3 and 0.8 are refused
    assert found.fmr100 == found.zero_fmr  # of four impostors none may pass


def test_one_in_a_hundred_may_pass() -> None:
    impostor = [0.2, *(0.5 + place / 1000 for place in range(99))]
    found = rates([0.1, 0.3, 0.45], impostor)
    assert found.fmr100 == 0
    assert found.zero_fmr == pytest.approx(2 / 3)


def test_what_could_not_be_compared_is_refused() -> None:
    found = rates([0.1, math.inf], [0.9, math.inf])
    assert found.zero_fmr == pytest.approx(0.5)
    assert share([0.1, math.inf], 0.45) == 0.5
    assert math.isnan(rates([], [0.1]).eer)


def test_it_runs_on_a_folder_with_pairs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Drawn people: that it runs is shown, not how well faces are told apart."""
    for somebody in people()[:2]:
        somebody.picture().crop((400, 40, 960, 760)).save(tmp_path / f"{somebody.key}.jpg")
    (tmp_path / "wall.png").write_bytes(b"no picture")
    one, two = (f"{somebody.key}.jpg" for somebody in people()[:2])
    lines = ["a,b,same", f"{one},{one},1", f"{one},{two},0", f"{one},wall.png,1"]
    (tmp_path / "pairs.csv").write_text("\n".join(lines), "utf-8")
    assert faces.main([str(tmp_path)]) == 0
    told = capsys.readouterr().out
    assert "genuine pairs 2, impostor pairs 1" in told
    assert "without a template 1 biometrics.bad_photo" in told


def test_without_a_list_a_folder_is_a_person(tmp_path: Path) -> None:
    for name in ("a/1.jpg", "a/2.jpg", "b/1.jpg"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    same = [same for _, _, same in faces._by_folder(tmp_path)]
    assert (same.count(True), same.count(False)) == (1, 2)
