"""The engines' findings on the check page: told in a word, never in the way, never asked for twice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from forms.record import Application, CaptureKind, Verdict
from forms.wire import dump, load
from tests.vanapp.bed import START, jpeg, put_capture, ready
from tests.vanapp.ui.intake.rig import Rig, Seen
from vanapp.ui.presenters.intake_check import CheckPresenter
from vanapp.ui.presenters.intake_compared import Compared, compared
from vanapp.ui.screens.intake_check import STATES, CheckPage
from vanapp.ui.widgets.compared import ComparedLine
from vanapp.ui.widgets.fact import Fact
from vanapp.ui.widgets.label import Label
from vanapp.usecases.note_verdict import note_verdict

FACE = Verdict("face", "match", "dlib", "1", START, score=0.31, threshold=0.45, note="chip")
FINGER = Verdict("finger", "no_match", "default", "3", START, score=9.4, threshold=18.0, note="11")
OLD = SimpleNamespace(source="earlier", picture=b"old")


def person(*verdicts: Verdict, earlier: Any = OLD) -> Any:
    return SimpleNamespace(earlier=earlier, verdicts=verdicts)


def state(*verdicts: Verdict, earlier: Any = OLD) -> list[tuple[str, str]]:
    return [(one.kind, one.state) for one in compared(person(*verdicts, earlier=earlier))]


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return Rig(tmp_path, "analysis")


def check(rig: Rig, application: Application) -> tuple[CheckPresenter, Seen]:
    rig.take(application)
    while rig.sitting.page != "check":
        rig.sitting.forward()
    view = Seen()
    presenter = CheckPresenter(rig.sitting, view)
    presenter.entered("")
    return presenter, view


def with_earlier(rig: Rig) -> Application:
    """A person with two readable pictures; in training, so that the engine has the last word on nothing."""
    application = ready(rig.van)
    put_capture(rig.van, application.id, CaptureKind.PORTRAIT, "portrait", jpeg())
    put_capture(rig.van, application.id, CaptureKind.DOCUMENT, "earlier.portrait", jpeg((102, 126)))
    return rig.van.store.applications.get(application.id)


def test_each_kind_is_told_by_its_outcome() -> None:
    assert state(FACE, FINGER) == [("face", "match"), ("finger", "no_match")]
    assert state(replace(FACE, outcome="review")) == [("face", "review")]
    first = compared(person(FACE))[0]
    assert (first.score, first.threshold, first.goes_to_review) == (0.31, 0.45, False)


def test_what_cannot_be_compared_says_why() -> None:
    broken = replace(FACE, outcome="not_comparable", score=None, note="chip biometrics.two_people")
    (one,) = compared(person(broken))
    assert (one.state, one.reason) == ("not_comparable", "biometrics.two_people")
    assert one.goes_to_review


def test_drawn_faces_are_not_compared() -> None:
    drawn = replace(FACE, outcome="review", note="chip drawn_faces")
    assert state(drawn) == [("face", "drawn")]
    assert compared(person(drawn))[0].score is None


def test_with_nothing_from_before_the_officer_compares_by_eye() -> None:
    assert state(earlier=None) == [("face", "by_eye")]


def test_an_outcome_nobody_knows_goes_to_a_person() -> None:
    assert state(replace(FACE, outcome="surely")) == [("face", "review")]


def test_the_page_waits_for_no_engine(rig: Rig) -> None:
    presenter, view = check(rig, ready(rig.van))
    assert view.last("show_compared") == ((Compared("face", "comparing"),),)
    presenter.judge("match")
    presenter.go_on()
    assert rig.sitting.page == "finish"  # while the engines are still at it
    rig.lanes.go("analysis")
    assert view.last("show_compared") == ((Compared("face", "by_eye"),),)


def test_a_finding_that_stands_is_shown_with_the_earlier_picture_and_not_made_again(rig: Rig) -> None:
    application = with_earlier(rig)
    note_verdict(rig.van.services, application.id, FACE)
    _, view = check(rig, application)
    rig.lanes.go("analysis")
    (shown,) = view.last("show_compared")
    assert [(one.kind, one.state, one.score) for one in shown] == [("face", "match", 0.31)]
    assert view.last("show_earlier") == (jpeg((102, 126)), "earlier")
    assert [v.engine for v in rig.stored.verdicts if v.kind == "face"] == ["dlib"]


def test_a_newer_portrait_is_compared_anew_and_the_finding_is_in_the_record(rig: Rig) -> None:
    application = with_earlier(rig)
    note_verdict(rig.van.services, application.id, FACE)
    put_capture(rig.van, application.id, CaptureKind.PORTRAIT, "portrait", jpeg((66, 80)))
    presenter, view = check(rig, rig.van.store.applications.get(application.id))
    rig.lanes.go("analysis")
    (shown,) = view.last("show_compared")
    assert (shown[0].state, shown[0].reason) == ("not_comparable", "biometrics.no_person")
    (noted,) = [v for v in rig.stored.verdicts if v.kind == "face"]
    assert (noted.outcome, noted.engine) == ("not_comparable", "none")
    presenter.judge("match")
    presenter.go_on()
    assert rig.sitting.page == "finish"  # a finding never blocks
    assert load(dump(rig.stored)).verdicts == rig.stored.verdicts


def test_a_finding_for_somebody_else_is_not_shown(rig: Rig) -> None:
    _, view = check(rig, with_earlier(rig))
    rig.sitting.leave()
    rig.lanes.go("analysis")
    assert view.all("show_compared") == [((Compared("face", "comparing"),),)]


@pytest.fixture
def page(qtbot: QtBot) -> CheckPage:
    made = CheckPage(lambda: "zh")
    qtbot.addWidget(made)
    return made


def lines(page: CheckPage) -> list[tuple[str, str, str]]:
    found = page.findChildren(ComparedLine)
    return [(line.word, line.tone, line.score) for line in found if not line.isHidden()]


def why(page: CheckPage) -> str:
    label = page.findChild(Label, "compared_why")
    assert label is not None
    return label.text()


def test_a_word_a_tone_and_the_score_with_its_limit_are_in_sight(page: CheckPage) -> None:
    page.show_compared(compared(person(FACE, FINGER)))
    assert lines(page) == [("人像 一致", "good", "0.31 ≤ 0.45"), ("指纹 不一致", "wrong", "9.4 < 18.0")]
    assert why(page) == "送人工复核"
    page.show_compared(compared(person(FACE)))
    assert lines(page) == [("人像 一致", "good", "0.31 ≤ 0.45")]
    assert why(page) == ""


def test_why_there_is_no_score_is_said_in_one_sentence(page: CheckPage) -> None:
    page.show_compared((Compared("face", "not_comparable", "biometrics.two_people"),))
    assert lines(page) == [("人像 无法比对", "attention", "")]
    assert why(page) == "照片里不止一张脸，没有比对。"


@pytest.mark.parametrize("outcome", sorted(STATES))
def test_every_state_has_a_word_of_its_own(page: CheckPage, outcome: str) -> None:
    page.show_compared((Compared("face", outcome),))
    ((word, tone, score),) = lines(page)
    assert word.startswith("人像 ")
    assert (tone, score) == (STATES[outcome][1], "")


def test_the_answers_are_drawn_again_only_when_they_say_something_else(rig: Rig, page: CheckPage) -> None:
    """They are 50 widgets: drawn with every picture that came, they held the window up for 85 ms."""
    _, view = check(rig, ready(rig.van))
    (rows,) = view.last("show_rows")
    page.show_rows(rows)
    drawn = page.findChildren(Fact)
    assert len(drawn) == len(rows) > 5
    page.show_prints([])
    page.show_signer("applicant", "")
    page.show_rows(list(rows))
    assert [id(fact) for fact in page.findChildren(Fact)] == [id(fact) for fact in drawn]
    page.show_rows([replace(rows[0], text="别的"), *rows[1:]])
    assert "别的" in [fact.answer.text() for fact in page.findChildren(Fact) if fact not in drawn]
