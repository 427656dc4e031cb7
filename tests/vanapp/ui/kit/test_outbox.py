"""The outbox on screen: pages by key, filters, search, sending, and the way to a correction."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, cast

from PyQt6.QtCore import QModelIndex, Qt
from pytestqt.qtbot import QtBot

from tests.vanapp.ui.conftest import SetStage
from tests.vanapp.ui.fakes import InlineLanes, outbox_row
from tests.vanapp.ui.stage import Stage
from vanapp.ui.presenters.outbox import PAGE
from vanapp.ui.screens.outbox import OutboxScreen


def outbox_of(stage: Stage) -> OutboxScreen:
    stage.window.show_screen("outbox")
    return cast(OutboxScreen, stage.window.page("outbox"))


def test_only_the_first_page_is_fetched_on_opening(stage: SetStage) -> None:
    set_up = stage(rows=100_000)
    set_up.outbox.asked.clear()
    screen = outbox_of(set_up)
    assert screen.model.rowCount() == PAGE
    assert set_up.outbox.asked == [("all", "", None)]


def test_the_next_page_is_asked_after_the_last_rows_key(stage: SetStage) -> None:
    set_up = stage(rows=100_000)
    screen = outbox_of(set_up)
    screen.model.fetchMore(QModelIndex())
    assert set_up.outbox.asked[-1] == ("all", "", 100_000 - PAGE + 1)
    assert screen.model.rowCount() == 2 * PAGE
    keys = [screen.model.row(screen.model.index(place)).key for place in range(2 * PAGE)]  # type: ignore[union-attr]
    assert keys == list(range(100_000, 100_000 - 2 * PAGE, -1))


def test_a_page_under_way_is_not_asked_twice(stage: SetStage) -> None:
    lanes = InlineLanes()
    set_up = stage(rows=5_000, lanes=lanes)
    screen = outbox_of(set_up)
    lanes.held = True
    screen.model.fetchMore(QModelIndex())
    screen.model.fetchMore(QModelIndex())
    lanes.go()
    assert screen.model.rowCount() == 2 * PAGE


def test_the_last_page_ends_it(stage: SetStage) -> None:
    screen = outbox_of(stage(rows=43))
    assert screen.model.rowCount() == 43
    assert not screen.model.canFetchMore(QModelIndex())


def test_typing_searches_and_drops_the_older_question(stage: SetStage, qtbot: QtBot) -> None:
    lanes = InlineLanes()
    set_up = stage(rows=43, lanes=lanes)
    screen = outbox_of(set_up)
    lanes.held = True
    qtbot.keyClicks(screen._search, "0007")
    qtbot.waitUntil(lambda: len(lanes._waiting) == 1)
    qtbot.keyClicks(screen._search, "x")
    qtbot.waitUntil(lambda: len(lanes._waiting) == 2)
    answers: list[None] = []
    screen.model.modelReset.connect(lambda: answers.append(None))
    lanes.go()
    assert len(answers) == 1
    assert screen.model.rowCount() == 0


def test_a_filter_shows_only_its_own(stage: SetStage) -> None:
    screen = outbox_of(stage(rows=43))
    screen._filters.step(screen._filters._buttons["accepted"], 1)
    shelves = {screen.model.row(screen.model.index(i)).shelf for i in range(screen.model.rowCount())}  # type: ignore[union-attr]
    assert shelves == {"needs_you"}


def test_what_moved_changes_in_place_and_new_ones_come_on_top(stage: SetStage) -> None:
    set_up = stage(rows=43)
    screen = outbox_of(set_up)
    screen.list.setCurrentIndex(screen.model.index(5))
    chosen = screen.model.row(screen.list.currentIndex())
    resets: list[None] = []
    screen.model.modelReset.connect(lambda: resets.append(None))
    set_up.outbox.count = 45
    set_up.shell.office.refresh()
    assert screen.model.rowCount() == 45
    assert resets == []
    assert screen.model.row(screen.list.currentIndex()) == chosen


def test_enter_on_a_returned_one_opens_its_correction(stage: SetStage, qtbot: QtBot) -> None:
    set_up = stage(rows=43)
    screen = outbox_of(set_up)
    for place in range(screen.model.rowCount()):
        row = screen.model.row(screen.model.index(place))
        if row is not None and row.status == "returned":
            screen.list.setCurrentIndex(screen.model.index(place))
            qtbot.keyClick(screen.list, Qt.Key.Key_Return)
            assert set_up.intake.asked == [("correct", row.id)]
            assert set_up.window.shown == "intake"
            return
    raise AssertionError("no returned row on the stage")


def test_enter_on_a_refused_one_lets_it_go_again_and_sends(stage: SetStage, qtbot: QtBot) -> None:
    lanes = InlineLanes()
    set_up = stage(rows=43, lanes=lanes)
    screen = outbox_of(set_up)
    rows = [screen.model.row(screen.model.index(place)) for place in range(screen.model.rowCount())]
    refused = next(row for row in rows if row is not None and row.shelf == "needs_you" and row.key % 2)
    screen.list.setCurrentIndex(screen.model.index(rows.index(refused)))
    lanes.lanes.clear()
    qtbot.keyClick(screen.list, Qt.Key.Key_Return)
    assert set_up.sent_again == [refused.id]
    assert lanes.lanes[:2] == ["store", "net"]


def test_enter_on_any_other_row_does_nothing(stage: SetStage, qtbot: QtBot) -> None:
    set_up = stage(rows=43)
    screen = outbox_of(set_up)
    screen.list.setCurrentIndex(screen.model.index(1))
    assert screen.model.row(screen.list.currentIndex()).shelf == "here"  # type: ignore[union-attr]
    qtbot.keyClick(screen.list, Qt.Key.Key_Return)
    assert set_up.intake.asked == []


def test_f9_sends_in_the_net_lane_and_says_what_came_of_it(stage: SetStage, qtbot: QtBot) -> None:
    lanes = InlineLanes()
    set_up = stage(lanes=lanes)
    screen = outbox_of(set_up)
    lanes.lanes.clear()
    qtbot.keyClick(screen.list, Qt.Key.Key_F9)
    assert lanes.lanes[0] == "net"
    assert "12" in screen._progress.text()


def test_a_row_is_worded_for_reading_aloud(stage: SetStage) -> None:
    screen = outbox_of(stage(rows=43))
    said = cast(Any, screen.model.data(screen.model.index(0)))
    words = screen.model.words(screen.model.index(0))
    assert words.name in said
    assert words.state in said


def test_the_repr_of_a_row_hides_the_person() -> None:
    assert outbox_row(1).name not in repr(outbox_row(1))


def test_what_waits_is_copied_to_a_stick_and_the_line_under_the_list_says_where(stage: SetStage) -> None:
    set_up = stage(rows=5)
    set_up.stick = Path("/media/officer/KINGSTON/vanapp-D027-20261120")
    screen = outbox_of(set_up)
    screen._copy.click()
    assert "vanapp-D027-20261120" in screen._progress.text()
    assert screen._copy.isEnabled()


def test_without_a_stick_the_banner_says_so(stage: SetStage) -> None:
    set_up = stage(rows=5)
    screen = outbox_of(set_up)
    screen._copy.click()
    assert not set_up.window.banner.isHidden()
    assert not screen._progress.text()
    assert screen._copy.isEnabled()


def test_enter_where_a_paper_is_still_to_come_opens_the_version_that_gets_it(
    stage: SetStage, qtbot: QtBot
) -> None:
    set_up = stage(rows=43)
    screen = outbox_of(set_up)
    begun: list[str] = []
    screen.supplement_asked.connect(begun.append)
    rows = [screen.model.row(screen.model.index(place)) for place in range(screen.model.rowCount())]
    place, row = next((n, one) for n, one in enumerate(rows) if one is not None and one.status == "received")
    screen.list.setCurrentIndex(screen.model.index(place))
    qtbot.keyClick(screen.list, Qt.Key.Key_Return)
    assert begun == [], "nothing is missing there"
    waits = replace(row, promised=date(2026, 12, 1))
    screen.model.replace(tuple(waits if one is row else one for one in rows if one), has_more=False)
    screen.list.setCurrentIndex(screen.model.index(place))
    assert "12 月 1 日前补交" in screen.model.words(screen.model.index(place)).note
    qtbot.keyClick(screen.list, Qt.Key.Key_Return)
    assert begun == [row.id]
