"""What holds on every screen: targets, words that fit, the Tab order, the keyboard alone, no modal box."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

import vanapp.ui
from tests.vanapp.ui.conftest import SetStage
from tests.vanapp.ui.stage import Stage
from vanapp.ui.screens.screen import Screen
from vanapp.ui.strip import Strip
from vanapp.ui.theme import current
from vanapp.ui.widgets.columns import Columns
from vanapp.ui.widgets.label import Elided

NAMES = ("today", "consult", "outbox", "lists", "instruments", "settings", "books")
CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit)


def shown(stage: Stage, name: str) -> Screen:
    stage.window.show_screen(name)
    for _ in range(3):
        QApplication.processEvents()
    return stage.window.page(name)


def visible(root: QWidget, kind: type | tuple[type, ...]) -> list[QWidget]:
    found = [w for w in root.findChildren(QWidget) if isinstance(w, kind) and w.isVisible()]
    return [w for w in found if not (isinstance(w, QLineEdit) and isinstance(w.parent(), QComboBox))]


def cut_off(screen: QWidget) -> list[tuple[object, ...]]:
    """Labels and buttons that are smaller than what they say; those made to be shortened do not count."""
    cut: list[tuple[object, ...]] = []
    for widget in visible(screen, (QLabel, QAbstractButton)):
        if isinstance(widget, Elided):
            continue
        needed = widget.sizeHint()
        if isinstance(widget, QLabel) and widget.wordWrap():
            if widget.heightForWidth(widget.width()) > widget.height():
                cut.append((type(widget).__name__, widget.text(), "height"))
        elif needed.width() > widget.width() + 1 or needed.height() > widget.height() + 1:
            cut.append((type(widget).__name__, getattr(widget, "text", str)(), needed, widget.size()))
    return cut


@pytest.mark.parametrize("name", NAMES)
def test_every_target_is_at_least_44_px(stage: SetStage, name: str) -> None:
    set_up = stage()
    shown(set_up, name)
    small = [
        (type(w).__name__, w.objectName(), w.width(), w.height())
        for w in visible(set_up.window, CONTROLS)
        if not isinstance(w.parent(), (Strip, QLineEdit)) and (w.width() < 44 or w.height() < 44)
    ]
    assert small == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("scale", [100, 150, 200])
@pytest.mark.parametrize("name", NAMES)
def test_no_words_are_cut_off(stage: SetStage, name: str, scale: int, language: str) -> None:
    assert cut_off(shown(stage(scale=scale, language=language), name)) == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("scale", [100, 150, 200])
def test_no_words_are_cut_off_before_sign_in(stage: SetStage, scale: int, language: str) -> None:
    set_up = stage(signed_in=False, scale=scale, language=language)
    assert cut_off(set_up.window.page("sign_in")) == []


@pytest.mark.parametrize("scale", [100, 150, 200])
@pytest.mark.parametrize("name", NAMES)
def test_no_screen_needs_to_scroll_sideways(stage: SetStage, name: str, scale: int) -> None:
    set_up = stage(scale=scale)
    screen = shown(set_up, name)
    room = set_up.window.stack.currentWidget()
    assert isinstance(room, QScrollArea)
    viewport = room.viewport()
    assert viewport is not None
    assert screen.width() <= viewport.width()


@pytest.mark.parametrize("scale", [100, 125, 150])
def test_every_place_of_the_rail_is_in_sight(stage: SetStage, scale: int) -> None:
    rail = stage(scale=scale).window.rail
    bar = rail.findChildren(QScrollArea)[0].verticalScrollBar()
    assert bar is not None
    assert bar.maximum() == 0


@pytest.mark.parametrize("name", NAMES)
def test_tab_goes_through_the_page_from_top_to_bottom(stage: SetStage, qtbot: QtBot, name: str) -> None:
    screen = shown(stage(), name)
    stops: list[QWidget] = []
    widget = screen.nextInFocusChain()
    while widget is not None and widget is not screen:
        takes_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        inside = isinstance(widget, QLineEdit) and isinstance(widget.parent(), QComboBox)
        usable = widget.isVisible() and widget.isEnabled() and not inside
        if screen.isAncestorOf(widget) and usable and takes_tab:
            stops.append(widget)
        widget = widget.nextInFocusChain()
    assert stops
    # A side column comes after the main one; within a column nothing goes back up.
    for column in screen.findChildren(Columns):
        for part in (column._main, column._side):
            tops = [w.mapTo(screen, QPoint(0, 0)).y() for w in stops if part.isAncestorOf(w) or w is part]
            assert tops == sorted(tops)


def test_enter_begins_the_chosen_stop_and_down_chooses_the_next(stage: SetStage, qtbot: QtBot) -> None:
    set_up = stage()
    shown(set_up, "today")
    qtbot.keyClick(set_up.window.focusWidget(), Qt.Key.Key_Return)
    set_up.intake.closed.emit()
    assert set_up.window.shown == "today"
    qtbot.keyClick(set_up.window.focusWidget(), Qt.Key.Key_Down)
    qtbot.keyClick(set_up.window.focusWidget(), Qt.Key.Key_Return)
    assert [(what, visit.id) for what, visit in set_up.intake.asked] == [("start", "v0"), ("start", "v1")]


def test_in_training_the_visits_person_comes_to_the_counter(stage: SetStage, qtbot: QtBot) -> None:
    set_up = stage()
    shown(set_up, "today")
    qtbot.keyClick(set_up.window.focusWidget(), Qt.Key.Key_Return)
    assert set_up.desk.told == [("call", ("p0",))]


def test_f2_takes_whoever_stands_there_and_f4_corrects(stage: SetStage, qtbot: QtBot) -> None:
    set_up = stage()
    shown(set_up, "today")
    qtbot.keyClick(set_up.window.focusWidget(), Qt.Key.Key_F2)
    set_up.window.show_screen("today")
    qtbot.keyClick(set_up.window.focusWidget(), Qt.Key.Key_F4)
    assert [what for what, _ in set_up.intake.asked] == ["start", "correct"]
    assert set_up.intake.asked[0] == ("start", None)


def test_alt_f4_is_not_f4_and_a_key_held_down_counts_once(stage: SetStage, qtbot: QtBot) -> None:
    set_up = stage()
    screen = shown(set_up, "today")
    qtbot.keyClick(screen, Qt.Key.Key_F4, Qt.KeyboardModifier.AltModifier)
    held = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_F4, Qt.KeyboardModifier.NoModifier, autorep=True)
    QApplication.sendEvent(screen, held)
    assert set_up.intake.asked == []


def test_alt_and_a_digit_goes_anywhere(stage: SetStage, qtbot: QtBot) -> None:
    set_up = stage()
    visited = []
    for digit in (Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_5, Qt.Key.Key_6, Qt.Key.Key_7, Qt.Key.Key_1):
        qtbot.keyClick(set_up.window, digit, Qt.KeyboardModifier.AltModifier)
        QApplication.processEvents()
        visited.append(set_up.window.shown)
    assert visited == ["consult", "outbox", "lists", "instruments", "settings", "today"]


def test_keys_work_with_the_focus_on_the_rail(stage: SetStage, qtbot: QtBot) -> None:
    set_up = stage()
    screen = shown(set_up, "outbox")
    asked: list[None] = []
    screen.send_asked.connect(lambda: asked.append(None))  # type: ignore[attr-defined]
    rail = set_up.window.rail.findChildren(QAbstractButton)[0]
    rail.setFocus()
    qtbot.keyClick(rail, Qt.Key.Key_F9)
    assert asked == [None]


@pytest.mark.parametrize("name", NAMES)
def test_what_can_be_used_has_a_name_for_a_screen_reader(stage: SetStage, name: str) -> None:
    screen = shown(stage(), name)
    nameless = [
        type(w).__name__
        for w in visible(screen, (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView))
        if not (w.accessibleName() or getattr(w, "text", str)())
        and not isinstance(w.parent(), (QLineEdit, QComboBox))
    ]
    assert nameless == []


@pytest.mark.parametrize("name", NAMES)
def test_no_live_label_has_a_fixed_name(stage: SetStage, name: str) -> None:
    """A fixed accessible name hides a label's live text from a screen reader."""
    set_up = stage()
    shown(set_up, name)
    assert [w.text() for w in set_up.window.findChildren(QLabel) if w.accessibleName()] == []


def test_there_is_no_modal_box_anywhere() -> None:
    boxes = {"QDialog", "QMessageBox", "QInputDialog", "QFileDialog", "QErrorMessage", "QProgressDialog"}
    found = []
    for file in Path(vanapp.ui.__file__).parent.rglob("*.py"):
        tree = ast.parse(file.read_text("utf-8"))
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        found += [(file.name, name) for name in names & boxes]
    assert found == []


def test_a_second_instrument_going_missing_shows_on_strip_and_page(stage: SetStage) -> None:
    set_up = stage()
    screen = shown(set_up, "instruments")
    set_up.bench.change("finger", "devices.not_connected")
    assert screen.subtitle.startswith("2/4")
    facts = {fact.kind: fact.ready for fact in set_up.window.strip._facts}
    assert facts == {"card": True, "finger": False, "camera": True, "printer": False}


def test_the_window_opens_at_the_scale_that_is_set(stage: SetStage) -> None:
    stage(scale=150)
    assert current().scale == 1.5
