"""Every pair of colours is far enough apart; sizes follow the scale; every icon asked for is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PyQt6.QtWidgets import QApplication, QHBoxLayout, QWidget

from vanapp.ui import theme
from vanapp.ui.theme import contrast, icons
from vanapp.ui.theme.tokens import COLOURS

UI = Path(theme.__file__).resolve().parents[1]


@pytest.mark.parametrize("name", list(COLOURS))
@pytest.mark.parametrize(("seen", "ground"), contrast.TEXT_PAIRS)
def test_text_stands_out_by_4_5(name: str, seen: str, ground: str) -> None:
    table = COLOURS[name]  # type: ignore[index]
    assert contrast.ratio(table[seen], table[ground]) >= 4.5


@pytest.mark.parametrize("name", list(COLOURS))
@pytest.mark.parametrize(("seen", "ground"), contrast.SHAPE_PAIRS)
def test_borders_and_the_focus_ring_stand_out_by_3(name: str, seen: str, ground: str) -> None:
    table = COLOURS[name]  # type: ignore[index]
    assert contrast.ratio(table[seen], table[ground]) >= 3


def test_the_three_tables_name_the_same_tokens() -> None:
    assert {frozenset(table) for table in COLOURS.values()} == {frozenset(COLOURS["light"])}


def test_black_on_white_is_21_to_1() -> None:
    assert contrast.ratio("#000000", "#FFFFFF") == pytest.approx(21)


def test_every_icon_named_in_the_code_is_in_the_folder() -> None:
    called = re.compile(r"""(?:icon|pixmap)[=(]\s*"([a-z-]+)\"""")
    named = {name for file in UI.rglob("*.py") for name in called.findall(file.read_text("utf-8"))}
    assert len(named) > 10
    assert [name for name in sorted(named) if not (icons.FOLDER / f"{name}.svg").exists()] == []


def test_a_scale_changed_at_run_time_reaches_layouts_and_sizes(qapp: QApplication) -> None:
    theme.apply(qapp, "light", 1.0)
    window = QWidget()
    line = theme.space(QHBoxLayout(window), (24, 20, 24, 20), 12)
    box = theme.size(QWidget(), width=100)
    line.addWidget(box)
    try:
        theme.apply(qapp, "light", 1.5)
        assert (box.width(), line.spacing(), line.contentsMargins().left()) == (150, 18, 36)
    finally:
        window.deleteLater()
        theme.apply(qapp, "light", 1.0)


def test_an_icon_takes_the_tokens_colour(qapp: QApplication) -> None:
    theme.apply(qapp, "dark", 1.0)
    try:
        image = theme.pixmap("check", "good", 96).toImage()
        found = {
            image.pixelColor(x, y).name().upper()
            for x in range(image.width())
            for y in range(image.height())
            if image.pixelColor(x, y).alpha() == 255
        }
        assert found == {COLOURS["dark"]["good"]}
    finally:
        theme.apply(qapp, "light", 1.0)
