"""The main job on the real program, from the day's list to the office's decision and back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.e2e.unattended import tour_into

MOST_KEYS = {"renewal": 25}


@pytest.fixture(scope="module")
def tour(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return tour_into(tmp_path_factory.mktemp("tour"), longest_s=400)


def test_three_taken_three_delivered_none_lost_none_twice(tour: dict[str, Any]) -> None:
    assert "3 taken, 3 delivered, 0 lost, 0 duplicate" in tour["said"]
    assert (tour["taken"], tour["delivered"], tour["lost"], tour["duplicate"]) == (3, 3, 0, 0)


def test_the_returned_one_was_corrected_and_all_were_accepted(tour: dict[str, Any]) -> None:
    assert (tour["corrected"], tour["accepted"]) == (1, 3)
    assert tour["parcels_sealed"] == tour["parcels_at_office"] == 4


def test_the_office_finds_nothing_missing(tour: dict[str, Any]) -> None:
    assert tour["office_sound"] is True


def test_a_renewal_takes_at_most_25_keys_and_no_click(tour: dict[str, Any]) -> None:
    renewal = next(a for a in tour["applications"] if a["name"] == "renewal")
    assert renewal["keys"] <= MOST_KEYS["renewal"]
    assert all(application["clicks"] == 0 for application in tour["applications"])


def test_every_page_left_a_picture_and_every_application_its_papers(tour: dict[str, Any]) -> None:
    out = Path(tour["out"])
    for name in ("renewal", "loss", "child"):
        for page in ("matter", "particulars", "portrait", "check", "fee", "sealed"):
            assert any(picture.endswith(f"{name}-{page}.png") for picture in tour["pictures"]), (name, page)
    assert all((out / "pages" / picture).stat().st_size > 10_000 for picture in tour["pictures"])
    papers = sorted(path.name.split("-")[0] for path in (out / "papers").glob("*.pdf"))
    assert papers == ["form"] * 3 + ["notice"] * 2 + ["receipt"] * 3  # the corrected one keeps its number


def test_nothing_of_the_invented_people_stays_behind(tour: dict[str, Any]) -> None:
    assert not (Path(tour["out"]) / "home").exists()
