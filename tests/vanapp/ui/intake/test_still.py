"""The still camera on the portrait page: beside the live one, or alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from devices.contract import Kind, Photo
from devices.errors import DeviceError, MemoryCardFull, NotConnected, Removed, ShotFailed
from tests.vanapp.bed import draft, jpeg
from tests.vanapp.ui.intake.rig import Rig, Seen, finding
from vanapp.ui.presenters.intake_portrait import PortraitPresenter

SMALL = (finding("photo.too_small", "fail"),)


class FakeStill:
    def __init__(self) -> None:
        self.error: DeviceError | None = None
        self.left_on_card = False
        self.cancelled: Callable[[], bool] = lambda: False

    def shoot(self, cancelled: Callable[[], bool], progress: Callable[[str], None]) -> Photo:
        self.cancelled = cancelled
        progress("shooting")
        if self.error is not None:
            raise self.error
        return Photo(jpeg(), "IMG_0001.JPG", left_on_card=self.left_on_card)


class Page:
    def __init__(self, folder: Path, *held: str) -> None:
        self.rig = Rig(folder, *held)
        self.still = FakeStill()
        self.rig.plug(Kind.STILL, self.still)
        self.rig.take(draft(self.rig.van))
        for _ in range(3):
            self.rig.sitting.forward()
        self.view = Seen()
        self.presenter = PortraitPresenter(self.rig.sitting, self.view)
        self.presenter.entered("")


@pytest.fixture
def page(tmp_path: Path) -> Page:
    return Page(tmp_path)


def test_its_picture_becomes_the_portrait_and_is_said_to_be_its(page: Page) -> None:
    page.presenter.release()
    assert page.rig.cases.stills == [True]
    assert page.rig.stored.capture("portrait") is not None
    assert page.view.last("show_still")[0].startswith(b"\xff\xd8")
    page.rig.timers.pass_all()
    assert page.rig.sitting.page == "fingers"


def test_alone_it_serves_the_page(tmp_path: Path) -> None:
    page = Page(tmp_path)
    page.rig.camera.unplug()
    page.presenter.retake()
    assert page.rig.shell.codes()[-1] == NotConnected.code
    page.presenter.release()
    assert page.rig.stored.capture("portrait") is not None


def test_a_picture_that_misses_the_rule_asks_for_a_reason_and_keeps_whose_it_is(page: Page) -> None:
    page.rig.cases.photo = SMALL
    page.presenter.release()
    assert page.view.last("show_overrides")[1] == "photo.too_small"
    page.presenter.override("cannot_sit")
    assert page.rig.cases.overrides == [None, "cannot_sit"]
    assert page.rig.cases.stills == [True, True]


def test_after_it_the_live_camera_s_picture_is_its_own(page: Page) -> None:
    page.presenter.release()
    page.presenter.shutter()  # again
    page.rig.camera.show("frame")
    page.presenter.shutter()
    assert page.rig.cases.stills == [True, False]


def test_what_stays_on_its_card_is_said_and_the_page_waits(page: Page) -> None:
    page.still.left_on_card = True
    page.presenter.release()
    assert page.rig.shell.codes() == ["intake.left_on_card"]
    page.rig.timers.pass_all()
    assert page.rig.sitting.page == "portrait"
    page.presenter.go_on()
    assert page.rig.sitting.page == "fingers"


@pytest.mark.parametrize("error", [ShotFailed, MemoryCardFull, Removed])
def test_its_trouble_is_one_sentence_and_the_live_picture_goes_on(
    page: Page, error: type[DeviceError]
) -> None:
    page.still.error = error()
    page.presenter.release()
    assert page.rig.shell.codes() == [error.code]
    assert page.rig.camera.sink is not None
    page.still.error = None
    page.presenter.release()
    assert page.rig.stored.capture("portrait") is not None


def test_esc_gives_the_shot_up(tmp_path: Path) -> None:
    page = Page(tmp_path, "still")
    page.presenter.release()
    page.presenter.release()  # one at a time
    assert page.presenter.go_back()
    page.rig.lanes.go("still")
    assert page.still.cancelled()
    assert page.rig.stored.capture("portrait") is None
    assert page.rig.lanes.queue == []


def test_without_one_its_key_is_dead_and_its_button_away(page: Page) -> None:
    assert page.view.last("show_still_camera") == (True,)
    del page.rig.van.bench.drivers[Kind.STILL]
    page.rig.sitting.plugged()
    assert page.view.last("show_still_camera") == (False,)
    page.presenter.release()
    assert page.rig.cases.stills == []
