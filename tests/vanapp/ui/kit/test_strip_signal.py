"""The strip says beside the line what the modem hears; where there is little room, only the tip does."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from vanapp.ui.strip import Strip
from vanapp.ui.words import signal_word


@pytest.mark.parametrize(
    ("heard", "words"),
    [
        (("46000", "CMCC", "4G", 70), "中国移动 4G 70%"),
        (("46015", "", "5G", None), "中国广电 5G"),
        (("00101", "TheOperator", "", 0), "TheOperator 0%"),
        (("", "", "", None), ""),
    ],
)
def test_the_operator_is_said_as_people_call_it(heard: tuple[str, str, str, int | None], words: str) -> None:
    assert signal_word(*heard) == words


def test_the_signal_stands_beside_the_line_and_goes_with_the_modem(qtbot: QtBot) -> None:
    strip = Strip()
    qtbot.addWidget(strip)
    strip.resize(1366, 36)
    strip.show_line("up")
    strip.show_signal("46000", "CMCC", "4G", 70)
    assert strip._line.text() == "已连接办证网 · 中国移动 4G 70%"
    strip.resize(200, 36)
    strip.retranslate()
    assert (strip._line.text(), strip._line.toolTip()) == ("已连接", "已连接办证网 · 中国移动 4G 70%")
    strip.resize(1366, 36)
    strip.show_signal("", "", "", None)
    assert (strip._line.text(), strip._line.toolTip()) == ("已连接办证网", "")
