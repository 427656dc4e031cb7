"""Signing on the tablet: seen at once, finished by Enter, and no hindrance when it is pulled."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from devices.contract import Kind, PenPoint, Signature
from devices.errors import Busy, Removed
from tests.vanapp.bed import draft, ready
from tests.vanapp.ui.intake.rig import Rig, Seen
from vanapp.ui.presenters.intake_check import CheckPresenter
from vanapp.usecases.sign import Surface

STROKE = (PenPoint(0.1, 0.5, 0.0, 0.4), PenPoint(0.4, 0.6, 5.0, 0.6), PenPoint(0.7, 0.5, 10.0, 0.5))
STROKES = (((0.0, 0.0, 0.0, 0.5), (5.0, 5.0, 16.0, 0.5)),)
SCREEN = Surface(640, 112)


class FakeTablet:
    """Somebody writes one stroke; it is handed out at once, whatever `finished` says."""

    area = (10800, 6480)

    def __init__(self) -> None:
        self.error: Exception | None = None
        self.finished = False
        self.cancelled = False

    def sign(
        self,
        finished: Callable[[], bool],
        cancelled: Callable[[], bool],
        progress: Callable[[str], None],
        drawn: Callable[[PenPoint | None], None],
    ) -> Signature:
        if self.error is not None:
            raise self.error
        progress("waiting")
        progress("touched")
        for point in (*STROKE, None):
            drawn(point)
        self.finished, self.cancelled = finished(), cancelled()
        return Signature((STROKE,), *self.area, lost=2)


class Page:
    def __init__(self, folder: Path, *held: str, signed: bool = False) -> None:
        self.rig = Rig(folder, *held)
        self.tablet = FakeTablet()
        self.rig.plug(Kind.SIGNATURE, self.tablet)
        self.rig.take(ready(self.rig.van) if signed else draft(self.rig.van))
        while self.rig.sitting.page != "check":
            self.rig.sitting.forward()
        self.view = Seen()
        self.presenter = CheckPresenter(self.rig.sitting, self.view)
        self.presenter.entered("")

    def written(self) -> None:
        """The page draws what came and hands it back, as CheckPage does."""
        (signature,) = self.view.last("show_written")
        surface = Surface(signature.width, signature.height, tablet=True, lost=signature.lost)
        self.presenter.inked([[tuple(p) for p in s] for s in signature.strokes], b"png", surface)


@pytest.fixture
def page(tmp_path: Path) -> Page:
    return Page(tmp_path)


def test_what_is_written_is_seen_at_once_in_the_tablet_s_own_shape(page: Page) -> None:
    assert page.view.last("show_clean") == (10800, 6480)
    dots = [dot for (some,) in page.view.all("show_dots") for dot in some]
    assert dots == [*STROKE, None]
    names = [name for name, _ in page.view.told]
    assert names.index("show_clean") < names.index("show_dots")


def test_the_signature_says_that_it_comes_from_the_tablet(page: Page) -> None:
    page.written()
    kept = page.rig.stored.capture("signature.applicant")
    assert kept is not None
    assert (kept.device, kept.serial) == ("fake_signature", "S-1")
    assert kept.facts["surface"] == [10800, 6480]
    assert kept.facts["lost"] == 2
    assert kept.facts["strokes"] == [[[0.1, 0.5, 0.0, 0.4], [0.4, 0.6, 5.0, 0.6], [0.7, 0.5, 10.0, 0.5]]]


def test_a_hand_on_the_screen_is_never_said_to_be_the_tablet_s(page: Page) -> None:
    page.presenter.signed(STROKES, b"png", SCREEN)
    kept = page.rig.stored.capture("signature.applicant")
    assert kept is not None
    assert (kept.device, kept.serial) == ("officer", "")
    assert "lost" not in kept.facts


def test_enter_means_that_was_all_and_then_goes_on(tmp_path: Path) -> None:
    page = Page(tmp_path, "sign", signed=True)
    page.presenter.judge("match")
    assert page.rig.lanes.queue == []  # it is signed already: the tablet rests
    page.presenter.sign_again()
    page.presenter._tablet._progress("touched")
    page.presenter.go_on()
    assert page.rig.sitting.page == "check"
    page.rig.lanes.go("sign")
    assert page.tablet.finished
    page.written()
    assert page.rig.sitting.page == "finish"


def test_the_screen_takes_over_from_the_tablet(tmp_path: Path) -> None:
    page = Page(tmp_path, "sign")
    page.presenter.signed(STROKES, b"png", SCREEN)
    page.rig.lanes.go("sign")
    assert page.tablet.cancelled
    assert page.view.all("show_written") == []
    assert page.view.all("show_dots") == []  # late points do not fall on the other hand's signature
    assert page.view.last("show_tablet") == (False,)


def test_pulled_while_writing_it_is_said_and_the_screen_serves(tmp_path: Path) -> None:
    page = Page(tmp_path, "sign")
    page.tablet.error = Removed()
    page.rig.lanes.go("sign")
    assert page.rig.shell.codes() == ["intake.tablet_gone"]
    assert page.view.last("show_tablet") == (False,)
    before = len(page.rig.shell.all("clear_banner"))
    page.presenter.signed(STROKES, b"png", SCREEN)
    assert page.rig.stored.capture("signature.applicant") is not None
    assert len(page.rig.shell.all("clear_banner")) == before + 1


def test_plugged_again_it_is_waited_with_again(tmp_path: Path) -> None:
    page = Page(tmp_path, "sign")
    page.tablet.error = Removed()
    page.rig.lanes.go("sign")
    page.tablet.error = None
    page.rig.sitting.plugged()
    page.rig.lanes.go("sign")
    assert page.view.all("show_written")


def test_a_busy_tablet_is_one_sentence_and_tried_until_it_is_free(tmp_path: Path) -> None:
    page = Page(tmp_path, "sign")
    page.tablet.error = Busy()
    for _ in range(3):
        page.rig.lanes.go("sign")
        page.rig.timers.pass_all()
    assert page.rig.shell.codes() == ["devices.busy"]
    page.tablet.error = None
    page.rig.lanes.go("sign")
    assert page.view.all("show_written")


def test_leaving_the_page_rests_the_tablet(tmp_path: Path) -> None:
    page = Page(tmp_path, "sign")
    page.presenter.left()
    page.rig.lanes.go("sign")
    assert page.tablet.cancelled
    page.rig.sitting.plugged()
    assert page.rig.lanes.queue == []


def test_without_a_tablet_nothing_waits(tmp_path: Path) -> None:
    page = Page(tmp_path, "sign")
    page.rig.lanes.queue.clear()
    del page.rig.van.bench.drivers[Kind.SIGNATURE]
    page.presenter.entered("")
    assert page.rig.lanes.queue == []
    assert page.view.last("show_tablet") == (False,)
