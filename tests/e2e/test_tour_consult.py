"""The consultation on the real program: found, answered, printed, shown as a code, taken on to the intake."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.vanapp.printing.samples import poppler

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def tour(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    out = tmp_path_factory.mktemp("tour")
    done = subprocess.run(
        [sys.executable, "-m", "vanapp.tour", "--out", str(out), "--mode", "consult"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    summary: dict[str, Any] = json.loads((out / "summary.json").read_text("utf-8"))
    return {**summary, "out": str(out), "said": done.stdout}


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
