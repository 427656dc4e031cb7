"""The live camera of a page: gone it is told once and looked for until it is back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.vanapp.ui.intake.rig import Rig
from vanapp.ui.presenters.intake_vigil import CameraVigil


class Page:
    def __init__(self, folder: Path) -> None:
        self.rig = Rig(folder)
        self.seen: list[object] = []
        self.troubles: list[Exception] = []
        self.overs = 0
        self.vigil = CameraVigil(
            self.rig.cases,
            self.rig.timers,
            "document",
            frame=self.seen.append,
            trouble=self.troubles.append,
            over=self.note_over,
        )

    def note_over(self) -> None:
        self.overs += 1


@pytest.fixture
def page(tmp_path: Path) -> Page:
    return Page(tmp_path)


def test_a_camera_that_is_gone_is_told_once_and_looked_for(page: Page) -> None:
    page.rig.camera.plugged = False
    page.vigil.start()
    page.rig.timers.pass_all()
    page.rig.timers.pass_all()
    assert (len(page.troubles), page.overs, page.vigil.gone) == (1, 0, True)
    page.rig.camera.plugged = True
    page.rig.timers.pass_all()
    page.rig.camera.show("picture")
    assert (page.seen, page.overs, page.vigil.gone) == (["picture"], 1, False)


def test_pulled_while_watching_it_comes_back_by_itself(page: Page) -> None:
    page.vigil.start()
    page.rig.camera.unplug()
    assert len(page.troubles) == 1
    page.rig.camera.plugged = True
    page.rig.timers.pass_all()
    page.rig.camera.show("picture")
    assert page.seen == ["picture"]


def test_stopped_it_neither_looks_nor_tells(page: Page) -> None:
    page.vigil.start()
    page.rig.camera.unplug()
    page.vigil.stop()
    page.rig.camera.plugged = True
    page.rig.timers.pass_all()
    assert page.rig.camera.sink is None
    assert page.overs == 1  # its sentence goes with it


def test_started_anew_a_missing_camera_is_told_again(page: Page) -> None:
    page.rig.camera.plugged = False
    page.vigil.start()
    page.vigil.start()
    assert len(page.troubles) == 2
