"""F5 on the instruments page: live lines, a result that stays and shows on Today, stopped on leaving."""

from __future__ import annotations

from typing import Any

from PyQt6.QtCore import Qt

from tests.vanapp.ui.conftest import SetStage
from tests.vanapp.ui.fakes import Coded
from tests.vanapp.ui.stage import Stage
from vanapp.ui.screens.kit_card import KitCard
from vanapp.ui.widgets import CheckLine


class NoPaper(Coded):
    code = "devices.paper_out"


def words(root: Any) -> list[str]:
    return [line._words.text() for line in root.findChildren(CheckLine) if not line.isHidden()]


def checked(stage: Stage) -> KitCard:
    stage.window.show_screen("instruments")
    page = stage.window.page("instruments")
    assert page.press(Qt.Key.Key_F5)
    (card,) = page.findChildren(KitCard)
    return card


def test_a_sound_kit_is_one_line_each_and_a_sum(stage: SetStage) -> None:
    card = checked(stage())
    assert words(card) == [
        "读卡器 · 通过 · 0.9 秒",
        "指纹仪 · 通过 · 0.9 秒",
        "摄像头 · 通过 · 0.9 秒",
        "小票打印机 · 通过 · 0.9 秒",
        "打印机 · 已连接，未试印",
        "设备自检 5/5 · 12 秒",
        "检查单已存在本机；要纸质的请按 F6",
    ]


def test_the_result_stands_on_todays_departure_card(stage: SetStage) -> None:
    set_up = stage()
    checked(set_up)
    set_up.window.show_screen("today")
    assert "设备自检 5/5 · 12 秒" in words(set_up.window.page("today"))


def test_a_no_go_says_what_to_do(stage: SetStage) -> None:
    set_up = stage()
    set_up.kit.codes = {"finger": "devices.busy"}
    card = checked(set_up)
    assert words(card)[1].startswith("指纹仪 · 不通过 · ")
    assert words(card)[-2] == "设备自检 4/5 · 12 秒"


def test_the_camera_rests_after_it(stage: SetStage) -> None:
    set_up = stage()
    checked(set_up)
    assert not set_up.kit.watching


def test_leaving_the_page_stops_it_and_nothing_is_kept(stage: SetStage) -> None:
    set_up = stage()
    set_up.kit.stop_first = lambda: set_up.window.show_screen("today")
    card = checked(set_up)
    assert set_up.kit.kept is None
    assert words(card)[0] == "读卡器 · 没有检查完"
    assert not any(line.startswith("设备自检") for line in words(card))


def test_the_slip_is_made_by_itself_and_printed_when_asked(stage: SetStage) -> None:
    set_up = stage()
    card = checked(set_up)
    assert set_up.kit.slips == [False]  # no sheet of A4 is spent unasked
    set_up.kit.slip_way = "paper"
    assert set_up.window.page("instruments").press(Qt.Key.Key_F6)
    assert set_up.kit.slips == [False, True]
    assert words(card)[-1] == "检查单已打印，并存在本机"
    set_up.kit.slip_way = "queue"  # the system took it; whether it came out nobody knows
    assert set_up.window.page("instruments").press(Qt.Key.Key_F6)
    assert words(card)[-1] == "检查单已交给打印机，并存在本机"


def test_a_slip_that_did_not_come_out_is_not_said_to_have(stage: SetStage) -> None:
    set_up = stage()
    set_up.kit.slip_way = NoPaper()
    card = checked(set_up)
    assert words(card)[-1].startswith("检查单已存在本机，没有打印。devices.paper_out")
    assert set_up.kit.kept is not None


def test_before_a_check_there_is_no_slip_to_print(stage: SetStage) -> None:
    set_up = stage()
    set_up.window.show_screen("instruments")
    assert not set_up.window.page("instruments").press(Qt.Key.Key_F6)
    assert set_up.kit.slips == []
