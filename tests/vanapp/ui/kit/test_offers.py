"""A list under the field: divisions by any spelling, rare characters behind a slash, all by keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QInputMethodEvent
from PyQt6.QtWidgets import QApplication, QListWidget
from pytestqt.qtbot import QtBot

from forms.spec import Field, Words
from vanapp.ui.fields import make
from vanapp.ui.fields.row import FieldRow
from vanapp.ui.presenters.field_offers import Offer, addresses, characters
from vanapp.usecases.recent_addresses import Recent

LIWAN = "广东省广州市荔湾区"
HOUSEHOLD = LIWAN + "中山八路10号"
RECENT = Recent([HOUSEHOLD], [LIWAN + "西华路9号"])


class Desk:
    """One row that is answered as the presenter does, at once."""

    def __init__(self, qtbot: QtBot, kind: str, recent: Recent | None = None) -> None:
        self.row: FieldRow = make(Field("f", kind, Words("题目", "Question"), True), "zh", date(2026, 11, 28))
        self.qtbot, self.recent, self.edited = qtbot, recent, list[str]()
        qtbot.addWidget(self.row)
        self.row.edited.connect(lambda _, text: self.edited.append(text))
        self.row.offers_wanted.connect(self.answer)
        self.row.resize(500, 420)
        self.row.show()
        self.row.activateWindow()
        qtbot.waitUntil(self.row.isActiveWindow)
        self.row.focus()

    def answer(self, _: str, kind: str, typed: str) -> None:
        found = characters(typed) if kind == "name" else addresses(typed, self.recent)
        self.row.show_offers(typed, found)

    def keys(self, text: str) -> None:
        self.qtbot.keyClicks(self.row.editor.widget(), text)

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            self.qtbot.keyClick(self.row.editor.widget(), key)

    def commit(self, text: str) -> None:
        """From the input method."""
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(self.row.editor.widget(), event)

    @property
    def listed(self) -> list[str]:
        found = self.row.findChild(QListWidget, "completions")
        if found is None or not found.isVisible():
            return []
        return [found.item(place).text() for place in range(found.count())]


def test_four_letters_and_enter_write_the_division(qtbot: QtBot) -> None:
    desk = Desk(qtbot, "address")
    desk.keys("gzlw")
    assert desk.listed[0] == LIWAN
    desk.press(Qt.Key.Key_Return)
    assert desk.edited[-1] == desk.row.text() == LIWAN
    assert desk.listed == []
    desk.commit("中山八路10号")
    assert desk.row.text() == HOUSEHOLD


def test_arrows_choose_and_escape_leaves_what_was_typed(qtbot: QtBot) -> None:
    desk = Desk(qtbot, "address")
    desk.commit("朝阳")
    second = desk.listed[1]
    desk.press(Qt.Key.Key_Down, Qt.Key.Key_Tab)
    assert desk.row.text() == second
    other = Desk(qtbot, "address")
    other.keys("gz")
    other.press(Qt.Key.Key_Escape)
    assert (other.row.text(), other.listed) == ("gz", [])


def test_enter_goes_on_when_a_whole_address_stands_there(qtbot: QtBot) -> None:
    """Nothing is chosen then: what the officer wrote is not replaced behind the hand."""
    desk = Desk(qtbot, "address")
    desk.commit("荔湾区中山八路10号")
    assert desk.listed == [HOUSEHOLD]
    desk.press(Qt.Key.Key_Return)
    assert desk.row.text() == "荔湾区中山八路10号"
    desk.press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert desk.row.text() == HOUSEHOLD


def test_down_lists_what_was_written_before_the_household_first(qtbot: QtBot) -> None:
    desk = Desk(qtbot, "address", RECENT)
    desk.press(Qt.Key.Key_Down)
    assert [row.split(" · ")[0] for row in desk.listed] == [HOUSEHOLD, LIWAN + "西华路"]
    desk.press(Qt.Key.Key_Return)
    assert desk.row.text() == HOUSEHOLD


def test_an_earlier_street_is_found_by_sound(qtbot: QtBot) -> None:
    desk = Desk(qtbot, "address", RECENT)
    desk.keys("xihualu")
    assert LIWAN + "西华路 · 近期" in desk.listed


def test_a_rare_character_takes_the_place_of_its_question(qtbot: QtBot) -> None:
    desk = Desk(qtbot, "name")
    desk.commit("陈")
    desk.keys("/")
    desk.commit("金宏")
    assert desk.listed[0].startswith("\U0002cb4e · hóng · 12 画 · 钅宏 · U+2CB4E")
    desk.press(Qt.Key.Key_Return)
    assert desk.row.text() == "陈\U0002cb4e"
    assert desk.edited == ["陈", "陈\U0002cb4e"]  # the question itself was never an answer


def test_the_chinese_slash_asks_too(qtbot: QtBot) -> None:
    desk = Desk(qtbot, "name")
    desk.commit("、吉吉")
    desk.press(Qt.Key.Key_Return)
    assert desk.row.text() == "喆"


def test_a_question_left_open_is_told_as_it_stands(qtbot: QtBot) -> None:
    desk = Desk(qtbot, "name")
    desk.commit("陈/金宏")
    desk.row.editor.widget().clearFocus()
    assert desk.edited[-1] == "陈/金宏"
    assert desk.listed == []


def test_an_answer_that_comes_late_is_dropped(qtbot: QtBot) -> None:
    desk = Desk(qtbot, "address")
    desk.keys("gzlw")
    desk.press(Qt.Key.Key_Escape)
    late: Sequence[Offer] = (Offer("place", LIWAN),)
    desk.row.show_offers("gz", late)
    assert desk.listed == []


def test_the_list_lies_within_the_window(qtbot: QtBot) -> None:
    desk = Desk(qtbot, "address")
    desk.keys("g")
    found = desk.row.findChild(QListWidget, "completions")
    assert found is not None
    assert desk.row.rect().contains(found.geometry())
