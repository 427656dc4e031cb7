"""The consultation on the real program: found, answered, printed, shown as a code, taken on to the intake."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.e2e.unattended import tour_into
from tests.vanapp.printing.samples import poppler


@pytest.fixture(scope="module")
def tour(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return tour_into(tmp_path_factory.mktemp("tour"), "--mode", "consult", longest_s=300)


def test_both_questions_were_answered_as_they_should_be(tour: dict[str, Any]) -> None:
    assert "2 asked, 2 lists kept, wrong: nothing" in tour["said"]
    birth, loss = tour["asked"]
    assert set(birth["materials"]) == {"RPT", "IDC_T", "HKB_T", "MAR", "BIRTH"}
    assert (loss["category"], loss["answers"]["household"]) == ("C19a", "province")
    assert birth["keys"] <= 15


def test_the_application_began_with_the_answers(tour: dict[str, Any]) -> None:
    assert tour["application"]["matter"] == "loss"
    assert tour["application"]["kept"] == {"household": "province"}


def test_the_lists_name_what_to_bring_and_the_pictures_are_there(
    tour: dict[str, Any], tmp_path: Path
) -> None:
    out = Path(tour["out"])
    first, second = ((out / "papers" / name).read_bytes() for name in tour["lists"])
    assert "出生医学证明" in "".join(poppler("pdftotext", first, tmp_path).split())
    assert "丢失补领" in "".join(poppler("pdftotext", second, tmp_path).split())
    for name in ("birth-found", "birth-result", "birth-code", "loss-printed", "begun-matter"):
        assert any(picture.endswith(f"{name}.png") for picture in tour["pictures"]), name
    assert all((out / "pages" / picture).stat().st_size > 10_000 for picture in tour["pictures"])
    assert not (out / "home").exists()
