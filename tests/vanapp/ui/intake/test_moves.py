"""A blink or a turn of the head, asked for with one key: seen, or sent to review; never in the way."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PyQt6.QtCore import Qt
from pytestqt.qtbot import QtBot

from forms.record import CaptureKind, Verdict
from tests.vanapp.bed import draft, jpeg, put_capture
from tests.vanapp.ui.intake.rig import Rig, Seen
from tests.vanapp.ui.intake.test_pages import Stage
from vanapp.ui.presenters.intake_compared import compared
from vanapp.ui.presenters.intake_moves import WAIT_MS
from vanapp.ui.presenters.intake_portrait import COUNT, PortraitPresenter
from vanapp.ui.screens.intake_portrait import PortraitPage
from vanapp.ui.widgets import ActionButton
from vanapp.usecases.ask_to_move import note_moved
from vanapp.usecases.verify_person import verify_person


def eyes(open_by: float) -> tuple[Any, ...]:
    closed = open_by < 0.15
    return (
        SimpleNamespace(
            code="photo.eyes_closed" if closed else "photo.eyes",
            level="fail" if closed else "ok",
            value=open_by,
            limit=(0.0, 0.0),
            mark=None,
        ),
    )


BLINK = (0.3,) * 5 + (0.05,) + (0.3,) * 4


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return Rig(tmp_path)


def page(rig: Rig) -> tuple[PortraitPresenter, Seen]:
    rig.take(draft(rig.van))
    for _ in range(3):
        rig.sitting.forward()
    view = Seen()
    presenter = PortraitPresenter(rig.sitting, view)
    presenter.entered("")
    return presenter, view


def show(rig: Rig, *open_by: float) -> None:
    for value in open_by:
        rig.cases.photo = eyes(value)
        rig.camera.show("frame")


def noted(rig: Rig) -> list[tuple[str, str, str]]:
    return [(v.outcome, v.note, v.engine) for v in rig.stored.verdicts if v.kind == "presence"]


def test_a_blink_that_was_asked_for_is_seen_and_in_the_record(rig: Rig) -> None:
    presenter, view = page(rig)
    presenter.ask_to_move()
    assert view.last("show_asked") == ("blink", "asking")
    show(rig, *BLINK)
    assert view.last("show_asked") == ("blink", "seen")
    assert noted(rig) == [("match", "blink", "challenge")]


def test_nobody_is_photographed_while_the_eyes_may_be_closed(rig: Rig) -> None:
    presenter, view = page(rig)
    show(rig, 0.3)
    presenter.ask_to_move()
    assert view.last("show_count") == (0,)
    show(rig, 0.3, 0.3)
    for _ in range(COUNT):
        rig.timers.waiting = [entry for entry in rig.timers.waiting if entry[0] != WAIT_MS]
        rig.timers.pass_all()
    assert rig.stored.capture("portrait") is None
    show(rig, *BLINK, 0.3)
    for _ in range(COUNT):
        rig.timers.pass_all()
    assert rig.stored.capture("portrait") is not None


def test_what_was_not_seen_goes_to_review_and_blocks_nothing(rig: Rig) -> None:
    presenter, view = page(rig)
    presenter.ask_to_move()
    show(rig, 0.3, 0.3)
    rig.timers.pass_all()
    assert view.last("show_asked") == ("blink", "missed")
    assert noted(rig) == [("review", "blink", "challenge")]
    show(rig, 0.3)
    for _ in range(COUNT):
        rig.timers.pass_all()
    rig.timers.pass_all()
    assert rig.sitting.page == "fingers"


def test_the_key_offers_the_turn_next_and_then_nothing(rig: Rig) -> None:
    presenter, view = page(rig)
    presenter.ask_to_move()
    presenter.ask_to_move()
    assert view.last("show_asked") == ("turn", "asking")
    presenter.ask_to_move()
    assert view.last("show_asked") == ("", "")
    rig.timers.pass_all()
    assert noted(rig) == []


def test_leaving_the_page_gives_it_up(rig: Rig) -> None:
    presenter, _ = page(rig)
    presenter.ask_to_move()
    presenter.left()
    rig.timers.pass_all()
    assert noted(rig) == []


def test_what_was_seen_stands_when_the_page_is_shown_again(rig: Rig) -> None:
    presenter, _ = page(rig)
    presenter.ask_to_move()
    show(rig, *BLINK)
    presenter.left()
    view = Seen()
    PortraitPresenter(rig.sitting, view).entered("")
    assert ("blink", "seen") in view.all("show_asked")


def test_the_comparison_says_what_the_officer_saw(rig: Rig) -> None:
    application = draft(rig.van).id
    put_capture(rig.van, application, CaptureKind.PORTRAIT, "portrait", jpeg())
    put_capture(rig.van, application, CaptureKind.CHIP, "chip.photo", jpeg((102, 126)))
    note_moved(rig.van.services, application, "blink", seen=True)
    verdicts = {v.kind: v for v in verify_person(rig.van.services, application).verdicts}
    assert verdicts["face"].note.split()[:2] == ["chip", "blink"]


@pytest.mark.parametrize(("outcome", "state"), [("match", "seen"), ("review", "missed")])
def test_the_check_page_tells_it(rig: Rig, outcome: str, state: str) -> None:
    moved = Verdict("presence", outcome, "challenge", "1", rig.van.clock.now(), note="turn")
    person: Any = SimpleNamespace(earlier=None, verdicts=(moved,))
    face, told = compared(person)
    assert (face.state, told.kind, told.state) == ("by_eye", "presence", state)
    assert told.goes_to_review is (outcome == "review")


def test_the_page_says_what_is_asked_and_what_came_of_it(qtbot: QtBot) -> None:
    shown = PortraitPage(lambda: "zh")
    qtbot.addWidget(shown)
    button = shown.findChild(ActionButton, "ask_to_move")
    assert button is not None
    shown.show_asked("blink", "asking")
    assert (shown.live.instruction, button.text()) == ("请慢慢眨一下眼", "转头")
    shown.show_asked("blink", "missed")
    assert button.text() == "未见"
    assert button.toolTip().startswith("未见眨眼，已送复核")
    shown.show_asked("turn", "seen")
    assert button.toolTip().startswith("已见转头")
    shown.show_asked("", "")
    assert button.text() == "眨眼"


def test_the_key_asks_on_the_screen_itself(qtbot: QtBot, tmp_path: Path) -> None:
    stage = Stage(qtbot, tmp_path).show(qtbot)
    stage.screen.resume(draft(stage.van))
    while stage.pages.page != "portrait":
        stage.screen.sitting.forward()
    stage.pages.keys.press(Qt.Key.Key_B)
    shown = stage.screen.pages.page("portrait")
    assert isinstance(shown, PortraitPage)
    asked = shown.live.instruction
    stage.screen.left()
    assert asked == "请慢慢眨一下眼"
