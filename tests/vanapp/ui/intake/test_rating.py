"""The resident's rating on the last page: kept at once, shown again, by mouse or by Tab and arrows."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import Qt
from pytestqt.qtbot import QtBot

from forms import ratings
from tests.vanapp.bed import ready
from tests.vanapp.ui.intake.test_pages import Stage
from tests.vanapp.ui.intake.test_words_in_sight import walk
from vanapp.ui.widgets.segmented import Segmented


def rated(stage: Stage) -> str:
    return stage.van.store.applications.get(stage.screen.sitting.id).answers.get(ratings.ANSWER, "")


def test_picked_and_kept_and_shown_when_the_page_comes_again(qtbot: QtBot, tmp_path: Path) -> None:
    stage = Stage(qtbot, tmp_path).show(qtbot)
    stage.screen.resume(ready(stage.van))
    walk(stage, qtbot, "finish")
    rating = stage.screen.findChild(Segmented, "rating")
    assert rating is not None
    assert rating.isVisible()
    assert rating.value() == ""  # nobody answers for the resident
    rating.focus_first()
    qtbot.keyClick(stage.screen.focusWidget(), Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: rated(stage) == "4")
    stage.screen.sitting.jump("check")
    walk(stage, qtbot, "finish")
    assert rating.value() == "4"
    stage.screen.left()
