"""The camera's settings: what is plugged in, what is chosen of it, and how it looks."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from PyQt6.QtGui import QImage
from PyQt6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.vanapp.ui.conftest import SetStage
from tests.vanapp.ui.fakes import Coded
from tests.vanapp.ui.stage import Stage
from vanapp.ui.screens.camera_card import AUTO, CameraCard
from vanapp.ui.screens.settings import SettingsScreen
from vanapp.usecases.choose_camera import CameraChoice, Fixable, choice_of, choose_camera, wish_of


def card_of(stage: Stage) -> CameraCard:
    stage.window.show_screen("settings")
    screen = stage.window.page("settings")
    assert isinstance(screen, SettingsScreen)
    assert screen.camera is not None
    return screen.camera


def words(card: CameraCard) -> list[str]:
    return [label.text() for label in card.findChildren(QLabel) if label.isVisibleTo(card)]


def test_it_offers_what_the_systems_camera_has(stage: SetStage) -> None:
    set_up = stage()
    values = card_of(set_up)._values
    assert [label for _, label in values.cameras] == ["USB 2.0 Camera", "Document Camera S1"]
    assert values.sizes == ("1920x1080", "1280x720")
    assert (values.focuses, values.exposures) == (set_up.cameras.fixable.focus, ("1/25", "1/50", "1/100"))
    assert (values.camera, values.size, values.focus, values.exposure) == (AUTO,) * 4
    assert set_up.cameras.asked == ["/dev/video0"]


def test_each_purpose_keeps_its_own_choice(stage: SetStage) -> None:
    set_up = stage()
    card = card_of(set_up)
    card.chosen.emit("size", "1920x1080")
    card.purpose_chosen.emit("document")
    card.chosen.emit("camera", "usb-arm")
    card.chosen.emit("size", "3264x2448")
    card.chosen.emit("focus", "4")
    card.chosen.emit("exposure", "1/50")
    wish = wish_of(set_up.settings, "document")
    assert (wish.camera, wish.label, wish.size) == ("usb-arm", "Document Camera S1", (3264, 2448))
    assert (wish.focus, wish.exposure) == ("4", "1/50")
    assert wish_of(set_up.settings, "portrait").size == (1920, 1080)
    assert set_up.cameras.asked == ["/dev/video0", "/dev/video2"]
    card.purpose_chosen.emit("portrait")
    assert (card._values.camera, card._values.size) == (AUTO, "1920x1080")


def test_another_camera_begins_without_what_was_chosen_of_the_one_before(stage: SetStage) -> None:
    set_up = stage()
    card = card_of(set_up)
    card.chosen.emit("focus", "4")
    card.chosen.emit("camera", "usb-arm")
    assert choice_of(set_up.settings, "portrait") == CameraChoice("usb-arm", "Document Camera S1")
    card.chosen.emit("camera", AUTO)
    assert set_up.settings.camera == {}


def test_what_is_chosen_and_not_there_is_said_and_stays_chosen(stage: SetStage) -> None:
    set_up = stage()
    choose_camera(set_up.settings, "portrait", CameraChoice("usb-lid", "Lid camera", "640x480"))
    card = card_of(set_up)
    assert "选定的一台没有接上" in words(card)
    assert card._camera.currentText() == "Lid camera"
    card.chosen.emit("camera", "usb-desk")
    assert "选定的一台没有接上" not in words(card)
    choose_camera(set_up.settings, "portrait", CameraChoice("usb-desk", "", "640x480", "9", "1/3"))
    card = card_of(set_up)
    set_up.window.show_screen("today")
    card = card_of(set_up)
    assert card._values.missing == {"size", "focus", "exposure"}
    assert card._size.currentText() == "640 × 480"


def test_a_camera_at_another_port_is_the_same_by_its_model(stage: SetStage) -> None:
    set_up = stage()
    choose_camera(set_up.settings, "portrait", CameraChoice("/dev/video7", "Document Camera S1"))
    card = card_of(set_up)
    assert card._values.missing == frozenset()
    assert card._camera.currentText() == "Document Camera S1"


def test_a_camera_that_only_does_it_by_itself_says_so(stage: SetStage) -> None:
    set_up = stage()
    set_up.cameras.fixable = Fixable()
    assert words(card_of(set_up)).count("这台摄像头只能自动") == 2


def test_without_any_camera_the_page_stands(stage: SetStage) -> None:
    set_up = stage()
    set_up.cameras.there = ()
    assert card_of(set_up)._values.cameras == []


def test_the_preview_shows_each_change_and_rests_with_the_page(stage: SetStage, qtbot: QtBot) -> None:
    set_up = stage()
    card = card_of(set_up)
    cameras = set_up.cameras
    card._try.click()
    picture = QImage(8, 8, QImage.Format.Format_RGB32)
    assert cameras.sink is not None
    cameras.sink(picture)
    assert card._view.frame.size() == picture.size()
    card.chosen.emit("focus", "3")
    card.purpose_chosen.emit("document")
    assert cameras.watched == ["portrait", "portrait", "document"]
    set_up.window.show_screen("today")
    assert cameras.sink is None
    assert not card._view.isVisibleTo(card)


def test_the_preview_says_what_cannot_be_had_and_waits_for_a_camera_that_is_gone(
    stage: SetStage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vanapp.ui.presenters.intake_vigil.LOOK_AGAIN_MS", 1)
    set_up = stage()
    card = card_of(set_up)
    cameras = set_up.cameras
    card._try.click()
    assert cameras.notice is not None
    cameras.notice("devices.camera_size_gone", {"width": 640, "height": 480})
    assert "640×480" in card._view.instruction
    assert cameras.trouble is not None
    cameras.trouble(Coded())
    assert card._view.instruction.startswith("警号")  # the stage's words for it
    qtbot.waitUntil(lambda: len(cameras.watched) == 2)
    cameras.sink(QImage(8, 8, QImage.Format.Format_RGB32))  # type: ignore[misc]
    assert card._view.instruction == ""
    card._try.click()
    assert cameras.sink is None


@pytest.mark.parametrize("size", ["", "x", "1920", "-1x5", "1920x1080x3", "999999x1"])
def test_a_damaged_size_is_no_size(size: str) -> None:
    settings: Any = SimpleNamespace(camera={"portrait.size": size, "portrait.nonsense": "1"})
    assert wish_of(settings, "portrait").size is None
