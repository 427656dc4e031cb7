"""Signing in with the keyboard alone; the lock covers the page and keeps it."""

from __future__ import annotations

from typing import cast

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.vanapp.ui.conftest import SetStage
from vanapp.ui.screens.outbox import OutboxScreen
from vanapp.ui.screens.sign_in import SignInScreen


def test_training_signs_in_with_f2_and_enter(stage: SetStage, qtbot: QtBot) -> None:
    set_up = stage(signed_in=False)
    assert not set_up.window.rail.isVisible()
    qtbot.keyClick(set_up.window.focusWidget(), Qt.Key.Key_F2)
    qtbot.keyClick(set_up.window.focusWidget(), Qt.Key.Key_Return)
    assert set_up.window.shown == "today"
    assert set_up.window.rail.isVisible()


def test_a_wrong_pass_phrase_is_said_on_the_page_and_asked_again(stage: SetStage, qtbot: QtBot) -> None:
    set_up = stage(signed_in=False)
    screen = cast(SignInScreen, set_up.window.page("sign_in"))
    qtbot.keyClicks(screen._officer, "440103-027")
    qtbot.keyClick(screen._officer, Qt.Key.Key_Return)
    assert screen._phrase.hasFocus()
    qtbot.keyClicks(screen._phrase, "nonsense")
    qtbot.keyClick(screen._phrase, Qt.Key.Key_Return)
    assert set_up.window.shown == "sign_in"
    assert "口令" in screen._trouble.text()
    assert screen._phrase.hasFocus()
    assert screen._phrase.text() == ""


def test_the_lock_hides_the_page_and_gives_it_back_as_it_was(stage: SetStage, qtbot: QtBot) -> None:
    set_up = stage()
    set_up.window.show_screen("outbox")
    screen = cast(OutboxScreen, set_up.window.page("outbox"))
    screen._search.setFocus()
    qtbot.keyClicks(screen._search, "0007")
    set_up.shell.idle.idle.emit()
    cover = set_up.shell.cover
    assert cover.is_locked
    assert cover.geometry() == set_up.window.rect()
    qtbot.keyClick(set_up.window, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert set_up.window.shown == "outbox"
    qtbot.keyClicks(cover._phrase, "xunlian")
    qtbot.keyClick(cover._phrase, Qt.Key.Key_Return)
    assert not cover.is_locked
    assert set_up.window.shown == "outbox"
    assert screen._search.text() == "0007"
    assert screen._search.hasFocus()


def test_the_wrong_pass_phrase_keeps_it_locked(stage: SetStage, qtbot: QtBot) -> None:
    set_up = stage()
    set_up.shell.lock()
    cover = set_up.shell.cover
    qtbot.keyClicks(cover._phrase, "nonsense")
    qtbot.keyClick(cover._phrase, Qt.Key.Key_Return)
    assert cover.is_locked
    assert cover._trouble.text()


def test_tab_stays_inside_the_lock(stage: SetStage, qtbot: QtBot) -> None:
    set_up = stage()
    set_up.shell.lock()
    for _ in range(6):
        qtbot.keyClick(set_up.window.focusWidget(), Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        assert focused is not None
        assert set_up.shell.cover.isAncestorOf(focused)


def test_the_lock_follows_the_windows_size(stage: SetStage) -> None:
    set_up = stage()
    set_up.shell.lock()
    set_up.window.resize(1500, 900)
    QApplication.processEvents()
    assert set_up.shell.cover.geometry() == set_up.window.rect()


def test_ctrl_l_locks(stage: SetStage, qtbot: QtBot) -> None:
    set_up = stage()
    qtbot.keyClick(set_up.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert set_up.shell.cover.is_locked


def test_without_a_hand_on_it_the_window_goes_idle(stage: SetStage, qtbot: QtBot) -> None:
    set_up = stage()
    with qtbot.waitSignal(set_up.shell.idle.idle, timeout=2000):
        set_up.shell.idle.set_minutes(0.0005)
    assert set_up.shell.cover.is_locked
