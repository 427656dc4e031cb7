"""The portrait: one reason at a time, countdown when all is well, a reason when it is taken all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from devices.errors import NotConnected
from sync.parcel import Notice, NoticeKind
from tests.vanapp.bed import START, draft, ready
from tests.vanapp.ui.intake.rig import Rig, Seen, finding
from vanapp.ui.presenters.intake_portrait import COUNT, OVERRIDES, PortraitPresenter
from vanapp.usecases.receive import receive
from vanapp.usecases.seal import seal

GOOD = (finding("photo.head_width", "ok"),)
SMALL = (finding("photo.too_small", "fail"), finding("photo.dark", "fail"))


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return Rig(tmp_path)


def page(rig: Rig) -> tuple[PortraitPresenter, Seen]:
    rig.take(draft(rig.van))
    for _ in range(3):
        rig.sitting.forward()
    assert rig.sitting.page == "portrait"
    view = Seen()
    presenter = PortraitPresenter(rig.sitting, view)
    presenter.entered("")
    return presenter, view


def count_down(rig: Rig) -> None:
    for _ in range(COUNT):
        rig.timers.pass_all()


def test_all_well_counts_three_two_one_takes_it_and_goes_on(rig: Rig) -> None:
    rig.cases.photo = GOOD
    _, view = page(rig)
    rig.camera.show("frame")
    count_down(rig)
    assert [count for (count,) in view.all("show_count") if count] == [3, 2, 1]
    assert rig.stored.capture("portrait") is not None
    rig.timers.pass_all()
    assert rig.sitting.page == "fingers"


def test_the_new_picture_is_looked_at_before_the_check_page_asks(rig: Rig) -> None:
    rig.cases.photo = GOOD
    page(rig)
    rig.camera.show("frame")
    count_down(rig)
    assert rig.cases.prepared == [True]


def test_only_the_first_thing_wrong_is_told(rig: Rig) -> None:
    rig.cases.photo = SMALL
    _, view = page(rig)
    rig.camera.show("frame")
    assert view.all("show_advice") == [("photo.too_small", "fail")]


def test_something_wrong_stops_the_countdown(rig: Rig) -> None:
    rig.cases.photo = GOOD
    _, view = page(rig)
    rig.camera.show("frame")
    rig.timers.pass_all()
    rig.cases.photo = SMALL
    rig.camera.show("frame")
    rig.timers.pass_all()
    assert view.last("show_count") == (0,)
    assert rig.stored.capture("portrait") is None


def test_the_shutter_takes_it_at_once(rig: Rig) -> None:
    rig.cases.photo = (finding("photo.background", "warn"),)
    presenter, _ = page(rig)
    rig.camera.show("frame")
    presenter.shutter()
    assert rig.cases.overrides == [None]
    assert rig.stored.capture("portrait") is not None


def test_a_picture_that_fails_needs_a_reason(rig: Rig) -> None:
    rig.cases.photo = SMALL
    presenter, view = page(rig)
    rig.camera.show("frame")
    presenter.shutter()
    assert view.last("show_overrides") == (OVERRIDES, "photo.too_small")
    assert rig.stored.capture("portrait") is None
    presenter.override("cannot_sit")
    assert rig.cases.overrides == ["cannot_sit"]
    assert rig.stored.capture("portrait") is not None


def test_esc_leaves_the_question_and_looks_again(rig: Rig) -> None:
    rig.cases.photo = SMALL
    presenter, view = page(rig)
    rig.camera.show("frame")
    presenter.shutter()
    assert presenter.go_back()
    assert view.told[-1][0] in ("show_live", "hide_overrides")
    assert rig.camera.sink is not None


def test_esc_after_the_picture_stays_on_the_page(rig: Rig) -> None:
    rig.cases.photo = GOOD
    presenter, _ = page(rig)
    rig.camera.show("frame")
    count_down(rig)
    assert presenter.go_back()
    rig.timers.pass_all()
    assert rig.sitting.page == "portrait"


def test_a_missing_camera_is_told_and_looked_for_again(rig: Rig) -> None:
    rig.camera.plugged = False
    page(rig)
    assert rig.shell.codes() == [NotConnected.code]
    rig.camera.plugged = True
    rig.timers.pass_all()
    assert rig.camera.sink is not None
    before = len(rig.shell.all("clear_banner"))
    rig.camera.show("frame")
    assert len(rig.shell.all("clear_banner")) == before + 1


def test_a_camera_gone_in_the_countdown_takes_nothing(rig: Rig) -> None:
    rig.cases.photo = GOOD
    page(rig)
    rig.camera.show("frame")
    rig.camera.unplug()
    rig.timers.pass_all()
    assert rig.shell.codes()[0] == NotConnected.code
    assert rig.stored.capture("portrait") is None
    assert rig.sitting.page == "portrait"


def test_a_picture_taken_before_is_kept_until_space(rig: Rig) -> None:
    rig.cases.photo = GOOD
    presenter, _ = page(rig)
    rig.camera.show("frame")
    count_down(rig)
    rig.sitting.back()
    view = Seen()
    again = PortraitPresenter(rig.sitting, view)
    again.entered("")
    assert rig.camera.sink is None
    assert view.all("show_taken")
    again.shutter()
    assert rig.camera.sink is not None
    presenter.left()


def test_leaving_the_page_rests_the_camera(rig: Rig) -> None:
    presenter, _ = page(rig)
    presenter.left()
    assert rig.camera.sink is None


def test_the_picture_the_office_returned_is_taken_again_at_once(rig: Rig) -> None:
    sealed = seal(rig.van.services, ready(rig.van).id)
    why = Notice(1, NoticeKind.RETURNED, sealed.parcel_id, START, reasons=("相片过曝",), fields=("portrait",))
    rig.van.gateway.notices.append(why)
    receive(rig.van.services)
    rig.sitting.correct(sealed.application.id)
    PortraitPresenter(rig.sitting, Seen()).entered("portrait")
    assert rig.camera.sink is not None
