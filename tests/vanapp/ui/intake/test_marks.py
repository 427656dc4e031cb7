"""What is told about the picture is also shown in it: the mark lies where the finding says."""

from __future__ import annotations

from typing import Any

import pytest
from PyQt6.QtCore import QPointF
from PyQt6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from devices.biometrics.finding import Finding, Mark
from vanapp.ui.screens.intake_portrait import PortraitPage
from vanapp.ui.theme import current
from vanapp.ui.widgets.live_view import LiveView, marked_path

BOX = Mark("box", ((0.40, 0.50), (0.60, 0.70)))
OPEN = Finding("photo.mouth_open", "warn", 0.4, (0.0, 0.2), mark=BOX)
DARK = Finding("photo.dark", "fail", 40, (70, 218))


def grey(width: int = 1280, height: int = 720) -> QImage:
    picture = QImage(width, height, QImage.Format.Format_RGB888)
    picture.fill(QColor(128, 128, 128))
    return picture


@pytest.fixture
def page(qtbot: QtBot) -> PortraitPage:
    page = PortraitPage(lambda: "zh")
    qtbot.addWidget(page)
    page.resize(900, 620)
    page.show()
    page.show_frame(grey())
    return page


def orange(live: LiveView, share: tuple[float, float]) -> bool:
    """Whether the mark's colour is drawn at (or 3 px beside) this place of the picture."""
    picture = live.grab().toImage()
    at = live.in_widget(*share) * picture.devicePixelRatioF()
    wanted = current().colour("guide_attention")
    return any(
        QColor(picture.pixel(round(at.x()) + dx, round(at.y()) + dy)) == wanted
        for dx in range(-3, 4)
        for dy in range(-3, 4)
    )


def test_the_mark_of_what_is_told_is_drawn_in_its_place(page: PortraitPage) -> None:
    assert not orange(page.live, (0.50, 0.50))
    page.show_findings([OPEN])
    page.show_advice(OPEN.code, OPEN.level)
    assert orange(page.live, (0.50, 0.50))  # the upper edge of the box
    assert orange(page.live, (0.40, 0.60))  # the left one
    assert not orange(page.live, (0.50, 0.60))  # not its middle


def test_only_what_is_told_is_marked(page: PortraitPage) -> None:
    page.show_findings([DARK, OPEN])
    page.show_advice(DARK.code, DARK.level)
    assert not orange(page.live, (0.50, 0.50))


def test_what_is_held_in_words_keeps_its_mark(page: PortraitPage) -> None:
    """A reason stays a second so that it can be read; what is wrong by now is not pointed at meanwhile."""
    elsewhere = Finding("photo.dark", "fail", 40, (70, 218), mark=Mark("box", ((0.1, 0.1), (0.3, 0.3))))
    page.show_findings([elsewhere, OPEN])
    page.show_advice(OPEN.code, OPEN.level)
    assert orange(page.live, (0.50, 0.50))
    assert not orange(page.live, (0.20, 0.10))


def test_the_mark_goes_when_all_is_well(page: PortraitPage) -> None:
    page.show_findings([OPEN])
    page.show_advice(OPEN.code, OPEN.level)
    page.show_findings([])
    page.show_advice("", "ok")
    page.show_count(3)
    assert not orange(page.live, (0.50, 0.50))


@pytest.mark.parametrize("size", [(900, 620), (400, 620), (1300, 300)], ids=["usual", "narrow", "flat"])
def test_a_place_in_the_picture_is_found_whatever_is_cut_off(qtbot: QtBot, size: tuple[int, int]) -> None:
    live = LiveView()
    qtbot.addWidget(live)
    live.resize(*size)
    picture = grey()
    for x in range(636, 645):
        for y in range(356, 365):
            picture.setPixelColor(x, y, QColor(255, 0, 0))
    live.show_frame(picture)
    live.set_guide(True)
    at: Any = live.in_widget(0.5, 0.5)
    shown = live.grab().toImage()
    scale = shown.devicePixelRatioF()
    red = QColor(shown.pixel(round(at.x() * scale), round(at.y() * scale)))
    assert (red.red(), red.green()) == (255, 0)


def test_an_arrow_has_a_head_and_nonsense_draws_nothing() -> None:
    one, other = QPointF(0, 0), QPointF(10, 0)
    assert marked_path([one, other], "arrow", 4).elementCount() == 6
    assert marked_path([one, other], "line", 4).elementCount() == 2
    assert marked_path([one], "box", 4).isEmpty()
