"""Two fingers: the rule's order, the best of three, another finger, or the reason why there is none."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from pytestqt.qtbot import QtBot

from devices.errors import FingerGone, Removed
from tests.vanapp.bed import answer, draft, jpeg
from tests.vanapp.ui.intake.rig import Rig, Seen, impression
from vanapp.ui.presenters.intake_fingers import FingersPresenter
from vanapp.ui.screens.intake_fingers import FingersPage
from vanapp.ui.screens.intake_words import problem_words
from vanapp.ui.widgets.label import Label

RIGHT, LEFT, RIGHT_INDEX = 11, 16, 12


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return Rig(tmp_path, "finger")


def page(rig: Rig, birth: str = "") -> tuple[FingersPresenter, Seen]:
    begun = draft(rig.van)
    if birth:
        answer(rig.van.services, begun.id, "birth", birth)
    rig.take(rig.van.store.applications.get(begun.id))
    for _ in range(4):
        rig.sitting.forward()
    assert rig.sitting.page == "fingers"
    view = Seen()
    presenter = FingersPresenter(rig.sitting, view)
    presenter.entered("")
    return presenter, view


def test_right_thumb_then_left_thumb_then_on(rig: Rig) -> None:
    rig.cases.fingers = [impression(62, following=LEFT), impression(55)]
    _, view = page(rig)
    rig.lanes.go("finger")
    rig.lanes.go("finger")
    assert rig.cases.asked == [RIGHT, LEFT]
    assert view.all("show_finished")
    rig.timers.pass_all()
    assert rig.sitting.page == "materials"


def test_a_poor_print_is_asked_again_with_one_reason(rig: Rig) -> None:
    rig.cases.fingers = [
        impression(20, enough=False, following=RIGHT),
        impression(62, tries=2, following=LEFT),
    ]
    _, view = page(rig)
    rig.lanes.go("finger")
    assert view.last("show_impression")[1:] == (20, "finger.low_quality")
    assert view.last("show_ask") == (RIGHT, 2, 3)
    rig.lanes.go("finger")
    assert view.last("show_ask")[0] == LEFT


def test_f6_asks_for_the_next_finger_of_the_rule(rig: Rig) -> None:
    presenter, view = page(rig)
    presenter.other_finger()
    assert view.last("show_ask")[0] == LEFT
    presenter.other_finger()
    assert view.last("show_ask")[0] == RIGHT_INDEX


def test_a_finger_that_cannot_be_taken_needs_a_reason_and_a_picture(rig: Rig) -> None:
    presenter, view = page(rig)
    presenter.cannot()
    assert view.last("show_skip")[1] == RIGHT
    assert rig.camera.sink is not None
    presenter.skip("missing", jpeg(), whole_hand=False)
    kept = rig.stored.capture(f"exception.{RIGHT}")
    assert kept is not None
    assert kept.facts["reason"] == "missing"
    assert view.last("show_ask")[0] == LEFT
    assert rig.camera.sink is None


def test_without_a_camera_the_reason_alone_is_kept(rig: Rig) -> None:
    rig.camera.plugged = False
    presenter, _ = page(rig)
    presenter.cannot()
    presenter.skip("injured", b"", whole_hand=True)
    assert rig.stored.capture(f"exception.{RIGHT_INDEX}") is not None


def test_esc_leaves_the_question_and_waits_for_the_same_finger(rig: Rig) -> None:
    presenter, view = page(rig)
    presenter.cannot()
    assert presenter.go_back()
    assert view.last("show_ask")[0] == RIGHT


def test_a_finger_lifted_early_is_told_and_asked_again(rig: Rig) -> None:
    rig.cases.fingers = [FingerGone(), impression(62, following=LEFT)]
    _, view = page(rig)
    rig.lanes.go("finger")
    assert rig.shell.codes() == ["devices.finger_gone"]
    rig.timers.pass_all()
    rig.lanes.go("finger")
    assert view.last("show_ask")[0] == LEFT


def test_unplugging_the_scanner_keeps_the_page_waiting(rig: Rig) -> None:
    rig.cases.fingers = [Removed(), impression(62, following=LEFT)]
    _, view = page(rig)
    rig.lanes.go("finger")
    assert view.last("show_state") == ("absent",)
    rig.timers.pass_all()
    rig.lanes.go("finger")
    assert ("waiting",) in view.all("show_state")[-3:]
    assert rig.shell.told[-1][0] != "show_problem"
    assert rig.stored.capture("finger.1") is not None


def test_enter_with_a_finger_open_says_so_and_stays(rig: Rig) -> None:
    presenter, _ = page(rig)
    presenter.go_on()
    assert rig.shell.codes() == ["intake.finger_open"]
    assert rig.sitting.page == "fingers"


def test_a_child_may_go_on_without_prints(rig: Rig) -> None:
    presenter, view = page(rig, birth="20180601")
    assert view.last("show_optional") == (True,)
    presenter.go_on()
    assert rig.sitting.page == "materials"


def test_esc_after_the_second_finger_stays_on_the_page(rig: Rig) -> None:
    rig.cases.fingers = [impression(62, following=LEFT), impression(55)]
    presenter, _ = page(rig)
    rig.lanes.go("finger")
    rig.lanes.go("finger")
    assert presenter.go_back()
    rig.timers.pass_all()
    assert rig.sitting.page == "fingers"


def test_the_finger_the_office_named_is_taken_again(rig: Rig) -> None:
    rig.cases.fingers = [impression(62, following=LEFT), impression(55)]
    presenter, _ = page(rig)
    rig.lanes.go("finger")
    rig.lanes.go("finger")
    presenter.left()
    view = Seen()
    FingersPresenter(rig.sitting, view).entered("finger.2")
    assert view.last("show_ask")[0] == LEFT


def test_what_each_try_was_worth_is_in_sight_and_a_wrong_finger_counts_for_nothing(rig: Rig) -> None:
    wrong = impression(70, enough=False, following=RIGHT)
    wrong.advice = "finger.same"
    rig.cases.fingers = [
        impression(18, enough=False, following=RIGHT),
        wrong,
        impression(31, tries=2, enough=False, following=RIGHT),
        impression(24, tries=3, following=LEFT),
        impression(60),
    ]
    _, view = page(rig)
    for _ in range(4):
        rig.lanes.go("finger")
    assert view.last("show_tries") == ((18, 31, 24),)
    rig.lanes.go("finger")
    assert view.last("show_tries") == ((60,),)  # the other finger's own


def test_a_finger_under_two_names_is_a_sentence_that_stays_and_stops_nobody(rig: Rig) -> None:
    rig.cases.fingers = [impression(62, following=LEFT), impression(55)]
    rig.cases.doubles = [SimpleNamespace(position=LEFT, number="D027-20261120-0007")]
    page(rig)
    rig.lanes.go("finger")
    assert not rig.shell.all("show_warning")  # not before the fingers are settled
    rig.lanes.go("finger")
    code, values = rig.shell.last("show_warning")
    assert (code, values) == ("intake.double_finger", {"position": LEFT, "number": "D027-20261120-0007"})
    rig.timers.pass_all()
    assert rig.sitting.page == "materials"
    assert rig.sitting.warning == (code, values)
    rig.begin()
    assert rig.sitting.warning is None  # another person's


def test_the_finger_pressed_anew_takes_the_warning_back(rig: Rig) -> None:
    rig.cases.fingers = [impression(62, following=LEFT), impression(55), impression(66)]
    rig.cases.doubles = [SimpleNamespace(position=LEFT, number="D027-20261120-0007")]
    presenter, _ = page(rig)
    rig.lanes.go("finger")
    rig.lanes.go("finger")
    rig.cases.doubles = ()
    presenter.again(2)
    rig.lanes.go("finger")
    assert rig.sitting.warning is None


@pytest.fixture
def shown(qtbot: QtBot) -> FingersPage:
    made = FingersPage(lambda: "zh")
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize(
    ("quality", "advice", "words"),
    [
        (62, None, "图像质量：良好 62"),
        (39, "finger.low_quality", "图像质量：再试一次 39"),
        (20, "finger.too_light", "图像质量：再试一次 20"),
        (19, "finger.too_dark", "图像质量：差 19"),
        (70, "finger.smeared", "图像质量：再试一次 70"),
    ],
)
def test_the_quality_is_a_word(shown: FingersPage, quality: int, advice: str | None, words: str) -> None:
    shown.show_impression(impression(quality).image, quality, advice)
    label = shown.findChild(Label, "finger_worth")
    assert label is not None
    assert label.text() == words
    shown.show_tries((12, quality))
    assert label.text() == f"{words}    各次 12 · {quality}，留最好 {quality}"
    shown.clear_impression()
    assert label.text() == "图像质量"


def test_the_sentence_names_finger_and_application_in_both_languages() -> None:
    values = {"position": LEFT, "number": "D027-20261120-0007"}
    for language, finger in (("zh", "左手拇指"), ("en", "Left thumb")):
        said = problem_words("intake.double_finger", values, language)
        assert finger in said
        assert "D027-20261120-0007" in said
