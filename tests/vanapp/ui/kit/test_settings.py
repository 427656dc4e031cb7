"""The settings page: what is picked holds at once and is still there at the next start."""

from __future__ import annotations

from pathlib import Path

import pytest
from PyQt6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.vanapp.ui.fakes import InlineLanes
from vanapp.settings import Settings
from vanapp.ui.presenters.settings import SettingsPresenter
from vanapp.ui.screens.settings import SettingsScreen


@pytest.mark.parametrize(("was", "words", "now"), [(True, "保持原样", False), (False, "换成白色", True)])
def test_the_ground_of_the_portrait_is_white_or_as_it_was_taken(
    qtbot: QtBot, tmp_path: Path, was: bool, words: str, now: bool
) -> None:
    settings = Settings(path=tmp_path / "settings.json", whiten_photo=was)
    screen = SettingsScreen()
    qtbot.addWidget(screen)
    presenter = SettingsPresenter(
        screen, settings, InlineLanes(), printers=lambda: (), took_effect=lambda name: None
    )
    screen.changed.connect(presenter.change)
    presenter.load()
    button = next(found for found in screen.findChildren(QPushButton) if found.text() == words)
    assert not button.isChecked()
    button.click()
    assert Settings.load(tmp_path / "settings.json").whiten_photo is now
    assert button.isChecked()
