"""The settings page: what is picked holds at once and is still there at the next start."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from PyQt6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from sync.errors import OtherNetwork
from tests.vanapp.bed import FakeClock
from tests.vanapp.ui.fakes import InlineLanes
from vanapp.networks import Networks, Way
from vanapp.settings import Settings
from vanapp.ui.fields.editors import LineEditor
from vanapp.ui.presenters.settings import NetworkVerbs, SettingsPresenter
from vanapp.ui.screens.settings import SettingsScreen
from vanapp.ui.screens.settings_row import SettingRow
from vanapp.ui.widgets.segmented import Segmented


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


@dataclass
class Page:
    screen: SettingsScreen
    presenter: SettingsPresenter

    def row(self, label: str) -> SettingRow:
        return next(r for r in self.screen.findChildren(SettingRow) if label in said(r))


def said(row: SettingRow) -> list[str]:
    return [label.text() for label in row.findChildren(QLabel)]


def page(qtbot: QtBot, settings: Settings, network: NetworkVerbs | None = None) -> Page:
    screen = SettingsScreen()
    qtbot.addWidget(screen)
    presenter = SettingsPresenter(
        screen,
        settings,
        InlineLanes(),
        printers=lambda: (),
        took_effect=lambda name: None,
        network=network,
    )
    screen.changed.connect(presenter.change)
    screen.network.allow_asked.connect(presenter.allow)
    screen.network.forbid_asked.connect(presenter.forbid)
    screen.show()
    presenter.load()
    return Page(screen, presenter)


def test_what_the_bureau_set_says_so_with_its_day_and_only_shows(qtbot: QtBot, tmp_path: Path) -> None:
    settings = Settings(path=tmp_path / "settings.json")
    settings.impose(
        {"dedicated_network": "wwan0", "idle_minutes": 4, "allowed_networks": ("Station", "Hall")},
        date(2026, 11, 28),
    )
    shown = page(qtbot, settings)
    for label, control in (("办证专网", LineEditor), ("无人操作时锁定", Segmented)):
        row = shown.row(label)
        assert "由局里设定（2026-11-28）" in said(row)[1]
        assert not row.findChild(control).isEnabled()
    offered = [b.text() for b in shown.row("无人操作时锁定").findChildren(QPushButton) if not b.isHidden()]
    assert offered == ["4 分钟"]
    assert any("Station · Hall" in text for text in said(shown.row("其他网络")))
    assert shown.row("外观").findChild(Segmented).isEnabled()
    settings.impose({}, None)
    shown.presenter.load()
    assert shown.row("办证专网").findChild(LineEditor).isEnabled()
    assert not any("由局里设定" in text for text in said(shown.row("办证专网")))


def test_another_network_is_allowed_for_an_hour_with_one_key_and_taken_back(qtbot: QtBot) -> None:
    clock, here = FakeClock(), [Way(("Free WLAN", "wlan0"))]
    settings = Settings(dedicated_network="wwan0")
    networks = Networks(settings, lambda: here[0], clock)
    verbs = NetworkVerbs(networks.standing, networks.allow_once, networks.forbid_again)
    shown = page(qtbot, settings, verbs)
    row = shown.row("现在的网络")
    [button] = row.findChildren(QPushButton)
    assert row.isVisible()
    button.click()
    networks.may_go()
    assert any("10:30" in text for text in said(row))  # in China
    button.click()
    with pytest.raises(OtherNetwork):
        networks.may_go()
    settings.impose({"may_allow_once": False}, None)
    shown.presenter.look()
    assert not button.isVisible()
    here[0] = Way(("Office", "wwan0"))
    shown.presenter.look()
    assert not row.isVisible()
    here[0] = Way()
    shown.presenter.look()
    assert any("不起作用" in text for text in said(shown.row("办证专网")))
