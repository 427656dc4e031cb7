"""The live camera of a page: gone it is told once and looked for until it is back."""

from __future__ import annotations

from pathlib import Path

import pytest

from devices.camera_choice import CameraWish
from tests.vanapp.ui.intake.rig import Rig
from vanapp.ui.presenters.intake_vigil import CameraVigil
from vanapp.usecases.choose_camera import CameraChoice, choose_camera


class Page:
    def __init__(self, folder: Path) -> None:
        self.rig = Rig(folder)
        self.seen: list[object] = []
        self.troubles: list[Exception] = []
        self.overs = 0
        self.notices: list[str] = []
        self.vigil = CameraVigil(
            self.rig.cases,
            self.rig.timers,
            "document",
            frame=self.seen.append,
            trouble=self.troubles.append,
            over=self.note_over,
            notice=lambda code, _values: self.notices.append(code),
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


def test_a_choice_that_cannot_be_had_is_told_until_the_camera_rests(page: Page) -> None:
    page.vigil.start()
    told = page.rig.camera.on_notice
    assert told is not None
    told("devices.camera_size_gone", {"width": 640, "height": 480})
    page.rig.camera.show("picture")
    assert (page.notices, page.overs) == (["devices.camera_size_gone"], 0)
    page.vigil.stop()
    told("devices.camera_size_gone", {"width": 640, "height": 480})  # its answer comes late
    assert (len(page.notices), page.overs) == (1, 1)


def test_it_starts_the_camera_that_is_chosen_for_its_purpose(page: Page) -> None:
    settings = page.rig.van.services.settings
    choose_camera(settings, "portrait", CameraChoice("usb-desk"))
    choose_camera(settings, "document", CameraChoice("usb-arm", "Arm", "1920x1080", "4", "1/50"))
    page.vigil.start()
    assert page.rig.camera.wish == CameraWish("usb-arm", "Arm", (1920, 1080), "4", "1/50")
